/* What the routes of this mode answer (atlas/scene/explore). */
import type { Act, PageState, Query } from "../types";
import type { Bounds, Colors, LayerSheet, MapSymbol } from "../messages";
import type { PanelWords } from "../words";

/* layer_tree.py */
export interface TreeField {
  title: string;
  unit: string | null;
  about: string | null;
  range: boolean;
  year: boolean;
  codes: Record<string, string>;
}
export interface TreeLayer {
  id: string;
  title: string;
  description: string;
  swatch: {
    sheet: Pick<LayerSheet, "width" | "opacity" | "symbol_below">;
    symbol: Pick<MapSymbol, "kind" | "color" | "shape" | "pattern" | "line">;
  } | null;
  fields: Record<string, TreeField>;
}
export interface TreeTheme {
  id: string;
  title: string;
  description: string;
  color: Colors;
  note: string | null;
  subnetworks: { title: string; layers: string[]; note: string | null }[];
  layers: TreeLayer[];
}

/* The state of the page, with the themes once they are there. */
export type ExploreState = PageState<PanelWords> & { themes: TreeTheme[] };

/* ../publish/layer_metadata.py */
export type { LayerMetadata } from "../data/messages";

/* search.py */
export interface FoundRow {
  layer: string;
  title: string;
  id: string;
  name: string;
  about: string | null;
  bounds?: Bounds;
}
export interface SearchAnswer {
  found: FoundRow[];
  problem?: string;
}

/* table.py */
export interface Column {
  id: string;
  title: string;
  unit: string | null;
  about: string | null;
  type: string;
}
export interface TableAnswer {
  layer: string;
  title: string;
  columns: Column[];
  shown: string[];
  total: number;
  of: number;
  sort: string;
  start: number;
  position: number | null;
  rows: { id: string; cells: [text: string, value: unknown][] }[];
}

/* charts.py */
export interface Bar {
  title: string;
  count: number;
  parts: number[];
  chosen: boolean;
  act: Act;
}
export interface Chart {
  field: string;
  kind: string;
  title: string;
  unit: string | null;
  chosen: boolean;
  bars: Bar[];
  by: { parts: string[] } | null;
}
export interface ChartsAnswer {
  layer: string;
  charts: Chart[];
}

/* summary.py */
export interface Sums {
  count: number;
  of?: number;
  unplaced: number;
  area_ha: number | null;
  length_km: number | null;
}
export interface SummaryAnswer {
  note: string;
  territories: string[];
  area_ha: number | null;
  layers: (Sums & { title: string; classes: (Sums & { title: string })[] })[];
}

/* timeline.py */
export interface YearsAnswer {
  first: number | null;
  last: number | null;
  layers: {
    layer: string;
    title: string;
    total: number;
    unknown_start: number;
    unknown_end: number | null;
    starts: [year: number, count: number][];
    ends: [year: number, count: number][];
  }[];
}

/* ../map/classes.py, ../query/territories.py, ../query/sharing.py */
export type {
  ChosenClasses,
  ClassificationOptions,
  SharingMessage,
  TerritoryLevel,
} from "../scene_messages";

/* ../publish/citation.py */
export type { Citation } from "../data/messages";

export type Question = [key: string, query: Query, tab?: Tab];
export type Tab = "table" | "charts" | "summary" | "time" | "take";

/* What a tab of the dock is. */
export interface TabPage {
  root: HTMLElement;
  update(state: ExploreState): unknown;
  chosen?(card: string | null): void;
  layer?: string;
}
