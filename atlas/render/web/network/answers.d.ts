/* What the routes of this mode answer (atlas/scene/network). */
import type { Bounds, Colors, SourceLine } from "../messages";
import type { PageState } from "../types";
import type { NetworkWords } from "../words";

export type NetworkState = PageState<NetworkWords>;
export type Tab = "projects" | "partners" | "twinnings" | "practices" | "exchanges";

export interface Titled {
  id: string;
  title: string;
}
export interface NamedRow {
  id: string;
  name: string;
}
export interface Document {
  title: string;
  url: string | null;
}

/* network.py */
export interface Family {
  id: string;
  title: string;
  color: Colors;
  count: number;
}
export interface NetworkFacet {
  key: string;
  title: string;
  values: { value: string; title: string; count: number; chosen: boolean }[];
  unknown: number;
  missing: boolean;
}
export type Counts = Record<"projects" | "partners" | "countries" | "twinnings", number>;
export interface NetworkAnswer {
  counts: Counts;
  totals: Counts;
  facets: NetworkFacet[];
  families: Family[];
  projects: ProjectRow[];
  places: PlaceRow[];
  arcs: ArcRow[];
  twinnings: TwinningRow[];
  ties: Record<string, { place?: string; project: string }>;
  time: TimeAnswer;
  span: [first: number, last: number];
  bounds: Bounds | null;
  themes: Titled[];
}

/* lists.py */
export interface ProjectRow extends NamedRow {
  kind: string;
  years: string;
  family: string | null;
  themes: string[];
  doubt: string[];
  find: string;
}
export interface PlaceRow extends NamedRow {
  country: string;
  kind: string;
  at: [lat: number, lon: number] | null;
  projects: number;
  themes: number;
  twinnings: number;
  family: string | null;
  find: string;
}
export type Line = [lon: number, lat: number][];
export interface ArcRow {
  place: string;
  projects: string[];
  family: string | null;
  lines: Line[];
}
export interface TwinningRow {
  commune: string;
  insee: string;
  city: string;
  country: string;
  place: string;
  year: number | null;
  title: string;
  doubt: string[];
}

/* timeline.py */
export interface TimedProject extends NamedRow {
  start: number | null;
  end: number | null;
  family: string | null;
  kept: boolean;
}
export interface TimeAnswer {
  projects: TimedProject[];
  twinnings: { name: string; year: number | null; active: boolean; kept: boolean }[];
  undated: { projects: number; twinnings: number };
}

/* practices.py */
export interface Practice extends NamedRow {
  title: string;
  text: string;
  project: string;
  years: string;
  places: NamedRow[];
  sites: string[];
  section: string | null;
  documents: Document[];
}
export interface Aim extends Titled {
  text: string;
  result: string | null;
  themes: Titled[];
  section: string | null;
  documents: Document[];
}
export interface Programme {
  name: string;
  years: string;
  outputs: string | null;
  countries: string[];
  practices: number;
  aims: Aim[];
  join: { organisation: string; town: string; documents: Document[] };
}

/* pairings.py */
export interface Pairing {
  partner: string;
  kind: string;
  where: string;
  place: string | null;
  project: string;
  name: string;
  years: string;
  source: string | null;
  named: boolean;
}

export type Fact = [title: string, text: string | null];

/* project_sheet.py */
export interface Partner {
  name: string;
  where: string;
  place: string | null;
  kind: string | null;
  doubts: string[];
}
export interface ProjectSheet extends NamedRow {
  other_names: string[];
  years: string;
  doubts: string[];
  summary: string;
  outputs: string | null;
  facts: Fact[];
  figures: { title: string; versions: { value: string; definition: string; source: string }[] }[];
  themes: Titled[];
  part_of: NamedRow[];
  parts: NamedRow[];
  partners: Partner[];
  members: (Partner & { source: string; url: string | null })[];
  seminars: { name: string; where: string }[];
  practices: { title: string; text: string }[];
  documents: Document[];
  section: string | null;
  twinnings?: undefined;
  twins?: undefined;
  at?: undefined;
}

/* partner_sheet.py */
export interface Twin {
  id: string;
  commune: string;
  insee: string;
  city: string;
  country: string;
  place: string;
  year: number | null;
  status: string;
  doubts: string[];
  source: string;
  url: string | null;
}
export interface PlaceSheet extends NamedRow {
  other_names: string[];
  kind: string;
  country: string;
  precision: string;
  at: [lat: number, lon: number] | null;
  mining: string[];
  themes: Titled[];
  ties: {
    partner: string;
    project: string;
    name: string;
    years: string;
    role: string | null;
    doubts: string[];
    source: string | null;
    url: string | null;
  }[];
  twinnings: Twin[];
  shared: { place: string; name: string; themes: string[] }[];
  basins: { id: string; name: string; how: string; facts: Fact[]; comparable: boolean }[];
  heritage: { name: string; year: string; url: string }[];
  twins?: undefined;
}
export interface CommuneSheet extends NamedRow {
  twins: (Twin & { mining: string[] })[];
  twinnings?: undefined;
  at?: undefined;
}

/* What is open beside the map. */
export type Sheet =
  | { kind: "project"; id: string; data: ProjectSheet }
  | { kind: "place"; id: string; data: PlaceSheet }
  | { kind: "commune"; id: string; data: CommuneSheet }
  | { kind: "aim"; id: string; data: Aim };

/* Which arcs are brought out, and the towns that no arc leads to. */
export interface Lit {
  arc(arc: ArcRow): boolean;
  places?: string[];
}
export type Light = Lit | null;

/* The years asked for; null: no end. */
export interface Years {
  from?: number | null;
  to?: number | null;
  undated?: boolean;
}
export type { SourceLine };
