/* The card of one object, and the list that reaches the same card by keyboard. Every text is set as text.
 */
import { element, link } from "../shell/dom.js";
import { swatch } from "./symbols.js";

/* What the reader was at: on the map, or on the page around it. */
export const focusedNode = ({ live }) => {
  if (document.hasFocus() || !live) return document.activeElement;
  let node = window.parent.document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node;
};

export class Card {
  constructor(atlas) {
    this.atlas = atlas;
    this.words = atlas.words;
    this.trail = [];
    this.step = -1;
    this.node = element("aside", { class: "card", "aria-label": this.words.card, hidden: "" });
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.close();
      }
    });
    document.body.append(this.node);
  }

  open(layer, i) {
    return this.show(layer.id, layer.ids[i], layer, i);
  }

  /* A row that the map does not show: of a table, or of a layer that is off. */
  openRow(id, row) {
    return this.show(id, row, null, -1);
  }

  async show(id, row, layer, i) {
    this.serial = (this.serial || 0) + 1;
    const { serial } = this;
    /* From the list, Escape returns to where the list was opened. */
    if (!document.hasFocus() || !this.node.contains(document.activeElement))
      this.back = focusedNode(this.atlas);
    this.atlas.choose(layer, i);
    this.visit([id, row]);
    let card;
    try {
      card = await this.atlas.card(id, row);
    } catch {
      card = {
        title: layer?.names[i] || row,
        layer: layer ? layer.sheet.title : id,
        fields: [],
        problem: this.words.card_failed,
      };
    }
    if (serial !== this.serial) return;
    this.fill(card, layer, i);
    this.atlas.carded(`${id}:${row}`);
    this.tie(id, row, serial);
  }

  /* What was looked at before stays a step away. */
  visit(key) {
    const same = (one) => one && one[0] === key[0] && one[1] === key[1];
    if (same(this.trail[this.step])) return;
    this.trail = [...this.trail.slice(0, this.step + 1), key];
    this.step = this.trail.length - 1;
  }

  walk(steps) {
    const key = this.trail[this.step + steps];
    if (!key) return;
    this.step += steps;
    this.atlas.go(...key);
  }

  close() {
    if (this.node.hidden) return;
    this.serial += 1;
    this.node.hidden = true;
    this.atlas.choose(null, -1);
    this.atlas.carded(null);
    (this.back?.isConnected && this.back.tagName !== "BODY"
      ? this.back
      : this.atlas.map.getContainer()
    ).focus({ preventScroll: true });
  }

  head(title, under) {
    const { words } = this,
      heading = element("h2", { text: title, tabindex: "-1" });
    const step = (name, sign, by) =>
      element("button", {
        class: "step",
        "aria-label": name,
        title: name,
        text: sign,
        disabled: this.trail[this.step + by] ? null : "",
        onclick: () => this.walk(by),
      });
    const close = element("button", {
      class: "close",
      "aria-label": words.close,
      title: words.close,
      text: "×",
      onclick: () => this.close(),
    });
    this.node.replaceChildren(
      element(
        "header",
        {},
        element("p", { class: "kicker" }, ...under),
        heading,
        this.trail.length > 1
          ? element("span", { class: "steps" }, step(words.back, "‹", -1), step(words.forward, "›", 1))
          : null,
        close,
      ),
    );
    this.node.hidden = false;
    heading.focus({ preventScroll: true });
  }

  fill(card, layer, i) {
    const { dark, ground } = this.atlas.look;
    this.head(
      card.title,
      [
        layer ? swatch(layer.sheet, layer.sheet.symbols[layer.symbol[i]], dark, ground) : null,
        element("span", { text: card.layer }),
      ].filter(Boolean),
    );
    if (card.problem) this.node.append(element("p", { class: "problem", text: card.problem }));
    /* A territory has a page of its own, on paper too. */
    if (card.portrait && this.atlas.live) {
      const at = `${this.atlas.home}/portrait/${encodeURIComponent(this.trail[this.step][1])}`,
        query = `?lang=${this.atlas.lang}`;
      this.node.append(
        element(
          "p",
          { class: "portrait" },
          element("a", { href: at + query, target: "_blank", rel: "noopener", text: this.words.portrait }),
          element("a", { href: `${at}.pdf${query}`, download: "", text: "PDF" }),
        ),
      );
    }
    const known = card.fields.filter((field) => !field.unknown),
      unknown = card.fields.filter((field) => field.unknown);
    this.node.append(this.fields(known, card.source));
    /* What is not known is said, and does not stand in the way of what is. */
    if (unknown.length > 3)
      this.node.append(
        element(
          "details",
          { class: "unknowns" },
          element("summary", { text: this.words.unknown_fields.replace("{n}", unknown.length) }),
          this.fields(unknown, card.source),
        ),
      );
    else if (unknown.length) this.node.append(this.fields(unknown, card.source));
    this.ties = element("div", { class: "ties" });
    this.node.append(this.ties);
    if (card.source) this.node.append(this.source(card.source));
  }

  /* A value says on demand what it means and where it comes from. */
  fields(fields, source) {
    const list = element("dl");
    for (const field of fields) {
      const value = element(
        "dd",
        { class: field.unknown ? "unknown" : null },
        field.url ? link(field.url, field.text) : element("span", { text: field.text }),
      );
      const why = [
        field.about,
        source &&
          this.words.from_source.replace(
            "{source}",
            source.rows
              .slice(0, 2)
              .map((line) => line[1])
              .join(", "),
          ),
      ]
        .filter(Boolean)
        .join(" — ");
      const about = element("p", { class: "about", hidden: "", text: why });
      const title = why
        ? element("button", {
            class: "why",
            "aria-expanded": "false",
            title: this.words.why,
            text: field.title,
            onclick: (event) => {
              about.hidden = !about.hidden;
              event.target.setAttribute("aria-expanded", String(!about.hidden));
            },
          })
        : element("span", { text: field.title });
      list.append(element("dt", {}, title), value, about);
    }
    return list;
  }

  /* The objects it is tied to: each a step of the travel. */
  async tie(id, row, serial) {
    let groups;
    try {
      ({ groups } = await this.atlas.ties(id, row));
    } catch {
      if (serial === this.serial)
        this.ties.append(element("p", { class: "problem", text: this.words.ties_failed }));
      return;
    }
    if (serial !== this.serial) return;
    for (const { title, about, items } of groups) {
      const rows = items.map((item) =>
        element(
          "li",
          {},
          element(
            "button",
            { onclick: () => this.atlas.go(item.layer, item.id, item.bounds) },
            element("span", { text: item.name }),
            item.note || item.about
              ? element("span", { class: "note", text: item.note || item.about })
              : null,
          ),
        ),
      );
      const most = 6,
        list = element("ul", {}, ...rows.slice(0, most));
      this.ties.append(
        element(
          "section",
          { class: "rows" },
          element("h3", { title: about, text: items.length > 1 ? `${title} · ${items.length}` : title }),
          list,
          rows.length > most
            ? element(
                "details",
                {},
                element("summary", { text: this.words.more.replace("{n}", rows.length - most) }),
                element("ul", {}, ...rows.slice(most)),
              )
            : null,
        ),
      );
    }
  }

  source(source) {
    const list = element("dl");
    for (const [title, text, url] of source.rows) {
      list.append(
        element("dt", { text: title }),
        element("dd", {}, url ? link(url, text) : element("span", { text })),
      );
    }
    return element("section", { class: "source" }, element("h3", { text: this.words.source }), list);
  }

  /* What is in sight, by layer, as buttons. */
  list() {
    this.back = document.activeElement;
    this.serial = (this.serial || 0) + 1;
    this.head(this.words.list, [element("span", { text: this.words.list_about })]);
    const sheet = this.atlas.sight(),
      most = 100;
    for (const layer of [...this.atlas.drawn].reverse()) {
      if (layer.large) {
        this.listLarge(layer, sheet);
        continue;
      }
      const rows = new Set();
      sheet.rows(layer, (i) => rows.add(i), -96);
      if (!rows.size) continue;
      const names = [...rows]
        .map((i) => [layer.names[i] || layer.ids[i], i])
        .sort((a, b) => a[0].localeCompare(b[0], this.atlas.lang, { numeric: true }));
      const items = element("ul");
      for (const [name, i] of names.slice(0, most)) {
        items.append(
          element("li", {}, element("button", { text: name, onclick: () => this.open(layer, i) })),
        );
      }
      const count = names.length > most ? `${most} / ${names.length}` : String(names.length);
      this.node.append(
        element(
          "section",
          { class: "rows" },
          element("h3", { text: `${layer.sheet.title} · ${count}` }),
          items,
        ),
      );
    }
  }

  /* Of a large layer the largest rows in sight; its section keeps its place until they come. */
  async listLarge(layer, sheet) {
    const { serial } = this,
      section = element("section", { class: "rows" });
    this.node.append(section);
    const { count, rows } = await layer.list(sheet, 96).catch(() => ({ count: 0, rows: [] }));
    if (serial !== this.serial || !count) {
      section.remove();
      return;
    }
    const names = rows
      .map(([id, name]) => [name || id, id])
      .sort((a, b) => a[0].localeCompare(b[0], this.atlas.lang, { numeric: true }));
    const items = names.map(([name, id]) =>
      element("li", {}, element("button", { text: name, onclick: () => this.atlas.go(layer.id, id) })),
    );
    section.append(
      element("h3", {
        text: `${layer.sheet.title} · ${count > names.length ? `${names.length} / ${count}` : count}`,
      }),
      element("ul", {}, ...items),
    );
  }
}
