/* Files that the server makes: fetched by the page, so that its sentence is read when it is busy or fails.
   A browser would only say that a download failed. */

import { element } from "./dom.js";
import { ALERT } from "./patterns/live_region.js";
import { messageOf, request } from "./server.js";

/** @import { Notes } from "../map/notes/notes.js" */

const HOME = "/atlas/";
/* What takes the notes of the map (atlas/serve/workers/lane_of.py). */
const NOTED = /^\/atlas\/(sheet|series|objects\/.*|area(\.pdf)?|file|export|portrait\/.*)$/;
/* How long the browser may take to save a file from memory. */
const KEPT_MS = 60_000;

/**
 * The name of a file, as its response or its link has it.
 *
 * @param {Response} response
 * @param {HTMLAnchorElement} link
 */
const nameOf = (response, link) => {
  const named = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "");
  return link.download || named?.[1] || "atlas";
};

/**
 * Hands a file to the browser, from memory or from its address.
 *
 * @param {string} href
 * @param {string} download
 */
const save = (href, download) => element("a", { href, download }).click();

/**
 * @param {HTMLAnchorElement} link
 * @param {string} sentence
 */
const say = (link, sentence) => {
  const place = link.closest("p, li") ?? link;
  place.after(element("p", { class: "failed refused", ...ALERT, text: sentence }));
};

/**
 * How a request sends notes that no link holds.
 *
 * @param {string | null} file
 * @returns {RequestInit}
 */
export const withNotes = (file) =>
  file === null ? {} : { method: "POST", headers: { "X-Atlas": "notes" }, body: file };

/**
 * What a link leads to, in memory.
 *
 * @param {HTMLAnchorElement} link
 * @param {string | null} file
 */
const take = async (link, file) => {
  const path = (link.getAttribute("href") ?? "").slice(HOME.length),
    response = await request(path, withNotes(file)),
    address = URL.createObjectURL(await response.blob());
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
  return { address, name: nameOf(response, link) };
};

/**
 * What is being fetched: address and name of each file.
 *
 * @type {Set<[href: string, name: string]>}
 */
export const pending = new Set();

/**
 * @param {HTMLAnchorElement} link
 * @param {string | null} file
 */
const fetchFile = async (link, file) => {
  /** @type {[string, string]} */
  const wanted = [link.getAttribute("href") ?? "", link.download];
  link.setAttribute("aria-busy", "true");
  /* What is sent with a file of notes fails at once where the server is away. */
  if (file === null) pending.add(wanted);
  try {
    const { address, name } = await take(link, file);
    save(address, name);
  } catch (problem) {
    say(link, messageOf(problem));
  } finally {
    pending.delete(wanted);
    link.removeAttribute("aria-busy");
  }
};

/**
 * Shows a page that no address has, where the link would have shown its own.
 *
 * @param {HTMLAnchorElement} link
 * @param {string} file
 */
const openPage = async (link, file) => {
  /* Later it would be a window that nobody asked for. */
  const page = window.open("", "_blank");
  try {
    const { address } = await take(link, file);
    if (page) page.location.href = address;
  } catch (problem) {
    page?.close();
    say(link, messageOf(problem));
  }
};

/**
 * A link to what is drawn from the map has the notes that are on it now.
 *
 * @param {HTMLAnchorElement} link
 * @param {string[]} notes
 */
const putNotes = (link, notes) => {
  const { pathname, searchParams } = new URL(link.href);
  searchParams.delete("note");
  for (const note of notes) searchParams.append("note", note);
  link.setAttribute("href", `${pathname}?${searchParams}`);
};

/**
 * Fetches a file that a page wanted before it was loaded anew.
 *
 * @param {string} href
 * @param {string} download
 */
export const fetchAgain = (href, download) =>
  href.startsWith(HOME) && fetchFile(element("a", { href, download }), null);

/**
 * Fetches what the links to files below a root lead to, when they are followed. Where the notes of the map
 * are more than a link holds, they are sent with the request of what the link draws them on.
 *
 * @param {Document | ShadowRoot} root
 * @param {() => Pick<Notes, "file" | "links"> | null | undefined} noted
 */
export const watchDownloads = (root, noted) => {
  root.addEventListener("click", (event) => {
    for (const old of root.querySelectorAll(".refused")) old.remove();
    const { target } = event,
      link = target instanceof Element ? target.closest("a") : null;
    if (!(link instanceof HTMLAnchorElement) || !link.getAttribute("href")?.startsWith(HOME)) return;
    const notes = noted();
    if (link.hasAttribute("data-noted")) putNotes(link, notes?.links() ?? []);
    const { pathname, searchParams } = new URL(link.href),
      file = (NOTED.test(pathname) && searchParams.has("note") && notes?.file()) || null;
    if (!link.hasAttribute("download")) {
      if (!file) return;
      event.preventDefault();
      openPage(link, file);
      return;
    }
    event.preventDefault();
    if (link.getAttribute("aria-busy") !== "true") fetchFile(link, file);
  });
};
