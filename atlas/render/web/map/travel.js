/* Travel by keyboard: from object to object in a direction, said in words; Enter opens the card. */
import { element } from "../shell/dom.js";
import { toDegrees, toWorld, WORLD } from "./projection.js";

export const DIRECTIONS = { ArrowUp: 0, ArrowRight: 90, ArrowDown: 180, ArrowLeft: 270 };
export const COMPASS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

export class Travel {
  constructor(page) {
    this.page = page;
    this.here = null;
    this.said = element("p", { class: "said", "aria-live": "polite" });
    document.body.append(this.said);
    const box = page.map.getContainer();
    /* Before Leaflet, which pans with the same keys. */
    box.addEventListener("keydown", (event) => this.key(event), true);
    box.addEventListener("blur", () => {
      this.said.textContent = "";
    });
  }

  key(event) {
    if (event.target !== this.page.map.getContainer()) return;
    if (event.shiftKey && event.key in DIRECTIONS) {
      event.preventDefault();
      event.stopPropagation();
      this.step(DIRECTIONS[event.key]);
    } else if (event.key === "Enter" && this.here) {
      event.preventDefault();
      this.page.panel.open(this.here.layer, this.here.i);
    }
  }

  /* The nearest object shown within 45° of a direction; of several layers the one nearest wins. */
  async step(direction) {
    const { page } = this,
      at = this.start(),
      [x, y] = toWorld(at.lat, at.lng),
      here = this.here && [this.here.layer.id, this.here.layer.ids[this.here.i]];
    this.serial = (this.serial || 0) + 1;
    const { serial } = this;
    /* Of a large layer the server says which is next. */
    const asked = page.drawn
      .filter((layer) => layer.large)
      .map((layer) =>
        layer.next([x, y], direction, here?.[0] === layer.id ? here[1] : null).catch(() => null),
      );
    const ones = asked.length
      ? (await Promise.all(asked)).filter((one) => one).map((one) => one.layer)
      : [];
    if (serial !== this.serial) return;
    let best = null,
      least = Infinity;
    for (const layer of [...page.drawn, ...ones]) {
      for (let i = 0; i < layer.length; i++) {
        if (!layer.shown(i) || (here && here[0] === layer.id && here[1] === layer.ids[i])) continue;
        let east = layer.anchor[2 * i] - x;
        const south = layer.anchor[2 * i + 1] - y;
        /* The short way round the world. */
        if (Math.abs(east) > WORLD / 2) east -= Math.sign(east) * WORLD;
        const far = Math.hypot(east, south);
        if (!far || far >= least) continue;
        const turn = Math.abs((((Math.atan2(east, -south) * 180) / Math.PI - direction + 540) % 360) - 180);
        if (turn <= 45) {
          best = { layer, i, east, south };
          least = far;
        }
      }
    }
    if (!best) {
      this.said.textContent = page.words.travel_none;
      return;
    }
    this.go(best, at);
  }

  start() {
    const { chosen, map } = this.page,
      from = this.here || (chosen?.layer && chosen);
    if (!from) return map.getCenter().wrap();
    const [lat, lng] = toDegrees(from.layer.anchor[2 * from.i], from.layer.anchor[2 * from.i + 1]);
    return L.latLng(lat, lng);
  }

  go({ layer, i, east, south }, from) {
    const { page } = this,
      to = L.latLng(...toDegrees(layer.anchor[2 * i], layer.anchor[2 * i + 1]));
    this.here = { layer, i };
    page.choose(layer, i);
    const point = COMPASS[Math.round((((Math.atan2(east, -south) * 180) / Math.PI + 360) % 360) / 45) % 8];
    this.said.textContent = page.words.travel_to
      .replace("{name}", layer.names[i] || layer.ids[i])
      .replace("{layer}", layer.sheet.title)
      .replace("{distance}", page.draw.length(from.distanceTo(to)))
      .replace("{direction}", page.words[`compass_${point}`]);
  }
}
