/* The page around the map: the bar, and below it the mode the reader is in.

   A mode is a script `<mode>/<mode>.js` (and a style `<mode>/<mode>.css`) that exports `mount(root)`; `root`
   is an empty element of its own below the bar, kept as long as the mode is on. What it returns has:
     update(state)  draws; called after every act. `state`: mode, lang, theme, title, link (the permalink's
                    query without "?"), words (its section of the locale tables), act, layers, messages, …;
     remove()       optional: takes back what it put outside its root.
   `state.act({ kind: "set", query: { key: [values] } })` changes the view as a link does (an empty list: the
   default); the other acts are those of atlas/scene/query/actions.py. */
import { act } from "./actions.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";
import { Keys } from "./keys.js";
import { narrow } from "./layout.js";
import { ask } from "./server.js";

const MODES = ["explore", "compare", "network", "present", "data"];

class Page {
  constructor(root) {
    this.root = root;
    this.styled = this.style("./shell.css");
    this.atlas = element("div", { class: "atlas" });
    this.head = element("header", { class: "bar" });
    this.stage = element("div");
    this.atlas.append(this.head, this.stage);
    /* The frame of the map was made before the body: in the order of reading, and of the Tab key, it comes
       after. */
    const frame = document.getElementById("atlas-map");
    if (frame?.compareDocumentPosition(document.body) & Node.DOCUMENT_POSITION_FOLLOWING)
      document.documentElement.insertBefore(document.body, frame);
    /* Streamlit makes the whole of its page one stop of the Tab key. */
    document.getElementById("stMain")?.removeAttribute("tabindex");
    /* What Streamlit says in English when the server is away (page.css hides it) is said here. */
    new MutationObserver(() =>
      this.lost(Boolean(document.querySelector('[data-testid="stDialog"]'))),
    ).observe(document.body, { childList: true });
    this.keys = new Keys(
      this.atlas,
      () => this.mode?.page,
      () => this.words,
      () => (narrow() ? tools(this.state, this.words) : []),
      () => ({ lang: this.state.lang, theme: this.state.theme }),
    );
  }

  lost(away) {
    if (away === Boolean(this.away) || !this.words) return;
    this.away?.remove();
    this.away = away ? element("p", { class: "failed", role: "alert", text: this.words.lost }) : null;
    if (!away) return;
    /* Its dialog has put all else out of reach. */
    for (const node of document.body.children) {
      node.inert = false;
      node.removeAttribute("aria-hidden");
    }
    this.atlas.append(this.away);
  }

  style(name) {
    return new Promise((resolve) => {
      this.root.append(
        element("link", {
          rel: "stylesheet",
          href: new URL(name, import.meta.url).href,
          onload: resolve,
          onerror: resolve,
        }),
      );
    });
  }

  async update(data) {
    this.serial = (this.serial || 0) + 1;
    const { serial } = this;
    document.documentElement.dataset.theme = data.theme;
    document.documentElement.lang = data.lang;
    const state = { ...data, act };
    if (this.lang !== data.lang) {
      [this.words, this.basemaps] = await Promise.all(
        ["words/panel", "basemaps"].map((name) => ask(name, `lang=${data.lang}`)),
      );
      this.lang = data.lang;
    }
    await this.styled;
    if (this.mode?.id !== data.mode || this.mode.lang !== data.lang) {
      const [words, script] = await Promise.all([
        data.mode === "explore" ? this.words : ask(`words/${data.mode}`, `lang=${data.lang}`),
        import(`../${data.mode}/${data.mode}.js`),
        data.mode === "explore" || this.mode?.id === data.mode
          ? null
          : this.style(`../${data.mode}/${data.mode}.css`),
      ]).catch(() => [this.words, { mount: (root) => new Failed(root) }]);
      if (serial !== this.serial) return;
      if (this.mode?.id !== data.mode) {
        this.mode?.page.remove?.();
        this.stage.replaceChildren();
        this.mode = { id: data.mode, page: script.mount(this.stage) };
      }
      Object.assign(this.mode, { lang: data.lang, words });
    }
    if (serial !== this.serial) return;
    this.state = Object.assign(state, { words: this.mode.words, basemaps: this.basemaps });
    if (!this.atlas.isConnected) this.root.append(this.atlas);
    /* The map paints first: the page follows in the next turn. */
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => setTimeout(() => this.draw()));
  }

  draw() {
    const key = this.root.activeElement?.dataset?.key;
    this.atlas.dataset.theme = this.state.theme;
    this.atlas.dataset.mode = this.state.mode;
    document.title =
      this.state.mode === MODES[0]
        ? this.state.title
        : `${this.words[`mode_${this.state.mode}`]} · ${this.state.title}`;
    this.head.replaceChildren(...this.bar());
    if (key && !this.root.activeElement)
      this.head.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    /* Where the bar is short, the mode one is in stays in sight. */
    this.head.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.mode.page.update(this.state);
  }

  bar() {
    const { words } = this,
      { lang, mode, title } = this.state,
      mapless = mode === "data" || mode === "compare";
    const languages = ["fr", "en", "pt"].map((code) =>
      element("button", {
        type: "button",
        class: "plain",
        lang: code,
        "data-key": `lang.${code}`,
        "aria-pressed": String(code === lang),
        title: words[`lang_${code}`],
        text: code.toUpperCase(),
        onclick: () => act({ kind: "set", query: { lang: [code] } }),
      }),
    );
    const modes = MODES.map((id) =>
      element("button", {
        type: "button",
        class: "mode",
        "data-key": `mode.${id}`,
        "aria-current": id === mode ? "page" : null,
        text: words[`mode_${id}`],
        onclick: () => act({ kind: "set", query: { mode: [id] } }),
      }),
    );
    return [
      element("button", {
        type: "button",
        class: "skip",
        "data-key": "skip",
        text: mapless ? words.skip_content : words.skip,
        onclick: () =>
          (mapless
            ? this.stage.querySelector("[role=tabpanel], article")
            : document.getElementById("atlas-map").contentDocument.querySelector(".leaflet-container")
          ).focus(),
      }),
      mode === "explore"
        ? element(
            "button",
            {
              type: "button",
              class: "plain fold",
              "data-key": "fold",
              title: words.panel,
              "aria-label": words.panel,
              "aria-controls": "panel",
              onclick: () => this.mode.page.fold?.(),
            },
            icon("panel"),
          )
        : null,
      element("h1", { text: title }),
      element("nav", { "aria-label": words.modes }, ...modes),
      narrow() ? null : element("div", { class: "tools" }, ...tools(this.state, words)),
      element("button", {
        type: "button",
        class: "plain",
        "data-key": "keys",
        title: words.shortcuts,
        "aria-label": words.shortcuts,
        text: "?",
        onclick: () => this.keys.show(),
      }),
      narrow()
        ? element(
            "select",
            {
              class: "languages",
              "aria-label": words.language,
              "data-key": "lang",
              onchange: (event) => act({ kind: "set", query: { lang: [event.target.value] } }),
            },
            ...["fr", "en", "pt"].map((code) =>
              element("option", { value: code, selected: code === lang, text: code.toUpperCase() }),
            ),
          )
        : element("div", { class: "languages", role: "group", "aria-label": words.language }, ...languages),
    ].filter(Boolean);
  }
}

/* What stands where a mode could not be loaded: the server is away, or another version of it answers. */
class Failed {
  constructor(root) {
    this.node = element("p", { class: "failed", role: "alert" });
    root.append(this.node);
  }

  update({ words }) {
    this.node.textContent = words.mode_failed;
  }
}

/* Background and appearance: in the bar, or beside the shortcuts where the bar is short. */
const tools = ({ mode, theme, basemap, basemaps, act }, words) => {
  const select = (key, title, value, options) =>
    element(
      "select",
      {
        "aria-label": title,
        "data-key": key,
        onchange: (event) => act({ kind: "set", query: { [key]: [event.target.value] } }),
      },
      ...options.map(([id, text]) => element("option", { value: id, selected: id === value, text })),
    );
  return [
    mode === "data"
      ? null
      : select(
          "basemap",
          words.basemap,
          basemap,
          Object.entries({ atlas: words.basemap_atlas, ...basemaps }),
        ),
    select(
      "theme",
      words.theme,
      theme,
      ["light", "dark", "room"].map((name) => [name, words[`theme_${name}`]]),
    ),
  ];
};

export function mount({ parentElement, data }) {
  parentElement.atlasPage ||= new Page(parentElement);
  parentElement.atlasPage.update(data);
}
