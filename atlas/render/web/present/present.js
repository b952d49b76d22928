/* Present: the stories of the atlas, one of them over the whole window, and the reader's own in the
   making. */
import { element } from "../shell/dom.js";
import { late } from "../shell/late.js";
import { map, narrow, place } from "../shell/layout.js";
import { ALERT } from "../shell/patterns/live_region.js";
import { keyed, rerender } from "../shell/rerender.js";
import { ask, messageOf } from "../shell/server.js";
import { freshId } from "../shell/storage.js";
import { makeDeckCallbacks, running, storyOf } from "./deck_callbacks.js";
import { concernsDrafts } from "./draft_store.js";
import { handed, parsed, sent, startDraft } from "./drafts.js";
import { Editor } from "./editor.js";
import { coverWindow, focusMap, openMapPage } from "./map_frame.js";
import { StoryList } from "./story_list.js";

/**
 * @import { Slideshow } from "../messages"
 * @import { PageState } from "../types"
 * @import { DeckWords, PresentWords } from "../words"
 * @import { Draft, StoryRow } from "./stories"
 */

const PANEL = 460;

class Present {
  /** @type {PageState<PresentWords>} */
  state = late;
  /** @type {Editor | null} */
  editor = null;
  /**
   * The editor asked for last, whose words may be on their way.
   *
   * @type {Editor | null}
   */
  awaited = null;
  /** @type {Record<string, StoryRow[]>} */
  lists = {};
  /** @type {string | null} */
  message = null;
  /** @type {string | null} */
  drawn = null;
  /** @type {string | null} */
  opening = null;
  /**
   * Where the focus returns to.
   *
   * @type {string | null}
   */
  left = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  following = undefined;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.side = element("div");
    root.append(this.side);
    this.list = new StoryList(this);
    this.lay = () => place({ left: narrow() ? 0 : PANEL });
    /** @param {StorageEvent} event */
    this.changed = (event) => {
      if (concernsDrafts(event)) this.follow();
    };
    window.addEventListener("resize", this.lay);
    window.addEventListener("storage", this.changed);
  }

  /* Stories were changed in another tab. */
  follow() {
    if (this.editor) this.editor.follow();
    else if (this.drawn && !running.own && !storyOf(this.state.link).slug) this.draw();
  }

  get says() {
    return false;
  }

  remove() {
    window.removeEventListener("resize", this.lay);
    window.removeEventListener("storage", this.changed);
    const deck = map()?.deck;
    if (deck && !deck.away && deck.n >= 0) deck.leave();
    coverWindow(false);
  }

  /** @param {PageState<PresentWords>} state */
  async update(state) {
    this.state = state;
    const { slug, n } = storyOf(state.link);
    this.lay();
    await this.editor?.update(state);
    if (running.own || slug) {
      const shipped = running.own ? null : slug;
      try {
        await this.present(shipped, running.own ? running.own.n : n);
      } catch (problem) {
        this.refuse(problem, shipped);
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
    coverWindow(false);
    this.lists[state.lang] ??= await ask("stories", `lang=${state.lang}`);
    const again = `${state.lang}|${this.editor?.draft.id}`;
    if (state !== this.state || (this.editor && again === this.drawn)) return;
    this.drawn = again;
    this.draw(this.left);
    this.left = null;
  }

  /**
   * Presents a shipped story (slug) or the reader's own, from scene n (0: the first).
   *
   * @param {string | null} slug
   * @param {number} n
   */
  async present(slug, n) {
    const { lang } = this.state,
      key = `${slug ?? running.own?.id}|${lang}`,
      deck = map()?.deck;
    if (deck?.what === key && deck.n >= 0) {
      deck.on = makeDeckCallbacks(this, slug);
      coverWindow(true);
      if (deck.away) deck.come_back();
      else if (n !== deck.n && n !== running.followed) deck.go(n);
      running.followed = null;
      return;
    }
    if (this.opening === key) return;
    this.opening = key;
    this.message = null;
    try {
      await this.openDeck(slug, key, n);
    } finally {
      this.opening = null;
    }
  }

  /**
   * @param {string | null} slug
   * @param {string} key
   * @param {number} n
   */
  async openDeck(slug, key, n) {
    const { lang } = this.state;
    /** @type {[Promise<Slideshow>, Promise<DeckWords>]} */
    const story = [this.story(slug), ask("words/deck", `lang=${lang}`)];
    const [show, words, { page, Deck }] = await Promise.all([...story, openMapPage(lang)]);
    if (lang !== this.state.lang) return;
    coverWindow(true);
    const content = { show, words, theme: this.state.theme, languages: ["fr", "en", "pt"] },
      callbacks = makeDeckCallbacks(this, slug),
      kept = page.deck,
      deck = kept ?? new Deck(page, content, callbacks);
    if (kept) {
      deck.on = callbacks;
      deck.n = -1;
      deck.load(content);
    }
    deck.what = key;
    focusMap();
    deck.focus();
    deck.go(Math.max(0, n));
  }

  /**
   * @param {string | null} slug
   * @returns {Promise<Slideshow>}
   */
  async story(slug) {
    const { lang } = this.state;
    if (slug) return ask(`stories/${slug}`, `lang=${lang}`);
    return (await sent(running.own?.text ?? "", { lang })).json();
  }

  /**
   * A story that cannot be presented says why; the page stays.
   *
   * @param {unknown} problem
   * @param {string | null} slug
   */
  refuse(problem, slug) {
    this.message = messageOf(problem);
    running.own = null;
    this.drawn = null;
    if (slug) this.state.act({ kind: "set", query: { story: [] } });
    else this.draw();
  }

  /** Back to the list, or to the story in the making where it was presented from there. */
  async close() {
    const id = running.own?.id,
      { state } = this,
      { slug } = storyOf(state.link);
    clearTimeout(this.following);
    coverWindow(false);
    running.own = null;
    this.drawn = null;
    /* The focus returns to where the story was chosen. */
    this.left = slug && `tell.${slug}`;
    if (slug) state.act({ kind: "set", query: { mode: ["present"], story: [] } });
    else if (id) await this.open(id);
    else await this.update(state);
  }

  /** @param {string | null} [focus] */
  draw(focus = null) {
    this.lay();
    rerender(this.side, ".panel", () => [this.panel()]);
    if (focus) keyed(this.side, focus)?.focus();
  }

  panel() {
    const { lang, words } = this.state;
    return element(
      "aside",
      { class: "panel present", "aria-label": words.stories },
      this.message ? element("p", { class: "message", ...ALERT, text: this.message }) : null,
      ...(this.editor ? [this.editor.draw()] : this.list.draw(this.state, this.lists[lang] ?? [])),
    );
  }

  /** @param {File | undefined} file */
  async upload(file) {
    if (!file) return;
    try {
      await this.open(freshId(), await parsed(await file.text()));
      this.message = null;
    } catch (problem) {
      this.message = messageOf(problem);
      this.draw();
    }
  }

  /**
   * Opens a draft in the editor; `story` makes it first.
   *
   * @param {string} id
   * @param {Partial<Draft> | null} [story]
   */
  async open(id, story = null) {
    if (story) startDraft(id, story);
    this.message = null;
    this.list.dropped = null;
    const editor = new Editor(id, {
      close: () => {
        this.editor = null;
        this.draw();
      },
      present: async (text, n) => {
        running.own = { id, text, n };
        try {
          await this.present(null, n);
        } catch (problem) {
          running.own = null;
          throw problem;
        }
      },
      redraw: (focus) => this.draw(focus),
    });
    /* Shown once its words are there, in the language of now: whatever draws the page meanwhile (an answer
       on its way, a change in another tab) still draws what stands. */
    this.awaited = editor;
    do await editor.update(this.state);
    while (editor.lang !== this.state.lang);
    if (this.awaited !== editor) return;
    this.editor = editor;
    this.draw("story.title");
  }
}

/** @param {HTMLElement} root */
export const mount = (root) => new Present(root);
