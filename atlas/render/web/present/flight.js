// @ts-nocheck
/* From one scene to the next: the camera flies there, what comes fades in over what was, and what was fades
   out. */
import { carryAlong } from "../map/painter.js";
import { decodeRing } from "../map/polyline.js";

export class Flight {
  static SECONDS = 1.05;
  static FADE = 400;

  constructor(page) {
    Object.assign(this, { page, ghosts: [] });
    page.map
      .on("move", () => this.carry())
      .on("zoomend", () => {
        page.flying = false;
      })
      .on("moveend", () => this.land());
  }

  /* Shows a scene; `margins` are Leaflet's paddings: what lies over the map. Kept when it stands still. */
  to(stage, margins, state) {
    performance.clearMarks();
    performance.mark("atlas-asked");
    this.landed?.();
    this.left = false;
    return new Promise((resolve, reject) => {
      this.landed = resolve;
      this.page
        .apply(state, () => this.leave(stage, margins))
        .then(() => {
          if (!this.page.flying) this.land();
        }, reject);
    });
  }

  leave({ frame, outline, state }, margins) {
    const { page } = this,
      { map } = page,
      [west, south, east, north] = frame;
    this.left = true;
    page.around = outline.map(decodeRing);
    page.outlined = state.asked;
    page.flying = false;
    /* The window may have just become larger. */
    map.invalidateSize({ animate: false, pan: false });
    const bounds = [
        [south, west],
        [north, east],
      ],
      still = page.still() || !page.painted;
    if (!still) this.fade();
    const same = JSON.stringify([frame, margins]);
    if (still) map.fitBounds(bounds, { ...margins, animate: false });
    else if (same !== this.same || !this.resting) {
      page.flying = this.starting = true;
      this.resting = false;
      map.flyToBounds(bounds, { ...margins, duration: Flight.SECONDS });
    }
    this.same = same;
  }

  /* The marks as they were stay under the new ones until those are there. */
  fade() {
    for (const ghost of this.ghosts) ghost.canvas.remove();
    const { marks } = this.page,
      canvas = marks.canvas.cloneNode(),
      half = Flight.FADE;
    canvas.getContext("2d").drawImage(marks.canvas, 0, 0);
    marks.canvas.before(canvas);
    const ghost = { canvas, corner: marks.corner, zoom: marks.zoom };
    this.ghosts = [ghost];
    marks.canvas.animate([{ opacity: 0 }, { opacity: 1 }], { duration: half });
    canvas.animate([{ opacity: 1 }, { opacity: 1, offset: 0.5 }, { opacity: 0 }], {
      duration: 2 * half,
    }).onfinish = () => {
      canvas.remove();
      this.ghosts = this.ghosts.filter((one) => one !== ghost);
    };
  }

  /* Between two paintings the canvases are carried along; they are painted anew as often as painting is
     quick. */
  carry() {
    const { page } = this,
      { map } = page;
    if (!page.flying) {
      this.resting = false;
      return;
    }
    if (this.starting) {
      this.starting = false;
      this.rest = performance.now() + 60;
    } else if (!performance.getEntriesByName("atlas-flight").length) performance.mark("atlas-flight");
    const event = { center: map.getCenter(), zoom: map.getZoom() };
    for (const one of [page.ground, page.marks, ...this.ghosts]) carryAlong(map, one, event);
    const now = performance.now();
    if (now < this.rest) return;
    page.ground.redraw();
    page.marks.redraw();
    const took = performance.now() - now;
    this.rest = performance.now() + Math.max(60, 3 * took);
  }

  land() {
    if (this.page.flying || !this.landed || !this.left) return;
    performance.mark("atlas-settled");
    this.landed();
    this.landed = null;
    this.resting = true;
  }
}
