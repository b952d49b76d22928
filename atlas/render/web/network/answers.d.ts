/* What the scripts of this mode share: the answers of its routes, and the state that they keep. */
import type { PageState } from "../types";
import type { NetworkWords } from "../words";
import type { Aim, ArcRow, CommuneSheet, PlaceSheet, ProjectSheet } from "./messages";

export type * from "./messages";

export type Fact = ProjectSheet["facts"][number];
export type NetworkState = PageState<NetworkWords>;
export type Tab = "projects" | "partners" | "twinnings" | "practices" | "exchanges";

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

/* The chosen years; null: no end. */
export interface Years {
  from?: number | null;
  to?: number | null;
  undated?: boolean;
}
