/* What the map page does otherwise while it is a story's: it is seen from afar. */

/**
 * @import { MapPage } from "../map/map_page.js"
 * @import { DeckView } from "./deck_view.js"
 */

/* Names, symbols and lines are larger, and the more so on a screen wider than this. */
const LARGER = 1.5,
  WIDTH = 1280;

/**
 * @param {MapPage} page
 * @param {DeckView} view
 */
export const enlarge = (page, view) => {
  const { legend } = page,
    themed = page.setTheme.bind(page),
    listed = legend.show.bind(legend);
  page.setTheme = (theme) => {
    themed(theme);
    if (page.presentation) page.look.scale *= LARGER * Math.max(1, window.innerWidth / WIDTH);
  };
  legend.show = (state, drawn) => {
    listed(state, drawn);
    if (page.presentation) view.shorten(legend.body);
  };
};
