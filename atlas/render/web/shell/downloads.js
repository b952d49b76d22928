/* Files that the server makes: fetched by the page, so that its sentence is read when it is busy or fails.
   A browser would only say that a download failed. */

import { element } from "./dom.js";
import { ALERT } from "./patterns/live_region.js";
import { messageOf, request } from "./server.js";

const HOME = "/atlas/";
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

/** @param {HTMLAnchorElement} link */
const fetchFile = async (link) => {
  link.setAttribute("aria-busy", "true");
  try {
    const response = await request((link.getAttribute("href") ?? "").slice(HOME.length));
    const address = URL.createObjectURL(await response.blob());
    save(address, nameOf(response, link));
    setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
  } catch (problem) {
    say(link, messageOf(problem));
  } finally {
    link.removeAttribute("aria-busy");
  }
};

/**
 * Fetches what the links to files below a root lead to, when they are followed.
 *
 * @param {Document | ShadowRoot} root
 */
export const watchDownloads = (root) => {
  root.addEventListener("click", (event) => {
    for (const old of root.querySelectorAll(".refused")) old.remove();
    const { target } = event,
      link = target instanceof Element ? target.closest("a[download]") : null;
    if (!(link instanceof HTMLAnchorElement) || !link.getAttribute("href")?.startsWith(HOME)) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") !== "true") fetchFile(link);
  });
};
