/* The map page of a presentation: over the whole window, with the style of a deck. */
import { element } from "../shell/dom.js";
import { map, mapFrame } from "../shell/layout.js";

/* How often, and at most how many times, it is looked whether the map page is there. */
const PAUSE = 25,
  TRIES = 400;

/**
 * How the frame stood before it took the window.
 *
 * @type {string | null}
 */
let covered = null;

/**
 * The map over the whole window, and back to its place.
 *
 * @param {boolean} on
 */
export const coverWindow = (on) => {
  const { style } = mapFrame();
  if (on === (covered !== null)) return;
  /* What lies below is out of reach of the Tab key too. */
  document.body.inert = on;
  if (on) {
    covered = style.cssText;
    const whole = {
      ...{ top: "0", left: "0", right: "0" },
      ...{ width: "calc(100vw / var(--map-zoom))", height: "calc(100dvh / var(--map-zoom))" },
    };
    Object.assign(style, whole, { visibility: "visible", zIndex: "var(--z-skip)" });
  } else {
    style.cssText = covered ?? "";
    covered = null;
  }
  /* What of the link could not be used is said above the story, or below it. */
  window.dispatchEvent(new Event("atlas:said"));
};

export const focusMap = () => mapFrame().focus();

/**
 * The style of a story, in the map page once.
 *
 * @param {Document} page
 * @returns {Promise<void>}
 */
const loadStyle = (page) =>
  new Promise((resolve, reject) => {
    if (page.getElementById("deck-style")) {
      resolve();
      return;
    }
    const node = element("link", {
      id: "deck-style",
      rel: "stylesheet",
      href: new URL("./deck.css", import.meta.url).href,
      onload: () => resolve(),
      onerror: () => reject(new Error("deck.css")),
    });
    page.head.append(node);
  });

/**
 * The map page in a language, and the module that shows decks in its window.
 *
 * @param {string} lang
 */
export const openMapPage = async (lang) => {
  const there = () => {
    const page = map();
    return page?.lang === lang && page.painted > 0;
  };
  for (let tries = 0; tries < TRIES && !there(); tries++)
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE);
    });
  const page = map();
  if (!page?.modules.deck) throw new Error("no map page");
  const [{ Deck }] = await Promise.all([page.modules.deck(), loadStyle(mapFrame().contentDocument)]);
  return { page, Deck };
};
