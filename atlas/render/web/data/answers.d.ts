/* What the routes of this mode and of the import answer. */
import type { Bounds, SourceLine } from "../messages";
import type { PageState } from "../types";
import type { DataWords } from "../words";

export type DataState = PageState<DataWords>;

/* atlas/scene/publish/layer_metadata.py */
export interface CatalogField {
  id: string;
  title: string;
  unit: string | null;
  kind: string;
  about: string | null;
  known: number;
  values: [code: string, title: string][];
}
export interface CatalogFigure {
  title: string;
  versions: { value: string; definition: string; source: string; url: string | null }[];
}
export interface CatalogLayer {
  id: string;
  title: string;
  description: string;
  theme: string;
  geometry: string;
  rows: number;
  placed: number;
  private: boolean;
  licence: string[];
  fields: CatalogField[];
  figures: CatalogFigure[];
  files: { name: string; rows: SourceLine[] }[];
  problems: string[];
  checks: string[];
}

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
  about: "columns" | "axes" | "layer" | "crs";
  why: string;
  options: string[];
  values: Record<string, string | number>;
}
export type Positions = [lon: number, lat: number][];
export interface UploadFound {
  upload: string;
  id: string;
  name: string;
  lines: string[];
  questions: Question[];
  extent: Bounds | null;
  sketch: Positions[];
  ground: Positions[];
}
export type Answers = Record<string, string>;
