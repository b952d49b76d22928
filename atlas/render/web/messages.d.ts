/* The messages of the server that several rooms of scripts read. */
import type { SceneState as State, TilesState as Tiles } from "./map/messages";

export type { ClassedSymbols, LayerSheet, LayerState, MapSymbol, SceneState } from "./map/messages";
export type { RunMessage as Run, ShowMessage as Show, StageMessage as Stage } from "./present/messages";

export type Bounds = [west: number, south: number, east: number, north: number];
export type Colors = [light: string, dark: string];
export type LegendEntry = State["legend"][number];
export type { Tiles };

/* atlas/scene/query/object_card.py */
export interface CardField {
  title: string;
  text: string;
  about?: string;
  url?: string;
  unknown?: boolean;
}
export type SourceLine = [title: string, text: string, url: string | null];
export interface ObjectCard {
  title: string;
  layer: string;
  fields: CardField[];
  source?: { rows: SourceLine[] };
  portrait?: boolean;
  problem?: string;
}

/* atlas/scene/explore/related_objects.py */
export interface RelatedObject {
  layer: string;
  id: string;
  name: string;
  about: string | null;
  note: string | null;
  bounds?: Bounds;
}
export interface RelatedGroup {
  title: string;
  about: string;
  items: RelatedObject[];
}
