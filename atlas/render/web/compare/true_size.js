/* The outline of one territory over another, both at the same scale, north up, wherever on Earth they lie. */
import { element, svgElement } from "../shell/dom.js";
import { writeNumber } from "../shell/numbers/write_number.js";
import { fill, word } from "../shell/words.js";
import { draggable } from "./dragging.js";
import { path, scaleBar, span } from "./map_parts.js";

/**
 * @import { OverlaidOutline } from "./answers"
 * @import { Compare } from "./compare.js"
 *
 * @typedef {{ under: OverlaidOutline, over: OverlaidOutline }} Two
 */

/* Pixels of the drawing. */
const W = 980,
  H = 600;

/**
 * @param {Compare} page
 * @param {HTMLElement} node
 */
export const trueSize = async (page, node) => {
  const under = page.chosen("size.under") ?? "nord_pas_de_calais",
    over = page.chosen("size.over") ?? "ruhr";
  /** @type {OverlaidOutline[]} */
  const answer = await page.ask("compare/outlines", { of: [under, over] });
  const found = [under, over].map((id) => answer.find((outline) => outline.id === id)),
    [below, above] = found;
  node.append(controls(page, under, over));
  if (!below || !above) {
    node.append(element("p", { class: "none", text: page.words.no_map }));
    return;
  }
  const two = { under: below, over: above },
    km = Math.max(...[below, above].map((outline) => needed(outline))) * W * 1.12,
    note = element("span", { class: "legend-note", text: page.words.size_about });
  node.append(
    sentence(page, two),
    element("figure", {}, drawing(page, two, km)),
    element("div", { class: "controls" }, scaleBar(page, km, km / W), note),
  );
};

/**
 * Kilometres a pixel at which an outline fits.
 *
 * @param {OverlaidOutline} outline
 */
const needed = (outline) => {
  const [w, h] = span(outline);
  return Math.max(w / W, h / H);
};

/**
 * @param {Compare} page
 * @param {string} under
 * @param {string} over
 */
const controls = (page, under, over) => {
  const { words } = page,
    choose = (/** @type {Record<string, string>} */ changes) =>
      page.choose({ "size.x": null, "size.y": null, ...changes });
  /**
   * @param {"under" | "over"} key
   * @param {string} value
   */
  const field = (key, value) => {
    const name = `size.${key}`,
      chooser = page.panel.chooser(name, (id) => choose({ [name]: id }), value);
    return element("label", {}, element("span", { text: word(words, `size_${key}`) }), chooser);
  };
  const turn = element("button", {
    type: "button",
    class: "small",
    "data-key": "size.turn",
    text: words.turn,
    onclick: () => choose({ "size.under": over, "size.over": under }),
  });
  return element("div", { class: "controls" }, field("under", under), field("over", over), turn);
};

/**
 * @param {Compare} page
 * @param {Two} two
 * @param {number} km
 */
const drawing = (page, { under, over }, km) => {
  const px = km / W,
    high = (km * H) / W,
    at = { x: Number(page.chosen("size.x") ?? 0), y: Number(page.chosen("size.y") ?? 0) };
  const laid = svgElement(
    "g",
    {
      class: "over",
      "data-key": "size.laid",
      tabindex: 0,
      role: "img",
      "aria-label": `${over.name}. ${page.words.size_keys}`,
    },
    svgElement("path", { d: path(over.rings), "stroke-width": 2 * px }),
  );
  const svg = svgElement(
    "svg",
    {
      class: "true-size",
      viewBox: `${-km / 2} ${-high / 2} ${km} ${high}`,
      "data-under": under.drawn_km2,
      "data-over": over.drawn_km2,
    },
    svgElement(
      "path",
      { class: "under", d: path(under.rings), "stroke-width": 1.4 * px },
      svgElement("title", { text: under.name }),
    ),
    laid,
  );
  const lay = (/** @type {number} */ x, /** @type {number} */ y) => {
    at.x += x;
    at.y += y;
    laid.setAttribute("transform", `translate(${at.x} ${at.y})`);
  };
  draggable(laid, {
    drag: (x, y) => {
      const scale = km / svg.clientWidth;
      lay(x * scale, y * scale);
    },
    step: (x, y, { shiftKey }) => {
      const step = km / (shiftKey ? 20 : 100);
      lay(x * step, y * step);
    },
    done: () => page.choose({ "size.x": at.x.toFixed(2), "size.y": at.y.toFixed(2) }),
  });
  lay(0, 0);
  return svg;
};

/**
 * How large both are, and how many times the larger one is the smaller.
 *
 * @param {Compare} page
 * @param {Two} two
 */
const sentence = ({ lang, words }, { under, over }) => {
  const area = (/** @type {OverlaidOutline} */ { approximate, area_km2 }) =>
    writeNumber(area_km2, lang, { decimals: 0, unit: "km²" }) +
    (approximate ? ` (${words.approximate})` : "");
  const [more, less] = under.area_km2 >= over.area_km2 ? [under, over] : [over, under],
    times = more.area_km2 / less.area_km2;
  return element(
    "p",
    { class: "big size-told" },
    element("b", { class: "is-under", text: under.name }),
    ` ${area(under)} · `,
    element("b", { class: "is-over", text: over.name }),
    ` ${area(over)} · `,
    fill(words.times, { more: more.name, less: less.name, n: writeNumber(times, lang, { decimals: 1 }) }),
  );
};
