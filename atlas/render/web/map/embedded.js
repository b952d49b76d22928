/* A map inside the page of another site: what scrolls that page scrolls it over the map too. */
import { LiveRegion } from "../shell/patterns/live_region.js";

/** @import { MapPage } from "./map_page.js" */

/* A turn of the wheel that is meant for the map goes less far than on a page of the map alone. */
const WHEEL_PIXELS = 240;
/* How long is said what the wheel does. */
const SAID_MS = 4000;

/**
 * Leaves the wheel, and a single finger, to the page around the map unless the map has the focus or Ctrl is
 * held.
 *
 * @param {MapPage} page
 */
export const leaveWheel = ({ map, words, box: over }) => {
  const box = map.getContainer(),
    note = new LiveRegion({ class: "status wheel" }),
    isTouched = window.matchMedia("(pointer: coarse)").matches,
    isFocused = () => document.hasFocus() && box.contains(document.activeElement);
  let isSaid = false;
  note.node.hidden = true;
  over.append(note.node);
  map.options.wheelPxPerZoomLevel = WHEEL_PIXELS;
  const say = () => {
    if (isSaid) return;
    isSaid = true;
    note.node.hidden = false;
    note.show(isTouched ? words.touch_embedded : words.wheel_embedded);
    setTimeout(() => {
      note.node.hidden = true;
    }, SAID_MS);
  };
  /* Before Leaflet, which would keep it. */
  document.addEventListener(
    "wheel",
    (event) => {
      if (!(event.target instanceof Node) || !box.contains(event.target)) return;
      if (event.ctrlKey || event.metaKey || isFocused()) return;
      event.stopPropagation();
      say();
    },
    { capture: true, passive: true },
  );
  if (!isTouched) return;
  map.dragging.disable();
  box.addEventListener("touchmove", () => isFocused() || say(), { passive: true });
  box.addEventListener("focusin", () => map.dragging.enable());
  box.addEventListener("focusout", () => map.dragging.disable());
};

/**
 * Tells the page around this one how high it wants to be: `{ atlas: { kind: "height", height } }`. Returns
 * what tells it again.
 *
 * @param {() => number} measure
 */
export const tellHeight = (measure) => {
  let told = 0;
  const tell = () => {
    const height = Math.round(measure());
    if (Math.abs(height - told) <= 1) return;
    told = height;
    window.parent.postMessage({ atlas: { kind: "height", height } }, "*");
  };
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
  return tell;
};

/** The height of a map for its width: not too flat, not higher than a screen. */
export const mapHeight = () => Math.max(420, Math.min(720, 0.62 * window.innerWidth));

/**
 * The height of what fills a page and scrolls, all of it; 0 where nothing does.
 *
 * @param {Element} root
 */
const contentHeight = (root) =>
  Math.max(
    0,
    ...[...root.querySelectorAll("*")]
      .filter(
        (node) =>
          node.clientWidth > window.innerWidth / 2 && /auto|scroll/.test(getComputedStyle(node).overflowY),
      )
      .map((node) => {
        const { top } = node.getBoundingClientRect(),
          last = node.lastElementChild?.getBoundingClientRect().bottom ?? top;
        return last + node.scrollTop;
      }),
  );

/* Milliseconds in which what is drawn comes to rest. */
const REST_MS = 300;
let isTold = false;

/**
 * Tells how high the app wants to be, now and whenever an answer has been drawn.
 *
 * @param {Element} root what lies below the bar
 */
export const tellPage = (root) => {
  if (isTold) return;
  isTold = true;
  const again = tellHeight(() => Math.max(mapHeight(), contentHeight(root)));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const tell = () => {
    clearTimeout(waiting);
    waiting = setTimeout(again, REST_MS);
  };
  new MutationObserver(tell).observe(root, { childList: true, subtree: true });
  tell();
};
