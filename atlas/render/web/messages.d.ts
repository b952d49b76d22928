/* The messages of the server, as its Python modules write them. */
import type { Theme } from "./types";

export type Colors = [light: string, dark: string];

/* atlas/render/mark_encoding.py */
export interface MapSymbol {
  code: string | null;
  title: string;
  kind: string;
  color: Colors;
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
  symbols: MapSymbol[];
}

/* atlas/render/scene_message.py */
export interface LayerState {
  id: string;
  count: number;
  mask?: string;
  query?: string;
}
export interface ClassedSymbols {
  field: string;
  opacity: number;
  symbols: MapSymbol[];
  of: string;
}
export interface Tiles {
  title: string;
  url: string;
  layer: string | null;
  format: string;
  min_zoom: number;
  max_zoom: number;
  years: string | null;
  against: Tiles | null;
}
export type LegendEntry = [layer: string, symbol: number, count: number, chosen: boolean | null];
export type Bounds = [west: number, south: number, east: number, north: number];
export interface SceneState {
  theme: Theme;
  backdrop: string[];
  tiles: Tiles | null;
  layers: LayerState[];
  reduced: Record<string, [number, number]>;
  tables: Record<string, number>;
  classes: Record<string, ClassedSymbols>;
  unsure: Record<string, [number, string]>;
  legend: LegendEntry[];
  camera: [lat: number, lon: number, zoom: number] | null;
  bounds: Bounds | null;
  asked: string;
  card: string | null;
  home: Bounds;
  credits: [licence: string, producers: string[]][];
}

/* atlas/scene/query/object_card.py */
export interface CardField {
  title: string;
  text: string;
  about?: string;
  url?: string;
  unknown?: boolean;
}
export type SourceLine = [title: string, text: string, url: string | null];
export interface ObjectCard {
  title: string;
  layer: string;
  fields: CardField[];
  source?: { rows: SourceLine[] };
  portrait?: boolean;
  problem?: string;
}

/* atlas/scene/explore/related_objects.py */
export interface RelatedObject {
  layer: string;
  id: string;
  name: string;
  about: string | null;
  note: string | null;
  bounds?: Bounds;
}
export interface RelatedGroup {
  title: string;
  about: string;
  items: RelatedObject[];
}

/* atlas/render/story_message.py */
export interface Run {
  text: string;
  kind: string;
  value?: number | string;
  link?: string;
}
export interface Stage {
  title: string;
  blocks: Run[][];
  notes: Run[][];
  link: string;
  frame: Bounds;
  outline: string[];
  state: SceneState;
}
export interface Show {
  slug: string;
  lang: string;
  spoken: string;
  title: string;
  about: string;
  by: string;
  languages: string[];
  data: string;
  stages: Stage[];
}
