/* Where the map and what surrounds it stand. */
/* In a room, all that surrounds the map is larger. */
const ROOM = 1.35;

export const scale = () => (document.documentElement.dataset.theme === "room" ? ROOM : 1);

/* Gives the map its place: pixels that a panel takes at the left and a shelf below; `hidden` where a mode
   needs none. */
export const place = ({ left = 0, below = 0, hidden = false }) => {
  const style = document.documentElement.style,
    zoom = scale();
  style.setProperty("--zoom", zoom);
  style.setProperty("--panel", `${left * zoom}px`);
  style.setProperty("--shelf", `${below * zoom}px`);
  style.setProperty("--map", hidden ? "hidden" : "visible");
};

/* The map page's own `atlas` (counts, view, pick…), once it is there. */
export const map = () => document.getElementById("atlas-map")?.contentWindow?.atlas;

export const narrow = () => window.innerWidth <= 700;

/* A finger is broader than a pointer (the same condition as in the styles). */
export const touched = () => narrow() || window.matchMedia("(pointer: coarse)").matches;
