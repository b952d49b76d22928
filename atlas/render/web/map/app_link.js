/* What the map and the page around it tell each other; where there is no such page, nothing is told. */

/**
 * @import { SceneState } from "../messages"
 * @import { Act } from "../types"
 * @import { MapPage } from "./map_page.js"
 */

export class AppLink {
  /**
   * The card that the app showed last.
   *
   * @type {string | null | undefined}
   */
  shown = undefined;
  /**
   * The card that was told last.
   *
   * @type {string | null | undefined}
   */
  asked = undefined;
  /**
   * The cards that were told and may still come back as an echo.
   *
   * @type {Set<string | null> | null}
   */
  told = null;
  /**
   * The look at the map that waits to be told.
   *
   * @type {ReturnType<typeof setTimeout> | undefined}
   */
  resting = undefined;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * What the link asks for, at once; the app, when it has started, tells the same or what has changed since.
   */
  async hello() {
    const { page } = this;
    this.tell({ kind: "hello" });
    const asked = window.parent.location.search.slice(1) || `lang=${page.lang}`;
    try {
      const state = await page.source.state(asked);
      if (!page.state) page.apply(state);
    } catch {
      page.say(page.words.loading);
    }
  }

  listen() {
    window.addEventListener("message", (event) => {
      const { page } = this;
      const ours = event.origin === location.origin && event.source === window.parent;
      /** @type {SceneState | null} */
      const state = ours ? event.data?.atlasState : null;
      if (state && !page.staged && JSON.stringify(state) !== JSON.stringify(page.state)) page.apply(state);
    });
  }

  /**
   * While a story is told (`staged`) the map is the story's own. Where the reader has moved the map to goes
   * before what is done there.
   *
   * @param {Act | null} message
   */
  tell(message) {
    for (const one of [this.rest(), message])
      if (one && window.parent !== window && !this.page.staged)
        window.parent.postMessage({ atlas: one }, location.origin);
  }

  /** Tells where the map has come to rest, when it has rested a while. */
  settle() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tell(null), 350);
  }

  /**
   * The look at the map that has not been told yet, once.
   *
   * @returns {Act | null}
   */
  rest() {
    if (!this.resting) return null;
    clearTimeout(this.resting);
    this.resting = undefined;
    this.page.camera.asked = null;
    return { kind: "camera", ...this.page.view() };
  }

  /**
   * The answer to a link that asks for one object: its card. What the app echoes of this page's own acts is
   * not followed.
   *
   * @param {SceneState} state
   */
  follow({ card }) {
    if (this.told?.has(card)) {
      if (card === this.asked) this.told = null;
    } else if (card !== this.shown) {
      this.told = null;
      const [layer, id] = card ? card.split(/:(.*)/s) : [];
      if (layer && id !== undefined) this.page.go(layer, id);
      else this.page.panel.close();
    }
    this.shown = card;
  }

  /**
   * Tells the app which card is open, so that the link reopens it and the browser's back goes back.
   *
   * @param {string | null} card
   */
  carded(card) {
    if (this.page.staged || card === (this.asked ?? this.shown ?? null)) return;
    this.asked = card;
    this.told ||= new Set();
    this.told.add(card);
    this.tell({ kind: "set", query: { card: card ? [card] : [] } });
    this.tell({ kind: "chosen", card });
  }

  /** After a story: the app's card is as the state has it. */
  renew() {
    this.told = null;
    this.asked = null;
    this.shown = this.page.state?.card;
  }
}
