/* Three questions, each with a picture and with its answer as the layers give it now. */
import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { fill, plural, word } from "../shell/words.js";
import { sizeCanvas, strokeLines } from "./ground.js";
import { Marks, triangle } from "./marks.js";
import { WIDE } from "./message.js";
import { isOpen } from "./timeline.js";

/**
 * @import { OpeningCard } from "../explore/messages"
 * @import { OpeningData } from "./message.js"
 * @import { OpeningLook } from "./look.js"
 * @import { PluralForms } from "../words"
 */

/**
 * What a question answers, in words.
 *
 * @param {OpeningCard} card
 * @param {OpeningData} data
 */
export const answerOf = (card, data) => {
  const words = /** @type {Record<string, PluralForms>} */ (/** @type {unknown} */ (data.words)),
    forms = words[`answer_${card.key}`];
  return forms
    ? plural(forms, data.lang, card.count, { n: numberFormat(data.lang).format(card.count) })
    : "";
};

/**
 * A question in words.
 *
 * @param {OpeningCard} card
 * @param {OpeningData} data
 */
export const questionOf = (card, { words }) =>
  fill(word(words, `question_${card.key}`), { year: yearOf(card) });

/** @param {OpeningCard} card */
const yearOf = ({ query }) => Number(query.year?.[0] ?? 0);

/**
 * @param {OpeningData} data
 * @param {(card: OpeningCard) => void} choose
 */
export const drawCards = (data, choose) =>
  data.cards.map((card) =>
    element(
      "li",
      {},
      element(
        "button",
        { type: "button", "data-key": `question.${card.key}`, onclick: () => choose(card) },
        element("canvas", { class: "picture", "aria-hidden": "true" }),
        element(
          "span",
          { class: "asked" },
          element("span", { text: questionOf(card, data) }),
          element(
            "strong",
            {},
            element("span", { text: answerOf(card, data) }),
            element("span", { "aria-hidden": "true", text: " →" }),
          ),
        ),
      ),
    ),
  );

/**
 * Paints the picture of each card.
 *
 * @param {ParentNode} list
 * @param {OpeningData} data
 * @param {OpeningLook} look
 */
export const paintCards = (list, data, look) => {
  const pictures = { heaps: paintAnswers, shafts: paintYear, network: paintTies };
  list.querySelectorAll("canvas.picture").forEach((canvas, k) => {
    const card = data.cards[k];
    if (!card || !(canvas instanceof HTMLCanvasElement)) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width || !height) return;
    const context = sizeCanvas(canvas, width, height);
    pictures[/** @type {keyof typeof pictures} */ (card.key)]?.({
      context,
      width,
      height,
      data,
      look,
      card,
    });
  });
};

/**
 * @typedef {object} Picture
 * @property {CanvasRenderingContext2D} context
 * @property {number} width
 * @property {number} height
 * @property {OpeningData} data
 * @property {OpeningLook} look
 * @property {OpeningCard} card
 */

/**
 * The territory, all its heaps, and those that answer.
 *
 * @param {Picture} picture
 */
const paintAnswers = ({ context, width, height, data, look }) => {
  const [ring] = data.lines.question;
  if (!ring) return;
  const xs = ring.filter((_, k) => k % 2 === 0),
    ys = ring.filter((_, k) => k % 2),
    [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)],
    scale = Math.min((width - 10) / (east - west), (height - 10) / (south - north)),
    fit = {
      scale,
      dx: (width - (west + east) * scale) / 2,
      dy: (height - (north + south) * scale) / 2,
      unit: height / 95,
    },
    marks = new Marks(data, fit, look);
  context.strokeStyle = look["basin-line"];
  context.lineWidth = height / 64;
  strokeLines(context, data.lines.question, fit);
  context.globalAlpha = 0.55;
  for (let i = 0; i < data.kinds.length; i += 1) {
    triangle(context, ...marks.at(i), height / 42);
    context.fillStyle = look.stone;
    context.fill();
  }
  context.globalAlpha = 1;
  for (const i of data.answers) {
    const [x, y] = marks.at(i);
    const half = height / 14;
    context.drawImage(marks.halo, x - 2.4 * half, y - 2.4 * half, 4.8 * half, 4.8 * half);
    triangle(context, x, y, half);
    context.fillStyle = look.amber;
    context.fill();
    context.strokeStyle = look.night;
    context.stroke();
  }
};

/**
 * The shafts that were open in the year.
 *
 * @param {Picture} picture
 */
const paintYear = ({ context, width, height, data, look, card }) => {
  const scale = (width - 4) / WIDE,
    fit = { scale, dx: 2, dy: (height - WIDE * 0.41 * scale) / 2, unit: height / 240 },
    year = yearOf(card),
    half = height / 15,
    marks = new Marks(data, fit, look);
  context.strokeStyle = look["basin-line"];
  strokeLines(context, data.lines.outline, fit);
  for (let i = 0; i < data.sunk.length; i += 1) {
    if (!isOpen(data.sunk[i] ?? 0, data.closed[i] ?? 0, year)) continue;
    const x = (data.shafts[2 * i] ?? 0) * scale + fit.dx,
      y = (data.shafts[2 * i + 1] ?? 0) * scale + fit.dy;
    context.drawImage(marks.flame, x - half, y - half, 2 * half, 2 * half);
  }
};

/* Where the basin is, in degrees, and the part of the world that has partners. */
export const HOME = /** @type {const} */ ([2.95, 50.43]);
const NORTH = 68,
  SOUTH = -28,
  WIDTH = 250,
  MIDDLE = 26;

/**
 * A place of the world in a box, its degrees side by side.
 *
 * @param {number} lon
 * @param {number} lat
 * @param {{ width: number, height: number }} box
 * @returns {[x: number, y: number]}
 */
export const inWorld = (lon, lat, { width, height }) => {
  const scale = Math.min(width / WIDTH, height / (NORTH - SOUTH));
  return [width / 2 + (lon - MIDDLE) * scale, height / 2 + ((NORTH + SOUTH) / 2 - lat) * scale];
};

/**
 * The places of partners, each tied to the basin.
 *
 * @param {Picture} picture
 */
const paintTies = ({ context, width, height, data, look }) => {
  const box = { width, height },
    dot = height / 38,
    home = inWorld(...HOME, box);
  for (let i = 0; i < data.partners.length; i += 2) {
    const [x, y] = inWorld((data.partners[i] ?? 0) / 100, (data.partners[i + 1] ?? 0) / 100, box);
    context.globalAlpha = 0.3;
    context.strokeStyle = look.tie;
    context.lineWidth = height / 110;
    context.beginPath();
    context.moveTo(...home);
    context.quadraticCurveTo((home[0] + x) / 2, Math.min(home[1], y) - Math.abs(x - home[0]) * 0.22, x, y);
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = look.tie;
    context.fillRect(x - dot / 2, y - dot / 2, dot, dot);
  }
  context.fillStyle = look.amber;
  context.beginPath();
  context.arc(...home, height / 29, 0, 2 * Math.PI);
  context.fill();
};
