// @ts-nocheck
/* The sheets of the network: project, partner, commune, aim. Every text is set as text; what is not known
   is said. */

import { element, link } from "../shell/dom.js";
import { fill } from "../shell/words.js";

export class NetworkSheets {
  /* `open(layer, id)` opens another sheet, `need(theme)` the partners for a theme, `hover(test)` brings
     arcs out. */
  constructor({ open, need, hover, back }) {
    Object.assign(this, { open, need, hover, back });
  }

  step(text, layer, id, note = null) {
    const light = layer === "projects" ? (arc) => arc.projects.includes(id) : (arc) => arc.place === id;
    return element(
      "button",
      {
        type: "button",
        class: "step",
        "data-key": `${layer}.${id}.${text}`,
        onclick: () => this.open(layer, id),
        onpointerenter: () => this.hover(light),
        onpointerleave: () => this.hover(null),
      },
      element("span", { text }),
      note ? element("span", { class: "note", text: note }) : null,
    );
  }

  section(title, items, note = null) {
    if (!items.length) return null;
    return element(
      "section",
      {},
      element("h3", { text: items.length > 1 ? `${title} · ${items.length}` : title }),
      note ? element("p", { class: "note", text: note }) : null,
      element("ul", {}, ...items.map((item) => element("li", {}, ...[item].flat()))),
    );
  }

  doubts(list) {
    return list.length ? element("span", { class: "doubt", text: list.join(" · ") }) : null;
  }

  head(kicker, title, under) {
    const { words } = this;
    return [
      element("button", {
        type: "button",
        class: "small back",
        "data-key": "back",
        text: words.back,
        onclick: this.back,
      }),
      element("p", { class: "kicker", text: kicker }),
      element("h2", { tabindex: "-1", text: title }),
      ...under.filter(Boolean).map((text) => element("p", { class: "under", text })),
    ];
  }

  facts(rows) {
    const list = element("dl");
    for (const [title, text] of rows)
      list.append(
        element("dt", { text: title }),
        element("dd", { class: text ? null : "unknown", text: text || this.words.not_stated }),
      );
    return list;
  }

  sources(documents, section) {
    const { words } = this;
    return element(
      "section",
      { class: "source" },
      element("h3", { text: words.source }),
      element("ul", {}, ...documents.map(({ title, url }) => element("li", {}, link(url, title)))),
      element("p", {
        class: "note",
        text: section ? fill(words.section, { section }) : words.no_section,
      }),
    );
  }

  project(sheet) {
    const { words } = this;
    return [
      ...this.head(words.project, sheet.name, [sheet.other_names.join(" · "), sheet.years]),
      sheet.doubts.length ? element("p", { class: "doubt", text: sheet.doubts.join(" · ") }) : null,
      element("p", { class: "summary-text", text: sheet.summary }),
      this.facts([...sheet.facts, [words.outputs, sheet.outputs]]),
      ...sheet.figures.map((figure) =>
        element(
          "section",
          { class: "contested" },
          element("h3", { text: `${words.contested} · ${figure.title}` }),
          element(
            "ul",
            {},
            ...figure.versions.map(({ value, definition, source }) =>
              element(
                "li",
                {},
                element("strong", { text: value }),
                element("span", { text: `${definition} (${source})` }),
              ),
            ),
          ),
        ),
      ),
      this.section(
        words.themes,
        sheet.themes.map(({ id, title }) =>
          element(
            "button",
            { type: "button", class: "step", "data-key": `need.${id}`, onclick: () => this.need(id) },
            element("span", { text: title }),
          ),
        ),
      ),
      this.section(
        words.part_of,
        sheet.part_of.map(({ id, name }) => this.step(name, "projects", id)),
      ),
      this.section(
        words.parts,
        sheet.parts.map(({ id, name }) => this.step(name, "projects", id)),
      ),
      sheet.partners.length
        ? this.section(
            words.partners,
            sheet.partners.map((partner) => this.partner(partner)),
          )
        : element("p", { class: "note", text: words.no_partner }),
      this.section(
        words.members,
        sheet.members.map((member) => [
          ...[this.partner(member)].flat(),
          element("span", { class: "note" }, link(member.url, member.source)),
        ]),
        words.members_about,
      ),
      this.section(
        words.seminars,
        sheet.seminars.map((member) => [element("span", { text: `${member.name}, ${member.where}` })]),
      ),
      this.section(
        words.practices,
        sheet.practices.map(({ title, text }) => [
          element("strong", { text: title }),
          element("span", { text: ` — ${text}` }),
        ]),
      ),
      this.sources(sheet.documents, sheet.section),
    ];
  }

  partner({ name, where, place, doubts, kind }) {
    const note = [kind, where].filter(Boolean).join(", ");
    return [
      place
        ? this.step(name, "partner_cities", place, note)
        : element(
            "span",
            { class: "step still" },
            element("span", { text: name }),
            element("span", { class: "note", text: `${note} · ${this.words.no_place}` }),
          ),
      this.doubts(doubts),
    ];
  }

  place(sheet) {
    const { words } = this;
    return [
      ...this.head(words.partner, sheet.name, [
        sheet.other_names.join(" · "),
        `${sheet.kind}, ${sheet.country} · ${sheet.precision}`,
      ]),
      sheet.mining.length
        ? element("p", { class: "mining", text: `${words.mining_town} ${sheet.mining.join(", ")}.` })
        : null,
      this.section(
        words.ties,
        sheet.ties.map((tie) =>
          [
            this.step(tie.name, "projects", tie.project, [tie.years, tie.partner].join(" · ")),
            tie.role
              ? element("span", { class: "note", text: fill(words.role, { role: tie.role }) })
              : null,
            tie.source ? element("span", { class: "note" }, link(tie.url, tie.source)) : null,
            this.doubts(tie.doubts),
          ].filter(Boolean),
        ),
      ),
      this.section(
        words.themes,
        sheet.themes.map(({ id, title }) =>
          element(
            "button",
            { type: "button", class: "step", "data-key": `need.${id}`, onclick: () => this.need(id) },
            element("span", { text: title }),
          ),
        ),
      ),
      this.section(
        words.twinned_with,
        sheet.twinnings.map((twin) => this.twin(twin, twin.commune, "communes", twin.insee)),
      ),
      this.section(
        words.shared,
        sheet.shared.map(({ place, name, themes }) =>
          this.step(name, "partner_cities", place, themes.join(", ")),
        ),
        words.shared_about,
      ),
      this.section(
        words.basins,
        sheet.basins.map((basin) =>
          [
            element("strong", { text: basin.name }),
            element("span", { class: "note", text: ` ${basin.how}` }),
            this.facts(basin.facts),
            basin.comparable &&
              element("button", {
                type: "button",
                class: "small",
                "data-key": `compare.${basin.id}`,
                text: words.compare,
                onclick: () =>
                  this.act({
                    kind: "set",
                    query: { mode: ["compare"], compare: ["nord_pas_de_calais", basin.id], card: [] },
                  }),
              }),
          ].filter(Boolean),
        ),
      ),
      this.section(
        words.heritage,
        sheet.heritage.map(({ name, year, url }) => [
          link(url, name),
          element("span", { class: "note", text: ` ${year}` }),
        ]),
      ),
      sheet.ties.length || sheet.twinnings.length
        ? null
        : element("p", { class: "note", text: words.no_tie }),
    ];
  }

  twin(twin, name, layer, id) {
    const { words } = this;
    return [
      this.step(
        name,
        layer,
        id,
        [twin.year ? fill(words.since, { year: twin.year }) : words.year_unknown, twin.status].join(" · "),
      ),
      this.doubts(twin.doubts),
      element("span", { class: "note" }, link(twin.url, twin.source)),
    ].filter(Boolean);
  }

  commune(sheet) {
    const { words } = this;
    return [
      ...this.head(words.commune, sheet.name, []),
      sheet.twins.length ? null : element("p", { class: "note", text: words.no_twin }),
      this.section(
        words.twins,
        sheet.twins.map((twin) =>
          [
            ...this.twin(twin, `${twin.city}, ${twin.country}`, "partner_cities", twin.place),
            twin.mining.length
              ? element("span", {
                  class: "mining",
                  text: `${words.mining_town} ${twin.mining.join(", ")}.`,
                })
              : null,
          ].filter(Boolean),
        ),
      ),
    ];
  }

  aim(aim, tbm) {
    const { words } = this;
    return [
      ...this.head(`${tbm.name} · ${tbm.years}`, aim.title, []),
      element("p", { class: "summary-text", text: aim.text }),
      this.facts([[words.aim_result, aim.result]]),
      ...({
        elected_exchanges: () => this.exchanges(tbm),
        capitalised_experience: () => this.capitalised(tbm),
      }[aim.id]?.() ?? [element("p", { class: "note empty", text: words.aim_empty })]),
      this.section(
        words.aim_themes,
        aim.themes.map(({ id, title }) =>
          element(
            "button",
            { type: "button", class: "step", "data-key": `need.${id}`, onclick: () => this.need(id) },
            element("span", { text: title }),
            element("span", { class: "note", text: words.who_worked }),
          ),
        ),
      ),
      this.join(tbm),
      this.sources(aim.documents, aim.section),
    ];
  }

  exchanges(tbm) {
    const { words } = this;
    return [
      element("p", { text: fill(words.aim_countries, { countries: tbm.countries.join(", ") }) }),
      element("p", { class: "note empty", text: words.aim_no_town }),
    ];
  }

  capitalised(tbm) {
    const { words } = this;
    return [
      element(
        "p",
        {},
        element(
          "button",
          {
            type: "button",
            class: "step",
            "data-key": "aim.practices",
            onclick: () => this.open("practices", ""),
          },
          element("span", { text: fill(words.aim_practices, { n: tbm.practices }) }),
        ),
      ),
    ];
  }

  join({ join }) {
    const { words } = this;
    return element(
      "section",
      { class: "join" },
      element("h3", { text: words.join }),
      element("p", {
        text: fill(words.join_how, { organisation: join.organisation, town: join.town }),
      }),
      ...join.documents.map(({ title, url }) => element("p", { class: "note" }, link(url, url || title))),
      element("p", { class: "note", text: words.join_conditions }),
    );
  }
}
