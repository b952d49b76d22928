// @ts-nocheck
/* The table of a layer: the rows that the filters keep, fetched as one scrolls; tied to the map both ways.
 */
import { element } from "../shell/dom.js";
import { map } from "../shell/layout.js";
import { ask, asked } from "../shell/server.js";
import { about, choice } from "./layer_choice.js";

const ROW = 30,
  CHUNK = 120;

export class Table {
  constructor(root) {
    this.root = root;
    this.columns = {};
    this.sort = {};
    this.start = 0;
    this.head = element("div", { class: "tools" });
    this.scroll = element("div", { class: "rows", tabindex: "-1", onscroll: () => this.scrolled() });
    root.append(this.head, this.scroll);
  }

  update(state) {
    this.state = state;
    const layer = about(state, this.layer),
      link = asked(state.link).toString();
    if (link === this.link && layer === this.showing) return;
    const same = this.showing === layer;
    this.link = link;
    this.showing = layer;
    this.fetch(same ? this.start : 0);
  }

  async fetch(start, row = null) {
    this.serial = (this.serial || 0) + 1;
    const layer = this.showing,
      { serial } = this,
      { words } = this.state;
    const query = new URLSearchParams(this.link);
    for (const [key, value] of Object.entries({
      lang: this.state.lang,
      table: layer,
      sort: this.sort[layer],
      start: Math.max(0, start),
      count: CHUNK,
      columns: this.columns[layer]?.join(","),
      row,
    }))
      if (value !== undefined && value !== null && value !== "") query.set(key, value);
    let data;
    try {
      data = await ask("table", query);
    } catch (problem) {
      this.scroll.replaceChildren(
        element("p", { class: "none", text: words.failed.replace("{problem}", problem.message) }),
      );
      return;
    }
    if (serial !== this.serial) return;
    if (
      row &&
      data.position !== null &&
      (data.position < data.start || data.position >= data.start + data.rows.length)
    ) {
      this.fetch(data.position - CHUNK / 2, row);
      return;
    }
    this.data = data;
    this.start = data.start;
    this.draw();
    if (row && data.position !== null)
      this.scroll.scrollTop = Math.max(0, data.position * ROW - this.scroll.clientHeight / 2);
  }

  draw() {
    const { data, state } = this,
      { words } = state,
      number = new Intl.NumberFormat(state.lang);
    this.head.replaceChildren(
      choice(state, data.layer, (id) => {
        this.layer = id;
        this.update(state);
      }),
      element("span", {
        class: "count",
        role: "status",
        text: words.rows_of
          .replace("{n}", number.format(data.total))
          .replace("{total}", number.format(data.of)),
      }),
      this.chooser(),
    );
    const titles = Object.fromEntries(data.columns.map((column) => [column.id, column]));
    const header = data.shown.map((id) => {
      const column = titles[id],
        [up, down] = [data.sort === id, data.sort === `-${id}`];
      return element(
        "th",
        { scope: "col", "aria-sort": up ? "ascending" : down ? "descending" : "none", title: column.about },
        element(
          "button",
          {
            type: "button",
            "data-key": `sort.${id}`,
            onclick: () => {
              this.sort[data.layer] = up ? `-${id}` : down ? "" : id;
              this.fetch(0);
              this.scroll.scrollTop = 0;
            },
          },
          element("span", { text: column.unit ? `${column.title} (${column.unit})` : column.title }),
          element("span", { class: "sort", "aria-hidden": "true", text: up ? "▲" : down ? "▼" : "" }),
        ),
      );
    });
    const numeric = data.shown.map((id) => ["number", "integer", "year"].includes(titles[id].type));
    const rows = data.rows.map((row, k) =>
      element(
        "tr",
        {
          tabindex: k ? "-1" : "0",
          "data-row": row.id,
          "aria-rowindex": data.start + k + 2,
          "aria-selected": String(`${data.layer}:${row.id}` === this.card),
          onclick: () => this.take(row.id),
          onkeydown: (event) => this.key(event, row.id),
        },
        ...row.cells.map(([text, value], c) =>
          element("td", {
            class: [value === null ? "unknown" : "", numeric[c] ? "number" : ""].join(" ").trim() || null,
            text:
              numeric[c] && value !== null && titles[data.shown[c]].unit
                ? text.replace(/\s*\S+$/, "")
                : text,
            title: text,
          }),
        ),
      ),
    );
    const space = (count) =>
      element("tr", { class: "space", "aria-hidden": "true", style: `height:${count * ROW}px` });
    const focused = this.root.getRootNode().activeElement?.dataset;
    const table = element(
      "table",
      { "aria-rowcount": data.total + 1 },
      element("caption", { class: "hidden", text: data.title }),
      element("thead", {}, element("tr", {}, ...header)),
      element(
        "tbody",
        {},
        data.start ? space(data.start) : null,
        ...rows,
        data.start + rows.length < data.total ? space(data.total - data.start - rows.length) : null,
      ),
    );
    const top = this.scroll.scrollTop;
    this.scroll.replaceChildren(table);
    this.scroll.scrollTop = top;
    if (focused?.row) this.row(focused.row)?.focus({ preventScroll: true });
    else if (focused?.key?.startsWith("sort."))
      table.querySelector(`[data-key="${CSS.escape(focused.key)}"]`)?.focus({ preventScroll: true });
  }

  row(id) {
    return this.scroll.querySelector(`[data-row="${CSS.escape(id)}"]`);
  }

  chooser() {
    const { data, state } = this,
      { words } = state;
    const change = (id, on) => {
      this.columns[data.layer] = data.columns
        .map((column) => column.id)
        .filter((one) => (one === id ? on : data.shown.includes(one)));
      this.fetch(this.start);
    };
    return element(
      "details",
      {
        class: "chooser",
        open: this.choosing,
        ontoggle: (event) => {
          this.choosing = event.target.open;
        },
      },
      element("summary", { text: words.columns }),
      element(
        "div",
        {},
        ...data.columns.map((column) =>
          element(
            "label",
            { class: "option" },
            element("input", {
              type: "checkbox",
              checked: data.shown.includes(column.id),
              disabled: data.shown.length === 1 && data.shown.includes(column.id),
              onchange: (event) => change(column.id, event.target.checked),
            }),
            element("span", { text: column.title }),
          ),
        ),
      ),
    );
  }

  scrolled() {
    if (!this.data) return;
    const first = Math.floor(this.scroll.scrollTop / ROW),
      last = first + Math.ceil(this.scroll.clientHeight / ROW),
      { start, rows, total } = this.data;
    if (first >= start && (last <= start + rows.length || start + rows.length >= total)) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.fetch((first - CHUNK / 3) | 0), 60);
  }

  take(id) {
    this.mark(`${this.data.layer}:${id}`);
    map()?.go(this.data.layer, id);
  }

  key(event, id) {
    const row = event.currentTarget,
      step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.take(id);
    }
    if (!step) return;
    event.preventDefault();
    const next = row[step];
    if (next?.dataset.row) {
      next.focus();
    } else this.scroll.scrollTop += event.key === "ArrowDown" ? ROW : -ROW;
  }

  mark(card) {
    this.card = card;
    for (const row of this.scroll.querySelectorAll("[data-row]"))
      row.setAttribute("aria-selected", String(`${this.data.layer}:${row.dataset.row}` === card));
  }

  /* A card was opened on the map: its row comes in sight. */
  chosen(card) {
    if (!card || card === this.card) {
      this.card = card;
      return;
    }
    const [layer, id] = card.split(/:(.*)/s);
    this.mark(card);
    if (layer !== this.showing) this.layer = this.showing = layer;
    this.fetch(this.start, id);
  }
}
