/* What the routes of this mode answer (atlas/scene/explore). */
import type { PageState, Query } from "../types";
import type { SearchResults, TreeTheme } from "./messages";
import type { PanelWords } from "../words";

/* The state of the page, with the themes once they are there. */
export type ExploreState = PageState<PanelWords> & { themes: TreeTheme[] };

/* ../publish/layer_metadata.py */
export type { LayerMetadata } from "../data/messages";

/* What a search found, or why it found nothing. */
export type SearchAnswer = Pick<SearchResults, "found"> & { problem?: string };

export type {
  ChartBar as Bar,
  ChartMessage as Chart,
  ExportedLayer,
  ExportPreview,
  FoundRow,
  LayerCharts as ChartsAnswer,
  LayerSummary,
  Summary as SummaryAnswer,
  SummaryTotals,
  TableColumn as Column,
  TablePage as TableAnswer,
  TreeField,
  TreeLayer,
  TreeTheme,
  Years as YearsAnswer,
} from "./messages";

/* ../map/classes.py, ../query/territories.py, ../query/sharing.py */
export type {
  ChosenClasses,
  ClassificationOptions,
  SharingMessage,
  TerritoryLevel,
} from "../scene_messages";

/* ../publish/citation.py */
export type { Citation } from "../data/messages";

export type Question = [key: string, query: Query, tab?: Tab];
export type Tab = "table" | "charts" | "summary" | "time" | "take";

/* What a tab of the dock is. */
export interface TabPage {
  root: HTMLElement;
  update(state: ExploreState): unknown;
  chosen?(card: string | null): void;
  layer?: string;
}
