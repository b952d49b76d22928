// @ts-nocheck
/* A story in the making: views added as scenes, a title, few words and notes for each; kept with every
   letter. */

import { element } from "../shell/dom.js";
import { ask, messageOf } from "../shell/server.js";
import { fill, word } from "../shell/words.js";
import { drafts, keep, markdown, seen, sent, turn } from "./drafts.js";

export class Editor {
  constructor(id, { close, present, redraw }) {
    Object.assign(this, { id, close, present, redraw, story: drafts.get(id), message: null, gone: null });
  }

  async update(state) {
    this.state = state;
    if (this.lang !== state.lang) {
      this.words = await ask("words/editor", `lang=${state.lang}`);
      this.lang = state.lang;
    }
  }

  /* Every change is kept at once. */
  save() {
    this.message = drafts.put(this.id, this.story) ? null : this.words.not_kept;
  }

  change(chapters, focus) {
    this.story.chapters = chapters;
    this.save();
    this.redraw(focus);
  }

  draw() {
    const { words, story } = this;
    const field = (key, more = {}) => {
      const input = element("input", {
        type: "text",
        "data-key": `story.${key}`,
        "aria-label": word(words, `story_${key}`),
        placeholder: word(words, `story_${key}`),
        oninput: (event) => {
          story[key] = event.target.value;
          this.save();
        },
        ...more,
      });
      input.value = story[key] || "";
      return input;
    };
    const language = element(
      "select",
      {
        "aria-label": words.story_lang,
        "data-key": "story.lang",
        onchange: (event) => {
          story.lang = event.target.value;
          this.save();
        },
      },
      ...["fr", "en", "pt"].map((code) =>
        element("option", { value: code, selected: code === story.lang, text: code.toUpperCase() }),
      ),
    );
    return element(
      "section",
      { class: "editor", "aria-label": words.editor },
      element("button", {
        type: "button",
        class: "small",
        "data-key": "close",
        text: `‹ ${words.all_stories}`,
        onclick: () => this.close(),
      }),
      field("title", { class: "title" }),
      element("p", { class: "pair" }, field("about"), language),
      element("p", { class: "saved", role: "status", text: this.message || words.kept }),
      story.chapters.length ? null : element("p", { class: "note", text: words.first_view }),
      element("ol", { class: "chapters" }, ...story.chapters.map((chapter, k) => this.chapter(chapter, k))),
      this.gone
        ? element(
            "p",
            { class: "undo" },
            element("button", {
              type: "button",
              class: "small",
              "data-key": "undo",
              text: fill(words.undo, { title: this.gone.chapter.title || words.untitled }),
              onclick: () => this.undo(),
            }),
          )
        : null,
      element(
        "div",
        { class: "finish" },
        element("button", {
          type: "button",
          class: "do",
          "data-key": "add",
          text: words.add_view,
          onclick: () => this.add(),
        }),
        ...[
          ["preview", () => this.tell(0)],
          ["md", () => this.take("md")],
          ["html", () => this.take("html")],
          ["pdf", () => this.take("pdf")],
        ].map(([name, does]) =>
          element("button", {
            type: "button",
            class: "file",
            "data-key": name,
            disabled: !story.chapters.length,
            text: word(words, `make_${name}`),
            onclick: does,
          }),
        ),
      ),
      this.withheld(),
      element("p", { class: "note", text: words.figures_hint }),
    );
  }

  /* Where the story is about layers without a licence: whether they go into its files. */
  withheld() {
    const told = JSON.stringify(this.story.chapters);
    if (!this.state.private.some((id) => told.includes(id))) return null;
    const include = element("input", {
      type: "checkbox",
      "data-key": "private",
      checked: Boolean(this.included),
      onchange: () => {
        this.included = include.checked;
      },
    });
    return element("label", { class: "option" }, include, element("span", { text: this.words.include }));
  }

  chapter(chapter, k) {
    const { words, story } = this,
      { chapters } = story;
    const box = (key, rows) => {
      const area = element(rows ? "textarea" : "input", {
        type: rows ? null : "text",
        rows: rows || null,
        "data-key": `${k}.${key}`,
        "aria-label": `${fill(words.scene, { n: k + 1 })} : ${word(words, `chapter_${key}`)}`,
        placeholder: word(words, `chapter_${key}`),
        oninput: (event) => {
          chapter[key] = event.target.value;
          this.save();
        },
      });
      area.value = chapter[key];
      return area;
    };
    const move = (by) => {
      const list = [...chapters];
      [list[k], list[k + by]] = [list[k + by], list[k]];
      this.change(list, `${k + by}.${by < 0 ? "up" : "down"}`);
    };
    const act = (name, sign, does, disabled = false) =>
      element("button", {
        type: "button",
        class: "plain",
        "data-key": `${k}.${name}`,
        disabled,
        title: word(words, `chapter_${name}`),
        "aria-label": `${word(words, `chapter_${name}`)} (${k + 1})`,
        text: sign,
        onclick: does,
      });
    return element(
      "li",
      {},
      element(
        "div",
        { class: "head" },
        element("span", { class: "n", text: String(k + 1) }),
        box("title"),
        act("up", "↑", () => move(-1), k === 0),
        act("down", "↓", () => move(1), k + 1 === chapters.length),
        act("remove", "×", () => this.remove(k)),
      ),
      box("text", 3),
      box("notes", 2),
      element(
        "p",
        { class: "view" },
        element("button", {
          type: "button",
          class: "small",
          "data-key": `${k}.show`,
          text: words.chapter_show,
          onclick: () =>
            this.state.act({
              kind: "set",
              query: turn(chapter.link, this.state.link, { mode: ["present"] }),
            }),
        }),
        element("button", {
          type: "button",
          class: "small",
          "data-key": `${k}.retake`,
          text: words.chapter_retake,
          onclick: () => {
            chapter.link = seen(this.state.link);
            this.change(chapters, `${k}.retake`);
          },
        }),
        element("button", {
          type: "button",
          class: "small",
          "data-key": `${k}.from`,
          text: words.chapter_from,
          onclick: () => this.tell(k),
        }),
      ),
      element("p", { class: "link", title: chapter.link, text: chapter.link }),
    );
  }

  add() {
    const { chapters } = this.story;
    this.gone = null;
    this.change(
      [...chapters, { title: "", link: seen(this.state.link), text: "", notes: "" }],
      `${chapters.length}.title`,
    );
  }

  remove(k) {
    const { chapters } = this.story;
    this.gone = { k, chapter: chapters[k] };
    this.change(
      chapters.filter((_, i) => i !== k),
      "undo",
    );
  }

  undo() {
    const { k, chapter } = this.gone,
      list = [...this.story.chapters];
    list.splice(k, 0, chapter);
    this.gone = null;
    this.change(list, `${k}.title`);
  }

  /* A scene needs a title to be found again. */
  complete() {
    return {
      ...this.story,
      title: this.story.title || this.words.untitled,
      chapters: this.story.chapters.map((one, k) => ({
        ...one,
        title: one.title || fill(this.words.scene, { n: k + 1 }),
      })),
    };
  }

  async tell(from) {
    await this.trying(async () => this.present(await markdown(this.complete()), from));
  }

  async take(kind) {
    const name =
      (this.story.title || this.words.untitled)
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .replace(/[^A-Za-z0-9]+/g, "-")
        .replace(/^-|-$/g, "")
        .toLowerCase() || "story";
    await this.trying(async () => {
      const text = await markdown(this.complete());
      if (kind === "md")
        return keep(new Blob([text], { type: "text/markdown" }), `${name}.${this.story.lang}.md`);
      const { theme } = this.state,
        answer = await sent(text, {
          format: kind,
          lang: this.story.lang,
          theme,
          ...(this.included ? { private: 1 } : {}),
        });
      keep(await answer.blob(), `${name}.${this.story.lang}.${kind}`);
      const out = answer.headers.get("X-Atlas-Left-Out");
      return out && fill(this.words.left_out, { layers: decodeURIComponent(out) });
    });
  }

  /* What the atlas cannot use is said here, where it was written. */
  async trying(does) {
    this.message = this.words.working;
    this.redraw();
    try {
      this.message = (await does()) || null;
    } catch (problem) {
      this.message = messageOf(problem);
    }
    this.redraw();
  }
}
