/* Written by atlas/render/script_types.py: a test fails when it is out of date. */

/* atlas/scene/publish/citation.py */
export interface Citation {
  link: string;
  text: Record<string, string>;
  bibtex: string;
  ris: string;
  embed: string;
  embed_in: Record<string, string>;
}

/* atlas/scene/publish/layer_metadata.py */
export interface LayerFigureVersion {
  value: string;
  definition: string;
  source: string;
  url: string | null;
}
export interface CatalogFigure {
  title: string;
  versions: LayerFigureVersion[];
}
export interface CatalogFile {
  name: string;
  rows: [string, string, string | null][];
}
export interface CatalogExtent {
  kind: string;
  area: string;
  sentence: string;
  source: string;
  url: string | null;
}
export interface LayerMetadata {
  description: string;
  completeness: CatalogExtent[];
  figures: CatalogFigure[];
  files: CatalogFile[];
}

/* atlas/scene/publish/metadata.py */
export interface CatalogField {
  id: string;
  title: string;
  type: string;
  kind: string;
  unit: string | null;
  about: string | null;
  values: [string, string][];
  several: boolean;
  known?: number;
  least?: string;
  greatest?: string;
}
export interface CatalogLayer {
  description: string;
  completeness: CatalogExtent[];
  figures: CatalogFigure[];
  files: CatalogFile[];
  id: string;
  title: string;
  theme: string;
  geometry: string;
  licence: string[];
  private: boolean;
  rows: number | null;
  placed: number | null;
  fields: CatalogField[];
  checks: string[];
  problems: string[];
  styles: [string, string][];
  snippets: [string, string][];
}
