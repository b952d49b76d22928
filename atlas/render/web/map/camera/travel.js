/* Travel by keyboard: from object to object in a direction, said in words; Enter opens the card. */

import { writeLength } from "../../shell/formats.js";
import { LiveRegion } from "../../shell/patterns/live_region.js";
import { fill, word } from "../../shell/words.js";
import { compassPoint, nearestIn } from "../geometry/direction.js";
import { toWorld } from "../geometry/projection.js";

/**
 * @import { Next } from "../geometry/direction.js"
 * @import { MapPage } from "../map_page.js"
 * @import { Found, Place } from "../rows"
 */

const DIRECTIONS = new Map([
  ["ArrowUp", 0],
  ["ArrowRight", 90],
  ["ArrowDown", 180],
  ["ArrowLeft", 270],
]);

export class Travel {
  /** @type {Found | null} */
  here = null;
  serial = 0;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    this.said = new LiveRegion({ class: "said" });
    page.box.append(this.said.node);
    const box = page.map.getContainer();
    /* Before Leaflet, which pans with the same keys. */
    box.addEventListener("keydown", (event) => this.key(event), true);
    box.addEventListener("blur", () => {
      this.said.clear();
    });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.target !== this.page.map.getContainer()) return;
    const direction = DIRECTIONS.get(event.key);
    if (event.shiftKey && direction !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.step(direction);
    } else if (event.key === "Enter" && this.here) {
      event.preventDefault();
      this.open(this.here);
    }
  }

  /**
   * Opens an object, with what else lies at its place.
   *
   * @param {Found} found
   */
  async open({ layer, i }) {
    const { page } = this,
      here = await page.pointing.all(L.latLng(layer.place(i))).catch(() => []);
    page.panel.open(layer, i, here);
  }

  /** @param {number} direction */
  async step(direction) {
    this.serial += 1;
    const { page, serial, here } = this,
      at = this.start(),
      from = toWorld(at.lat, at.lng),
      id = here?.layer.ids[here.i];
    const nearest = await this.ask(from, direction, id);
    if (serial !== this.serial) return;
    const next = nearestIn(
      [...page.drawn.filter((layer) => !layer.large), ...nearest],
      from,
      direction,
      (layer, i) => here?.layer.id === layer.id && layer.ids[i] === id,
    );
    if (next) this.go(next, at);
    else this.said.announce(page.words.travel_none);
  }

  /**
   * Of a large layer the server says which is next.
   *
   * @param {Place} from
   * @param {number} direction
   * @param {string} [id]
   */
  async ask(from, direction, id) {
    const large = this.page.drawn.filter((layer) => layer.large),
      here = this.here?.layer.id;
    if (!large.length) return [];
    const answers = large.map((layer) =>
      layer.next(from, direction, (layer.id === here && id) || null).catch(() => null),
    );
    return (await Promise.all(answers)).flatMap((answer) => (answer ? [answer.layer] : []));
  }

  start() {
    const { chosen, map } = this.page,
      from = this.here ?? chosen;
    return from ? L.latLng(from.layer.place(from.i)) : map.getCenter().wrap();
  }

  /**
   * @param {Next} next
   * @param {L.LatLng} from
   */
  go({ layer, i, east, south }, from) {
    const { lang, words } = this.page;
    this.here = { layer, i };
    this.page.choose(layer, i);
    this.said.announce(
      fill(words.travel_to, {
        name: layer.names[i] || layer.ids[i] || "",
        layer: layer.sheet.title,
        distance: writeLength(from.distanceTo(layer.place(i)), lang),
        direction: word(words, `compass_${compassPoint(east, south)}`),
      }),
    );
  }
}
