/* Written by atlas/render/symbol_paths.py: a test fails when it is out of date. */
// biome-ignore-all format: the same text as symbol_paths.json

/**
 * @type {{
 *   shapes: Record<string, string[]>,
 *   symbol: {
 *     halo_width: number, hollow_width: number, hollow_opacity: number,
 *     faded_opacity: number, smallest: number,
 *   },
 *   patterns: Record<string, { tile: number, path: string[], width: number, cap: CanvasLineCap }>,
 *   pattern: { ground_opacity: number, line_opacity: number },
 *   lines: Record<string, { dash: number[], cap: CanvasLineCap }>,
 *   double: { outer: number, inner: number },
 *   ticks: {
 *     dash: number[], from_zoom: number, longer_from_zoom: number, extra: number, longer_extra: number,
 *   },
 *   thin: { full_from: number, by_zoom: number, least: number },
 *   ground: { communes_from: number, wider_from: number, park: number, wetland: number },
 *   label: {
 *     halo_width: number, wide_halo: number, dot_radius: number, dot_halo: number,
 *     height: number, spacing: number, size: { small: number, caps: number },
 *   },
 *   names: {
 *     most: number, letter: number, countries_to: number, communes_from: number,
 *     communes_by_radius: number, water: number, park: number, wetland: number,
 *     town: { least: number, by_radius: number, most: number }, large: number,
 *     tolerance: { from: number, most: number, large: number, ground: number }, steps: number[],
 *     spread: number, row_spread: number, few: number, rows_beside_to: number, away: number,
 *   },
 *   swatch: { width: number, height: number, inset: number, radius: number, line_width: number },
 * }}
 */
export const SYMBOL_PATHS = {
  "shapes": {
    "circle": [
      "M1 0 C1 0.5523 0.5523 1 0 1 C-0.5523 1 -1 0.5523 -1 0 C-1 -0.5523 -0.5523 -1 0 -1",
      "C0.5523 -1 1 -0.5523 1 0 Z"
    ],
    "ring": [
      "M1 0 C1 0.5523 0.5523 1 0 1 C-0.5523 1 -1 0.5523 -1 0 C-1 -0.5523 -0.5523 -1 0 -1",
      "C0.5523 -1 1 -0.5523 1 0 Z M0.45 0 C0.45 -0.2485 0.2485 -0.45 0 -0.45",
      "C-0.2485 -0.45 -0.45 -0.2485 -0.45 0 C-0.45 0.2485 -0.2485 0.45 0 0.45",
      "C0.2485 0.45 0.45 0.2485 0.45 0 Z"
    ],
    "dot": [
      "M0.6 0 C0.6 0.3314 0.3314 0.6 0 0.6 C-0.3314 0.6 -0.6 0.3314 -0.6 0",
      "C-0.6 -0.3314 -0.3314 -0.6 0 -0.6 C0.3314 -0.6 0.6 -0.3314 0.6 0 Z"
    ],
    "square": ["M-0.85 -0.85 L0.85 -0.85 L0.85 0.85 L-0.85 0.85 Z"],
    "diamond": ["M0 -1.15 L1.15 0 L0 1.15 L-1.15 0 Z"],
    "triangle": ["M0 -1.1 L1.15 0.85 L-1.15 0.85 Z"],
    "double_triangle": ["M-0.5 -0.7 L-0.05 0 L0.4 -1.05 L1.3 0.85 L-1.3 0.85 Z"],
    "trapezium": ["M-0.6 -0.55 L0.6 -0.55 L1.25 0.7 L-1.25 0.7 Z"],
    "tall_trapezium": ["M-0.35 -0.95 L0.35 -0.95 L1 0.85 L-1 0.85 Z"],
    "steps": ["M-0.4 -0.9 L0.4 -0.9 L0.4 -0.1 L1.1 -0.1 L1.1 0.8 L-1.1 0.8", "L-1.1 -0.1 L-0.4 -0.1 Z"],
    "bar": ["M-1.35 -0.3 L1.35 -0.3 L1.35 0.45 L-1.35 0.45 Z"],
    "broken_triangle": ["M-0.5 -0.15 L-0.1 0.2 L0.2 -0.2 L0.55 -0.15 L1.15 0.85 L-1.15 0.85 Z"]
  },
  "symbol": {
    "halo_width": 1.6,
    "hollow_width": 1.4,
    "hollow_opacity": 0.75,
    "faded_opacity": 0.35,
    "smallest": 2.6
  },
  "patterns": {
    "hatch": {"tile": 7, "path": ["M0 7 L7 0"], "width": 1.1, "cap": "butt"},
    "diagonal": {"tile": 10, "path": ["M0 0 L10 10"], "width": 1.1, "cap": "butt"},
    "cross_hatch": {"tile": 6, "path": ["M0 3 L6 3", "M3 0 L3 6"], "width": 1.1, "cap": "butt"},
    "waves": {"tile": 12, "path": ["M0 6 Q3 3 6 6 Q9 9 12 6"], "width": 1.1, "cap": "butt"},
    "dots": {"tile": 7, "path": ["M3.5 3.5 L3.6 3.5"], "width": 2, "cap": "round"}
  },
  "pattern": {"ground_opacity": 0.14, "line_opacity": 0.9},
  "lines": {
    "solid": {"dash": [], "cap": "butt"},
    "dashed": {"dash": [7, 4], "cap": "butt"},
    "dash_dot": {"dash": [11, 3.5, 2, 3.5], "cap": "butt"},
    "dotted": {"dash": [0.1, 4.5], "cap": "round"},
    "double": {"dash": [], "cap": "butt"},
    "ticks": {"dash": [], "cap": "butt"},
    "arc": {"dash": [], "cap": "butt"}
  },
  "double": {"outer": 2.6, "inner": 1.1},
  "ticks": {
    "dash": [1.2, 8],
    "from_zoom": 11.5,
    "longer_from_zoom": 12.5,
    "extra": 3,
    "longer_extra": 5
  },
  "thin": {"full_from": 12, "by_zoom": 0.15, "least": 0.5},
  "ground": {"communes_from": 9, "wider_from": 11, "park": 0.07, "wetland": 0.22},
  "label": {
    "halo_width": 3.2,
    "wide_halo": 7,
    "dot_radius": 2.2,
    "dot_halo": 2.4,
    "height": 1.15,
    "spacing": 1,
    "size": {"small": 11.5, "caps": 11.5}
  },
  "names": {
    "most": 400,
    "letter": 7,
    "countries_to": 6,
    "communes_from": 13.2,
    "communes_by_radius": 0.35,
    "water": 9.5,
    "park": 10,
    "wetland": 11.5,
    "town": {"least": 11.5, "by_radius": 0.3, "most": 15.5},
    "large": 6,
    "tolerance": {"from": 11, "most": 100000, "large": 64, "ground": 60},
    "steps": [0, -14, 14, -28, 28],
    "spread": 34,
    "row_spread": 14,
    "few": 8,
    "rows_beside_to": 130,
    "away": 11
  },
  "swatch": {"width": 24, "height": 16, "inset": 2, "radius": 6, "line_width": 1.4}
};
