/* A story in the making: views added as scenes, each with title, text and notes; kept with every letter. */
import { element } from "../shell/dom.js";
import { late } from "../shell/late.js";
import { ask, messageOf } from "../shell/server.js";
import { fill, word } from "../shell/words.js";
import { chapterItem } from "./chapter.js";
import { DraftState } from "./draft_state.js";
import { markdown, saveFile, saveMarkdown, titled, turn, viewed } from "./drafts.js";
import { FigureBox } from "./figure_box.js";

/**
 * @import { PageState } from "../types"
 * @import { EditorWords, PresentWords } from "../words"
 * @import { Chapter } from "./stories"
 */

/**
 * @typedef {object} EditorCallbacks
 * @property {() => void} close
 * @property {(text: string, from: number) => Promise<void>} present
 * @property {(focus?: string) => void} redraw
 */

export class Editor {
  /** @type {PageState<PresentWords>} */
  state = late;
  /** @type {EditorWords} */
  words = late;
  /** @type {string | null} */
  lang = null;
  /** @type {{ k: number, chapter: Chapter } | null} */
  gone = null;
  /** @type {boolean} */
  included = false;

  /**
   * @param {string} id
   * @param {EditorCallbacks} callbacks
   */
  constructor(id, { close, present, redraw }) {
    this.draft = new DraftState(id);
    this.close = close;
    this.present = present;
    this.redraw = redraw;
  }

  get story() {
    return this.draft.story;
  }

  /** @param {PageState<PresentWords>} state */
  async update(state) {
    this.state = state;
    if (this.lang === state.lang) return;
    const words = await ask("words/editor", `lang=${state.lang}`);
    if (state.lang !== this.state.lang) return;
    this.words = words;
    this.lang = state.lang;
    this.draft.tell(words);
  }

  /* Every change is kept at once. */
  save() {
    if (this.draft.save(this.words)) this.redraw();
  }

  /* Another tab has changed what is kept. */
  follow() {
    if (this.draft.follow(this.words)) this.redraw();
  }

  /**
   * @param {Chapter[]} chapters
   * @param {string} [focus]
   */
  change(chapters, focus) {
    this.story.chapters = chapters;
    this.save();
    this.redraw(focus);
  }

  /**
   * One line of what the whole story says of itself.
   *
   * @param {"title" | "about"} key
   * @param {string | null} kind
   */
  field(key, kind) {
    return new FigureBox({
      key: `story.${key}`,
      kind,
      label: word(this.words, `story_${key}`),
      value: this.story[key],
      link: () => this.story.chapters[0]?.link ?? "?",
      lang: this.state.lang,
      change: (value) => {
        this.story[key] = value;
        this.save();
      },
    }).node;
  }

  language() {
    const { story } = this;
    return element(
      "select",
      {
        "aria-label": this.words.story_lang,
        "data-key": "story.lang",
        onchange: ({ target }) => {
          story.lang = target.value;
          this.save();
        },
      },
      ...["fr", "en", "pt"].map((code) =>
        element("option", { value: code, selected: code === story.lang, text: code.toUpperCase() }),
      ),
    );
  }

  draw() {
    const { words, story } = this,
      back = { type: "button", class: "small", "data-key": "close", text: `‹ ${words.all_stories}` };
    return element(
      "section",
      { class: "editor", "aria-label": words.editor },
      element("button", { ...back, onclick: () => this.close() }),
      this.field("title", "title"),
      element("p", { class: "pair" }, this.field("about", null), this.language()),
      this.draft.line.node,
      story.chapters.length ? null : element("p", { class: "note", text: words.first_view }),
      element("ol", { class: "chapters" }, ...story.chapters.map((chapter, k) => this.chapter(chapter, k))),
      ...[this.undoing(), this.finish(), this.withheld()],
      element("p", { class: "note", text: words.figures_hint }),
    );
  }

  /** The way back of what was removed. */
  undoing() {
    const { gone, words } = this;
    if (!gone) return null;
    const button = element("button", {
      type: "button",
      class: "small",
      "data-key": "undo",
      text: fill(words.undo, { title: gone.chapter.title || words.untitled }),
      onclick: () => this.undo(),
    });
    return element("p", { class: "undo" }, button);
  }

  /** What is done with the story. */
  finish() {
    const { words, story } = this;
    /** @type {[name: string, does: () => void][]} */
    const made = [
      ["preview", () => this.presentFrom(0)],
      ["md", () => this.take("md")],
      ["html", () => this.take("html")],
      ["pdf", () => this.take("pdf")],
    ];
    const add = { type: "button", class: "do", "data-key": "add", text: words.add_view };
    const buttons = made.map(([name, onclick]) =>
      element("button", {
        type: "button",
        class: "file",
        "data-key": name,
        /* What is written can always be taken away. */
        disabled: name !== "md" && !story.chapters.length,
        text: word(words, `make_${name}`),
        onclick,
      }),
    );
    return element(
      "div",
      { class: "finish" },
      element("button", { ...add, onclick: () => this.add() }),
      ...buttons,
    );
  }

  /* Where the story is about layers without a licence: whether they go into its files. */
  withheld() {
    const links = JSON.stringify(this.story.chapters);
    if (!this.state.private.some((id) => links.includes(id))) return null;
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

  /**
   * @param {Chapter} chapter
   * @param {number} k
   */
  chapter(chapter, k) {
    const { act, link } = this.state,
      { chapters } = this.story;
    return chapterItem(chapter, k, chapters.length, this.words, {
      lang: this.state.lang,
      save: () => this.save(),
      move: (by) => this.move(k, by),
      remove: () => this.remove(k),
      show: () => act({ kind: "set", query: turn(chapter.link, link, { mode: ["present"] }) }),
      retake: () => {
        chapter.link = viewed(link);
        this.change(chapters, `${k}.retake`);
      },
      present: () => this.presentFrom(k),
    });
  }

  /**
   * @param {number} k
   * @param {number} by
   */
  move(k, by) {
    const list = [...this.story.chapters],
      [moved] = list.splice(k, 1);
    if (moved) list.splice(k + by, 0, moved);
    this.change(list, `${k + by}.${by < 0 ? "up" : "down"}`);
  }

  add() {
    const { chapters } = this.story;
    this.gone = null;
    this.change(
      [...chapters, { title: "", link: viewed(this.state.link), text: "", notes: "" }],
      `${chapters.length}.title`,
    );
  }

  /** @param {number} k */
  remove(k) {
    const { chapters } = this.story;
    const chapter = chapters[k];
    this.gone = chapter ? { k, chapter } : null;
    this.change(
      chapters.filter((_, i) => i !== k),
      "undo",
    );
  }

  undo() {
    if (!this.gone) return;
    const { k, chapter } = this.gone,
      list = [...this.story.chapters];
    list.splice(k, 0, chapter);
    this.gone = null;
    this.change(list, `${k}.title`);
  }

  /** A scene needs a title to be found again. */
  complete() {
    const { untitled, scene } = this.words;
    return titled(this.story, untitled, (n) => fill(scene, { n }));
  }

  /** @param {number} from */
  async presentFrom(from) {
    await this.trying(async () => this.present(await markdown(this.complete()), from));
  }

  /** @param {"md" | "html" | "pdf"} kind */
  async take(kind) {
    await this.trying(async () => {
      const story = this.complete(),
        more = { theme: this.state.theme, ...(this.included ? { private: "1" } : {}) };
      const out = kind === "md" ? await saveMarkdown(story) : await saveFile(story, kind, more);
      return out && fill(this.words.left_out, { layers: out });
    });
  }

  /**
   * What the atlas cannot use is said here, where it was written.
   *
   * @param {() => Promise<string | void | null>} does
   */
  async trying(does) {
    this.say(this.words.working);
    try {
      this.say((await does()) || null);
    } catch (problem) {
      this.say(messageOf(problem));
    }
    this.redraw();
  }

  /** @param {string | null} message */
  say(message) {
    this.draft.message = message;
    this.draft.tell(this.words);
  }
}
