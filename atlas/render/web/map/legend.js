/* Legend, filter and count in one element: an entry shows what it stands for, how many there are, and
   switches them. */
import { element } from "../shell/dom.js";
import { swatch } from "./symbols.js";

export class Legend {
  constructor(atlas) {
    this.atlas = atlas;
    this.node = element("details", { class: "legend", open: window.innerWidth > 700 ? "" : null });
    this.node.append(element("summary", { text: atlas.words.legend }));
    this.body = element("div", { class: "entries" });
    this.node.append(this.body);
    document.body.append(this.node);
    this.node.querySelector("summary").addEventListener("click", () => {
      this.kept = true;
    });
    this.fit();
  }

  /* Where the map is short the legend folds, unless the reader has opened or closed it. */
  fit() {
    if (!this.kept) this.node.open = window.innerWidth > 700 && window.innerHeight > 480;
  }

  show(state, drawn) {
    const focused = document.activeElement?.dataset?.entry,
      dark = this.atlas.look.dark,
      ground = this.atlas.look.ground;
    const number = new Intl.NumberFormat(this.atlas.lang),
      groups = new Map();
    for (const entry of state.legend) groups.set(entry[0], [...(groups.get(entry[0]) || []), entry]);
    const sheets = Object.fromEntries(drawn.map((layer) => [layer.id, layer.sheet]));
    const counts = Object.fromEntries(state.layers.map((layer) => [layer.id, layer.count]));
    const sections = [];
    this.classed = new Set(Object.keys(state.classes || {}));
    for (const [id, entries] of groups) {
      const sheet = sheets[id],
        single = entries.length === 1 && !sheet.field;
      const head = [
        single ? swatch(sheet, sheet.symbols[0], dark, ground) : null,
        element("span", { class: "title", text: sheet.title }),
        element("span", { class: "count", text: number.format(counts[id]) }),
      ];
      /* A layer of one class has one switch: itself. */
      const title =
        single && this.atlas.live
          ? element(
              "h3",
              {},
              element(
                "button",
                {
                  class: "entry",
                  "aria-pressed": "true",
                  "data-entry": id,
                  onclick: () => this.atlas.tell({ kind: "layer", layer: id, on: false }),
                },
                ...head,
              ),
            )
          : element("h3", {}, ...head);
      const section = element("section", {}, title);
      const [doubtful] = state.unsure?.[id] || [0];
      if (doubtful)
        section.append(
          element("p", {
            class: "doubt",
            text: this.atlas.words.year_unknown.replace("{n}", number.format(doubtful)),
          }),
        );
      const [drawn_rows, every] = state.reduced?.[id] || [];
      if (drawn_rows !== undefined)
        section.append(
          element("p", {
            class: "doubt",
            text: this.atlas.words.reduced
              .replace("{n}", number.format(drawn_rows))
              .replace("{every}", number.format(every)),
          }),
        );
      if (!single) section.append(this.entries(id, entries, sheet, number, dark, ground));
      sections.push(section);
    }
    this.body.replaceChildren(...sections);
    this.node.classList.toggle("short", state.legend.length + sections.length <= 9);
    if (focused)
      this.body.querySelector(`[data-entry="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    this.node.hidden = !sections.length;
  }

  /* A class of codes joins or leaves the choice; a class of numbers is the choice, or is taken back. */
  choose(layer, field, symbol, chosen) {
    if (!this.classed.has(layer)) this.atlas.tell({ kind: "legend", layer, field, code: symbol.code });
    else if (chosen) this.atlas.tell({ kind: "filter", layer, field });
    else
      this.atlas.tell({
        kind: "filter",
        layer,
        field,
        gte: symbol.bounds?.[0],
        lte: symbol.bounds?.[1],
        missing: !symbol.bounds,
      });
  }

  entries(id, entries, sheet, number, dark, ground) {
    const list = element("ul");
    for (const [, position, count, chosen] of entries) {
      const symbol = sheet.symbols[position],
        key = `${id}.${symbol.code}`;
      const inside = [
        swatch(sheet, symbol, dark, ground),
        element("span", { class: "title", text: symbol.title }),
        element("span", { class: "count", text: number.format(count) }),
      ];
      const kind = ["entry", chosen === false && "off", !count && "zero"].filter(Boolean).join(" ");
      const row = this.atlas.live
        ? element(
            "button",
            {
              class: kind,
              "aria-pressed": String(chosen === true),
              "data-entry": key,
              onclick: () => this.choose(id, sheet.field, symbol, chosen),
            },
            ...inside,
          )
        : element("span", { class: kind }, ...inside);
      list.append(element("li", {}, row));
    }
    return list;
  }
}
