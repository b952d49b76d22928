/* Written by atlas/render/script_types.py: a test fails when it is out of date. */

/* atlas/scene/network/labels.py */
export interface Titled {
  id: string;
  title: string;
}
export interface NamedRow {
  id: string;
  name: string;
}

/* atlas/scene/network/lists.py */
export interface ProjectRow {
  id: string;
  name: string;
  kind: string;
  years: string;
  start: number | null;
  end: number | null;
  family: string | null;
  themes: string[];
  partners: number | null;
  doubt: string[];
  find: string;
}
export interface PlaceRow {
  id: string;
  name: string;
  country: string;
  kind: string;
  at: [number, number] | null;
  projects: number;
  themes: number;
  twinnings: number;
  family: string | null;
  years: string;
  find: string;
}
export interface ArcRow {
  place: string;
  projects: string[];
  family: string | null;
  lines: [number, number][][];
}
export interface TwinningRow {
  id: string;
  commune: string;
  insee: string;
  city: string;
  place: string;
  country: string;
  year: number | null;
  status: string;
  title: string;
  doubt: string[];
}
export interface TieEnds {
  place: string | null;
  project: string | null;
}

/* atlas/scene/network/network.py */
export interface Counts {
  projects: number;
  partnerships: number;
  municipal_partners: number;
  twinnings: number;
  practices: number;
  places: number;
  partners: number;
  countries: number;
  communes: number;
  dated: number;
  open: number;
}
export interface FacetValue {
  value: string;
  title: string;
  count: number;
  chosen: boolean;
}
export interface NetworkFacet {
  key: string;
  title: string;
  values: FacetValue[];
  unknown: number;
  missing: boolean;
}
export interface Family {
  id: string;
  title: string;
  color: [string, string];
  count: number;
}
export interface NetworkAnswer {
  counts: Counts;
  totals: Counts;
  facets: NetworkFacet[];
  families: Family[];
  projects: ProjectRow[];
  places: PlaceRow[];
  arcs: ArcRow[];
  twinnings: TwinningRow[];
  ties: Record<string, TieEnds>;
  time: TimeAnswer;
  span: [number, number];
  bounds: [number, number, number, number] | null;
  themes: Titled[];
}

/* atlas/scene/network/partner_sheet.py */
export interface PlaceProject {
  partner: string;
  kind: string | null;
  project: string;
  name: string;
  years: string;
  role: string | null;
  doubts: string[];
  source: string | null;
  url: string | null;
}
export interface Twin {
  id: string;
  commune: string;
  insee: string;
  city: string;
  place: string;
  country: string;
  year: number | null;
  status: string;
  mining_mentioned: boolean;
  doubts: string[];
  source: string;
  url: string | null;
}
export interface TwinWithMining {
  id: string;
  commune: string;
  insee: string;
  city: string;
  place: string;
  country: string;
  year: number | null;
  status: string;
  mining_mentioned: boolean;
  doubts: string[];
  source: string;
  url: string | null;
  mining: string[];
}
export interface SharedThemes {
  place: string;
  name: string;
  themes: string[];
}
export interface BasinRow {
  id: string;
  name: string;
  how: string;
  comparable: boolean;
  facts: [string, string | null][];
}
export interface HeritageSite {
  id: string;
  name: string;
  year: number;
  url: string;
}
export interface PlaceSheet {
  id: string;
  name: string;
  other_names: string[];
  kind: string;
  country: string;
  precision: string;
  at: [number, number] | null;
  themes: Titled[];
  ties: PlaceProject[];
  twinnings: Twin[];
  shared: SharedThemes[];
  basins: BasinRow[];
  heritage: HeritageSite[];
  mining: string[];
}
export interface CommuneSheet {
  id: string;
  name: string;
  twins: TwinWithMining[];
}

/* atlas/scene/network/practices.py */
export interface Practice {
  id: string;
  name: string;
  practice: string;
  title: string;
  text: string | null;
  project: string;
  years: string;
  places: NamedRow[];
  sites: string[];
  section: string | null;
  documents: Document[];
}
export interface Pairing {
  id: string;
  name: string;
  partner: string;
  kind: string;
  where: string;
  place: string | null;
  named: boolean;
  project: string;
  years: string;
  themes: string[];
  source: string | null;
  documents: Document[];
}
export interface Aim {
  id: string;
  title: string;
  text: string | null;
  result: string | null;
  themes: Titled[];
  section: string | null;
  documents: Document[];
}
export interface Organisation {
  organisation: string;
  town: string;
  documents: Document[];
}
export interface Programme {
  project: string;
  name: string;
  years: string;
  outputs: string | null;
  countries: string[];
  municipalities: number;
  practices: number;
  aims: Aim[];
  join: Organisation;
}

/* atlas/scene/network/project_sheet.py */
export interface Document {
  title: string;
  url: string | null;
}
export interface FigureVersion {
  value: string;
  definition: string;
  source: string;
}
export interface ContestedFigure {
  title: string;
  versions: FigureVersion[];
}
export interface Partner {
  name: string;
  kind: string;
  place: string | null;
  where: string;
  years: string;
  doubts: string[];
  document: string;
}
export interface Member {
  name: string;
  place: string | null;
  where: string;
  doubts: string[];
  source: string;
  url: string | null;
}
export interface ProjectPractice {
  title: string;
  text: string | null;
}
export interface ProjectSheet {
  id: string;
  name: string;
  other_names: string[];
  years: string;
  family: string | null;
  summary: string | null;
  outputs: string | null;
  themes: Titled[];
  facts: [string, string | null][];
  part_of: NamedRow[];
  parts: NamedRow[];
  doubts: string[];
  figures: ContestedFigure[];
  partners: Partner[];
  members: Member[];
  seminars: Member[];
  practices: ProjectPractice[];
  section: string | null;
  documents: Document[];
}

/* atlas/scene/network/timeline.py */
export interface TimedProject {
  id: string;
  name: string;
  start: number | null;
  end: number | null;
  family: string | null;
  kept: boolean;
}
export interface TimedTwinning {
  id: string;
  name: string;
  year: number | null;
  active: boolean;
  kept: boolean;
}
export interface UndatedCounts {
  projects: number;
  twinnings: number;
}
export interface TimeAnswer {
  projects: TimedProject[];
  twinnings: TimedTwinning[];
  undated: UndatedCounts;
}
