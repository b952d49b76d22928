/* What stands around the map: zoom, scale, tools, messages, credits. */

import { element, link } from "../shell/dom.js";
import { drawIcon } from "../shell/icons.js";
import { LiveRegion } from "../shell/patterns/live_region.js";
import { word } from "../shell/words.js";

/**
 * @import { Shape } from "./geometry/drawn_shape.js"
 * @import { MapPage } from "./map_page.js"
 * @import { Found, LeafletInside } from "./rows"
 * @import { IconName } from "../shell/icons.js"
 * @import { SceneState } from "../messages"
 */

/**
 * @param {IconName} icon
 * @param {string} title
 * @param {() => void} onclick
 */
export const tool = (icon, title, onclick) => {
  const button = element("button", {
    type: "button",
    title,
    "aria-label": title,
    "data-tool": icon,
    onclick,
  });
  button.append(drawIcon(icon, 18));
  return button;
};

const SHAPES = /** @type {const} */ (["rectangle", "polygon", "circle"]);

export class Controls {
  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    const { map, words } = page,
      box = map.getContainer();
    /* folium's page forbids to enlarge it. */
    document
      .querySelector("meta[name=viewport]")
      ?.setAttribute("content", "width=device-width, initial-scale=1");
    map.createPane("ground").style.zIndex = "var(--z-map-ground)";
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", words.map);
    map.attributionControl.remove();
    if (page.still()) this.rest(map);
    L.control
      .zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out })
      .addTo(map);
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: 120 }).addTo(map);
    this.bar(["home", words.home, () => page.home_view()], ["list", words.list, () => page.panel.list()]);
    const tools = async () => (await page.modules.notes?.())?.openTools?.(page);
    this.drawing = page.live
      ? this.bar(...SHAPES.map((shape) => this.pen(shape)), ["notes", words.tools, tools])
      : null;
    this.tip = element("div", { class: "tip", hidden: "" });
    this.status = new LiveRegion({ class: "status" });
    this.status.show(words.loading);
    this.credits = element("footer", { class: "credits", "aria-label": words.credits });
    page.box.append(this.tip, this.status.node, this.credits);
  }

  /**
   * Who asks for less motion sees the map jump. Leaflet settles this before it gives its map away.
   *
   * @param {L.Map} map
   */
  rest(map) {
    /** @type {LeafletInside} */ (/** @type {unknown} */ (map))._zoomAnimated = false;
    map.options.inertia = false;
    L.PosAnimation.prototype.run = function (node, to) {
      this.fire("start");
      L.DomUtil.setPosition(node, to);
      this.fire("step").fire("end");
    };
  }

  /** @param {...[icon: IconName, title: string, onclick: () => void]} tools */
  bar(...tools) {
    const control = new L.Control({ position: "topright" });
    const bar = element("div", { class: "leaflet-bar tools" }, ...tools.map((parts) => tool(...parts)));
    L.DomEvent.disableClickPropagation(bar);
    control.onAdd = () => bar;
    control.addTo(this.page.map);
    return bar;
  }

  /**
   * @param {Shape} shape
   * @returns {[icon: IconName, title: string, onclick: () => void]}
   */
  pen(shape) {
    return [shape, word(this.page.words, `draw_${shape}`), () => this.page.draw.start(shape)];
  }

  /** @param {string | null} text */
  say(text) {
    this.status.node.hidden = !text;
    this.status.show(text ?? "");
  }

  /** @param {SceneState["credits"]} credits */
  credit(credits) {
    const { words } = this.page,
      producers = [...new Set(credits.flatMap((credit) => credit[1]))];
    const list = element(
      "ul",
      {},
      element("li", {}, link("https://leafletjs.com", "Leaflet")),
      ...credits.map(([licence, names]) =>
        element(
          "li",
          {},
          element("strong", { text: licence }),
          element("span", { text: ` ${names.join(", ")}` }),
        ),
      ),
    );
    const line = element(
      "summary",
      { title: words.credits },
      element("span", { text: `Leaflet · ${producers.join(", ")}` }),
    );
    const open = this.credits.querySelector("details")?.open;
    this.credits.replaceChildren(element("details", { open: open ? "" : null }, line, list));
  }

  /**
   * @param {Found | null} found
   * @param {{x: number, y: number}} [at]
   * @param {string | null} [text]
   */
  hint(found, { x, y } = L.point(0, 0), text = null) {
    this.tip.hidden = !found && !text;
    if (this.tip.hidden) return;
    this.tip.replaceChildren(
      element("strong", { text: text ?? (found?.layer.names[found.i] || found?.layer.ids[found.i]) }),
      found && !text ? element("span", { text: found.layer.sheet.title }) : "",
    );
    const right = x > this.page.map.getSize().x - 240;
    const start = `translate(${x + (right ? -14 : 14)}px, ${y + 14}px)`;
    this.tip.style.transform = `${start} translateX(${right ? "-100%" : "0"})`;
  }
}
