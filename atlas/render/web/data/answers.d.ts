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
}
export type Answers = Record<string, string>;
