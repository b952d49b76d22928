// @ts-nocheck
/* Projects and twinnings in time. Years are brushed with the pointer or typed; an end that nobody states
   fades out. */

import { element, svgElement } from "../shell/dom.js";
import { anew } from "../shell/rerender.js";
import { fill } from "../shell/words.js";

/* Projects begin with this century, twinnings long before: the years before take a fifth of the width. */
const TURN = 2000,
  EARLY = 0.2,
  FADE = 1.6,
  LANE = 14,
  LOW = 5,
  WRITTEN = 11,
  AXIS = 20,
  TWINS = 26;

export class NetworkTime {
  /* `brush({ from, to, undated })` is told what the reader changes of the years asked for, `pick(id)`
     the project, `over(id)` the one pointed at. */
  constructor({ brush, pick, over, fold }) {
    Object.assign(this, { brush, pick, over });
    this.ruler = document.createElement("canvas").getContext("2d");
    this.node = element("section", { class: "network-time" });
    this.fold = fold;
    new ResizeObserver(() => {
      if (this.time && this.node.clientWidth !== this.seen) this.draw();
    }).observe(this.node);
  }

  show({ time, span, families }, { words, dark, asked, undated }) {
    Object.assign(this, { time, span, words, asked, undated });
    this.colors = Object.fromEntries(families.map(({ id, color }) => [id, color?.[dark ? 1 : 0]]));
    this.draw();
  }

  /* Pixels of a (fractional) year; the years of a bar run from its first January to its last December. */
  x(year) {
    const [first, last] = [this.span[0], this.span[1] + 1],
      early = EARLY * this.width;
    return year < TURN
      ? ((year - first) / (TURN - first)) * early
      : early + ((year - TURN) / (last - TURN)) * (this.width - early);
  }

  year(x) {
    const [first, last] = [this.span[0], this.span[1] + 1],
      early = EARLY * this.width;
    const year =
      x < early
        ? first + (x / early) * (TURN - first)
        : TURN + ((x - early) / (this.width - early)) * (last - TURN);
    return Math.max(first, Math.min(last - 1, Math.floor(year)));
  }

  draw() {
    const { words } = this;
    this.seen = this.node.clientWidth;
    this.width = Math.max(300, this.seen - 32);
    const height = Math.max(90, this.node.clientHeight - 38);
    const drawing = svgElement("svg", {
      width: this.width,
      height,
      class: "network-years",
      role: "img",
      "aria-label": words.time_about,
    });
    const room = height - AXIS - TWINS;
    const lanes = this.pack(),
      lane = Math.max(LOW, Math.min(LANE, Math.floor(room / Math.max(1, lanes.length))));
    const bars = lanes.flatMap((items, k) =>
      items.map((item, n) =>
        this.bar(item, {
          lane,
          k,
          free: lane < WRITTEN ? 0 : (items[n + 1]?.from ?? this.width) - item.to - 6,
        }),
      ),
    );
    drawing.append(
      this.definitions(),
      ...this.axis(height),
      ...this.window(height - AXIS),
      ...bars,
      ...this.twins(height),
    );
    this.listen(drawing, height);
    anew(this.node, "header", () => [this.head(), drawing]);
  }

  head() {
    const { words, time, asked } = this,
      [first, last] = this.span;
    const bound = (key, title, value) =>
      element(
        "label",
        {},
        element("span", { text: title }),
        element("input", {
          type: "number",
          min: first,
          max: last,
          step: 1,
          "data-key": `time.${key}`,
          placeholder: key === "from" ? first : last,
          value: value ?? "",
          onchange: ({ target }) => {
            const year = target.value === "" ? null : Number(target.value),
              other = asked[key === "from" ? 1 : 0];
            /* Without years there is nothing for those without a year to be kept beside. */
            this.brush({ [key]: year, ...(year === null && other === null ? { undated: false } : {}) });
          },
        }),
      );
    const { projects, twinnings } = time.undated;
    return element(
      "header",
      {},
      element("h2", { text: words.time }),
      bound("from", words.time_from, asked[0]),
      bound("to", words.time_to, asked[1]),
      asked[0] !== null || asked[1] !== null
        ? element(
            "label",
            { class: "option" },
            element("input", {
              type: "checkbox",
              "data-key": "time.undated",
              checked: this.undated,
              onchange: (event) => this.brush({ undated: event.target.checked }),
            }),
            element("span", { text: words.time_with_undated }),
          )
        : null,
      asked[0] !== null || asked[1] !== null
        ? element("button", {
            type: "button",
            class: "small",
            "data-key": "time.all",
            text: words.time_all,
            onclick: () => this.brush({ from: null, to: null, undated: false }),
          })
        : null,
      element("span", {
        class: "count",
        text: fill(words.time_undated, { projects, twinnings }),
      }),
      element("button", {
        type: "button",
        class: "small fold",
        "data-key": "time.fold",
        text: words.time_fold,
        onclick: this.fold,
      }),
    );
  }

  /* Lanes without two bars in one another's way. */
  pack() {
    const lanes = [],
      order = Object.keys(this.colors),
      rank = (project) => {
        const k = order.indexOf(project.family);
        return k < 0 ? order.length : k;
      };
    for (const project of this.time.projects
      .filter((one) => one.start !== null)
      .sort((a, b) => a.start - b.start || rank(a) - rank(b))) {
      const from = this.x(project.start),
        to = Math.max(from + 7, this.x((project.end ?? project.start + FADE - 1) + 1));
      const lane = lanes.find((items) => items.at(-1).to + 4 < from) ?? lanes[lanes.push([]) - 1];
      lane.push({ project, from, to });
    }
    return lanes;
  }

  /* As much of a name as there is room for; nothing where that would be a stump. */
  fitting(text, free) {
    this.ruler.font = '11.5px "Atlas Sans", "Source Sans", sans-serif';
    const wide = (part) => this.ruler.measureText(part).width;
    if (wide(text) <= free) return text;
    let short = text;
    while (short.length > 5 && wide(`${short}…`) > free) short = short.slice(0, -1).trimEnd();
    return short.length > 5 && wide(`${short}…`) <= free ? `${short}…` : null;
  }

  definitions() {
    const defs = svgElement("defs");
    for (const [family, color] of [...Object.entries(this.colors), ["none", "currentColor"]]) {
      const fade = svgElement("linearGradient", { id: `fade-${family}` });
      fade.append(
        svgElement("stop", { offset: 0.25, "stop-color": color }),
        svgElement("stop", { offset: 1, "stop-color": color, "stop-opacity": 0 }),
      );
      defs.append(fade);
    }
    return defs;
  }

  bar({ project, from, to }, { lane, k, free }) {
    const open = project.end === null,
      family = project.family ?? "none",
      y = k * lane + 1;
    /* Beside its bar, or on it where the bar is long and solid. */
    const beside = this.fitting(project.name, free),
      on =
        lane >= WRITTEN && !open && beside !== project.name
          ? this.fitting(project.name, to - from - 8)
          : null;
    const inside = on && (!beside || on.length > beside.length),
      text = inside ? on : beside;
    const group = svgElement("g", { class: project.kept ? "item" : "item out", "data-id": project.id });
    group.append(
      svgElement("rect", {
        x: from,
        y: y + 1,
        width: to - from,
        height: Math.max(3, lane - 4),
        rx: open ? 0 : 2,
        fill: open ? `url(#fade-${family})` : (this.colors[family] ?? "currentColor"),
      }),
    );
    if (text)
      group.append(
        svgElement(
          "text",
          { x: inside ? from + 4 : to + 3, y: y + lane / 2 + 3.5, class: inside ? "inside" : "" },
          text,
        ),
      );
    const closed = project.end === project.start ? project.start : `${project.start}–${project.end}`;
    const years = open ? fill(this.words.time_open, { year: project.start }) : closed;
    group.append(svgElement("title", {}, `${project.name} · ${years}`));
    return group;
  }

  /* Twinnings stand on the axis, one ring each; those of one year are stacked. */
  twins(height) {
    const seen = new Map(),
      out = [
        svgElement(
          "text",
          { class: "band", x: 0, y: height - AXIS - TWINS + 4 },
          this.words.time_twinnings,
        ),
      ];
    for (const twin of this.time.twinnings) {
      if (twin.year === null) continue;
      const n = seen.get(twin.year) || 0;
      seen.set(twin.year, n + 1);
      const ring = svgElement("circle", {
        class: twin.kept ? "twin" : "twin out",
        cx: this.x(twin.year + 0.5),
        cy: height - AXIS - 4 - n * 5.2,
        r: 2.2,
        "data-on": twin.active,
      });
      ring.append(svgElement("title", {}, `${twin.name} · ${twin.year}`));
      out.push(ring);
    }
    return out;
  }

  axis(height) {
    const out = [
      svgElement("line", { x1: 0, x2: this.width, y1: height - AXIS, y2: height - AXIS, class: "axis" }),
    ];
    const [first, last] = this.span,
      step = (this.width * (1 - EARLY)) / (last + 1 - TURN) > 34 ? 2 : 5;
    const ticks = [
      first,
      1980,
      ...Array.from({ length: last - TURN + 1 }, (_, k) => TURN + k).filter(
        (year) => (year - TURN) % step === 0,
      ),
    ];
    for (const year of ticks) {
      const x = this.x(year);
      out.push(
        svgElement("line", {
          x1: x,
          x2: x,
          y1: 0,
          y2: height - AXIS,
          class: year === TURN ? "tick turn" : "tick",
        }),
        svgElement("text", { class: "year", x: x + 2, y: height - 5 }, year),
      );
    }
    return out;
  }

  /* The years asked for, on the paper; the others in the shade. */
  window(height) {
    const [from, to] = this.asked;
    if (from === null && to === null) return [];
    const west = this.x(from ?? this.span[0]),
      east = this.x((to ?? this.span[1]) + 1);
    return [
      svgElement("rect", { class: "shade", x: 0, y: 0, width: Math.max(0, west), height }),
      svgElement("rect", { class: "shade", x: east, y: 0, width: Math.max(0, this.width - east), height }),
    ];
  }

  listen(drawing, height) {
    const mark = svgElement("rect", { class: "brush", y: 0, height: height - AXIS, visibility: "hidden" });
    drawing.append(mark);
    const at = (event) => event.clientX - drawing.getBoundingClientRect().left,
      item = (event) => event.target.closest?.(".item")?.dataset.id;
    drawing.addEventListener("pointerdown", (event) => {
      this.from = at(event);
      drawing.setPointerCapture(event.pointerId);
      this.pressed = item(event);
    });
    drawing.addEventListener("pointermove", (event) => {
      this.over(item(event) ?? null);
      if (this.from === undefined) return;
      const [west, east] = [this.from, at(event)].sort((a, b) => a - b);
      if (east - west < 4) return;
      mark.setAttribute("visibility", "visible");
      mark.setAttribute("x", west);
      mark.setAttribute("width", east - west);
    });
    drawing.addEventListener("pointerup", (event) => {
      const [west, east] = [this.from, at(event)].sort((a, b) => a - b);
      this.from = undefined;
      if (east - west >= 4) this.brush({ from: this.year(west), to: this.year(east) });
      else if (this.pressed) this.pick(this.pressed);
    });
    drawing.addEventListener("pointerleave", () => this.over(null));
  }
}
