/* The scale of the years of the network, and the lanes of its bars. */

/** @import { TimedProject } from "./answers" */

/* Projects begin with this century, twinnings long before: the years before take a fifth of the width. */
export const TURN = 2000;
const EARLY = 0.2;
/* Years for which an end that nobody states fades out. */
const FADE = 1.6;
/* Pixels that a written year takes, with the air beside it. */
const WRITTEN = 38;
/* Pixels of a bar at least, and between two in one lane. */
const LEAST = 7,
  GAP = 4;

/** @typedef {{ project: TimedProject, from: number, to: number }} Bar */

export class TimeScale {
  /**
   * @param {[first: number, last: number]} span
   * @param {number} width
   */
  constructor([first, last], width) {
    this.first = first;
    /** The end of the last year. */
    this.end = last + 1;
    this.width = width;
    this.early = EARLY * width;
  }

  /** Pixels of a year of this century. */
  get step() {
    return (this.width - this.early) / (this.end - TURN);
  }

  /**
   * Pixels of a (fractional) year; the years of a bar run from its first January to its last December.
   *
   * @param {number} year
   */
  x(year) {
    if (year < TURN) return ((year - this.first) / (TURN - this.first)) * this.early;
    return this.early + (year - TURN) * this.step;
  }

  /**
   * The year at a place.
   *
   * @param {number} x
   */
  year(x) {
    const year =
      x < this.early
        ? this.first + (x / this.early) * (TURN - this.first)
        : TURN + (x - this.early) / this.step;
    return Math.max(this.first, Math.min(this.end - 1, Math.floor(year)));
  }

  /** Years that are written below the axis, none over another. */
  ticks() {
    const every =
        this.step > 34 ? 2 : ([5, 10, 20, 50].find((years) => years * this.step >= WRITTEN) ?? 100),
      count = this.end - TURN,
      recent = Array.from({ length: count }, (_, k) => TURN + k).filter(
        (year) => (year - TURN) % every === 0,
      ),
      early = [...new Set([this.first, 1980])].filter((year) => year >= this.first && year < TURN);
    /** @type {number[]} */
    const written = [];
    for (const year of [...recent, ...early.reverse()]) {
      const x = this.x(year),
        /* At the end of the axis a year stands before its line. */
        room = x > this.width - WRITTEN ? 2 * WRITTEN : WRITTEN;
      if (written.every((other) => Math.abs(this.x(other) - x) >= room)) written.push(year);
    }
    return written.sort((a, b) => a - b);
  }

  /**
   * Bars in lanes, without two in one another's way; of one year in the order of their families.
   *
   * @param {TimedProject[]} projects
   * @param {string[]} families
   */
  pack(projects, families) {
    /** @type {Bar[][]} */
    const lanes = [];
    const rank = (/** @type {TimedProject} */ { family }) => {
      const k = families.indexOf(family ?? "");
      return k < 0 ? families.length : k;
    };
    const dated = projects.flatMap((project) =>
      project.start === null ? [] : [{ project, start: project.start }],
    );
    dated.sort((a, b) => a.start - b.start || rank(a.project) - rank(b.project));
    for (const { project, start } of dated) {
      const from = this.x(start),
        to = Math.max(from + LEAST, this.x((project.end ?? start + FADE - 1) + 1)),
        bar = { project, from, to };
      const free = lanes.find((bars) => (bars.at(-1)?.to ?? 0) + GAP < from);
      if (free) free.push(bar);
      else lanes.push([bar]);
    }
    return lanes;
  }
}
