/* A story shown on the map page, in the app and in a file alike: scenes, keys, the speaker's window. Without
   `on` (a file) the deck answers by itself. */
import { late } from "../shell/late.js";
import { commandOf } from "./commands.js";
import { DeckView, enlarge } from "./deck_view.js";
import { complete } from "./scenes/complete.js";
import { Transition } from "./transition.js";
import { channelId, WindowChannel } from "./window_channel.js";

/**
 * @import { Slide } from "../messages"
 * @import { MapPage } from "../map/map_page.js"
 * @import { Theme } from "../types"
 * @import { Command, DeckCallbacks, TalkMessage, DeckContent } from "./stories"
 */

/** @type {Record<Theme, Theme>} */
const NEXT_THEME = { light: "dark", dark: "room", room: "light" };
export class Deck {
  /** The scene, from 0; -1 while no story is shown. */
  n = -1;
  /** The screen is black. */
  dark = false;
  /** The story waits while a question is answered. */
  away = false;
  /** @type {DeckContent["show"]} */
  show = late;
  /** @type {DeckContent["words"]} */
  words = late;
  /** @type {Theme} */
  theme = late;
  /** @type {string[]} */
  languages = [];
  /**
   * Which story, in which language, for who started it.
   *
   * @type {string | null}
   */
  what = null;
  /** @type {((language: string) => void) | null} */
  translate = null;

  /**
   * @param {MapPage} page
   * @param {DeckContent} content
   * @param {DeckCallbacks} [on]
   */
  constructor(page, content, on = {}) {
    this.page = page;
    this.on = on;
    this.id = channelId();
    page.deck = this;
    this.transition = new Transition(page);
    this.view = new DeckView(this);
    document.addEventListener("keydown", (event) => this.key(event), true);
    this.sync = new WindowChannel(this.id, (message) => this.hear(message));
    enlarge(page, this.view);
    this.load(content);
  }

  get node() {
    return this.view.node;
  }

  /**
   * Takes a story, or the same in another language.
   *
   * @param {DeckContent} content
   */
  load({ show, words, theme, languages }) {
    this.show = show;
    this.words = words;
    this.theme = theme;
    this.languages = languages ?? show.languages;
    this.enter();
    this.broadcast("talk");
  }

  /** The map becomes the story's. */
  enter() {
    const { page } = this;
    page.presentation = this;
    page.live = false;
    page.map.keyboard.disable();
    page.map.options.zoomSnap = 0;
    document.body.classList.add("telling");
    page.setTheme(page.theme);
    this.away = false;
    this.view.pill.hidden = true;
  }

  /** The map is the reader's again, as the scene left it. */
  leave() {
    const { page } = this;
    page.presentation = null;
    page.live = !page.file && window.parent !== window;
    page.flying = false;
    page.camera.last = null;
    page.app.renew();
    page.map.keyboard.enable();
    page.map.options.zoomSnap = 0.5;
    document.body.classList.remove("telling");
    this.view.clear();
    page.setTheme(page.theme);
    if (page.state) {
      page.legend.show(page.state, page.drawn);
      page.map.invalidateSize({ animate: false });
      page.camera.lookAt(page.state);
      page.repaint();
    }
  }

  /** The scene that is shown, if any is. */
  get slide() {
    return this.show.slides[this.n];
  }

  /**
   * To answer a question: the story waits.
   *
   * @param {string | null} [link]
   */
  ask(link = null) {
    this.leave();
    this.away = true;
    this.view.offerReturn(`${this.n + 1}. ${this.slide?.title}`);
    this.broadcast("away");
    this.on.ask?.(link || null);
  }

  come_back() {
    if (!this.away) return;
    this.on.come_back?.();
    this.enter();
    this.go(this.n, { again: true });
  }

  end() {
    if (!this.away) this.leave();
    this.away = false;
    this.view.pill.hidden = true;
    this.n = -1;
    this.broadcast("end");
    this.on.close?.();
  }

  /**
   * @param {number} to
   * @param {{ again?: boolean }} [how]
   */
  async go(to, { again = false } = {}) {
    const { page, show, view } = this,
      n = Math.max(0, Math.min(show.slides.length - 1, to)),
      slide = show.slides[n];
    if (!slide || (n === this.n && !again && this.transition.resting)) return;
    this.n = n;
    this.setBlack(false);
    const state = { ...slide.state, theme: this.theme };
    page.panel.close();
    document.documentElement.dataset.theme = this.theme;
    view.draw(slide);
    this.broadcast("scene");
    this.on.scene?.(n);
    await this.transition.to(slide, view.margins(), state);
    if (n === this.n && state.card && page.presentation) this.open(state.card);
    if (n !== this.n) return;
    this.node.dataset.settled = String(n + 1);
    complete(page, show.slides);
  }

  /**
   * The card that a scene asks for: the map stays where the scene looks.
   *
   * @param {string} card
   */
  open(card) {
    const { drawn, panel } = this.page,
      [id = "", row = ""] = card.split(/:(.*)/s),
      layer = drawn.find((candidate) => candidate.id === id),
      i = layer ? layer.ids.indexOf(row) : -1;
    if (layer && !layer.large && i >= 0) panel.open(layer, i);
    else panel.openRow(id, row);
    this.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (document.querySelector("dialog[open]") || (!this.page.presentation && !this.away)) return;
    const command = commandOf(event),
      others = this.away ? command !== "ask" : command === "escape" && !this.page.panel.node.hidden;
    if (command === null || others) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.do(command);
  }

  /** @param {Command} command */
  do(command) {
    const last = this.show.slides.length - 1;
    if (typeof command === "number") {
      if (command <= last) this.go(command);
      return;
    }
    const { languages, show } = this,
      language = languages[(languages.indexOf(show.lang) + 1) % languages.length];
    /** @type {Record<string, () => unknown>} */
    const acts = {
      next: () => this.go(this.n + 1),
      back: () => this.go(this.n - 1),
      first: () => this.go(0),
      last: () => this.go(last),
      notes: () => this.view.toggleNotes(),
      black: () => this.setBlack(!this.dark),
      full: () => toggleFull(),
      presenter: () => this.present(),
      help: () => this.view.help(),
      theme: () => this.paint(NEXT_THEME[this.theme]),
      language: () => language && this.speak(language),
      ask: () => (this.away ? this.come_back() : this.on.ask && this.ask()),
      escape: () => this.escape(),
      close: () => this.end(),
    };
    acts[command]?.();
  }

  escape() {
    if (this.dark) this.setBlack(false);
    else if (this.view.closeNotes()) return;
    else if (document.fullscreenElement) document.exitFullscreen();
    else if (this.on.close) this.end();
  }

  /** @param {boolean} dark */
  setBlack(dark) {
    if (dark === this.dark) return;
    this.dark = dark;
    this.view.black.hidden = !dark;
    this.broadcast("scene");
  }

  /** @param {Theme} theme */
  paint(theme) {
    this.theme = theme;
    this.on.theme?.(theme);
    this.broadcast("talk");
    this.go(this.n, { again: true });
  }

  /** @param {string} code */
  speak(code) {
    if (code === this.show.lang) return;
    if (this.on.language) this.on.language(code);
    else this.translate?.(code);
  }

  focus() {
    this.page.map.getContainer().focus({ preventScroll: true });
  }

  /** The speaker's window, on the same machine. */
  present() {
    const { page } = this,
      here = page.file ? location.href.split("#")[0] : `${page.home}/presenter?lang=${this.show.lang}`,
      look = "popup,width=1180,height=760",
      opened = window.open(`${here}#presenter=${this.id}`, `atlas-${this.id}`, look);
    if (opened) this.sync.others.add(opened);
    this.broadcast("talk");
  }

  /** @param {"talk" | "scene" | "away" | "end"} kind */
  broadcast(kind) {
    const { n, dark, theme, show } = this,
      all = kind === "talk" ? { theme, show, asks: Boolean(this.on.ask) } : {};
    this.sync.say({ kind, n, dark, ...all });
  }

  /** @param {TalkMessage} message */
  hear({ kind, to }) {
    if (kind === "hello") this.broadcast(this.away ? "away" : "talk");
    if (kind !== "do" || to === undefined) return;
    if (this.away && to !== "ask") this.come_back();
    else this.do(to);
  }
}

const toggleFull = () =>
  document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen().catch(() => {});
