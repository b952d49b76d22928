/* Written by atlas/render/script_types.py: a test fails when it is out of date. */

/* atlas/scene/map/classes.py */
export interface NumericField {
  id: string;
  title: string;
  unit: string | null;
}
export interface SchemeOption {
  id: string;
  title: string;
}
export interface NumberClass {
  title: string;
  bounds: [number | null, number | null] | null;
  start: number;
  stop: number;
  color: [string, string];
  kept: number;
}
export interface HistogramBar {
  start: number;
  stop: number;
  of: number;
  kept: number;
}
export interface DensityOption {
  id: string;
  title: string;
}
export interface ChosenClasses {
  variable: string;
  warning: string | null;
  density: DensityOption | null;
  field: string;
  scheme: string;
  count: number;
  classes: NumberClass[];
  unknown: number;
  histogram: HistogramBar[];
}
export interface ClassificationOptions {
  layer: string;
  title: string;
  fields: NumericField[];
  schemes: SchemeOption[];
  counts: number[];
  chosen: ChosenClasses | null;
}

/* atlas/scene/map/measured.py */
export interface MeasureMessage {
  segments_m: number[];
  length_m: number;
  area_m2: number | null;
}

/* atlas/scene/objects/disagreements.py */
export interface CardVersion {
  value: string;
  about: string;
  source: string;
  url: string | null;
}
export interface CardDisagreement {
  title: string;
  versions: CardVersion[];
}

/* atlas/scene/objects/key_figures.py */
export interface KeyFigure {
  title: string;
  text: string;
  unknown?: boolean;
  beside?: string;
}

/* atlas/scene/objects/object_card.py */
export interface CardField {
  title: string;
  text: string;
  unknown?: boolean;
  about?: string;
  url?: string;
}
export interface CardSource {
  rows: [string, string, string | null][];
}
export interface CardLabels {
  fields: string;
  disagree: string;
  page: string;
}
export interface ObjectCard {
  title: string;
  layer: string;
  sentence: string;
  figures: KeyFigure[];
  pictures: CardPicture[];
  disagreements: CardDisagreement[];
  fields: CardField[];
  source: CardSource;
  portrait: boolean;
  private: boolean;
  labels: CardLabels;
}

/* atlas/scene/objects/pictures.py */
export interface CardPicture {
  title: string;
  low: string;
  high: string;
  ground: string;
  mark: string;
  line: boolean;
}

/* atlas/scene/query/names.py */
export interface RowPlace {
  at: [number, number] | null;
  bounds: [number, number, number, number] | null;
}

/* atlas/scene/query/sharing.py */
export interface SharingMessage {
  layers: [string, string][];
  link: string | null;
  problem: string | null;
}

/* atlas/scene/query/territories.py */
export interface TerritoryName {
  id: string;
  name: string;
}
export interface TerritoryLevel {
  level: string;
  title: string;
  items: TerritoryName[];
}
