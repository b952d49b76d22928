// @ts-nocheck
/* The reader's own stories, kept in this browser as they are written: a reload, or a crash, loses nothing.
 */
const KEY = "atlas.stories";
const read = () => {
  try {
    return JSON.parse(localStorage[KEY] || "{}");
  } catch {
    return {};
  }
};
const write = (all) => {
  try {
    localStorage[KEY] = JSON.stringify(all);
    return true;
  } catch {
    return false;
  }
};

export const drafts = {
  all: () => Object.entries(read()).sort((a, b) => (b[1].changed || 0) - (a[1].changed || 0)),
  get: (id) => read()[id],
  put: (id, story) => write({ ...read(), [id]: { ...story, changed: Date.now() } }),
  remove: (id) => {
    const { [id]: gone, ...rest } = read();
    write(rest);
    return gone;
  },
};

export const fresh = () => Math.random().toString(36).slice(2, 10);

/* A story that another mode has added a view to: Present opens it. */
export const handed = { id: null };

/* Adds a view to the story that was worked on last, or to a new one. */
export const append = (link, lang) => {
  const [id, story] = drafts.all()[0] || [
    fresh(),
    { slug: "", title: "", about: "", lang, author: null, licence: null, sources: [], chapters: [] },
  ];
  handed.id = id;
  return drafts.put(id, {
    ...story,
    chapters: [...story.chapters, { title: "", link: seen(link), text: "", notes: "" }],
  });
};

/* The parts of a link that say what is seen, without how the page is framed. */
export const seen = (link) => {
  const query = new URLSearchParams(link);
  for (const key of ["mode", "story", "lang", "theme", "embed", "embed_options"]) query.delete(key);
  return `?${query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`;
};

/* What sets a view to a link: its own parts, and every other part of the view before taken back. */
export const turn = (link, before, more = {}) => {
  const query = {};
  for (const key of new URLSearchParams(before).keys())
    if (!["lang", "theme", "basemap"].includes(key)) query[key] = [];
  for (const [key, value] of new URLSearchParams(link))
    if (!["lang", "theme"].includes(key)) query[key] = [...(query[key] || []), value];
  return { ...query, ...more };
};

const post = async (path, body) => {
  const response = await fetch(`/atlas/${path}`, { method: "POST", body });
  if (response.ok) return response;
  throw new Error((await response.json().catch(() => ({}))).error || `${path}: ${response.status}`);
};

/* As the server reads and writes it: one hand for shipped stories and own ones. */
export const markdown = async ({ changed: _, ...story }) =>
  (await post("story/text", JSON.stringify(story))).text();
export const sent = (text, parameters) => post(`story?${new URLSearchParams(parameters)}`, text);
export const parsed = async (text) => (await sent(text, { format: "source" })).json();

export const keep = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
