/* The table of a layer: the rows that the filters keep, fetched as one scrolls; tied to the map both ways.
 */

import { allRows, tableQuery } from "../print/table_rows.js";
import { element } from "../shell/dom.js";
import { numberFormat, withoutUnit } from "../shell/formats.js";
import { late } from "../shell/late.js";
import { map } from "../shell/layout.js";
import { STATUS } from "../shell/patterns/live_region.js";
import { activeInside, keyed } from "../shell/rerender.js";
import { ask, messageOf, rowQuery } from "../shell/server.js";
import { fill } from "../shell/words.js";
import { columnChooser } from "./columns.js";
import { tableFiles } from "./export_data.js";
import { about, choice } from "./layer_choice.js";

/**
 * @import { AskNow } from "../types"
 * @import { Column, ExploreState, TableAnswer } from "./answers"
 */

const ROW = 30,
  CHUNK = 120;

/** @type {Record<string, "nextElementSibling" | "previousElementSibling">} */
const STEPS = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" };

export class Table {
  /** @type {ExploreState} */
  state = late;
  /** @type {TableAnswer} */
  data = late;
  /** @type {Record<string, string[]>} */
  columns = {};
  /** @type {Record<string, string>} */
  sort = {};
  /** @type {string | undefined} */
  layer = undefined;
  /** @type {string} */
  showing = late;
  /** @type {string} */
  link = late;
  /**
   * What was in sight before the page was printed.
   *
   * @type {TableAnswer | null}
   */
  seen = null;
  /** @type {string | null} */
  card = null;
  /** @type {boolean} */
  choosing = false;
  /** @type {number} */
  serial = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.columns = {};
    this.sort = {};
    this.start = 0;
    this.head = element("div", { class: "tools" });
    this.scroll = element("div", { class: "rows", tabindex: "-1", onscroll: () => this.scrolled() });
    root.append(this.head, this.scroll);
    window.addEventListener("atlas:print", this.printed);
  }

  /* On paper are all rows, on the screen again those in sight. */
  printed = (/** @type {CustomEvent<AskNow | null>} */ { detail: askNow }) => {
    if (!this.data || !this.root.isConnected || this.root.hidden) return;
    if (askNow) this.seen = this.data;
    this.data = askNow ? allRows(this.data, askNow, (more) => this.query(more)) : (this.seen ?? this.data);
    this.draw();
  };

  /** @param {Record<string, string | number | null>} more */
  query(more) {
    const { lang } = this.state,
      { link, showing: table } = this;
    return tableQuery(link, { lang, table, sort: this.sort[table], ...more }, this.columns[table]);
  }

  /** @param {ExploreState} state */
  update(state) {
    this.state = state;
    const layer = about(state, this.layer),
      link = rowQuery(state.link).toString();
    if (link === this.link && layer === this.showing) return;
    const same = this.showing === layer;
    this.link = link;
    this.showing = layer;
    this.fetch(same ? this.start : 0);
  }

  /**
   * @param {number} start
   * @param {string | null} [row]
   */
  async fetch(start, row = null) {
    this.serial = (this.serial || 0) + 1;
    const { serial } = this,
      { words } = this.state,
      query = this.query({ start: Math.max(0, start), count: CHUNK, row });
    let data;
    try {
      data = await ask("table", query);
    } catch (problem) {
      this.scroll.replaceChildren(
        element("p", { class: "none", text: fill(words.failed, { problem: messageOf(problem) }) }),
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
      number = numberFormat(state.lang);
    this.head.replaceChildren(
      choice(state, data.layer, (id) => {
        this.layer = id;
        this.update(state);
      }),
      element("span", {
        class: "count",
        ...STATUS,
        text: fill(words.rows_of, { n: number.format(data.total), total: number.format(data.of) }),
      }),
      this.chooser(),
      ...tableFiles(state, data.layer, this.link),
    );
    const columns = data.shown.flatMap((id) => data.columns.find((column) => column.id === id) ?? []);
    const header = columns.map((column) => {
      const { id } = column,
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
    const numeric = columns.map(({ type }) => ["number", "integer", "year"].includes(type));
    const rows = data.rows.map((row, k) =>
      element(
        "tr",
        {
          tabindex: k ? "-1" : "0",
          "data-row": row.id,
          /* What is heard when the row has the focus. */
          "aria-label": row.cells[0]?.[0] || null,
          "aria-rowindex": data.start + k + 2,
          "aria-selected": String(`${data.layer}:${row.id}` === this.card),
          onclick: () => this.take(row.id),
          onkeydown: (event) => this.key(event, row.id),
        },
        ...row.cells.map(([text, value], c) =>
          element("td", {
            class: [value === null ? "unknown" : "", numeric[c] ? "number" : ""].join(" ").trim() || null,
            text: numeric[c] && value !== null ? withoutUnit(text, columns[c]?.unit) : text,
            title: text,
          }),
        ),
      ),
    );
    /** @param {number} count */
    const space = (count) =>
      element("tr", { class: "space", "aria-hidden": "true", style: `height:${count * ROW}px` });
    const focused = activeInside(this.root)?.dataset;
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
    else if (focused?.key?.startsWith("sort.")) keyed(table, focused.key)?.focus({ preventScroll: true });
  }

  /**
   * @param {string} id
   * @returns {HTMLElement | null}
   */
  row(id) {
    return this.scroll.querySelector(`[data-row="${CSS.escape(id)}"]`);
  }

  /** The choice of columns, open as the reader left it. */
  chooser() {
    const { data } = this,
      ids = data.columns.map((column) => column.id);
    const change = (/** @type {string} */ id, /** @type {boolean} */ on) => {
      this.columns[data.layer] = ids.filter((column) => (column === id ? on : data.shown.includes(column)));
      this.fetch(this.start);
    };
    const toggle = (/** @type {boolean} */ open) => {
      this.choosing = open;
    };
    return columnChooser(data, this.state.words.columns, this.choosing, toggle, change);
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

  /** @param {string} id */
  take(id) {
    this.mark(`${this.data.layer}:${id}`);
    map()?.go(this.data.layer, id);
  }

  /**
   * @param {KeyboardEvent & {currentTarget: HTMLElement}} event
   * @param {string} id
   */
  key(event, id) {
    const row = event.currentTarget,
      step = STEPS[event.key];
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.take(id);
    }
    if (!step) return;
    event.preventDefault();
    const next = row[step];
    if (next instanceof HTMLElement && next.dataset.row) next.focus();
    else this.scroll.scrollTop += event.key === "ArrowDown" ? ROW : -ROW;
  }

  /** @param {string} card */
  mark(card) {
    this.card = card;
    for (const row of this.scroll.querySelectorAll("[data-row]"))
      row.setAttribute(
        "aria-selected",
        String(`${this.data.layer}:${row.getAttribute("data-row")}` === card),
      );
  }

  /**
   * A card was opened on the map: its row comes in sight.
   *
   * @param {string | null} card
   */
  chosen(card) {
    if (!card || card === this.card) {
      this.card = card;
      return;
    }
    const [layer = "", id = ""] = card.split(/:(.*)/s);
    this.mark(card);
    if (layer !== this.showing) this.layer = this.showing = layer;
    this.fetch(this.start, id);
  }
}
