/* The first view: the shafts light up and go out, the heaps remain, a search and three questions lead on. */
import { focusAnswer } from "../explore/answer_focus.js";
import { mapFrame } from "../shell/layout.js";
import { request, setAway } from "../shell/server.js";
import { Frame } from "./frame.js";
import { LANG, LOOK, readOpeningLook, recall, SEEN, store } from "./look.js";
import { readMessage } from "./message.js";
import { Stage } from "./stage.js";
import { decide } from "./timeline.js";
import { Way } from "./way.js";

/**
 * @import { OpeningData } from "./message.js"
 * @import { OpeningCard } from "../explore/messages"
 * @import { Row } from "./find.js"
 */

/* Frames in a row without a hitch, before the years begin; and how long that is waited for at most. */
const CALM = 8,
  HITCH = 30,
  PATIENCE = 2200,
  BREATH = 700;

setAway(() => import("../shell/connection/away.js"));

class Opening {
  /**
   * @param {HTMLElement} root
   * @param {OpeningData} data
   */
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.way = new Way(root);
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const seen = recall(SEEN);
    this.still = still;
    this.plan = decide({ search: "", still, seen: seen === undefined ? null : seen !== null });
    /* Where it cannot be kept that the years were seen, they are not played. */
    if (this.plan === "play" && !store(SEEN, "seen")) this.plan = "last";
    root.dataset.look = recall(LOOK) === "light" ? "light" : "dark";
    this.stage = new Stage(root, () => this.rest());
    this.draw();
    root.addEventListener("keydown", (event) => this.interrupt(event), true);
    document.addEventListener("keydown", (event) => this.interrupt(event), true);
    root.addEventListener("pointerdown", (event) => this.interrupt(event), true);
    root.addEventListener("click", (event) => this.swallow(event), true);
    window.addEventListener("resize", () => this.lay());
    window.addEventListener("popstate", () => this.back());
    /* Names on the picture, and what stands where on a phone, are of the face that has come. */
    document.fonts.ready.then(() => this.moving || this.lay());
  }

  draw() {
    this.frame = new Frame(this.data, {
      still: this.still,
      look: () => (this.root.dataset.look === "light" ? "light" : "dark"),
      open: (row) => this.open(row),
      answer: (card) => this.answer(card),
      world: () => this.world(),
      map: () => this.way.leave({ kind: "set", query: this.kept() }),
      replay: () => this.play(),
      year: (year) => this.stage.showYear(year),
      pass: () => this.stage.last(),
      turn: () => this.turn(),
      speak: (lang) => this.speak(lang),
    });
    this.root.lang = this.data.lang;
    this.root.replaceChildren(this.stage.node, ...this.frame.nodes);
    this.lay();
  }

  lay() {
    if (!this.frame) return;
    this.stage.lay(this.data, this.frame, readOpeningLook(this.root));
  }

  start() {
    if (this.plan === "last") this.stage.last();
    else this.wait();
  }

  /* What still loads would make the light stutter: the dark basin waits for it, but not for long. */
  wait() {
    this.root.dataset.stage = "wait";
    const began = performance.now();
    let before = began,
      calm = 0;
    /** @param {number} now */
    const look = (now) => {
      if (this.root.dataset.stage !== "wait") return;
      calm = now - before < HITCH ? calm + 1 : 0;
      before = now;
      const waited = now - began;
      if (waited > PATIENCE || (waited > BREATH && calm >= CALM && this.way.isReady())) this.play();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }

  play() {
    this.frame?.years.slider.blur();
    this.stage.play();
  }

  /** The last frame is there. */
  rest() {
    this.root.dataset.stage = "last";
  }

  get moving() {
    return this.root.dataset.stage === "play" || this.root.dataset.stage === "wait";
  }

  /**
   * Any key or click shows the last frame; a click does nothing else.
   *
   * @param {KeyboardEvent | PointerEvent} event
   */
  interrupt(event) {
    if (!this.moving || (event instanceof KeyboardEvent && ["Control", "Meta", "Alt"].includes(event.key)))
      return;
    this.swallowing = event.type === "pointerdown";
    this.stage.last();
  }

  /** @param {Event} event */
  swallow(event) {
    if (!this.swallowing) return;
    this.swallowing = false;
    event.stopPropagation();
    event.preventDefault();
  }

  /** What the reader chose here and the map takes over, as parts of a link. */
  kept() {
    /** @type {Record<string, string[]>} */
    const query = {};
    if (this.data.lang !== "fr") query.lang = [this.data.lang];
    /* The opening is a night, whatever the system prefers; the map is dark for who prefers that. */
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    if (recall(LOOK) || dark) query.theme = [this.root.dataset.look ?? "dark"];
    return query;
  }

  /** @param {Row} row */
  open({ layer, id, bounds }) {
    this.way.leave({ kind: "set", query: this.kept() }, (map) => map.go(layer, id, bounds));
  }

  /** @param {OpeningCard} card */
  answer(card) {
    if (card.tab) mapFrame().tab = card.tab;
    if (card.key === "network") this.world(card.query).then(() => focusAnswer(card.key));
    else
      this.way
        .leave({ kind: "set", query: { ...this.kept(), ...card.query } })
        .then(() => focusAnswer(card.key));
  }

  /** @param {Record<string, string[]>} [query] what of the network is shown */
  async world(query = { mode: ["network"] }) {
    this.way.act({ kind: "set", query: { ...this.kept(), ...query } });
    if (!this.still) await this.stage.drawBack();
    await this.way.leave();
  }

  /* The browser's way back leads to the last frame. */
  back() {
    if (!this.way.back()) return;
    this.stage.restore();
    this.stage.last();
    this.lay();
  }

  turn() {
    const look = this.root.dataset.look === "light" ? "dark" : "light";
    this.root.dataset.look = look;
    store(LOOK, look);
    this.frame?.mark();
    this.lay();
  }

  /** @param {string} lang */
  async speak(lang) {
    const response = await request(`opening?lang=${lang}`).catch(() => null);
    if (!response) return;
    store(LANG, lang);
    this.data = readMessage(await response.arrayBuffer());
    document.documentElement.lang = lang;
    this.draw();
    this.stage.last();
    /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-key="opening.${lang}"]`))?.focus();
  }
}

const begin = async () => {
  const root = document.getElementById("atlas-opening");
  if (!root) return;
  const way = new Way(root);
  try {
    const buffer = await mapFrame().opening;
    if (!buffer) throw new Error("opening");
    await way.styled();
    const opening = new Opening(root, readMessage(buffer));
    document.title = opening.data.words.title;
    opening.start();
  } catch {
    /* Without it the map is the first view. */
    way.gone();
  }
};
begin();
