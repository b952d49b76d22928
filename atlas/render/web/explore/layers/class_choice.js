/* How a layer is coloured by a number: field, scheme, how many classes, and the histogram under the breaks.
   Loaded when somebody looks. */

import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { fill } from "../../shell/words.js";

/** @import { ExploreState, ChosenClasses, ClassificationOptions } from "../answers" */

/** @typedef {{ field: string, scheme: string, count: number | string }} Chosen */

/**
 * @param {{ id: string, title: string, unit: string | null }} field
 * @returns {[id: string, text: string]}
 */
const titled = ({ id, title, unit }) => [id, unit ? `${title} (${unit})` : title];

/**
 * Selects of the field, the scheme and the count; of chosen classes what they stand for, and a histogram.
 *
 * @param {ExploreState} state
 * @param {ClassificationOptions} data
 */
export const classChoice = (state, data) => {
  const { words, act, link } = state,
    { chosen } = data;
  /** @type {Chosen} */
  const now = {
    field: chosen?.field || "",
    scheme: chosen?.scheme || data.schemes[0]?.id || "",
    count: chosen?.count || 5,
  };
  const others = new URLSearchParams(link)
    .getAll("classes")
    .filter((text) => !text.startsWith(`${data.layer}.`));
  /** @param {Partial<Chosen>} part */
  const set = (part) => {
    const next = { ...now, ...part };
    act({
      kind: "set",
      query: {
        classes: next.field
          ? [...others, `${data.layer}.${next.field}:${next.scheme}:${next.count}`]
          : others,
      },
    });
  };
  /**
   * @param {keyof Chosen} key
   * @param {string} title
   * @param {[id: string | number, text: string | number][]} rows
   */
  const select = (key, title, rows) =>
    element(
      "label",
      { class: "line" },
      element("span", { text: title }),
      element(
        "select",
        { "data-key": `classes.${key}`, onchange: (event) => set({ [key]: event.target.value }) },
        ...rows.map(([id, text]) =>
          element("option", { value: id, selected: String(id) === String(now[key]), text }),
        ),
      ),
    );
  return [
    select("field", words.classes_field, [["", words.classes_none], ...data.fields.map(titled)]),
    ...(chosen
      ? [
          select(
            "scheme",
            words.classes_scheme,
            data.schemes.map((scheme) => [scheme.id, scheme.title]),
          ),
          select(
            "count",
            words.classes_count,
            data.counts.map((count) => [count, count]),
          ),
          element("p", { class: "variable", text: chosen.variable }),
          ...amount(state, chosen),
          histogram(state, chosen),
        ]
      : []),
  ];
};

/**
 * What is said of an amount as colours, and the density to show instead: small maps of the comparison.
 *
 * @param {ExploreState} state
 * @param {ChosenClasses} chosen
 */
const amount = ({ act, words }, { warning, density }) => {
  const said = warning ? [element("p", { class: "known warning", text: warning })] : [];
  if (!density) return said;
  const { id, title } = density,
    query = {
      mode: ["compare"],
      way: ["maps"],
      compare: ["intercommunality"],
      ind: [id],
      detail: [`maps.measure:${id}`],
    };
  const show = element("button", {
    type: "button",
    class: "small",
    "data-key": "classes.density",
    text: fill(words.classes_density, { title }),
    onclick: () => act({ kind: "set", query }),
  });
  return [...said, show];
};

/**
 * Bars of equal width; the breaks stand on them as lines, each class in its colour below.
 *
 * @param {ExploreState} state
 * @param {ChosenClasses} chosen
 */
const histogram = ({ words, lang }, { classes, histogram: columns, unknown }) => {
  const number = numberFormat(lang),
    low = columns[0]?.start ?? 0,
    span = (columns.at(-1)?.stop ?? 0) - low || 1,
    most = Math.max(1, ...columns.map((bar) => bar.of));
  /** @param {number} value */
  const left = (value) => `${(100 * (value - low)) / span}%`;
  /** @param {{ start: number, stop: number }} interval */
  const wide = ({ start, stop }) => `${(100 * (stop - start)) / span}%`;
  const bars = columns.map((bar) =>
    element("i", {
      class: "column",
      style: [
        `left:${left(bar.start)}`,
        `width:calc(${wide(bar)} - 1px)`,
        `height:${(100 * bar.kept) / most}%`,
      ].join(";"),
    }),
  );
  const breaks = classes
    .slice(1)
    .map((bin) => element("i", { class: "break", style: `left:${left(bin.bounds?.[0] ?? bin.start)}` }));
  const bands = classes.map((bin) =>
    element("i", {
      class: "band",
      title: `${bin.title}: ${number.format(bin.kept)}`,
      style: [`left:${left(bin.start)}`, `width:${wide(bin)}`, `background:light-dark(${bin.color})`].join(
        ";",
      ),
    }),
  );
  const description = [
    ...classes.map((bin) => `${bin.title}: ${number.format(bin.kept)}`),
    `${words.unknown}: ${number.format(unknown)}`,
  ].join("; ");
  return element(
    "div",
    { class: "breaks", role: "img", "aria-label": description },
    element("div", { class: "bars" }, ...bars, ...breaks),
    element("div", { class: "bands" }, ...bands),
    element("p", { class: "known", text: `${words.unknown}: ${number.format(unknown)}` }),
  );
};
