/* The reader's own stories, kept in this browser as they are written: a reload, or a crash, loses nothing. */

import { element } from "../shell/dom.js";
import { request } from "../shell/server.js";
import { freshId } from "./fresh_id.js";

/**
 * @import { Query } from "../types"
 * @import { Draft } from "./stories"
 */

const KEY = "atlas.stories";

/** @returns {Record<string, Draft>} */
const read = () => {
  try {
    return JSON.parse(localStorage[KEY] || "{}");
  } catch {
    return {};
  }
};

/** @param {Record<string, Draft>} all */
const write = (all) => {
  try {
    localStorage[KEY] = JSON.stringify(all);
    return true;
  } catch {
    return false;
  }
};

/** @type {Omit<Draft, "lang">} */
const BLANK = { slug: "", title: "", about: "", author: null, licence: null, sources: [], chapters: [] };

export const drafts = {
  /** Those changed last first. */
  all: () => Object.entries(read()).sort((a, b) => (b[1].changed ?? 0) - (a[1].changed ?? 0)),

  /** @param {string} id */
  get: (id) => read()[id],

  /**
   * Keeps a story; returns whether it could.
   *
   * @param {string} id
   * @param {Draft} story
   */
  put: (id, story) => write({ ...read(), [id]: { ...story, changed: Date.now() } }),

  /**
   * A new story, or a copy of one: it is none of the shipped ones.
   *
   * @param {string} id
   * @param {Partial<Draft>} story
   */
  start: (id, story) => drafts.put(id, { lang: "fr", ...BLANK, ...story, slug: "" }),

  /** @param {string} id */
  remove: (id) => {
    const { [id]: _, ...rest } = read();
    write(rest);
  },
};

/**
 * A story that another mode has added a view to: Present opens it.
 *
 * @type {{ id: string | null }}
 */
export const handed = { id: null };

/**
 * Adds a view to the story that was worked on last, or to a new one.
 *
 * @param {string} link
 * @param {string} lang
 */
export const append = (link, lang) => {
  const [id, story] = drafts.all()[0] ?? [freshId(), { ...BLANK, lang }];
  handed.id = id;
  const chapter = { title: "", link: seen(link), text: "", notes: "" };
  return drafts.put(id, { ...story, chapters: [...story.chapters, chapter] });
};

/**
 * The parts of a link that say what is seen, without how the page is framed.
 *
 * @param {string} link
 */
export const seen = (link) => {
  const query = new URLSearchParams(link);
  for (const key of ["mode", "story", "lang", "theme", "embed", "embed_options"]) query.delete(key);
  return `?${query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`;
};

/**
 * A story whose scenes all have titles.
 *
 * @param {Draft} story
 * @param {string} untitled
 * @param {(n: number) => string} scene
 * @returns {Draft}
 */
export const titled = (story, untitled, scene) => ({
  ...story,
  title: story.title || untitled,
  chapters: story.chapters.map((one, k) => ({ ...one, title: one.title || scene(k + 1) })),
});

/**
 * The name of a file, of letters that every disk takes.
 *
 * @param {string} title
 */
export const fileName = (title) =>
  title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase() || "story";

/**
 * What sets a view to a link: its own parts, and every other part of the view before taken back.
 *
 * @param {string} link
 * @param {string} before
 * @param {Query} [more]
 */
export const turn = (link, before, more = {}) => {
  /** @type {Query} */
  const query = {};
  for (const key of new URLSearchParams(before).keys())
    if (!["lang", "theme", "basemap"].includes(key)) query[key] = [];
  for (const [key, value] of new URLSearchParams(link))
    if (!["lang", "theme"].includes(key)) query[key] = [...(query[key] ?? []), value];
  return { ...query, ...more };
};

/**
 * @param {string} path
 * @param {string} body
 */
const post = (path, body) => request(path, { method: "POST", headers: { "X-Atlas": "story" }, body });

/**
 * As the server reads and writes it: one hand for shipped stories and own ones.
 *
 * @param {Draft} story
 */
export const markdown = async ({ changed: _, ...story }) =>
  (await post("story/text", JSON.stringify(story))).text();

/**
 * @param {string} text
 * @param {Record<string, string>} parameters
 */
export const sent = (text, parameters) => post(`story?${new URLSearchParams(parameters)}`, text);

/**
 * @param {string} text
 * @returns {Promise<Draft>}
 */
export const parsed = async (text) => (await sent(text, { format: "source" })).json();

/**
 * Downloads a file.
 *
 * @param {Blob} blob
 * @param {string} name
 */
export const download = (blob, name) => {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
