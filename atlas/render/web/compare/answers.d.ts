/* What the scripts of this mode share: the answers of its routes, and what the page adds to them. */
import type { PageState } from "../types";
import type { CompareWords } from "../words";
import type { ComparedTerritory, ComparisonMessage, TerritoryMap } from "./messages";

export type * from "./messages";

/* Kilometres, x and y in turn. */
export type Ring = TerritoryMap["outline"][number];
export type CompareState = PageState<CompareWords>;

export interface Territory extends ComparedTerritory {
  /* Stands for the territory in drawings. */
  letter: string;
}
export interface Comparison extends ComparisonMessage {
  territories: Territory[];
}
