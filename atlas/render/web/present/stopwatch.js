/* How long a talk has lasted and how much is left: kept for the window, through a reload. */

import { parseKept, readKept, writeKept } from "../shell/storage.js";

/** @typedef {{ start: number, spent: number, minutes: number }} Kept */

const MINUTE = 60000;

/** @returns {Kept} */
const read = () => {
  const blank = { start: 0, spent: 0, minutes: 0 };
  const kept = parseKept(readKept("session", "timer"));
  if (typeof kept !== "object" || kept === null) return blank;
  const read = { ...blank, ...kept };
  return Object.values(read).every(Number.isFinite) ? read : blank;
};

export class Stopwatch {
  constructor() {
    this.kept = read();
  }

  get running() {
    return this.kept.start > 0;
  }

  get minutes() {
    return this.kept.minutes;
  }

  /** It has never run. */
  get fresh() {
    return !this.kept.start && !this.kept.spent;
  }

  /** Milliseconds. */
  get elapsed() {
    const { spent, start } = this.kept;
    return spent + (start ? Date.now() - start : 0);
  }

  /** Milliseconds; below 0 when the time is over. */
  get left() {
    return this.kept.minutes * MINUTE - this.elapsed;
  }

  /** @param {boolean} on */
  run(on) {
    this.keep({ spent: this.elapsed, start: on ? Date.now() : 0 });
  }

  reset() {
    this.keep({ start: 0, spent: 0 });
  }

  /** @param {Partial<Kept>} changed */
  keep(changed) {
    Object.assign(this.kept, changed);
    /* Where nothing is kept it runs on, and is lost with the window. */
    writeKept("session", "timer", JSON.stringify(this.kept));
  }
}

/**
 * Minutes and seconds.
 *
 * @param {number} milliseconds
 */
export const spell = (milliseconds) => {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000),
    [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `${String(minutes).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
};
