/* Paper is white: what canvases show of a dark map is drawn again for it. What styles colour is light on
   paper by itself (tokens.css). */

import { element } from "../shell/dom.js";

/**
 * @import { Theme } from "../types"
 * @import { MapPage } from "./map_page.js"
 */

/**
 * @param {MapPage} page
 * @param {Theme} theme
 */
const draw = (page, theme) => {
  page.setTheme(theme);
  for (const painter of [page.ground, page.marks]) {
    painter.redraw();
    /* Chromium prints what is drawn right before as shapes, and loses a ground that covers all: what has been
       copied from is a picture. */
    element("canvas").getContext("2d")?.drawImage(painter.canvas, 0, 0);
  }
  if (page.state) page.legend.show(page.state, page.drawn);
};

/**
 * Draws a map in the light look, at once; returns what takes that back.
 *
 * @param {MapPage} page
 */
export const drawLight = (page) => {
  const { theme } = page;
  if (theme === "light") return () => {};
  draw(page, "light");
  return () => draw(page, theme);
};

/**
 * Prints a dark map light, in a window that is printed as it is seen.
 *
 * @param {MapPage} page
 */
export const watchPaper = (page) => {
  let back = () => {};
  window.addEventListener("beforeprint", () => {
    if (page.theme === "dark") back = drawLight(page);
  });
  window.addEventListener("afterprint", () => {
    back();
    back = () => {};
  });
};
