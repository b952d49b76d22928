/* Written by atlas/render/script_types.py: a test fails when it is out of date. */

/* atlas/render/mark_encoding.py */
export interface MapSymbol {
  code: string | null;
  title: string;
  kind: string;
  color: [string, string];
  shape: string;
  pattern: string;
  line: string;
  bounds: [number | null, number | null] | null;
}
export interface LayerSheet {
  title: string;
  geometry: string;
  field: string | null;
  width: number;
  opacity: number;
  symbol_below: number | null;
  labels: [number, number] | null;
  ground: string | null;
  symbols: MapSymbol[];
}

/* atlas/render/scene_message.py */
export interface LayerState {
  id: string;
  count: number;
  opacity?: number;
  mask?: string;
  query?: string;
}
export interface ClassedSymbols {
  field: string | null;
  variable: string | null;
  opacity: number;
  symbols: MapSymbol[];
  of: string;
}
export interface LegendClass {
  symbol: number;
  count: number;
  chosen: boolean | null;
  hollow: "none" | "some" | "all";
}
export interface LegendGroup {
  title: string | null;
  entries: number[];
}
export interface LegendLayer {
  id: string;
  title: string;
  count: number;
  variable: string | null;
  unplaced: number;
  unsure: number;
  single: boolean;
  entries: LegendClass[];
  far: LegendGroup[];
  near: LegendGroup[];
  sheet?: LayerSheet;
}
export interface TilesState {
  title: string;
  url: string;
  layer: string | null;
  format: string;
  min_zoom: number;
  max_zoom: number;
  years: [number, number] | null;
  names: boolean;
  relief: boolean;
  against: TilesState | null;
}
export interface AnswerState {
  sentence: string;
  layers: string[];
  place: boolean;
  query: string;
}
export interface NoteState {
  kind: "pin" | "arrow" | "line" | "area" | "text";
  colour: "red" | "blue" | "green" | "amber" | "violet" | "ink";
  points: [number, number][];
  text: string;
}
export interface SceneState {
  theme: "light" | "dark" | "room";
  backdrop: string[];
  ground: string[];
  tiles: TilesState | null;
  layers: LayerState[];
  simplified: Record<string, [number, number]>;
  tables: Record<string, number>;
  classes: Record<string, ClassedSymbols>;
  uncertain: Record<string, [number, string]>;
  legend: LegendLayer[];
  camera: [number, number, number] | null;
  bounds: [number, number, number, number] | null;
  area_query: string | null;
  card: string | null;
  home: [number, number, number, number] | null;
  credits: [string, string[]][];
  answer: AnswerState | null;
  notes: NoteState[];
}

/* atlas/render/viewport_encoding.py */
export interface LargeLayerHead {
  sheet: LayerSheet;
  large: number;
}
export interface WindowHead {
  window: [number, number, number, number];
  zoom: number;
  size: [number, number];
  count: number;
  names: string[];
}
