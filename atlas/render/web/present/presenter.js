// @ts-nocheck
/* The speaker's window: what to say, what comes next, how late it is. It drives the room's window and
   follows it. */

import { decodeRing } from "../map/polyline.js";
import { element } from "../shell/dom.js";
import { word } from "../shell/words.js";
import { commandOf } from "./commands.js";
import { prose } from "./prose.js";
import { Talk } from "./talk.js";

export class Presenter {
  constructor(page, id, words, speak) {
    Object.assign(this, { page, words, speak, n: -1, timer: this.kept() });
    Object.assign(page, { staged: this, live: false });
    page.map.options.zoomSnap = 0;
    document.body.classList.add("desk");
    this.node = element("main", { class: "speaker" });
    document.body.append(this.node);
    this.sync = new Talk(id, (message) => this.hear(message));
    document.addEventListener("keydown", (event) => this.key(event), true);
    setInterval(() => this.tick(), 250);
    window.addEventListener("resize", () => this.look());
    this.wait();
    this.sync.say({ kind: "hello" });
  }

  wait() {
    this.node.replaceChildren(element("p", { class: "wait", text: this.words.waiting }));
  }

  hear(message) {
    const { kind, show } = message;
    if (kind === "talk") {
      if (this.show && show.lang !== this.show.lang) this.words = this.speak(show.lang) || this.words;
      this.show = show;
      Object.assign(this, { theme: message.theme, asks: message.asks });
    } else if (!this.show || kind === "hello" || kind === "do") return;
    if (kind === "end") {
      this.show = null;
      this.wait();
      return;
    }
    if (!(message.n >= 0)) return;
    if (message.n > 0 && !this.timer.start && !this.timer.spent) this.run(true);
    Object.assign(this, { n: message.n, dark: message.dark, away: kind === "away" });
    this.draw();
  }

  do(to) {
    this.sync.say({ kind: "do", to });
  }

  key(event) {
    const command = commandOf(event);
    if (command === null || ["full", "presenter", "help", "escape"].includes(command)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.do(command);
  }

  draw() {
    const { show, n, words } = this,
      stage = show.stages[n],
      next = show.stages[n + 1];
    const act = (name, to, disabled = false) =>
      element("button", {
        type: "button",
        "data-do": to,
        disabled: disabled ? "" : null,
        text: word(words, `do_${name}`),
        onclick: () => this.do(to),
      });
    const choice = element(
      "select",
      {
        "aria-label": words.scenes,
        onchange: (event) => {
          this.do(+event.target.value);
          event.target.blur();
        },
      },
      ...show.stages.map((one, k) =>
        element("option", { value: k, selected: k === n ? "" : null, text: `${k + 1}. ${one.title}` }),
      ),
    );
    document.title = `${words.title} – ${show.title}`;
    document.documentElement.dataset.theme = this.theme === "dark" ? "dark" : "light";
    this.clock = element("time", { class: "clock" });
    this.spent = element("output", { class: "spent" });
    this.left = element("output", { class: "left" });
    this.node.replaceChildren(
      element(
        "section",
        { class: "now", lang: show.spoken },
        element("p", {
          class: "kicker",
          text: this.away ? words.away : `${n + 1} / ${show.stages.length} · ${show.title}`,
        }),
        element("h1", { text: stage.title }),
        element(
          "div",
          { class: "speech" },
          ...(stage.notes.length
            ? prose(stage.notes)
            : [element("p", { class: "none", text: words.no_notes })]),
        ),
      ),
      element(
        "section",
        { class: "then", lang: show.spoken },
        element("p", { class: "kicker", text: next ? words.next_scene : words.last_scene }),
        element("h2", { text: next ? next.title : "" }),
        element("div", { class: "hole" }),
        ...(next ? prose(next.blocks) : []),
      ),
      element(
        "footer",
        {},
        act("back", "back", n === 0),
        act("next", "next", !next),
        choice,
        act(this.dark ? "light" : "black", "black"),
        this.asks ? act(this.away ? "come_back" : "ask", "ask") : null,
        element("div", { class: "time" }, this.watch(), this.clock),
      ),
    );
    this.tick();
    this.look();
  }

  /* The next scene on a small map, by the same hand as the room's. */
  async look() {
    const next = this.show?.stages[this.n + 1],
      { page } = this,
      box = page.map.getContainer(),
      hole = this.node.querySelector(".hole")?.getBoundingClientRect();
    box.style.visibility = next && hole?.height > 40 ? "visible" : "hidden";
    if (!next || !hole) return;
    Object.assign(box.style, {
      left: `${hole.left}px`,
      top: `${hole.top}px`,
      width: `${hole.width}px`,
      height: `${hole.height}px`,
    });
    page.map.invalidateSize({ animate: false, pan: false });
    const [west, south, east, north] = next.frame;
    await page.apply({ ...next.state, theme: this.theme === "dark" ? "dark" : "light" }, () => {
      page.around = next.outline.map(decodeRing);
      page.map.fitBounds(
        [
          [south, west],
          [north, east],
        ],
        { animate: false },
      );
    });
  }

  watch() {
    const { words, timer } = this;
    const minutes = element("input", {
      type: "number",
      min: 1,
      max: 240,
      "aria-label": words.minutes,
      value: timer.minutes || "",
      placeholder: words.minutes_short,
      onchange: (event) => {
        timer.minutes = +event.target.value || 0;
        this.keep();
        event.target.blur();
      },
    });
    return element(
      "span",
      { class: "watch" },
      this.spent,
      element("button", {
        type: "button",
        class: "run",
        text: timer.start ? words.pause : words.start,
        onclick: () => this.run(!timer.start),
      }),
      element("button", {
        type: "button",
        text: words.reset,
        onclick: () => {
          Object.assign(timer, { start: 0, spent: 0 });
          this.keep();
          this.draw();
        },
      }),
      minutes,
      this.left,
    );
  }

  run(on) {
    const { timer } = this;
    timer.spent = this.elapsed();
    timer.start = on ? Date.now() : 0;
    this.keep();
    if (this.show && this.n >= 0) this.draw();
  }

  elapsed() {
    return this.timer.spent + (this.timer.start ? Date.now() - this.timer.start : 0);
  }

  tick() {
    if (!this.clock?.isConnected) return;
    const { words, timer } = this,
      spell = (ms) => {
        const s = Math.floor(Math.abs(ms) / 1000),
          text = `${String(Math.floor(s / 60)).padStart(2, "0")}:${String(s % 60).padStart(2, "0")}`;
        return text;
      };
    const left = timer.minutes * 60000 - this.elapsed();
    this.clock.textContent = new Date().toLocaleTimeString(this.page.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hour12: false,
    });
    this.spent.textContent = spell(this.elapsed());
    this.left.textContent = timer.minutes
      ? (left >= 0 ? words.left : words.over).replace("{time}", spell(left))
      : "";
    this.left.classList.toggle("over", timer.minutes > 0 && left < 0);
  }

  kept() {
    const blank = { start: 0, spent: 0, minutes: 0 };
    try {
      return { ...blank, ...JSON.parse(sessionStorage.timer || "{}") };
    } catch {
      return blank;
    }
  }

  keep() {
    try {
      sessionStorage.timer = JSON.stringify(this.timer);
    } catch {
      /* it runs on, and is lost with the window */
    }
  }
}
