/* What the routes of this mode and of the import answer. */
import type { Bounds } from "../messages";
import type { PageState } from "../types";
import type { DataWords } from "../words";

export type * from "./messages";
export type DataState = PageState<DataWords>;

/* atlas/serve/routes/uploads.py */
export interface UploadAbout {
  /* Megabytes of a file at most; 0: nothing can be brought. */
  mb: number;
  /* Whether what is added may be kept for good. */
  save: boolean;
  licences: [id: string, title: string][];
  mine: [id: string, title: string, rows: number | null][];
}
export interface Question {
  about: "columns" | "axes" | "layer" | "crs" | "encoding" | "header";
  why: string;
  options: string[];
  values: Record<string, string | number>;
  candidates: Candidate[];
  /* Number and cells of the first rows of a table. */
  rows: string[][];
}
/* A reference system and the place that it gives the rows of a file. */
export interface Candidate {
  crs: string;
  name: string;
  axes: string;
  lon: number;
  lat: number;
  place?: string;
  extent: Bounds;
  dots: [lon: number, lat: number][];
  ground?: Positions[];
}
export type Positions = [lon: number, lat: number][];
/* A column of a table without positions that names objects of a layer. */
export interface ProposedJoin {
  layer: string;
  column: string;
  found: number;
  values: number;
}
/* A join as it was made; `rules` are to be chosen from where `rule` is empty. */
export interface ChosenJoin {
  layer: string;
  column: string;
  rule: string;
  rules: string[];
  year: string | null;
  repeated: [name: string, rows: number][];
  lost: { value: string; rows: number; suggestions: [id: string, name: string][] }[];
  lost_rows: number;
  figures: [title: string, kind: string][];
}
export interface JoinFound {
  layers: [id: string, title: string][];
  columns: string[];
  proposed: ProposedJoin[];
  chosen: ChosenJoin | null;
}
/* What the reader says of a join. */
export interface JoinAnswers {
  layer: string;
  on: string;
  rows?: string;
  year?: string;
  variable?: string;
  places: Record<string, string>;
  kinds: Record<string, string>;
}
export interface UploadFound {
  upload: string;
  id: string;
  name: string;
  lines: string[];
  questions: Question[];
  crs: string | null;
  columns: string[];
  /* As the rows of a question, where the names of the columns do not stand in the first row. */
  head: string[][];
  extent: Bounds | null;
  sketch: Positions[];
  ground: Positions[];
  join?: JoinFound | null;
}
export type Answers = Record<string, string>;
