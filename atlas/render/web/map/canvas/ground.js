/* What lies under the layers: quiet, a landscape where the layers know it. As print/map/ground.py. */
import { SYMBOL_PATHS } from "./symbol_paths.js";

/**
 * @import { Layer } from "../layers/layer.js"
 * @import { MapPage } from "../map_page.js"
 * @import { Look } from "../rows"
 * @import { Sheet } from "./sheet.js"
 */

const { ground: GROUND } = SYMBOL_PATHS;

/** The rows of a layer as ground: all of them, whatever the layer itself is filtered by. */
export class Ground {
  /** @param {Layer} layer */
  constructor(layer) {
    this.layer = layer;
    this.length = layer.length;
    this.names = layer.names;
    this.boxes = layer.boxes;
    this.kind = layer.kind;
    this.rings = layer.rings;
    this.vertices = layer.vertices;
    this.xy = layer.xy;
    this.anchor = layer.anchor;
    this.radius = layer.radius;
    this.from_zoom = layer.from_zoom;
  }

  /** @param {number} i */
  shown(i) {
    return this.kind[i] !== 0;
  }

  /**
   * What a row is: country, lake, river, place; commune; water, wetland, park.
   *
   * @param {number} i
   */
  kindOf(i) {
    const { id, sheet, symbol } = this.layer;
    if (sheet.ground) return sheet.ground;
    return id === "basemap" ? (sheet.symbols[symbol[i] ?? 0]?.code ?? "") : "commune";
  }
}

/**
 * @param {string} kind
 * @param {number} zoom
 * @param {Look} look
 * @returns {{ fill?: string, alpha?: number, stroke?: string, width?: number }}
 */
const styleOf = (kind, zoom, look) => {
  const { communes_from, wider_from, park, wetland } = GROUND;
  if (kind === "country") return { fill: look.land, stroke: look.border, width: 1 };
  if (kind === "lake") return { fill: look.sea, stroke: look.water, width: 0.6 };
  if (kind === "river") return { stroke: look.water, width: Math.min(1.8, 0.5 + zoom * 0.09) };
  if (kind === "water") return { stroke: look.water, width: Math.min(3.2, Math.max(1, (zoom - 4) * 0.3)) };
  if (kind === "park") return { fill: look.inkgreen, alpha: park };
  if (kind === "wetland") return { fill: look.inkwater, alpha: wetland };
  return zoom >= communes_from ? { stroke: look.hairline, width: zoom >= wider_from ? 1 : 0.6 } : {};
};

/**
 * @param {Sheet} sheet
 * @param {Pick<MapPage, "landscape" | "look">} page
 */
export const paintGround = (sheet, { landscape, look }) => {
  const g = sheet.g;
  g.fillStyle = look.sea;
  g.fillRect(0, 0, sheet.width, sheet.height);
  g.lineJoin = "round";
  g.lineCap = "round";
  for (const ground of landscape.grounds()) {
    sheet.rows(ground, (i, copy) => {
      const kind = ground.kindOf(i);
      if (kind === "place" || sheet.zoom + 1.5 < (ground.from_zoom[i] ?? 0)) return;
      const { fill, alpha = 1, stroke, width = 1 } = styleOf(kind, sheet.zoom, look);
      g.beginPath();
      sheet.trace(ground, i, copy);
      if (fill) {
        g.globalAlpha = alpha;
        g.fillStyle = fill;
        g.fill("evenodd");
        g.globalAlpha = 1;
      }
      if (!stroke) return;
      g.strokeStyle = stroke;
      g.lineWidth = width;
      g.stroke();
    });
  }
};
