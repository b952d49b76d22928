/* Written by atlas/render/script_types.py: a test fails when it is out of date. */

/* atlas/scene/explore/answers.py */
export interface AnswerRow {
  at: [number, number] | null;
  bounds: [number, number, number, number] | null;
  id: string;
  name: string;
  facts: [string, string][];
}
export interface AnswerGroup {
  layer: string;
  title: string;
  count: number;
  unplaced: number;
  rows: AnswerRow[];
}
export interface AnswersMessage {
  groups: AnswerGroup[];
  gaps: string[];
}

/* atlas/scene/explore/charts.py */
export interface ChartAction {
  kind: "legend" | "filter";
  layer: string;
  field: string;
  code?: string | null;
  gte?: number | null;
  lte?: number | null;
  missing?: boolean;
}
export interface ChartBar {
  title: string;
  count: number;
  parts: number[];
  chosen: boolean;
  act: ChartAction;
  start?: number;
  stop?: number;
}
export interface ChartSplit {
  title: string;
  parts: string[];
}
export interface ChartMessage {
  kind: "bars" | "histogram" | "years";
  field: string;
  title: string;
  unit: string | null;
  chosen: boolean;
  by: ChartSplit | null;
  bars: ChartBar[];
}
export interface LayerCharts {
  layer: string;
  title: string;
  charts: ChartMessage[];
}

/* atlas/scene/explore/export_preview.py */
export interface ExportedLayer {
  id: string;
  title: string;
  rows: number;
  columns: number;
  licences: string[];
}
export interface ExportFormat {
  format: string;
  csv: string | null;
  title: string;
  about: string;
}
export interface ExportChange {
  formats: string[];
  text: string;
}
export interface ExportAddress {
  title: string;
  path: string;
}
export interface ExportPreview {
  layers: ExportedLayer[];
  formats: ExportFormat[];
  changes: ExportChange[];
  addresses: ExportAddress[];
}

/* atlas/scene/explore/join_preview.py */
export interface ProposedJoin {
  layer: string;
  column: string;
  found: number;
  values: number;
}
export interface LostValue {
  value: string;
  rows: number;
  suggestions: [string, string][];
}
export interface ChosenJoin {
  layer: string;
  column: string;
  rule: string;
  rules: string[];
  year: string | null;
  repeated: [string, number][];
  lost: LostValue[];
  lost_rows: number;
  figures: [string, string][];
}
export interface JoinMessage {
  layers: [string, string][];
  columns: string[];
  proposed: ProposedJoin[];
  chosen: ChosenJoin | null;
}

/* atlas/scene/explore/layer_tree.py */
export interface TreeField {
  title: string;
  unit: string | null;
  about: string | null;
  range: boolean;
  year: boolean;
  codes: Record<string, string>;
}
export interface SwatchSheet {
  width: number;
  opacity: number;
  symbol_below: number | null;
}
export interface SwatchSymbol {
  kind: string;
  color: [string, string];
  shape: string;
  pattern: string;
  line: string;
}
export interface Swatch {
  sheet: SwatchSheet;
  symbol: SwatchSymbol;
}
export interface TreeLayer {
  id: string;
  title: string;
  description: string;
  producers: string[];
  swatch: Swatch | null;
  fields: Record<string, TreeField>;
}
export interface TreeSubnetwork {
  title: string;
  layers: string[];
  note: string | null;
}
export interface TreeTheme {
  id: string;
  title: string;
  description: string;
  color: [string, string];
  note: string | null;
  subnetworks: TreeSubnetwork[];
  layers: TreeLayer[];
}

/* atlas/scene/explore/opening.py */
export interface OpeningNumber {
  layer: string;
  count: number;
}
export interface OpeningLegend {
  inscribed: number;
  other: number;
  levelled: number;
  not_verified: number;
  unplaced: number;
}
export interface OpeningCard {
  key: string;
  layer: string;
  query: Record<string, string[]>;
  count: number;
  tab: string | null;
}
export interface OpeningMessage {
  lang: string;
  numbers: OpeningNumber[];
  legend: OpeningLegend;
  undated: number;
  cards: OpeningCard[];
  towns: string[];
  heaps: [string, string][];
  answers: number[];
  credits: [string, string[]][];
}

/* atlas/scene/explore/related_objects.py */
export interface RelatedObject {
  at: [number, number] | null;
  bounds: [number, number, number, number] | null;
  layer: string;
  id: string;
  name: string;
  about: string | null;
  note: string | null;
}
export interface RelatedGroup {
  title: string;
  layer: string;
  basis: "declared" | "spatial";
  about: string;
  items: RelatedObject[];
}
export interface RelatedObjects {
  layer: string;
  id: string;
  name: string;
  groups: RelatedGroup[];
}

/* atlas/scene/explore/search.py */
export interface FoundRow {
  at: [number, number] | null;
  bounds: [number, number, number, number] | null;
  layer: string;
  title: string;
  id: string;
  name: string;
  about: string | null;
}
export interface SearchResults {
  query: string;
  count: number;
  found: FoundRow[];
}

/* atlas/scene/explore/summary.py */
export interface SummaryTotals {
  count: number;
  unplaced: number;
  area_ha: number | null;
  length_km: number | null;
}
export interface ClassSummary {
  count: number;
  unplaced: number;
  area_ha: number | null;
  length_km: number | null;
  code: string | null;
  title: string;
}
export interface LayerSummary {
  count: number;
  unplaced: number;
  area_ha: number | null;
  length_km: number | null;
  layer: string;
  title: string;
  of: number;
  gaps: string[];
  classes: ClassSummary[];
}
export interface Summary {
  measured: "inside" | "whole";
  note: string;
  territories: string[];
  area_ha: number | null;
  layers: LayerSummary[];
}

/* atlas/scene/explore/table.py */
export interface TableColumn {
  id: string;
  title: string;
  unit: string | null;
  about: string | null;
  type: string;
}
export interface TableRow {
  id: string;
  name: string;
  cells: [string, unknown][];
}
export interface TablePage {
  layer: string;
  title: string;
  columns: TableColumn[];
  shown: string[];
  total: number;
  of: number;
  sort: string;
  start: number;
  position: number | null;
  rows: TableRow[];
}

/* atlas/scene/explore/timeline.py */
export interface LayerYears {
  layer: string;
  title: string;
  color: [string, string] | null;
  level: boolean;
  total: number;
  starts: [number, number][];
  ends: [number, number][];
  unknown_start: number;
  unknown_end: number | null;
}
export interface Years {
  first: number | null;
  last: number | null;
  layers: LayerYears[];
}
export interface StandingCount {
  layer: string;
  standing: number;
  unsure: number;
}
export interface YearsMessage {
  first: number | null;
  last: number | null;
  layers: LayerYears[];
  standing: StandingCount[];
}
