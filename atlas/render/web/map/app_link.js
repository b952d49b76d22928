/* What the map and the page around it send each other; where there is no such page, nothing is sent. */

import { away } from "../shell/server.js";

/**
 * @import { SceneState } from "../messages"
 * @import { Act } from "../types"
 * @import { MapPage } from "./map_page.js"
 */

/* Milliseconds after which what may be needed when the server is away is loaded. */
const LATER = 3000;

/**
 * Whether a camera of the app is a view of the map, on whatever copy of the world.
 *
 * @param {SceneState["camera"]} camera
 * @param {{ lat: number, lon: number, zoom: number }} view
 */
export const isView = (camera, { lat, lon, zoom }) =>
  camera?.every((at, k) => Math.abs(at - ([lat, lon, zoom][k] ?? NaN)) < (k < 2 ? 1e-5 : 0.01));

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
  /**
   * Acts that go with the next one: they are one step of the browser's history.
   *
   * @type {Act[]}
   */
  held = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  holding = undefined;
  /** Where the reader has looked last. */
  told = { lat: NaN, lon: NaN, zoom: NaN };
  /** A card is on its way. */
  expecting = false;
  /** The map is on its way. */
  moving = false;

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
    this.page.map.on("movestart", () => {
      this.moving = true;
    });
    window.addEventListener("message", (event) => {
      const ours = this.page.live && event.origin === location.origin && event.source === window.parent;
      if (ours && event.data?.atlasState) this.receive(event.data.atlasState);
    });
  }

  /**
   * Shows a state of the app, unless it is shown already.
   *
   * @param {SceneState} state
   */
  async receive(state) {
    const { page } = this;
    if (!page.presentation && JSON.stringify(state) !== JSON.stringify(page.state)) await page.apply(state);
  }

  /**
   * In a presentation the map belongs to the deck. Where the reader has moved the map to goes
   * before what is done there.
   *
   * @param {Act | null} message
   */
  send(message) {
    const acts = [...this.unsent(), ...(message ? [message] : [])],
      [only] = acts;
    if (!only || !this.page.live || this.page.presentation) return;
    const atlas = acts.length > 1 ? { kind: "acts", acts } : only;
    window.parent.postMessage({ atlas }, location.origin);
  }

  /**
   * Keeps an act until the map rests and no second click can come.
   *
   * @param {Act} act
   */
  hold(act) {
    this.held.push(act);
    this.release();
  }

  release() {
    clearTimeout(this.holding);
    if (!this.held.length || this.moving) return;
    const wait = this.page.pointing.patience();
    if (wait) this.holding = setTimeout(() => this.release(), wait);
    else this.send(null);
  }

  /** The map has come to rest. */
  stopped() {
    this.moving = false;
    if (!this.resting) this.release();
  }

  /** Sends where the map has come to rest, when it has rested a while. */
  settle() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => (this.expecting ? this.settle() : this.send(null)), 350);
  }

  /**
   * Whether the app answers where the reader has looked last, while the map is on its way from there.
   *
   * @param {SceneState["camera"]} camera
   */
  isPast(camera) {
    return (this.moving || this.resting) && isView(camera, this.told);
  }

  /**
   * What has not been sent yet, once: the look at the map, and acts that are held.
   *
   * @returns {Act[]}
   */
  unsent() {
    const acts = this.held.splice(0);
    clearTimeout(this.holding);
    if (!this.resting) return acts;
    clearTimeout(this.resting);
    this.resting = undefined;
    this.page.camera.last = null;
    this.told = this.page.view();
    return [{ kind: "camera", ...this.told }, ...acts];
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
    this.expecting = false;
    if (this.page.presentation || card === (this.sent ?? this.shown ?? null)) return;
    this.sent = card;
    this.echoes ||= new Set();
    this.echoes.add(card);
    if (this.page.live) window.parent.postMessage({ atlas: { kind: "chosen", card } }, location.origin);
    this.held = this.held.filter((act) => act.kind !== "set");
    this.hold({ kind: "set", query: { card: card ? [card] : [] } });
  }

  /** After a story: the app's card is as the state has it. */
  renew() {
    this.echoes = null;
    this.sent = null;
    this.shown = this.page.state?.card;
  }
}
