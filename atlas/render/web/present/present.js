// @ts-nocheck
/* Present: the stories of the atlas, one of them over the whole window, and the reader's own in the making.
 */

import { element } from "../shell/dom.js";
import { map, narrow, place } from "../shell/layout.js";
import { anew } from "../shell/rerender.js";
import { ask, messageOf } from "../shell/server.js";
import { fill, word } from "../shell/words.js";
import { drafts, fresh, handed, parsed, sent, turn } from "./drafts.js";
import { Editor } from "./editor.js";

const PANEL = 460;
/* What is told lives longer than this page: it waits while its speaker explores. */
let own = null,
  asked = null,
  covered = null;

const frame = () => document.getElementById("atlas-map");

/* The map over the whole window, and back to its place. */
const cover = (on) => {
  const node = frame();
  if (on === Boolean(covered)) return;
  /* What lies below is out of reach of the Tab key too. */
  document.body.inert = on;
  if (on) {
    covered = node.style.cssText;
    Object.assign(node.style, {
      top: "0",
      left: "0",
      right: "0",
      width: "100vw",
      height: "100dvh",
      visibility: "visible",
      zIndex: "40",
    });
  } else {
    node.style.cssText = covered;
    covered = null;
  }
};

/* The style of a story, in the map page once. */
const dress = (document) =>
  new Promise((resolve, reject) => {
    if (document.getElementById("deck-style")) {
      resolve();
      return;
    }
    const node = document.createElement("link");
    Object.assign(node, {
      id: "deck-style",
      rel: "stylesheet",
      href: new URL("./deck.css", import.meta.url).href,
      onload: resolve,
      onerror: () => reject(new Error("deck.css")),
    });
    document.head.append(node);
  });

/* The map page in a language, and what tells stories in its window. */
const stage = async (lang) => {
  for (let tries = 0; tries < 400 && !(map()?.lang === lang && map().painted); tries++)
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  const [{ Deck }] = await Promise.all([map().loadDeck(), dress(frame().contentWindow.document)]);
  return { page: map(), Deck };
};

class Present {
  constructor(root) {
    this.root = root;
    this.side = element("div");
    root.append(this.side);
    this.editor = null;
    this.lists = {};
    this.lay = () => place({ left: narrow() ? 0 : PANEL });
    window.addEventListener("resize", this.lay);
  }

  remove() {
    window.removeEventListener("resize", this.lay);
    const deck = map()?.deck;
    if (deck && !deck.away && deck.n >= 0) deck.leave();
    cover(false);
  }

  async update(state) {
    this.state = state;
    const [slug, number] = (new URLSearchParams(state.link).get("story") || "").split(":"),
      told = own ? null : slug;
    this.lay();
    await this.editor?.update(state);
    if (told || own) {
      try {
        await this.tell(told, told ? +number - 1 : own.n);
      } catch (problem) {
        this.refuse(problem, told);
      }
      return;
    }
    if (state !== this.state) return;
    if (handed.id) {
      const { id } = handed;
      handed.id = null;
      await this.open(id);
      return;
    }
    cover(false);
    const again = `${state.lang}|${this.editor?.id}`;
    this.lists[state.lang] ||= await ask("stories", `lang=${state.lang}`);
    if (state !== this.state || (this.editor && again === this.drawn)) return;
    this.drawn = again;
    this.draw(this.left);
    this.left = null;
  }

  /* Tells a shipped story (slug) or the reader's own, from scene n (0: the first). */
  async tell(slug, n) {
    const { state } = this,
      { lang } = state,
      key = `${slug || own?.id}|${lang}`,
      deck = map()?.deck;
    if (deck?.what === key && deck.n >= 0) {
      deck.on = this.hands(slug);
      cover(true);
      if (deck.away) deck.come_back();
      else if (n !== deck.n && n !== asked) deck.go(n);
      asked = null;
      return;
    }
    if (this.opening === key) return;
    this.opening = key;
    this.message = null;
    try {
      const [show, words, { page, Deck }] = await Promise.all([
        slug
          ? ask(`stories/${slug}`, `lang=${lang}`)
          : sent(own.text, { lang }).then((answer) => answer.json()),
        ask("words/deck", `lang=${lang}`),
        stage(lang),
      ]);
      if (state.lang !== this.state.lang) return;
      cover(true);
      const told = { show, words, theme: this.state.theme, languages: ["fr", "en", "pt"] };
      if (page.deck) {
        page.deck.on = this.hands(slug);
        page.deck.n = -1;
        page.deck.tell(told);
      } else new Deck(page, told, this.hands(slug));
      page.deck.what = key;
      frame().focus();
      page.deck.focus();
      page.deck.go(Math.max(0, n));
    } finally {
      this.opening = null;
    }
  }

  /* A story that cannot be told says why; the page stays. */
  refuse(problem, slug) {
    this.message = messageOf(problem);
    own = this.drawn = null;
    if (slug) this.state.act({ kind: "set", query: { story: [] } });
    else this.draw();
  }

  /* What the deck asks of the app. */
  hands(slug) {
    const act = (query) => this.state.act({ kind: "set", query }),
      here = () => (slug ? [`${slug}:${map().deck.n + 1}`] : []);
    return {
      scene: (n) => {
        if (own) {
          own.n = n;
          return;
        }
        clearTimeout(this.told);
        /* The link follows when the map has come to rest. */
        this.told = setTimeout(() => {
          if (map().deck.n === n && !map().deck.away) {
            asked = n;
            act({ mode: ["present"], story: here() });
          }
        }, 1500);
      },
      theme: (theme) => act({ theme: [theme] }),
      language: (lang) => {
        clearTimeout(this.told);
        act({ lang: [lang], story: here() });
      },
      ask: (link) => {
        clearTimeout(this.told);
        const shown = link || map().deck.show.stages[map().deck.n].link;
        cover(false);
        act(turn(shown, this.state.link, { mode: ["explore"], story: here() }));
      },
      come_back: () => {
        cover(true);
        act({ mode: ["present"], story: here() });
      },
      close: () => this.close(),
    };
  }

  /* Back to the list, or to the story in the making where it was told from there. */
  async close() {
    const id = own?.id,
      { state } = this;
    clearTimeout(this.told);
    cover(false);
    own = this.drawn = null;
    const [slug] = (new URLSearchParams(state.link).get("story") || "").split(":");
    /* The focus returns to where the story was chosen. */
    this.left = slug && `tell.${slug}`;
    if (slug) state.act({ kind: "set", query: { mode: ["present"], story: [] } });
    else if (id) await this.open(id);
    else await this.update(state);
  }

  draw(focus) {
    this.lay();
    anew(this.side, ".panel", () => [this.panel()]);
    if (focus) this.side.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }

  panel() {
    const { words } = this.state;
    return element(
      "aside",
      { class: "panel present", "aria-label": words.stories },
      this.message ? element("p", { class: "message", role: "alert", text: this.message }) : null,
      ...(this.editor
        ? [this.editor.draw()]
        : [this.shipped(), this.mine(), element("p", { class: "note", text: words.offline })]),
    );
  }

  shipped() {
    const { words, lang, theme, act } = this.state;
    const file = (slug, format) =>
      element("a", {
        class: "file",
        download: "",
        href: `/atlas/stories/${slug}?${new URLSearchParams({ format, lang, theme })}`,
        text: word(words, `file_${format}`),
      });
    return element(
      "section",
      {},
      element("h2", { text: words.stories }),
      ...this.lists[this.state.lang].map((story) =>
        story.problem
          ? element("p", { class: "message", text: story.problem })
          : element(
              "article",
              {},
              element("h3", { lang: story.spoken, text: story.title }),
              element("p", { lang: story.spoken, text: story.about }),
              element("p", {
                class: "meta",
                text: [
                  fill(words.scenes, { n: story.scenes }),
                  story.languages.join(" ").toUpperCase(),
                ].join(" · "),
              }),
              element(
                "p",
                { class: "files" },
                element("button", {
                  type: "button",
                  class: "do",
                  "data-key": `tell.${story.slug}`,
                  "aria-label": `${words.tell} : ${story.title}`,
                  text: words.tell,
                  onclick: () => act({ kind: "set", query: { story: [`${story.slug}:1`] } }),
                }),
                file(story.slug, "html"),
                file(story.slug, "pdf"),
                element("button", {
                  type: "button",
                  class: "small",
                  "data-key": `copy.${story.slug}`,
                  text: words.copy,
                  onclick: async () =>
                    this.open(fresh(), await ask(`stories/${story.slug}`, `format=source&lang=${lang}`)),
                }),
              ),
            ),
      ),
    );
  }

  mine() {
    const { words } = this.state;
    const upload = element("input", {
      type: "file",
      accept: ".md,text/markdown",
      class: "hidden",
      "data-key": "upload",
      "aria-label": words.open_file,
      onchange: (event) => this.upload(event.target.files[0]),
    });
    return element(
      "section",
      {},
      element("h2", { text: words.own }),
      element("p", { class: "about", text: words.own_about }),
      ...drafts.all().map(([id, story]) =>
        element(
          "article",
          { class: "draft" },
          element("button", {
            type: "button",
            class: "title",
            "data-key": `open.${id}`,
            text: story.title || words.untitled,
            onclick: () => this.open(id),
          }),
          element("span", { class: "meta", text: fill(words.scenes, { n: story.chapters.length }) }),
          element("button", {
            type: "button",
            class: "small",
            "data-key": `drop.${id}`,
            "aria-label": `${words.remove} : ${story.title || words.untitled}`,
            text: words.remove,
            onclick: () => {
              this.dropped = [id, drafts.remove(id)];
              this.draw("restore");
            },
          }),
        ),
      ),
      this.dropped
        ? element(
            "p",
            { class: "undo" },
            element("button", {
              type: "button",
              class: "small",
              "data-key": "restore",
              text: fill(words.restore, { title: this.dropped[1].title || words.untitled }),
              onclick: () => {
                drafts.put(...this.dropped);
                this.dropped = null;
                this.draw();
              },
            }),
          )
        : null,
      element(
        "p",
        { class: "files" },
        element("button", {
          type: "button",
          class: "do",
          "data-key": "new",
          text: words.new_story,
          onclick: () => this.open(fresh(), { title: "", about: "", lang: this.state.lang, chapters: [] }),
        }),
        element("button", {
          type: "button",
          class: "file",
          "data-key": "choose",
          text: words.open_file,
          onclick: () => upload.click(),
        }),
        upload,
      ),
    );
  }

  async upload(file) {
    try {
      await this.open(fresh(), await parsed(await file.text()));
      this.message = null;
    } catch (problem) {
      this.message = messageOf(problem);
      this.draw();
    }
  }

  /* Opens a draft in the editor; `story` makes it first. */
  async open(id, story = null) {
    if (story) drafts.put(id, { author: null, licence: null, sources: [], ...story, slug: "" });
    this.message = this.dropped = null;
    this.editor = new Editor(id, {
      close: () => {
        this.editor = null;
        this.draw();
      },
      present: async (text, n) => {
        own = { id, text, n };
        try {
          await this.tell(null, n);
        } catch (problem) {
          own = null;
          throw problem;
        }
      },
      redraw: (focus) => this.draw(focus),
    });
    await this.editor.update(this.state);
    this.draw("story.title");
  }
}

export const mount = (root) => new Present(root);
