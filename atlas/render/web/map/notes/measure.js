/* Distances and areas on the ellipsoid: those up to the pointer are measured here, those of the points placed
   by the server. */
import { element } from "../../shell/dom.js";
import { LiveRegion } from "../../shell/patterns/live_region.js";
import { ask, messageOf } from "../../shell/server.js";
import { fill } from "../../shell/words.js";
import { measureLine } from "./geodesic.js";
import { MOST_POINTS, roundPlaces } from "./note_text.js";
import { writeArea, writeDistance } from "./units.js";

/**
 * @import { MeasureMessage } from "../../scene_messages"
 * @import { Tools } from "./tools.js"
 */

export class Measure {
  /** @type {L.LatLng[]} */
  points = [];
  closed = false;
  serial = 0;
  /** @type {MeasureMessage | null} */
  found = null;
  /** @type {Promise<void>} The answer that is on its way. */
  asked = Promise.resolve();

  /** @param {Tools} tools */
  constructor(tools) {
    this.tools = tools;
    this.buttons = element("div", { class: "kinds", role: "group", "aria-label": tools.words.measure });
    this.said = new LiveRegion({ class: "measured" });
    this.rows = element("div", {});
    /* Beside the pointer; who hears the page hears what the server measures after each point. */
    this.live = element("div", { class: "measure-live", "aria-hidden": "true", hidden: true });
    tools.page.map.getContainer().append(this.live);
    this.node = element("div", { class: "measure" }, this.buttons, this.said.node, this.rows);
    this.draw();
  }

  draw() {
    const { tools } = this,
      { words } = tools;
    this.buttons.replaceChildren(
      tools.tool("distance", words.distance, () => this.begin(false)),
      tools.tool("surface", words.area, () => this.begin(true)),
    );
  }

  /** @param {boolean} closed */
  begin(closed) {
    const { tools } = this,
      { notes, page, words } = tools,
      kind = closed ? "area" : "line";
    this.closed = closed;
    this.points = [];
    this.found = null;
    this.rows.replaceChildren();
    this.said.show("");
    const show = (/** @type {L.LatLng[]} */ points, /** @type {L.LatLng | null} */ end) => {
      const places = end ? [...points, end] : points;
      notes.draft = places.length
        ? { kind: places.length > 2 ? kind : "line", colour: "ink", points: roundPlaces(places), text: "" }
        : null;
      page.repaint();
      this.follow(places, end);
      if (points.length !== this.points.length) this.asked = this.ask(points);
    };
    tools.pen.start({
      most: MOST_POINTS,
      show,
      told: () => this.live.textContent ?? "",
      finish: async (points) => {
        tools.end();
        this.live.hidden = true;
        show(points, null);
        await this.asked;
        this.finished();
      },
      cancel: () => {
        this.live.hidden = true;
        tools.end();
      },
    });
    tools.use(closed ? "surface" : "distance");
    tools.said.announce(words.how_many);
    tools.finishing(true);
  }

  /**
   * What would be measured if the next point were placed here.
   *
   * @param {L.LatLng[]} places
   * @param {L.LatLng | null} end
   */
  follow(places, end) {
    const { live, tools } = this,
      { lang, map } = tools.page,
      points = roundPlaces(places),
      found = end && points.length > 1 ? measureLine(points, this.closed) : null;
    live.hidden = !found;
    if (!found || !end) return;
    const length = writeDistance(found.length, lang),
      [first, second] =
        found.area === null
          ? [length, points.length > 2 ? `+ ${writeDistance(found.last, lang)}` : ""]
          : [writeArea(found.area, lang), length];
    live.replaceChildren(
      element("b", { text: first }),
      ...(second ? [element("span", { text: ` ${second}` })] : []),
    );
    const { x, y } = map.latLngToContainerPoint(end),
      { x: wide, y: high } = map.getSize(),
      { offsetWidth, offsetHeight } = live;
    const left = Math.min(x + 14, wide - offsetWidth - 4),
      top = Math.min(y + 14, high - offsetHeight - 4);
    live.style.translate = `${left}px ${top}px`;
  }

  /** @param {L.LatLng[]} points */
  async ask(points) {
    const { page } = this.tools;
    this.points = points;
    this.serial += 1;
    const { serial } = this;
    if (points.length < 2) {
      this.said.show("");
      return;
    }
    const places = roundPlaces(points).flat().join(",");
    try {
      const found = await ask(
        "measure",
        `points=${places}&closed=${Number(this.closed)}&lang=${page.lang}`,
      );
      if (serial !== this.serial) return;
      this.found = found;
      this.said.announce(this.sentence());
      this.segments();
    } catch (problem) {
      if (serial === this.serial) this.said.announce(messageOf(problem));
    }
  }

  /** What is measured, in the units of the language. */
  sentence() {
    const { found, tools } = this,
      { page, words } = tools;
    if (!found) return words.measure_none;
    const length = writeDistance(found.length_m, page.lang);
    if (!this.closed) return fill(words.total, { length });
    return found.area_m2 === null
      ? fill(words.total, { length })
      : fill(words.surface, { area: writeArea(found.area_m2, page.lang), length });
  }

  segments() {
    const { found, tools } = this;
    if (!found || found.segments_m.length < 2) {
      this.rows.replaceChildren();
      return;
    }
    this.rows.replaceChildren(
      element(
        "ol",
        { class: "segments" },
        ...found.segments_m.map((metres, k) =>
          element("li", {
            text: fill(tools.words.segment, { n: k + 1, length: writeDistance(metres, tools.page.lang) }),
          }),
        ),
      ),
    );
  }

  /** What was measured may become a note. */
  finished() {
    const { closed, found, points, tools } = this,
      enough = found && points.length > (closed ? 2 : 1);
    if (!enough) {
      tools.notes.draft = null;
      tools.page.repaint();
      this.said.announce(tools.words.measure_none);
      return;
    }
    const keep = element("button", {
      type: "button",
      class: "small",
      "data-key": "measure.keep",
      text: tools.words.keep,
      onclick: () => {
        tools.notes.draft = null;
        keep.remove();
        tools.list.add({
          kind: closed ? "area" : "line",
          colour: tools.colour,
          points: roundPlaces(points),
          text: this.sentence(),
        });
      },
    });
    this.rows.append(keep, element("p", { class: "none", text: tools.words.geodesic }));
    keep.focus();
  }
}
