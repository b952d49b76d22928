/* From one scene to the next: the camera flies there, what comes fades in over what was, and what was fades
   out. */
import { frameScene } from "../map/camera/frame_scene.js";
import { carryAlong } from "../map/canvas/painter.js";
import { decodeRing } from "../map/geometry/polyline.js";

/**
 * @import { MapPage } from "../map/map_page.js"
 * @import { SceneState, Slide } from "../messages"
 * @import { Margins } from "../map/camera/frame_scene.js"
 *
 * @typedef {{ canvas: HTMLCanvasElement, corner: L.LatLng, zoom: number }} Ghost
 */

/* How long the camera flies, in seconds, and a fading takes, in milliseconds. */
const SECONDS = 1.05,
  FADE = 400;
/* Milliseconds between two paintings on the way, at least. */
const PAUSE = 60;

export class Transition {
  /**
   * The marks as they were.
   *
   * @type {Ghost[]}
   */
  ghosts = [];
  /** @type {(() => void) | null} */
  landed = null;
  /** The scene's state is there: the camera may go. */
  left = false;
  starting = false;
  /** The camera stands where the scene looks. */
  resting = false;
  /** When the next painting on the way is due. */
  due = 0;
  /** @type {string | null} */
  same = null;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    page.map.on("move", () => this.carry());
    page.map.on("zoomend", () => {
      page.flying = false;
    });
    page.map.on("moveend", () => this.land());
  }

  /**
   * Shows a scene. Kept when it stands still.
   *
   * @param {Slide} slide
   * @param {Margins} margins what lies over the map
   * @param {SceneState} state
   * @returns {Promise<void>}
   */
  to(slide, margins, state) {
    performance.clearMarks();
    performance.mark("atlas-asked");
    this.landed?.();
    this.left = false;
    const { ground, painted } = this.page;
    /* The first scene is painted where it looks, not on the way there. */
    if (!painted) ground.waits = true;
    return new Promise((resolve, reject) => {
      this.landed = resolve;
      const shown = this.page.apply(state, () => this.leave(slide, margins));
      shown
        .finally(() => {
          ground.waits = false;
        })
        .then(() => {
          if (!this.page.flying) this.land();
        }, reject);
    });
  }

  /**
   * @param {Slide} slide
   * @param {Margins} margins
   */
  leave({ frame, outline, state }, margins) {
    const { page } = this,
      { map } = page;
    this.left = true;
    page.around = outline.map(decodeRing);
    page.outlined = state.area_query;
    page.flying = false;
    /* The window may have just become larger. */
    map.invalidateSize({ animate: false, pan: false });
    const { bounds, options } = frameScene(page, frame, margins),
      still = page.still() || !page.painted,
      same = JSON.stringify([bounds, options]);
    page.ground.waits = false;
    if (still) {
      /* Whoever shows a state paints the marks when all of it is there. */
      page.marks.waits = true;
      try {
        map.fitBounds(bounds, { ...options, animate: false });
      } finally {
        page.marks.waits = false;
      }
    } else {
      this.fade();
      if (same !== this.same || !this.resting) {
        page.flying = true;
        this.starting = true;
        this.resting = false;
        map.flyToBounds(bounds, { ...options, duration: SECONDS });
      }
    }
    this.same = same;
  }

  /** The marks as they were stay under the new ones until those are there. */
  fade() {
    for (const { canvas } of this.ghosts) canvas.remove();
    const { canvas: marks, corner, zoom } = this.page.marks,
      canvas = /** @type {HTMLCanvasElement} */ (marks.cloneNode()),
      ghost = { canvas, corner, zoom };
    canvas.getContext("2d")?.drawImage(marks, 0, 0);
    marks.before(canvas);
    this.ghosts = [ghost];
    marks.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE });
    const steps = [{ opacity: 1 }, { opacity: 1, offset: 0.5 }, { opacity: 0 }];
    canvas.animate(steps, { duration: 2 * FADE }).onfinish = () => {
      canvas.remove();
      this.ghosts = this.ghosts.filter((other) => other !== ghost);
    };
  }

  /**
   * Between two paintings the canvases are carried along; they are painted again as often as that is quick.
   */
  carry() {
    const { page } = this,
      { map } = page;
    if (!page.flying) {
      this.resting = false;
      return;
    }
    if (this.starting) {
      this.starting = false;
      this.due = performance.now() + PAUSE;
    } else if (!performance.getEntriesByName("atlas-flight").length) performance.mark("atlas-flight");
    const to = { center: map.getCenter(), zoom: map.getZoom() };
    for (const painted of [page.ground, page.marks, ...this.ghosts]) carryAlong(map, painted, to);
    const now = performance.now();
    if (now < this.due) return;
    page.ground.redraw();
    page.marks.redraw();
    const took = performance.now() - now;
    this.due = performance.now() + Math.max(PAUSE, 3 * took);
  }

  land() {
    if (this.page.flying || !this.landed || !this.left) return;
    performance.mark("atlas-settled");
    this.landed();
    this.landed = null;
    this.resting = true;
  }
}
