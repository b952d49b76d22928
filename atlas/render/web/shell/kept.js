/* What a reader has settled, kept in this browser; else it holds until the page is closed. */

import { dropKept, readKept, writeKept } from "./storage.js";

/** Whether single keys do something: who speaks to the machine, or whose hand slips, may do without. */
export const SINGLE_KEYS = { key: "atlas.keys", off: "off" };

/**
 * What could not be kept.
 *
 * @type {Map<string, boolean>}
 */
const unkept = new Map();

/**
 * Whether something is as at first.
 *
 * @param {{ key: string, off: string }} setting
 */
export const isOn = ({ key, off }) => unkept.get(key) ?? readKept("local", key) !== off;

/**
 * @param {{ key: string, off: string }} setting
 * @param {boolean} on
 */
export const keep = ({ key, off }, on) => {
  unkept.delete(key);
  if (on) dropKept("local", key);
  else if (writeKept("local", key, off)) unkept.set(key, on);
};
