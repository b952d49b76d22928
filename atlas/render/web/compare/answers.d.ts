/* What the routes of this mode answer (atlas/scene/compare). */
import type { Bounds } from "../messages";
import type { PageState } from "../types";
import type { CompareWords } from "../words";

export type CompareState = PageState<CompareWords>;

export interface Item {
  id: string;
  name: string;
}
export interface Option {
  id: string;
  title: string;
}

/* choices.py */
export interface Measure {
  id: string;
  title: string;
}
export interface Indicator {
  theme: string;
  definition: string;
  measures: Measure[];
}
export interface Choices {
  territories: { level: string; title: string; items: Item[] }[];
  references: Option[];
  perimeters: Option[];
  norms: Option[];
  indicators: Indicator[];
  /* Territories that may be compared at once. */
  most: number;
}

/* comparison.py */
export interface Cell {
  value: number | null;
  number: string;
  text: string;
  rank: number | null;
  gap_text: string | null;
  notes: string[];
  valid: number;
  expected: number;
}
export interface Line {
  id: string;
  title: string;
  definition: string;
  unit: string;
  unit_text: string | null;
  direction: string;
  weight: number;
  cells: Cell[];
  reference: Cell;
}
export interface Territory extends Item {
  /* Set by the page: what stands for it in drawings. */
  letter: string;
}
export interface Comparison {
  territories: Territory[];
  lines: Line[];
  reference: Item;
  perimeter: Option;
  norm: Option;
  versions: string[];
  sentences: { text: string; source: string }[];
}

/* points.py */
export interface Axis {
  title: string;
  unit: string | null;
  share: boolean;
}
export interface Point extends Item {
  x: number;
  y: number;
  text: [x: string, y: string];
  compared: boolean;
}
export interface Points {
  axes: [Axis, Axis];
  points: Point[];
  missing: number;
}

/* maps.py: rings of kilometres, x and y in turn */
export type Ring = number[];
export interface TerritoryMap extends Item {
  bounds: Bounds;
  outline: Ring[];
  areas: { name: string; text: string; class: number | null; rings: Ring[] }[];
  marks: { unesco_components: Ring[][]; slag_heaps: Ring[][] };
}
export interface MapsAnswer {
  title: string;
  maps: TerritoryMap[];
  breaks: { class: number; text: string; alone: boolean }[];
}

/* true_size.py */
export interface Outline extends Item {
  bounds: Bounds;
  rings: Ring[];
  area_km2: number;
  drawn_km2: number;
  approximate: boolean;
}

/* closure_timeline.py */
export interface Basin {
  name: string;
  closed: string;
  age: number;
  events: { kind: string; at: number; year: number }[];
}
export interface ClosureAnswer {
  year: number;
  aligned: Basin[];
  apart: { name: string; reason: string; said: string | null }[];
}

/* rank_robustness.py */
export interface RanksAnswer {
  missing: Record<string, string[]>;
  neutral: string[];
  draws: number;
  measures: { id: string; weight: number; direction: string }[];
  ahead: {
    first: string;
    second: string;
    share: number;
    flip: { id: string; weight: number } | null;
  }[];
  ranked: {
    id: string;
    rank: number;
    composite: number;
    rank_by_ranks: number;
    acceptability: number[];
  }[];
  left_out: Record<string, Record<string, number>>;
}

/* perimeters.py */
export interface PerimeterTurn {
  id: string;
  title: string;
  kept: number;
  lost: number;
  flips: { title: string; before: [string, string]; after: [string, string] }[];
}

/* similar_basins.py */
export interface SimilarBasin {
  name: string;
  rank: number;
  thousandths: number;
  ahead: boolean | null;
  unknown: string[];
  reasons: {
    attribute: string;
    one: string;
    other: string;
    thousandths: number;
    rank_without: number | null;
  }[];
}

/* disagreements.py */
export interface Version {
  id: string;
  value: string;
  definition: string;
  source: string;
  published: string | null;
  url: string | null;
}
export interface Contested {
  id: string;
  title: string;
  layer: string;
  chosen: string | null;
  used_by: string[];
  versions: Version[];
}

/* provenance.py */
export interface UsedLayer {
  title: string;
  rows: [id: string, name: string | null][];
  files: {
    name: string;
    licence: string;
    status: string;
    annulled: boolean;
    producer: string;
    url: string;
    title: string;
    accessed: string;
    sha256: string;
  }[];
}
export interface EvidenceAnswer {
  title: string;
  text: string;
  territory: string;
  definition: string;
  formula: string;
  value: number | string | null;
  unit: string;
  valid: number;
  expected: number;
  notes: string[];
  perimeter: string;
  method: string;
  references: string;
  command: string;
  layers: UsedLayer[];
}
export interface MissingLink {
  length: string;
  gain: string;
  start: string;
  end: string;
}
