// @ts-nocheck
/* A story told on the map page, in the app and in a file alike: prose beside the map, keys, notes, the
   speaker's window.

   `talk`: show (what atlas/render/show.py gives), words, theme, languages. `on`, for the app: scene(n),
   theme(name), language(code), ask(link), come_back(), close(); without it (a file) the deck answers by
   itself. */

import { element } from "../shell/dom.js";
import { drawIcon } from "../shell/icons.js";
import { fill, word } from "../shell/words.js";
import { commandOf } from "./commands.js";
import { Flight } from "./flight.js";
import { prose } from "./prose.js";
import { Talk } from "./talk.js";

export class Deck {
  static LINES = 6;

  constructor(page, talk, on = {}) {
    Object.assign(this, { page, on, n: -1, dark: false, away: false, id: Deck.id() });
    page.deck = this;
    this.flight = new Flight(page);
    this.node = element("main", { class: "story" });
    this.drawer = element("aside", { class: "notes", hidden: "" });
    this.black = element("div", { class: "black", hidden: "", onclick: () => this.do("black") });
    this.pill = element("div", { class: "pill", hidden: "" });
    document.body.append(this.node, this.drawer, this.black, this.pill);
    document.addEventListener("keydown", (event) => this.key(event), true);
    window.addEventListener("resize", () => this.fit());
    this.sync = new Talk(this.id, (message) => this.hear(message));
    /* Seen from afar, and the more so on a wide screen, names, symbols and lines are larger. */
    const themed = page.setTheme.bind(page);
    page.setTheme = (theme) => {
      themed(theme);
      if (page.staged) page.look.scale *= 1.5 * Math.max(1, window.innerWidth / 1280);
    };
    const legend = page.legend,
      listed = legend.show.bind(legend);
    legend.show = (...given) => {
      listed(...given);
      if (page.staged) this.shorten();
    };
    this.tell(talk);
  }

  /* A room reads few lines: of many classes those with the most rows, and how many others there are. */
  shorten() {
    for (const list of this.page.legend.body.querySelectorAll("ul")) {
      const count = (line) => Number(line.querySelector(".count").textContent.replace(/\D/g, ""));
      const lines = [...list.children].filter((line) => !line.querySelector(".off, .zero")),
        rest = lines.sort((a, b) => count(b) - count(a)).slice(Deck.LINES);
      if (rest.length < 2) continue;
      for (const line of rest) line.hidden = true;
      list.append(element("li", { class: "others", text: fill(this.words.others, { n: rest.length }) }));
    }
  }

  /* The windows of a talk find each other again after a reload. */
  static id() {
    const fresh = Math.random().toString(36).slice(2, 10);
    try {
      sessionStorage.talk ||= fresh;
      return sessionStorage.talk;
    } catch {
      return fresh;
    }
  }

  /* Takes a story, or the same in another language. */
  tell({ show, words, theme, languages }) {
    Object.assign(this, { show, words, theme, languages: languages || show.languages });
    this.enter();
    this.ready = Promise.all(
      show.stages
        .flatMap(({ state }) => [...state.backdrop, ...state.layers.map((layer) => layer.id)])
        .map((id) => this.page.source.load(id)),
    );
    this.ready.catch(() => {});
    /* Names on the map are set in a face that is there only when it has been asked for. */
    Promise.all(["400", "600"].map((weight) => document.fonts.load(`${weight} 14px "Atlas Sans"`))).then(
      () => {
        if (this.page.staged && this.page.painted) this.page.repaint();
      },
    );
    this.broadcast("talk");
  }

  /* The map becomes the story's. */
  enter() {
    const { page } = this;
    Object.assign(page, { staged: this, live: false });
    page.map.keyboard.disable();
    page.map.options.zoomSnap = 0;
    document.body.classList.add("telling");
    page.setTheme(page.theme);
    this.away = false;
    this.pill.hidden = true;
  }

  /* The map is the reader's again, as the scene left it. */
  leave() {
    const { page } = this;
    Object.assign(page, {
      staged: null,
      live: !page.file && window.parent !== window,
      flying: false,
    });
    page.camera.asked = null;
    page.app.renew();
    page.map.keyboard.enable();
    page.map.options.zoomSnap = 0.5;
    document.body.classList.remove("telling");
    this.drawer.hidden = this.black.hidden = true;
    page.setTheme(page.theme);
    if (page.state) {
      page.legend.show(page.state, page.drawn);
      page.map.invalidateSize({ animate: false });
      page.camera.lookAt(page.state);
      page.repaint();
    }
  }

  /* To answer a question: the story waits. */
  ask(link) {
    this.leave();
    this.away = true;
    const { words } = this,
      stage = this.show.stages[this.n];
    this.pill.replaceChildren(
      element(
        "button",
        { class: "back", onclick: () => this.come_back() },
        element("strong", { text: words.back_to }),
        element("span", { text: `${this.n + 1}. ${stage.title}` }),
      ),
      element("button", {
        class: "end",
        "aria-label": words.end,
        title: words.end,
        text: "×",
        onclick: () => this.end(),
      }),
    );
    this.pill.hidden = false;
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
    this.pill.hidden = true;
    this.n = -1;
    this.broadcast("end");
    this.on.close?.();
  }

  async go(to, { again = false } = {}) {
    const { page, show } = this,
      n = Math.max(0, Math.min(show.stages.length - 1, to));
    if (n === this.n && !again && this.flight.resting) return;
    this.n = n;
    this.setBlack(false);
    const stage = show.stages[n],
      state = { ...stage.state, theme: this.theme };
    page.panel.close();
    document.documentElement.dataset.theme = this.theme;
    this.draw(stage);
    this.broadcast("scene");
    this.on.scene?.(n);
    await this.flight.to(stage, this.margins(), state);
    if (n === this.n && state.card && page.staged) this.open(state.card);
    if (n === this.n) this.node.dataset.settled = n + 1;
  }

  /* The card that a scene asks for: the map stays where the scene looks. */
  open(card) {
    const [id, row] = card.split(/:(.*)/s),
      layer = this.page.drawn.find((one) => one.id === id),
      i = layer ? layer.ids.indexOf(row) : -1;
    if (i >= 0) this.page.panel.open(layer, i);
    else this.page.panel.openRow(id, row);
    this.focus();
  }

  /* What lies over the map: the prose at its left, or below it on a small screen. */
  margins() {
    const box = this.node.getBoundingClientRect(),
      below = box.top > 1;
    return {
      paddingTopLeft: [below ? 8 : box.right + 8, 8],
      paddingBottomRight: [8, below ? window.innerHeight - box.top + 8 : 34],
    };
  }

  draw(stage) {
    const { words, show, n } = this,
      count = show.stages.length;
    const scenes = show.stages.map((one, k) =>
      element("button", {
        class: "scene",
        "aria-current": k === n ? "step" : null,
        "aria-label": `${k + 1}. ${one.title}`,
        title: `${k + 1}. ${one.title}`,
        onclick: () => this.go(k),
      }),
    );
    this.node.setAttribute("aria-label", show.title);
    this.node.dataset.scene = n + 1;
    delete this.node.dataset.settled;
    const held = this.node.contains(document.activeElement) && document.activeElement.dataset.do;
    this.node.replaceChildren(
      element("p", { class: "kicker", lang: show.spoken, text: show.title }),
      element(
        "div",
        { class: "words", "aria-live": "polite", lang: show.spoken },
        element("h1", { text: stage.title }),
        ...prose(stage.blocks, this.on.ask && ((link) => this.ask(link))),
      ),
      element(
        "footer",
        {},
        element(
          "nav",
          { class: "scenes", "aria-label": words.scenes },
          this.button("back", n === 0),
          element("span", { class: "dots" }, ...scenes),
          element("span", { class: "count", text: `${n + 1} / ${count}` }),
          this.button("next", n + 1 === count),
        ),
        this.tools(),
        element("p", {
          class: "data",
          title: words.data_about,
          text: fill(words.data, { data: show.data }),
        }),
      ),
    );
    if (held) this.node.querySelector(`[data-do="${held}"]:not(:disabled)`)?.focus();
    this.note();
    this.fit();
  }

  button(name, disabled = false) {
    const { words } = this,
      button = element("button", {
        type: "button",
        "data-do": name,
        title: word(words, `do_${name}`),
        "aria-label": word(words, `do_${name}`),
        disabled: disabled ? "" : null,
        onclick: () => this.do(name),
      });
    button.append(drawIcon(name));
    return button;
  }

  tools() {
    const { words } = this;
    const named = (name) => {
      const button = this.button(name);
      button.append(element("span", { text: word(words, `short_${name}`) }));
      return button;
    };
    const languages = this.languages.map((code) =>
      element("button", {
        type: "button",
        lang: code,
        class: "language",
        "aria-pressed": String(code === this.show.lang),
        text: code.toUpperCase(),
        onclick: () => this.speak(code),
      }),
    );
    return element(
      "div",
      { class: "actions", role: "group", "aria-label": words.tools },
      ...["notes", "presenter", "full", "theme", this.on.ask && "ask", this.on.close && "close"]
        .filter(Boolean)
        .map(named),
      languages.length > 1
        ? element("span", { class: "languages", role: "group", "aria-label": words.language }, ...languages)
        : null,
    );
  }

  note() {
    const stage = this.show.stages[this.n];
    this.drawer.setAttribute("aria-label", this.words.short_notes);
    this.drawer.replaceChildren(
      element("h2", { text: this.words.short_notes }),
      ...(stage.notes.length ? prose(stage.notes) : [element("p", { text: this.words.no_notes })]),
    );
  }

  /* Few words are large; many are a little smaller, and never out of sight. */
  fit() {
    if (this.n < 0 || this.away) return;
    const prose = this.node.querySelector(".words");
    /* On a small screen one scrolls: words stay as large as the rest of the page. */
    const least = window.innerWidth <= 760 ? 0.8 : 0.5;
    for (let size = 1; size > least; size -= 0.06) {
      this.node.style.setProperty("--fit", size.toFixed(2));
      if (prose.scrollHeight <= prose.clientHeight + 1) break;
    }
    prose.removeAttribute("tabindex");
    if (prose.scrollHeight > prose.clientHeight + 1) prose.tabIndex = 0;
  }

  key(event) {
    if (document.querySelector("dialog[open]") || (!this.page.staged && !this.away)) return;
    const command = commandOf(event);
    if (
      command === null ||
      (this.away && command !== "ask") ||
      (command === "escape" && !this.page.panel.node.hidden)
    )
      return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.do(command);
  }

  do(command) {
    const last = this.show.stages.length - 1;
    if (typeof command === "number") {
      if (command <= last) this.go(command);
      return;
    }
    const acts = {
      next: () => this.go(this.n + 1),
      back: () => this.go(this.n - 1),
      first: () => this.go(0),
      last: () => this.go(last),
      notes: () => {
        this.drawer.hidden = !this.drawer.hidden;
      },
      black: () => this.setBlack(!this.dark),
      full: () =>
        document.fullscreenElement
          ? document.exitFullscreen()
          : document.documentElement.requestFullscreen().catch(() => {}),
      presenter: () => this.present(),
      help: () => this.help(),
      theme: () => this.paint({ light: "dark", dark: "room", room: "light" }[this.theme]),
      language: () =>
        this.speak(this.languages[(this.languages.indexOf(this.show.lang) + 1) % this.languages.length]),
      ask: () => (this.away ? this.come_back() : this.on.ask && this.ask()),
      escape: () => this.escape(),
      close: () => this.end(),
    };
    acts[command]?.();
  }

  escape() {
    if (this.dark) this.setBlack(false);
    else if (!this.drawer.hidden) this.drawer.hidden = true;
    else if (document.fullscreenElement) document.exitFullscreen();
    else if (this.on.close) this.end();
  }

  setBlack(dark) {
    if (dark === this.dark) return;
    this.dark = dark;
    this.black.hidden = !dark;
    this.broadcast("scene");
  }

  paint(theme) {
    this.theme = theme;
    this.on.theme?.(theme);
    this.broadcast("talk");
    this.go(this.n, { again: true });
  }

  speak(code) {
    if (code === this.show.lang) return;
    if (this.on.language) this.on.language(code);
    else this.translate?.(code);
  }

  focus() {
    this.page.map.getContainer().focus({ preventScroll: true });
  }

  help() {
    const { words } = this,
      list = [
        "next",
        "back",
        "ends",
        "number",
        "full",
        "notes",
        "presenter",
        "black",
        "theme",
        "language",
        ...(this.on.ask ? ["ask"] : []),
        "escape",
      ];
    const dialog = element(
      "dialog",
      {
        class: "keys",
        "aria-label": words.help,
        onclose: () => {
          dialog.remove();
          this.focus();
        },
      },
      element("h2", { text: words.help }),
      element(
        "dl",
        {},
        ...list.flatMap((name) => [
          element("dt", {}, element("kbd", { text: word(words, `sign_${name}`) })),
          element("dd", { text: word(words, `key_${name}`) }),
        ]),
      ),
      element("form", { method: "dialog" }, element("button", { text: words.do_close })),
    );
    document.body.append(dialog);
    dialog.showModal();
  }

  /* The speaker's window, on the same machine. */
  present() {
    const { page } = this,
      here = page.file ? location.href.split("#")[0] : `${page.home}/presenter?lang=${this.show.lang}`;
    const opened = window.open(
      `${here}#presenter=${this.id}`,
      `atlas-${this.id}`,
      "popup,width=1180,height=760",
    );
    if (opened) this.sync.others.add(opened);
    this.broadcast("talk");
  }

  broadcast(kind) {
    const { n, dark, theme, show } = this;
    this.sync.say(
      kind === "talk" ? { kind, n, dark, theme, show, asks: Boolean(this.on.ask) } : { kind, n, dark },
    );
  }

  hear({ kind, to }) {
    if (kind === "hello") this.broadcast(this.away ? "away" : "talk");
    if (kind === "do") {
      if (this.away && to !== "ask") this.come_back();
      else this.do(to);
    }
  }
}
