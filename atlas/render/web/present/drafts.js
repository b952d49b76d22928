/* The reader's own stories: begun, added to, and as Markdown. */

import { element } from "../shell/dom.js";
import { map } from "../shell/layout.js";
import { request } from "../shell/server.js";
import { freshId } from "../shell/storage.js";
import { BLANK, listDrafts, putDraft } from "./draft_store.js";

/**
 * @import { FiguresMessage } from "../messages"
 * @import { Query } from "../types"
 * @import { Draft } from "./stories"
 */

/**
 * A new story, or a copy of one: it is none of the shipped ones.
 *
 * @param {string} id
 * @param {Partial<Draft>} story
 */
export const startDraft = (id, story) =>
  putDraft(id, { lang: "fr", ...BLANK, ...story, slug: "", clock: {} });

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
  const [id, story] = listDrafts().drafts[0] ?? [freshId(), { ...BLANK, lang }];
  const chapter = { title: "", link: viewed(link), text: "", notes: "" };
  handed.id = putDraft(id, { ...story, chapters: [...story.chapters, chapter] }).id;
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
 * The view of the page as a scene has it: a story is a file, and holds all notes of the map.
 *
 * @param {string} link
 */
export const viewed = (link) => {
  const query = new URLSearchParams(link),
    notes = map()?.notes;
  for (const note of notes?.links(notes.rest) ?? []) query.append("note", note);
  return seen(query.toString());
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

/* What would begin something else at the start of a line. */
const RESERVED = /^(?=\\|## |Notes:|\+\+\+)/gm;

/**
 * What figures say in the view of a scene, and those that may be picked there.
 *
 * @param {string} link
 * @param {string} lang
 * @param {string[]} figures
 * @returns {Promise<FiguresMessage>}
 */
export const askFigures = async (link, lang, figures) =>
  (await post(`story/figures?lang=${lang}`, JSON.stringify({ link, figures }))).json();

/**
 * A text as TOML writes it.
 *
 * @param {string} text
 */
const quoted = (text) => JSON.stringify(text.toWellFormed()).replaceAll("\u007f", "\\u007F");

/**
 * A story as Markdown that the atlas reads, written without the server.
 *
 * @param {Draft} story
 */
export const plainMarkdown = ({ title, lang, about, author, licence, sources, chapters }) => {
  const front = Object.entries({ title, language: lang, about, author, licence })
    .filter(([key, value]) => value || key === "title" || key === "about")
    .map(([key, value]) => `${key} = ${quoted(value ?? "")}`);
  if (sources.length)
    front.push("", "[sources]", ...sources.map(([name, url]) => `${quoted(name)} = ${quoted(url)}`));
  const parts = chapters.map(({ title: heading, link, text, notes }) =>
    [
      `## ${heading.split(/\s+/).filter(Boolean).join(" ")}`,
      link || "?",
      text.replace(RESERVED, "\\"),
      ...(notes ? ["Notes:", notes.replace(RESERVED, "\\")] : []),
    ]
      .filter(Boolean)
      .join("\n\n"),
  );
  return `${[["+++", ...front, "+++"].join("\n"), ...parts].join("\n\n")}\n`;
};

/**
 * As the server reads and writes it: one hand for shipped stories and own ones.
 *
 * @param {Draft} story
 */
export const markdown = async ({ changed: _, clock: __, ...story }) =>
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

/**
 * Downloads a story as Markdown: also without the server, and where it refuses the story.
 *
 * @param {Draft} story
 */
export const saveMarkdown = async (story) => {
  const text = await markdown(story).catch(() => plainMarkdown(story));
  download(new Blob([text], { type: "text/markdown" }), `${fileName(story.title)}.${story.lang}.md`);
};

/**
 * Downloads a story as a file that the server makes; returns the layers that it is without.
 *
 * @param {Draft} story
 * @param {"html" | "pdf"} kind
 * @param {Record<string, string>} more
 */
export const saveFile = async (story, kind, more) => {
  const answer = await sent(await markdown(story), { format: kind, lang: story.lang, ...more });
  download(await answer.blob(), `${fileName(story.title)}.${story.lang}.${kind}`);
  return decodeURIComponent(answer.headers.get("X-Atlas-Left-Out") ?? "");
};
