/* Written by atlas/render/script_types.py: a test fails when it is out of date. */
import type { TerritoryLevel, TerritoryName } from "../scene_messages";

/* atlas/scene/compare/choices.py */
export interface Option {
  id: string;
  title: string;
}
export interface MeasureOption {
  id: string;
  title: string;
  unit: string;
  direction: "higher" | "lower" | "neutral";
}
export interface IndicatorOption {
  id: string;
  theme: string;
  definition: string;
  world: boolean;
  measures: MeasureOption[];
}
export interface Choices {
  territories: TerritoryLevel[];
  indicators: IndicatorOption[];
  perimeters: Option[];
  norms: Option[];
  references: Option[];
  most: number;
}

/* atlas/scene/compare/closure_timeline.py */
export interface ClosureEvent {
  kind: string;
  year: number;
  at: number;
}
export interface AlignedBasin {
  id: string;
  name: string;
  country: string;
  status: string;
  closed: number;
  age: number;
  events: ClosureEvent[];
}
export interface UnalignedBasin {
  id: string;
  name: string;
  country: string;
  status: string;
  reason: string;
  said: string | null;
}
export interface ClosureTimeline {
  year: number;
  aligned: AlignedBasin[];
  apart: UnalignedBasin[];
}

/* atlas/scene/compare/disagreements.py */
export interface DisagreementVersion {
  id: string;
  value: string;
  definition: string;
  source: string;
  published: string | null;
  url: string | null;
}
export interface Disagreement {
  id: string;
  title: string;
  layer: string;
  chosen: string | null;
  used_by: string[];
  versions: DisagreementVersion[];
}

/* atlas/scene/compare/indicator_rows.py */
export interface IndicatorRow {
  territory: string;
  level: string;
  indicator: string;
  part: string | null;
  value: number | null;
  unit: string;
  valid: number;
  expected: number;
  perimeter: string;
  notes: string;
  rules: Record<string, "meets" | "inside" | "share" | "centre" | "member" | "anywhere">;
  sources: string[];
  completeness: "complete" | "at_least" | "at_most" | "listed" | "blank";
}

/* atlas/scene/compare/maps.py */
export interface MapArea {
  id: string;
  name: string;
  rings: number[][];
  class: number | null;
  text: string;
}
export interface MapBreak {
  bound: number;
  class: number;
  text: string;
  alone: boolean;
}
export interface MapMarks {
  slag_heaps: number[][][];
  unesco_components: number[][][];
}
export interface TerritoryMap {
  id: string;
  name: string;
  bounds: [number, number, number, number];
  outline: number[][];
  marks: MapMarks;
  areas: MapArea[];
}
export interface MeasureMaps {
  measure: string;
  title: string;
  variable: string;
  warning: string | null;
  partial: string | null;
  breaks: MapBreak[];
  maps: TerritoryMap[];
}
export interface OverlaidOutline {
  id: string;
  name: string;
  rings: number[][];
  centre: [number, number];
  bounds: [number, number, number, number];
  area_km2: number;
  drawn_km2: number;
  approximate: boolean;
}

/* atlas/scene/compare/messages.py */
export interface CellMessage {
  value: number | null;
  text: string;
  number: string;
  rank: number | null;
  gap: number | null;
  gap_text: string | null;
  valid: number;
  expected: number;
  notes: string[];
  completeness: "complete" | "at_least" | "at_most" | "listed" | "blank";
}
export interface LineMessage {
  id: string;
  title: string;
  definition: string;
  rules: string[];
  theme: string;
  unit: string;
  unit_text: string;
  direction: "higher" | "lower" | "neutral";
  weight: number;
  extensive: boolean;
  world: boolean;
  ranked: boolean;
  rank_note: string;
  instead: Option | null;
  cells: CellMessage[];
  reference: CellMessage;
}
export interface ComparedTerritory {
  id: string;
  name: string;
  level: string;
}
export interface ComparisonMessage {
  territories: ComparedTerritory[];
  reference: TerritoryName;
  perimeter: Option;
  norm: Option;
  year: number;
  lines: LineMessage[];
  sentences: MeasureText[];
  versions: string[];
  warnings: string[];
  credits: string[][];
}

/* atlas/scene/compare/missing_links.py */
export interface MissingLink {
  start: string;
  end: string;
  length_m: number;
  length: string;
  gain_ha: number;
  gain: string;
  line: number[][];
}

/* atlas/scene/compare/perimeters.py */
export interface ReversalMessage {
  measure: string;
  title: string;
  sides: [string, string];
  before: [string, string];
  after: [string, string];
}
export interface PerimeterMessage {
  id: string;
  title: string;
  kept: number;
  lost: number;
  flips: ReversalMessage[];
}

/* atlas/scene/compare/provenance.py */
export interface UsedFile {
  name: string;
  sha256: string;
  producer: string;
  title: string;
  url: string | null;
  licence: string;
  status: string;
  annulled: boolean;
  accessed: string;
}
export interface UsedLayer {
  id: string;
  title: string;
  rule: string;
  rows: [string, string][];
  shares: string[];
  files: UsedFile[];
}
export interface NumberProvenance {
  title: string;
  territory: string;
  value: number | null;
  text: string;
  exact: string;
  unit: string;
  valid: number;
  expected: number;
  notes: string[];
  definition: string;
  formula: string;
  references: string;
  perimeter: string;
  method: string;
  layers: UsedLayer[];
  command: string;
}

/* atlas/scene/compare/rank_robustness.py */
export interface RankedMeasure {
  id: string;
  weight: number;
  direction: "higher" | "lower" | "neutral";
}
export interface RankedTerritory {
  id: string;
  composite: number;
  rank: number;
  rank_by_ranks: number;
  likely: [number, number];
  acceptability: number[];
  scores: Record<string, number>;
}
export interface FlippingWeight {
  id: string;
  weight: number;
}
export interface RankedPair {
  first: string;
  second: string;
  share: number;
  level: number;
  tied: boolean;
  own_first: string | null;
  flip: FlippingWeight | null;
}
export interface RankRobustness {
  draws: number;
  measures: RankedMeasure[];
  neutral: string[];
  amounts: string[];
  incomplete: string[];
  missing: Record<string, string[]>;
  ranked: RankedTerritory[];
  ahead: RankedPair[];
  left_out: Record<string, Record<string, number>>;
}

/* atlas/scene/compare/scatter.py */
export interface Axis {
  title: string;
  unit: string;
  share: boolean;
}
export interface Point {
  id: string;
  name: string;
  x: number;
  y: number;
  text: [string, string];
  compared: boolean;
}
export interface Scatter {
  axes: [Axis, Axis];
  points: Point[];
  missing: number;
  partial: number;
}

/* atlas/scene/compare/sentences.py */
export interface MeasureText {
  measure: string;
  text: string;
  source: string;
}

/* atlas/scene/compare/similar_basins.py */
export interface SimilarityReason {
  attribute: string;
  own: string;
  other: string;
  share: number;
  thousandths: number;
  rank_without: number | null;
}
export interface SimilarBasin {
  id: string;
  name: string;
  group: "same" | "unknown" | "other";
  likeness: number;
  thousandths: number;
  ahead: boolean | null;
  rank: number;
  known: number;
  attributes: number;
  unknown: string[];
  reasons: SimilarityReason[];
}
export interface SimilarBasins {
  id: string;
  name: string;
  mineral_first: boolean;
  twins: SimilarBasin[];
}

/* atlas/scene/compare/true_size.py */
export interface TrueOutline {
  rings: number[][];
  centre: [number, number];
  bounds: [number, number, number, number];
  area_km2: number;
  drawn_km2: number;
}

/* atlas/scene/statistics/level_values.py */
export interface StatisticsArea {
  id: string;
  name: string;
  rings: number[][];
  kind: string | null;
  text: string;
}
export interface StatisticsMap {
  bounds: [number, number, number, number];
  outline: number[][];
  areas: StatisticsArea[];
}
export interface StatisticsSource {
  id: string;
  title: string;
  rule: string;
  rows: number;
  files: UsedFile[];
}

/* atlas/scene/statistics/spatial_autocorrelation.py */
export interface MoranRow {
  id: string;
  name: string;
  value: number | null;
  value_text: string;
  neighbours: number | null;
  lag: number | null;
  lag_text: string;
  index: number | null;
  p: number | null;
  q: number | null;
  quadrant: string | null;
  kind: string | null;
  cluster: string;
}
export interface ClusterClass {
  id: string;
  title: string;
  count: number;
  weak: number;
}
export interface MoranMessage {
  measure: string;
  title: string;
  variable: string;
  level: string;
  rule: string;
  nearest: number;
  distance_m: number | null;
  islands: string[];
  blanks: string[];
  count: number;
  index: number;
  expected: number;
  z: number;
  p: number;
  permutations: number;
  seed: number;
  alpha: number;
  crs: string;
  sentences: string[];
  classes: ClusterClass[];
  rows: MoranRow[];
  map: StatisticsMap;
  sources: StatisticsSource[];
  source: string;
  command: string;
}

/* atlas/scene/statistics/territory_groups.py */
export interface GroupVariable {
  id: string;
  title: string;
  known: number;
}
export interface GroupMessage {
  number: number;
  title: string;
  count: number;
  members: string[];
  sentence: string;
  scores: number[];
  means: number[];
  mean_texts: string[];
  silhouette: number;
}
export interface GroupedTerritory {
  id: string;
  name: string;
  group: number | null;
  values: (number | null)[];
  texts: string[];
}
export interface Silhouette {
  groups: number;
  value: number;
  text: string;
}
export interface TreeDrawing {
  links: number[][];
  leaves: number[];
  height: number;
  cut: number;
}
export interface TypologyMessage {
  level: string;
  variables: GroupVariable[];
  count: number;
  blanks: string[];
  best: number;
  shown: number;
  silhouettes: Silhouette[];
  sentences: string[];
  groups: GroupMessage[];
  rows: GroupedTerritory[];
  tree: TreeDrawing;
  map: StatisticsMap;
  sources: StatisticsSource[];
  source: string;
  command: string;
}
