/* The ways out of the opening: what the reader asks for is handed to the app as if the map had sent it. */
import { map, mapFrame } from "../shell/layout.js";

/**
 * @import { Act } from "../types"
 * @import { MapPage } from "../map/map_page.js"
 */

/* Milliseconds: of the fade (as in opening.css); how often it is looked whether the app is there. */
const FADE = 260,
  LOOK = 40;

export class Way {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** Whether the map is painted and the page around it answers. */
  isReady() {
    return Boolean(mapFrame().hear && map()?.painted);
  }

  /** When the style of the opening is there. */
  async styled() {
    const style = /** @type {HTMLLinkElement | null} */ (document.getElementById("atlas-opening-style"));
    if (style && !style.sheet)
      await new Promise((resolve) => style.addEventListener("load", resolve, { once: true }));
    if (document.body) this.shut(true);
    else document.addEventListener("DOMContentLoaded", () => this.shut(!this.root.hidden));
  }

  /**
   * Puts the app out of reach, or back.
   *
   * @param {boolean} shut
   */
  shut(shut) {
    document.body.inert = shut;
    mapFrame().inert = shut;
  }

  /** @param {Act} act */
  act(act) {
    const frame = mapFrame();
    if (frame.hear) frame.hear(act);
    else frame.heard.push(act);
  }

  /**
   * Leaves for the app, when it is there.
   *
   * @param {Act & { query?: Record<string, string[]> }} [act] what it does first
   * @param {(map: MapPage) => void} [then] what the map does
   */
  async leave(act, then) {
    if (act && Object.keys(act.query ?? {}).length) this.act(act);
    /* An address of its own: it opens the map again, and the way back leads here. */ else if (
      act &&
      !location.search
    )
      history.pushState(history.state, "", "?mode=explore");
    this.root.dataset.leaving = "";
    for (;;) {
      const found = map();
      if (mapFrame().hear && found?.painted) {
        this.gone();
        then?.(found);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }

  gone() {
    delete document.documentElement.dataset.opening;
    if (document.body) this.shut(false);
    setTimeout(() => {
      this.root.hidden = true;
      delete this.root.dataset.leaving;
    }, FADE);
  }

  /** Comes back when the address has no parameter any more; whether it did. */
  back() {
    if (location.search || !this.root.hidden) return false;
    document.documentElement.dataset.opening = "";
    this.root.hidden = false;
    this.shut(true);
    return true;
  }
}
