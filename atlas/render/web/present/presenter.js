/* The speaker's window: what to say, what comes next, how late it is. It drives the room's window and
   follows it. */

import { toLatLngBounds } from "../map/camera/camera.js";
import { decodeRing } from "../map/geometry/polyline.js";
import { element } from "../shell/dom.js";
import { writeTime } from "../shell/formats.js";
import { fill, word } from "../shell/words.js";
import { commandOf } from "./commands.js";
import { prose } from "./prose.js";
import { Stopwatch, spell } from "./stopwatch.js";
import { WindowChannel } from "./window_channel.js";

/**
 * @import { Slideshow, Slide } from "../messages"
 * @import { MapPage } from "../map/map_page.js"
 * @import { Theme } from "../types"
 * @import { PresenterWords } from "../words"
 * @import { Command, TalkMessage } from "./stories"
 */

/* What the room's window alone does. */
const ROOM = new Set(["full", "presenter", "help", "escape"]);

export class Presenter {
  n = -1;
  dark = false;
  away = false;
  asks = false;
  /** @type {Slideshow | null} */
  show = null;
  /** @type {Theme} */
  theme = "light";
  /** @type {{ clock: HTMLElement, spent: HTMLElement, left: HTMLElement } | null} */
  parts = null;

  /**
   * @param {MapPage} page
   * @param {string} id
   * @param {PresenterWords} words
   * @param {(language: string) => PresenterWords | void} speak
   */
  constructor(page, id, words, speak) {
    this.page = page;
    this.words = words;
    this.speak = speak;
    this.timer = new Stopwatch();
    page.presentation = this;
    page.live = false;
    page.map.options.zoomSnap = 0;
    document.body.classList.add("desk");
    this.node = element("main", { class: "speaker" });
    document.body.append(this.node);
    this.sync = new WindowChannel(id, (message) => this.hear(message));
    document.addEventListener("keydown", (event) => this.key(event), true);
    setInterval(() => this.tick(), 250);
    window.addEventListener("resize", () => this.look());
    this.wait();
    this.sync.say({ kind: "hello" });
  }

  wait() {
    this.node.replaceChildren(element("p", { class: "wait", text: this.words.waiting }));
  }

  /** @param {TalkMessage} message */
  hear(message) {
    const { kind, n = -1, show } = message;
    if (kind === "talk" && show) {
      if (this.show && show.lang !== this.show.lang) this.words = this.speak(show.lang) || this.words;
      this.show = show;
      this.theme = message.theme ?? "light";
      this.asks = message.asks ?? false;
    } else if (!this.show || kind === "hello" || kind === "do") return;
    if (kind === "end") {
      this.show = null;
      this.wait();
      return;
    }
    if (n < 0) return;
    this.n = n;
    this.dark = message.dark ?? false;
    this.away = kind === "away";
    if (n > 0 && this.timer.fresh) this.timer.run(true);
    this.draw();
  }

  /** @param {Command} to */
  do(to) {
    this.sync.say({ kind: "do", to });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const command = commandOf(event);
    if (command === null || ROOM.has(String(command))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.do(command);
  }

  draw() {
    const { show, n, words } = this,
      slide = show?.slides[n];
    if (!show || !slide) return;
    document.title = `${words.title} – ${show.title}`;
    document.documentElement.dataset.theme = this.theme === "dark" ? "dark" : "light";
    this.parts = {
      clock: element("time", { class: "clock" }),
      spent: element("output", { class: "spent" }),
      left: element("output", { class: "left" }),
    };
    const next = show.slides[n + 1];
    this.node.replaceChildren(
      this.now(show, slide),
      this.nextScene(show, next),
      element(
        "footer",
        {},
        this.act("back", "back", n === 0),
        this.act("next", "next", !next),
        this.choice(show),
        this.act(this.dark ? "light" : "black", "black"),
        this.asks ? this.act(this.away ? "come_back" : "ask", "ask") : null,
        element("div", { class: "time" }, ...this.watch()),
      ),
    );
    this.tick();
    this.look();
  }

  /**
   * @param {string} name
   * @param {Command} to
   * @param {boolean} [disabled]
   */
  act(name, to, disabled = false) {
    return element("button", {
      type: "button",
      "data-do": to,
      disabled: disabled ? "" : null,
      text: word(this.words, `do_${name}`),
      onclick: () => this.do(to),
    });
  }

  /** @param {Slideshow} show */
  choice({ slides }) {
    const options = slides.map(({ title }, k) =>
      element("option", { value: k, selected: k === this.n ? "" : null, text: `${k + 1}. ${title}` }),
    );
    const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) => {
      this.do(Number(target.value));
      target.blur();
    };
    return element("select", { "aria-label": this.words.scenes, onchange }, ...options);
  }

  /**
   * @param {Slideshow} show
   * @param {Slide} slide
   */
  now(show, { title, notes }) {
    const { words } = this,
      where = `${this.n + 1} / ${show.slides.length} · ${show.title}`,
      said = notes.length ? prose(notes) : [element("p", { class: "none", text: words.no_notes })];
    return element(
      "section",
      { class: "now", lang: show.spoken },
      element("p", { class: "kicker", text: this.away ? words.away : where }),
      element("h1", { text: title }),
      element("div", { class: "speech" }, ...said),
    );
  }

  /**
   * @param {Slideshow} show
   * @param {Slide} [next]
   */
  nextScene({ spoken }, next) {
    const { words } = this;
    return element(
      "section",
      { class: "then", lang: spoken },
      element("p", { class: "kicker", text: next ? words.next_scene : words.last_scene }),
      element("h2", { text: next?.title ?? "" }),
      element("div", { class: "hole" }),
      ...(next ? prose(next.blocks) : []),
    );
  }

  /** The next scene on a small map, by the same hand as the room's. */
  async look() {
    const next = this.show?.slides[this.n + 1],
      { page } = this,
      box = page.map.getContainer(),
      hole = this.node.querySelector(".hole")?.getBoundingClientRect();
    box.style.visibility = next && hole && hole.height > 40 ? "visible" : "hidden";
    if (!next || !hole) return;
    for (const side of /** @type {const} */ (["left", "top", "width", "height"]))
      box.style[side] = `${hole[side]}px`;
    page.map.invalidateSize({ animate: false, pan: false });
    await page.apply({ ...next.state, theme: this.theme === "dark" ? "dark" : "light" }, () => {
      page.around = next.outline.map(decodeRing);
      page.map.fitBounds(toLatLngBounds(next.frame), { animate: false });
    });
  }

  watch() {
    const { parts, timer, words } = this;
    if (!parts) return [];
    const minutes = element("input", {
      type: "number",
      min: 1,
      max: 240,
      "aria-label": words.minutes,
      value: timer.minutes || "",
      placeholder: words.minutes_short,
      onchange: ({ target }) => {
        timer.keep({ minutes: Number(target.value) || 0 });
        target.blur();
      },
    });
    /**
     * @param {string} text
     * @param {() => void} does
     */
    const button = (text, does, kind = "") =>
      element("button", {
        type: "button",
        class: kind || null,
        text,
        onclick: () => {
          does();
          this.draw();
        },
      });
    const run = button(timer.running ? words.pause : words.start, () => timer.run(!timer.running), "run"),
      reset = button(words.reset, () => timer.reset());
    return [element("span", { class: "watch" }, parts.spent, run, reset, minutes, parts.left), parts.clock];
  }

  tick() {
    const { parts, timer, words } = this;
    if (!parts?.clock.isConnected) return;
    const { minutes, left } = timer;
    parts.clock.textContent = writeTime(new Date(), this.page.lang);
    parts.spent.textContent = spell(timer.elapsed);
    parts.left.textContent = minutes
      ? fill(left >= 0 ? words.left : words.over, { time: spell(left) })
      : "";
    parts.left.classList.toggle("over", minutes > 0 && left < 0);
  }
}
