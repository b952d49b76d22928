/* The messages of the server that several rooms of scripts read. */
import type { ObjectCard as SentCard } from "./scene_messages";
import type { SceneState as State, TilesState as Tiles } from "./map/messages";

export type {
  ClassedSymbols,
  LayerSheet,
  LayerState,
  LegendClass,
  LegendGroup,
  LegendLayer,
  MapSymbol,
  SceneState,
} from "./map/messages";
export type {
  FigureAnswer,
  FiguresMessage,
  RunMessage as Run,
  SlideMessage as Slide,
  SlideshowMessage as Slideshow,
} from "./present/messages";

export type Bounds = [west: number, south: number, east: number, north: number];
export type Colors = [light: string, dark: string];
export type LegendEntry = State["legend"][number];
export type { CardField } from "./scene_messages";
export type { Tiles };

/* A card, or what stands in its place where it could not be read. */
export type ObjectCard = Pick<SentCard, "title" | "layer" | "fields"> &
  Partial<SentCard> & { problem?: string };

export type {
  AnswerGroup,
  AnswerRow,
  AnswersMessage,
  RelatedGroup,
  RelatedObject,
} from "./explore/messages";
