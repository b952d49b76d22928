/* What a layer is made of: see layer.js, large_layer.js and viewport_picture.js. */
import type { LayerSheet, MapSymbol } from "../messages";
import type { LargeLayer } from "./layers/large_layer.js";
import type { Layer } from "./layers/layer.js";
import type { Occupied } from "./canvas/occupied.js";
import type { Sheet } from "./canvas/sheet.js";

export type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array;

/* Rows with a box each: what is looked for in sight. */
export interface Boxed {
  readonly length: number;
  readonly boxes: Int32Array;
  shown(i: number): boolean;
}
/* Rows with names that may be written. */
export interface Named extends Boxed {
  readonly names: (string | null)[];
  readonly anchor: Int32Array;
}
/* Rows with their shapes: rings of vertices, in units of the world. */
export interface Shapes extends Boxed {
  readonly kind: Uint8Array;
  readonly rings: Uint32Array;
  readonly vertices: Uint32Array;
  readonly xy: Int32Array;
  readonly anchor: Int32Array;
  readonly radius: Float32Array;
}
/* Rows as they are painted. */
export interface Rows extends Shapes {
  readonly sheet: LayerSheet;
  readonly symbol: Uint8Array;
  readonly hollow: Uint8Array;
  /* How much of its colour the layer keeps; none: all of it. */
  readonly fade?: number;
  doubtful(i: number): boolean;
}

/* A row of a layer. */
export interface Found {
  layer: Layer;
  i: number;
}

export interface Look {
  dark: boolean;
  scale: number;
  ground: string;
  paper: string;
  land: string;
  sea: string;
  border: string;
  hairline: string;
  ink: string;
  muted: string;
  water: string;
  inkwater: string;
  inkgreen: string;
  halo: string;
  chosen: string;
  picked: string;
  answer: string;
}

export type PaintLayer = (
  sheet: Sheet,
  layer: Layer | LargeLayer,
  look: Look,
  occupied: Occupied | null,
) => void;
export type SymbolPart = Pick<MapSymbol, "shape">;
export type Place = [x: number, y: number];
export type LatLng = { lat: number; lng: number };

/* What Leaflet keeps for itself and the atlas leans on (1.9). */
export interface LeafletInside {
  _zoomAnimated: boolean;
  _latLngToNewLayerPoint(latlng: L.LatLng, zoom: number, center: L.LatLng): L.Point;
}

/* A file's inlined data (atlas/render/single_file.py). */
export interface FileData {
  state: import("../messages").SceneState;
  packed: Record<string, string>;
  /* By layer and row; compressed in a file of a scene. */
  cards: string | Record<string, Record<string, import("../messages").ObjectCard>>;
  outline: string[];
  answers?: import("../messages").AnswersMessage;
}
export interface Settings {
  lang: string;
  home: string;
  words: import("../words").MapWords;
  /* What a page without a server shows; where the map is not alone, the element that it stands in and the one
     that holds what lies over it. */
  file?: FileData | null;
  live?: boolean;
  root?: HTMLElement;
  box?: HTMLElement;
}

/* The name of an answer: pixels around its middle, how far the name may be away, and which one it is. */
export interface AnswerLabel {
  text: string;
  x: number;
  y: number;
  rank: number;
  reach: number;
  key: string;
}
/* A name that may be written on the map. */
export interface Label {
  text: string;
  x: number;
  y: number;
  size: number;
  style: string;
  ink: "ink" | "muted" | "inkwater" | "inkgreen";
  /* The most important is the least. */
  rank: number;
  /* Letters stand apart. */
  spaced?: boolean;
  /* A dot stands at its place. */
  dot?: boolean;
  /* It stands beside a symbol that reaches so far from its place; without it over one of its spots. */
  beside?: [across: number, up: number];
  spots?: Spot[];
  /* What the lines may weigh that are interrupted for it: by itself hairlines only. */
  tolerance?: number;
  /* Pixels within which no more important place is named. */
  spread?: number;
}
/* A place for a name, and how much of the name stands to the left of it. */
export type Spot = [x: number, y: number, share: number];

export interface LateModules {
  answer?: () => Promise<typeof import("./answer/answer.js")>;
  card?: () => Promise<Pick<typeof import("./card/card_body.js"), "fillCard" | "takeBack" | "tieCard">>;
  go?: () => Promise<Pick<typeof import("./camera/show_object.js"), "reachRow" | "showObject">>;
  list?: () => Promise<Pick<typeof import("./card/object_list.js"), "listSections">>;
  deck?: () => Promise<typeof import("../present/deck.js")>;
  largeLayer?: () => Promise<typeof import("./layers/large_layer.js")>;
  past?: () => Promise<typeof import("./historical.js")>;
  /* Only where notes can be changed has the module tools for it. */
  notes?: () => Promise<
    Pick<typeof import("./notes/notes.js"), "makeNotes"> & Partial<typeof import("./notes/tools.js")>
  >;
}
