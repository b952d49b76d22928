/* A server that is away: what is read then is read when it is back, and what was not answered when a page
   loads itself anew is done after that. Loaded while the server is there. */
import { fetchAgain, pending } from "../downloads.js";
import { dropKept, parseKept, readKept, writeKept } from "../storage.js";

/** @import { Act, SentAct } from "../../types" */

/* How often the server is looked for, in milliseconds. */
const PAUSE = 1000;
const KEPT = "atlas.acts",
  FILES = "atlas.files";
/** @type {Promise<void> | null} */
let back = null;

const answers = () =>
  fetch("/healthz", { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );

const comeBack = async () => {
  do await new Promise((done) => setTimeout(done, PAUSE));
  while (!(await answers()));
  back = null;
};

/** Waits, after a failure, for a server that is away. Returns whether it was: then one tries again. */
export const waited = async () => {
  if (!back && (await answers())) return false;
  back ??= comeBack();
  await back;
  return true;
};

/**
 * What could not be read, as soon as the server is back, which it may be already; what fails once more while
 * it is there fails.
 *
 * @param {unknown} problem
 * @param {string} address
 * @param {RequestInit} options
 * @param {boolean} [again]
 * @returns {Promise<Response>}
 */
export const retry = async (problem, address, options, again = true) => {
  const reads = (options.method ?? "GET") === "GET" && problem instanceof TypeError;
  if (!reads || !((await waited()) || again)) throw problem;
  options.signal?.throwIfAborted();
  return fetch(address, options).catch((next) => retry(next, address, options, false));
};

/**
 * Loads the page anew as its link says.
 *
 * @param {SentAct[]} waiting what was not answered
 */
export const reload = (waiting) => {
  if (waiting.length) writeKept("session", KEPT, JSON.stringify(waiting));
  if (pending.size) writeKept("session", FILES, JSON.stringify([...pending]));
  location.reload();
};

/**
 * Does what was not answered before the page was loaded anew, and fetches the files that were not there yet.
 *
 * @param {(act: Act) => void} act
 */
export const resume = (act) => {
  const acts = parseKept(readKept("session", KEPT));
  const files = parseKept(readKept("session", FILES));
  dropKept("session", KEPT);
  dropKept("session", FILES);
  if (Array.isArray(files)) for (const [href, name] of files) fetchAgain(String(href), String(name));
  if (!Array.isArray(acts)) return;
  for (const kept of acts) {
    const { serial, ...left } = kept;
    if (serial) act(left);
  }
};
