/* What the rooms share: what Streamlit hands over, what the reader does, what the page shows. */
import type { MapPage } from "./map/map_page.js";
import type { LayerSheet, LegendLayer, SceneState } from "./messages";

/* What the reader did; the app does it (atlas/scene/query/actions.py). */
export interface Act {
  kind: string;
  [argument: string]: unknown;
}
export type SentAct = Act & { serial: number };
/* What the route `act` answers (atlas/serve/routes/act.py): `panel` without legend, `sheets` that are new,
   `kept`: for each window asked for, a bit for each of its rows. */
export interface ActMessage {
  address: string;
  state: SceneState;
  panel: PageData;
  sheets: Record<string, LayerSheet>;
  kept: (string | null)[];
}
/* The answer of the route `act` that the page shows. */
export interface ActAnswered {
  link: string;
  open: string | null;
}
export type ActAnswer = Promise<ActAnswered | null> | null;
/* What the app is told: all that waits, and what is shown of it already. */
export interface SentActs {
  acts: SentAct[];
  answered?: ActAnswered;
}
export type DoAct = (act: Act) => void;
export type Query = Record<string, (string | number)[]>;

export type Language = string;
export type Theme = "light" | "dark" | "room";
export type Mode = "explore" | "compare" | "network" | "present" | "data";

export interface Filter {
  values: string[];
  missing: boolean;
  gte?: number | null;
  lte?: number | null;
}
export interface Facet {
  counts: Record<string, number>;
  unknown: number;
  known: number;
  low: number | null;
  high: number | null;
}
export interface Condition {
  text: string;
  without: Query;
}

/* What the app says of the view (atlas/serve/routes/panel.py), and how the reader changes it. */
export interface PageData {
  lang: Language;
  mode: Mode;
  theme: Theme;
  link: string;
  title: string;
  basemap: string;
  /* on, kept, all; null: unknown */
  layers: Record<string, [number, number | null, number | null]>;
  private: string[];
  /* The layers of the map, the top one first, with their symbols. */
  legend: LegendLayer[];
  open: string | null;
  facets: Record<string, Facet>;
  filters: Record<string, Record<string, Filter>>;
  conditions: Condition[];
  messages: string[];
  done: number;
}

/* With the words of its mode. */
export interface PageState<Words> extends PageData {
  act: DoAct;
  words: Words;
  basemaps: Record<string, string>;
}

export interface ModePage {
  update(state: PageState<object>): unknown;
  remove?(): void;
  fold?(): void;
  folded?: boolean;
  says?: boolean;
  search?: { input: HTMLInputElement };
  shelf?: { toggle(tab: "table"): void };
}

export type AskNow = (path: string, parameters: string | URLSearchParams) => any;

export interface MapMessage extends Act {
  key?: string;
  card?: string | null;
  acts?: Act[];
}

/* What was requested before the map page was there. */
export interface EarlyAnswers {
  lang: string;
  link: string;
  state: Promise<SceneState>;
  layers: Map<string, Promise<ArrayBuffer>>;
}

/* The frame of the map, made by boot.js before all else. */
export interface MapFrame extends HTMLIFrameElement {
  heard: MapMessage[];
  hear?: (message: MapMessage) => void;
  early?: EarlyAnswers;
  /* The message of the opening, and the tab below the map that one of its questions opens. */
  opening?: Promise<ArrayBuffer>;
  tab?: string | null;
  /* The view as the app sent it last. */
  seen?: BridgeProps["data"];
  contentWindow: Window & { atlas?: MapPage };
  contentDocument: Document;
}

/* What a map in a frame is handed: the page in it, and what that page shows. */
export interface MountedData {
  page: string;
  title: string;
  state: object | null;
}
/* What Streamlit calls a component with. */
export interface BridgeProps {
  data: MountedData & {
    /* null: what the route `act` has answered is right. */
    state: SceneState | null;
    /* The link under which the view may be kept for when the connection drops. */
    kept?: string | null;
    done: number;
    session: string;
    runs: number;
  };
  setTriggerValue(name: string, value: SentActs): void;
}
export interface PageProps {
  parentElement: ShadowRoot & { atlasPage?: { update(data: PageData): void } };
  /* `known`: the page shows it already, and all but `done` is left out. */
  data: PageData & { known?: boolean };
}

declare global {
  interface Window {
    map_atlas: L.Map;
    atlas: MapPage;
    atlasFolium: { open(map: L.Map, name: string): import("./folium/drawing.js").Drawing };
  }
  interface WindowEventMap {
    "atlas:chosen": CustomEvent<string | null>;
    "atlas:table": CustomEvent<string>;
    "atlas:key": CustomEvent<string>;
    "atlas:folded": Event;
    "atlas:run": Event;
    "atlas:said": Event;
    /* What the route `act` has answered. */
    "atlas:answered": CustomEvent<PageData>;
    /* Before the page is printed, with a way to ask that does not wait; null: it has been. */
    "atlas:print": CustomEvent<AskNow | null>;
  }
}
