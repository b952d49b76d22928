/* What the map and the page around it send each other; where there is no such page, nothing is sent. */

import { away } from "../shell/server.js";

/**
 * @import { SceneState } from "../messages"
 * @import { Act } from "../types"
 * @import { MapPage } from "./map_page.js"
 */

/* Milliseconds after which what may be needed when the server is away is loaded. */
const LATER = 3000;

export class AppLink {
  /**
   * The card that the app showed last.
   *
   * @type {string | null | undefined}
   */
  shown = undefined;
  /**
   * The card that was sent last.
   *
   * @type {string | null | undefined}
   */
  sent = undefined;
  /**
   * The cards that were sent and may still come back as an echo.
   *
   * @type {Set<string | null> | null}
   */
  echoes = null;
  /**
   * The look at the map that waits to be sent.
   *
   * @type {ReturnType<typeof setTimeout> | undefined}
   */
  resting = undefined;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * What the link asks for, at once; the app, when it has started, sends the same or what has changed since.
   */
  async hello() {
    const { page } = this;
    this.send({ kind: "hello" });
    const link = window.parent.location.search.slice(1) || `lang=${page.lang}`;
    try {
      const state = await page.source.state(link);
      if (!page.state) page.apply(state);
      setTimeout(() => away().catch(() => null), LATER);
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
      if (state && !page.presentation && JSON.stringify(state) !== JSON.stringify(page.state))
        page.apply(state);
    });
  }

  /**
   * In a presentation the map belongs to the deck. Where the reader has moved the map to goes
   * before what is done there.
   *
   * @param {Act | null} message
   */
  send(message) {
    for (const next of [this.rest(), message])
      if (next && this.page.live && !this.page.presentation)
        window.parent.postMessage({ atlas: next }, location.origin);
  }

  /** Sends where the map has come to rest, when it has rested a while. */
  settle() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.send(null), 350);
  }

  /**
   * The look at the map that has not been sent yet, once.
   *
   * @returns {Act | null}
   */
  rest() {
    if (!this.resting) return null;
    clearTimeout(this.resting);
    this.resting = undefined;
    this.page.camera.last = null;
    return { kind: "camera", ...this.page.view() };
  }

  /**
   * The answer to a link that asks for one object: its card. What the app echoes of this page's own acts is
   * not followed.
   *
   * @param {SceneState} state
   */
  follow({ card }) {
    if (this.echoes?.has(card)) {
      if (card === this.sent) this.echoes = null;
    } else if (card !== this.shown) {
      this.echoes = null;
      const [layer, id] = card ? card.split(/:(.*)/s) : [];
      if (layer && id !== undefined) this.page.go(layer, id);
      else this.page.panel.close();
    }
    this.shown = card;
  }

  /**
   * Sends the app the card that is open, so that the link reopens it and the browser's back goes back.
   *
   * @param {string | null} card
   */
  carded(card) {
    if (this.page.presentation || card === (this.sent ?? this.shown ?? null)) return;
    this.sent = card;
    this.echoes ||= new Set();
    this.echoes.add(card);
    this.send({ kind: "set", query: { card: card ? [card] : [] } });
    this.send({ kind: "chosen", card });
  }

  /** After a story: the app's card is as the state has it. */
  renew() {
    this.echoes = null;
    this.sent = null;
    this.shown = this.page.state?.card;
  }
}
