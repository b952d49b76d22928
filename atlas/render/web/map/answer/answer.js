/* The answers of a question: its headline over the map, and below it a strip that lists them. */
import { element } from "../../shell/dom.js";
import { numberFormat } from "../../shell/formats.js";
import { disclosureButton, setOpen } from "../../shell/patterns/disclosure.js";
import { activeInside } from "../../shell/rerender.js";
import { fill } from "../../shell/words.js";
import { toLatLngBounds } from "../camera/camera.js";
import { answerBounds, answeringLayers, answerStates, areInSight } from "./in_sight.js";
import { paintHalos, paintNames, veil, veilAround } from "./paint_answers.js";
import { areaLinks, cards, step } from "./strip.js";

/**
 * @import { AnswerRow, AnswersMessage, SceneState } from "../../messages"
 * @import { Occupied } from "../canvas/occupied.js"
 * @import { Sheet } from "../canvas/sheet.js"
 * @import { MapPage } from "../map_page.js"
 */

/* What painting a change of filter takes. */
const PAINTING_MS = 60;

export class Answer {
  /**
   * What the list was asked for, as parameters of a link.
   *
   * @type {string | null}
   */
  asked = null;
  folded = false;
  /** Whether all answers stood clear when the map last came to rest. */
  whole = false;
  /**
   * The answers that are listed, by layer: of a layer that the server draws they are all that is known here.
   *
   * @type {Map<string, AnswerRow[]>}
   */
  listed = new Map();
  /** The answers whose names are written, as `layer:id`. */
  named = new Set();

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    const { words } = page;
    this.title = element("h2");
    this.gaps = element("details", { class: "gaps", hidden: "" });
    this.frame = element("button", {
      type: "button",
      class: "frame",
      hidden: "",
      text: words.answers_fit,
      onclick: () => this.frameAll(),
    });
    /* The page of the area that the question is about, and the same on paper. */
    this.sheet = element("span", { class: "sheet", hidden: "" });
    this.fold = disclosureButton(
      {
        class: "fold",
        open: true,
        controls: "answers",
        "aria-label": words.answers_fold,
        title: words.answers_fold,
        toggle: () => this.toggle(),
      },
      "▾",
    );
    this.head = element(
      "header",
      { class: "answer", hidden: "" },
      this.title,
      element("div", { class: "more" }, this.gaps, this.sheet, this.frame),
      this.fold,
    );
    this.list = element("ul", { onkeydown: step });
    this.strip = element(
      "section",
      { class: "answers", id: "answers", "aria-label": words.answers, hidden: "" },
      this.list,
    );
    page.box.prepend(this.head);
    page.box.append(this.strip);
    /* Its names may wrap and its facts go with the size of the map and the look. */
    new ResizeObserver(() => this.lay()).observe(this.strip);
  }

  /** Whether a question is answered now: not in a presentation, whose words say what the map shows. */
  get shown() {
    return !this.head.hidden;
  }

  toggle() {
    this.folded = !this.folded;
    setOpen(this.fold, !this.folded);
    this.fold.textContent = this.folded ? "▸" : "▾";
    this.lay();
    this.page.repaint();
  }

  /** The strip lifts what stands at the lower edge of the map. */
  lay() {
    const listed = this.shown && !this.folded && this.list.childElementCount > 0;
    this.strip.hidden = !listed;
    const height = listed ? `${this.strip.getBoundingClientRect().height + 8}px` : "0px",
      { style } = this.page.root;
    /* All that hangs on it is laid out anew. */
    if (style.getPropertyValue("--strip") !== height) style.setProperty("--strip", height);
  }

  /**
   * Writes the headline and reserves the place of the strip, so that the camera frames what is left.
   *
   * @param {SceneState} state
   */
  show({ answer, layers, area_query }) {
    const there = Boolean(answer) && !this.page.presentation;
    this.head.hidden = !there;
    if (!there || !answer) {
      this.asked = null;
      this.listed.clear();
      this.list.replaceChildren();
      this.lay();
      return;
    }
    this.sheet.hidden = !(area_query && this.page.live);
    if (area_query) this.sheet.replaceChildren(...areaLinks(this.page, area_query));
    const [, number = "", rest = ""] = answer.sentence.match(/^([\d\s.,]*\d)?(.*)$/s) ?? [];
    this.title.replaceChildren(...(number ? [element("b", { text: number })] : []), rest);
    const count = layers.reduce((sum, { id, count }) => sum + (answer.layers.includes(id) ? count : 0), 0);
    const key = `${this.page.lang}?${answer.query}`;
    if (key === this.asked) return;
    this.asked = key;
    /* The strip is as high as it will be: a card stands for those on their way. */
    const waiting = element("li", {}, element("span", { class: "row waiting", text: "…" }));
    if (!this.list.childElementCount && count) this.list.replaceChildren(waiting);
    if (!count) this.list.replaceChildren();
    this.lay();
    this.fetch(answer.query, key);
  }

  /**
   * The map is painted before the list is asked for, and acts in quick succession ask for one list.
   *
   * @param {string} query
   * @param {string} key
   */
  async fetch(query, key) {
    if (this.page.live) await new Promise((resolve) => setTimeout(resolve, PAINTING_MS));
    if (key !== this.asked) return;
    const message = await this.page.source.answers(query).catch(() => null);
    if (key !== this.asked) return;
    this.fill(message ?? { groups: [], gaps: [] });
  }

  /** @param {AnswersMessage} message */
  fill({ groups, gaps }) {
    const { page } = this,
      { words } = page,
      found = groups.some(({ count }) => count),
      focused = activeInside(this.list)?.dataset.answer;
    this.listed = new Map(groups.map(({ layer, rows }) => [layer, rows]));
    this.gaps.hidden = !gaps.length;
    this.gaps.replaceChildren(
      element("summary", { text: found ? words.answers_gaps : words.answers_gaps_none }),
      ...gaps.map((text) => element("p", { text })),
    );
    const items = cards(page, groups);
    const more = groups.filter((group) => group.rows.length < group.count);
    if (page.live)
      for (const group of more)
        items.push(
          element(
            "li",
            {},
            element("button", {
              type: "button",
              class: "all",
              tabindex: "-1",
              text: fill(words.answers_all, { n: numberFormat(page.lang).format(group.count) }),
              title: group.title,
              onclick: () => page.send({ kind: "table", layer: group.layer }),
            }),
          ),
        );
    this.list.replaceChildren(...items);
    this.list.querySelector("button")?.setAttribute("tabindex", "0");
    /** @type {HTMLElement | null} */
    const again = focused ? this.list.querySelector(`[data-answer="${CSS.escape(focused)}"]`) : null;
    again?.focus({ preventScroll: true });
    this.lay();
    this.mark();
    this.refit();
    /* Only now is it known where they are. */
    if (page.drawn.some(({ id, large }) => large && this.listed.has(id))) page.repaint();
  }

  /** The card that is open is marked; answers out of sight can be framed again. */
  mark() {
    const { page } = this,
      { chosen } = page,
      open = chosen ? `${chosen.layer.id}:${chosen.layer.ids[chosen.i]}` : null;
    for (const button of this.list.querySelectorAll("[data-answer]"))
      button.setAttribute("aria-current", String(button.getAttribute("data-answer") === open));
    this.frame.hidden = !this.shown || !answeringLayers(page).length || areInSight(page);
  }

  /* What the map asks of it. */

  /** Pixels that the headline takes at the upper edge of the map. */
  above() {
    return this.head.getBoundingClientRect().bottom - this.top();
  }

  /** Pixels that the strip takes at the lower edge, and the legend where the reader has opened it. */
  below() {
    const { legend, map } = this.page,
      { y } = map.getSize(),
      over = [
        ...(this.strip.hidden ? [] : [this.strip]),
        ...(legend.node.open && !legend.node.hidden ? [legend.node] : []),
      ];
    return y - Math.min(y - 34, ...over.map((node) => node.getBoundingClientRect().top - this.top()));
  }

  /** Where the map begins: lower than the page where it is not alone. */
  top() {
    return this.page.map.getContainer().getBoundingClientRect().top;
  }

  /** What lies over the map: names stand beside the answers, and the tools at the right edge. */
  padding() {
    if (!this.shown) return {};
    const { x, y } = this.page.map.getSize(),
      wide = x > 760;
    return {
      paddingTopLeft: L.point(wide ? 84 : 34, Math.min(this.above() + 26, 0.45 * y)),
      paddingBottomRight: L.point(wide ? 84 : 58, Math.min(this.below() + 18, 0.45 * y)),
    };
  }

  /** The map has another size, or something else lies over it: what it was turned to is framed again. */
  refit() {
    const { page } = this,
      { framed } = page.camera;
    if (!page.painted || !this.shown) return;
    if (framed) page.camera.frame(page.state.bounds ? toLatLngBounds(page.state.bounds) : framed);
    else if (this.whole && !areInSight(page)) {
      this.frameAll();
      /* The link says another place until then. */
      page.app.settle();
    }
    this.rest();
  }

  frameAll() {
    const { camera } = this.page,
      bounds = answerBounds(this.page);
    if (!bounds) return;
    camera.frame(bounds);
    camera.framed = null;
    this.rest();
  }

  /** The map has come to rest. */
  rest() {
    if (!this.shown) return;
    this.whole = areInSight(this.page);
    this.mark();
  }

  /** @param {Sheet} sheet */
  veil(sheet) {
    veil(sheet, this.page.look);
  }

  /** @param {Sheet} sheet */
  veilAround(sheet) {
    if (this.page.state.answer) veilAround(sheet, this.page);
  }

  /** @param {Sheet} sheet */
  halo(sheet) {
    paintHalos(sheet, this.page);
  }

  /**
   * @param {Sheet} sheet
   * @param {Occupied} occupied
   */
  name(sheet, occupied) {
    this.named = paintNames(sheet, this.page, occupied);
  }

  states() {
    return answerStates(this.page);
  }
}
