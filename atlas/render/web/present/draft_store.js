/* The reader's own stories in this browser: an entry for each, with the versions that it holds. What another
   tab has written is never written over, and what cannot be read stays as it is beside the others. */

import { dropKept, freshId, keptKeys, parseKept, readKept, writeKept } from "../shell/storage.js";

/**
 * @import { Refusal } from "../shell/storage"
 * @import { Clock, Draft } from "./stories"
 *
 * @typedef {{ key: string, text: string }} Damaged an entry that cannot be read, and what it holds
 * @typedef {{ id: string, refusal: Refusal | null, forked: boolean }} Written
 */

/* All stories were once in one entry, whose name begins those of today. */
const OLD = "atlas.stories",
  PREFIX = `${OLD}.`;
/* This page, among the tabs that write. */
const me = freshId();
/**
 * What could not be kept lives as long as the page, with the reason.
 *
 * @type {Map<string, { story: Draft, refusal: Refusal }>}
 */
const unkept = new Map();

/** @type {Omit<Draft, "lang">} */
export const BLANK = {
  slug: "",
  title: "",
  about: "",
  author: null,
  licence: null,
  sources: [],
  chapters: [],
};
const LANGUAGES = ["fr", "en", "pt"];

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const isText = (value) => typeof value === "string";

/** @param {unknown} value */
const isChapter = (value) =>
  isRecord(value) && ["title", "link", "text", "notes"].every((key) => isText(value[key] ?? ""));

/** @param {unknown} value */
const isPair = (value) => Array.isArray(value) && value.length === 2 && value.every(isText);

/**
 * A story as the editor needs it; null where the value is none.
 *
 * @param {unknown} value
 * @returns {Draft | null}
 */
export const asDraft = (value) => {
  if (!isRecord(value)) return null;
  const { chapters = [], sources = [], lang = "fr", changed, clock } = value;
  const texts = ["slug", "title", "about", "author", "licence"].every((key) => isText(value[key] ?? ""));
  if (!texts || typeof lang !== "string" || !LANGUAGES.includes(lang)) return null;
  if (!Array.isArray(chapters) || !chapters.every(isChapter)) return null;
  if (!Array.isArray(sources) || !sources.every(isPair)) return null;
  const counts = isRecord(clock) ? Object.entries(clock).filter(([, n]) => Number.isFinite(n)) : [];
  const { slug, title, about, author, licence } = value;
  return /** @type {Draft} */ ({
    slug: slug ?? "",
    title: title ?? "",
    about: about ?? "",
    author: author ?? null,
    licence: licence ?? null,
    lang,
    sources,
    chapters: chapters.map((one) => ({ title: "", link: "", text: "", notes: "", ...one })),
    changed: Number.isFinite(changed) ? changed : 0,
    clock: Object.fromEntries(counts),
  });
};

/**
 * Whether one version holds all that another does.
 *
 * @param {Clock} [one]
 * @param {Clock} [other]
 */
export const covers = (one = {}, other = {}) =>
  Object.entries(other).every(([writer, count]) => (one[writer] ?? 0) >= count);

/** Stories of the one entry of old get an entry each; those that cannot be read stay there. */
const divide = () => {
  const all = parseKept(readKept("local", OLD));
  if (!isRecord(all)) return;
  const rest = Object.entries(all).filter(([id, value]) => {
    const story = asDraft(value);
    if (!story) return true;
    if (readKept("local", PREFIX + id) !== null) return false;
    return writeKept("local", PREFIX + id, JSON.stringify(story)) !== null;
  });
  if (!rest.length) dropKept("local", OLD);
  else if (rest.length < Object.keys(all).length)
    writeKept("local", OLD, JSON.stringify(Object.fromEntries(rest)));
};

/**
 * The entries of old that could not be divided, readable or not.
 *
 * @returns {[id: string, value: unknown][]}
 */
const undivided = () => {
  const all = parseKept(readKept("local", OLD));
  return isRecord(all) ? Object.entries(all) : [];
};

/** @param {string} id */
const stored = (id) => asDraft(parseKept(readKept("local", PREFIX + id)));

/** The stories, those changed last first, and what cannot be read. */
export const listDrafts = () => {
  divide();
  /** @type {Map<string, Draft>} */
  const found = new Map();
  /** @type {Damaged[]} */
  const damaged = [];
  for (const [id, value] of undivided()) {
    const story = asDraft(value);
    if (story) found.set(id, story);
    else damaged.push({ key: `${OLD}#${id}`, text: JSON.stringify(value) });
  }
  const old = readKept("local", OLD);
  if (old !== null && !isRecord(parseKept(old))) damaged.push({ key: OLD, text: old });
  for (const key of keptKeys("local", PREFIX)) {
    const id = key.slice(PREFIX.length),
      story = stored(id);
    if (story) found.set(id, story);
    else damaged.push({ key, text: readKept("local", key) ?? "" });
  }
  for (const [id, { story }] of unkept) found.set(id, story);
  const drafts = [...found].sort((a, b) => (b[1].changed ?? 0) - (a[1].changed ?? 0));
  return { drafts, damaged };
};

/** @param {string} id */
export const getDraft = (id) =>
  unkept.get(id)?.story ?? listDrafts().drafts.find(([found]) => found === id)?.[1];

/** @param {string} id */
export const keptDraft = stored;

/**
 * Why a story is not kept; null where it is.
 *
 * @param {string} id
 */
export const whyUnkept = (id) => unkept.get(id)?.refusal ?? null;

/**
 * Keeps a story. Where its entry holds what this story has not seen, both are kept: this one under a new id.
 *
 * @param {string} id
 * @param {Draft} story
 * @returns {Written}
 */
export const putDraft = (id, story) => {
  const there = readKept("local", PREFIX + id),
    other = stored(id),
    forked = there !== null && !(other && covers(story.clock, other.clock));
  const clock = forked ? {} : story.clock,
    own = forked ? freshId() : id;
  story.clock = { ...clock, [me]: (clock?.[me] ?? 0) + 1 };
  story.changed = Date.now();
  if (forked && story.title) story.title += " (2)";
  const refusal = writeKept("local", PREFIX + own, JSON.stringify(story));
  if (refusal) unkept.set(own, { story, refusal });
  else unkept.delete(own);
  if (forked) unkept.delete(id);
  return { id: own, refusal, forked };
};

/**
 * Takes away a story, or an entry that cannot be read.
 *
 * @param {string} id
 */
export const removeDraft = (id) => {
  unkept.delete(id);
  dropKept("local", PREFIX + id);
  leaveOut(id);
};

/** @param {string} key */
export const removeDamaged = (key) => {
  if (key.startsWith(`${OLD}#`)) leaveOut(key.slice(OLD.length + 1));
  else dropKept("local", key);
};

/** @param {string} id */
const leaveOut = (id) => {
  const all = undivided(),
    rest = all.filter(([own]) => own !== id);
  if (rest.length === all.length) return;
  if (rest.length) writeKept("local", OLD, JSON.stringify(Object.fromEntries(rest)));
  else dropKept("local", OLD);
};

/**
 * Whether a change of what is kept, made in another tab, concerns stories.
 *
 * @param {StorageEvent} event
 */
export const concernsDrafts = ({ key }) => key === null || key === OLD || key.startsWith(PREFIX);
