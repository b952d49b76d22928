/* Written by atlas/render/script_types.py: a test fails when it is out of date. */
import type { LayerSheet, SceneState } from "../map/messages";

/* atlas/render/deck.py */
export interface LayerHead {
  sheet: LayerSheet;
  names: Record<string, string>;
}
export interface DeckLanguage {
  words: Record<string, Record<string, string | Record<string, string>>>;
  show: SlideshowMessage;
  heads: Record<string, LayerHead>;
}
export interface DeckData {
  lang: string;
  theme: "light" | "dark" | "room";
  packed: Record<string, string>;
  parts: string[];
  languages: Record<string, DeckLanguage>;
}
export interface DeckLater {
  packed: Record<string, string>;
  cards: Record<string, string>;
  languages: Record<string, DeckLanguage>;
}

/* atlas/render/story_message.py */
export interface RunMessage {
  text: string;
  kind: "plain" | "strong" | "emphasis" | "figure" | "link";
  value?: number | string;
  link?: string;
}
export interface SlideMessage {
  title: string;
  blocks: RunMessage[][];
  notes: RunMessage[][];
  link: string;
  frame: [number, number, number, number];
  outline: string[];
  state: SceneState;
}
export interface SlideshowMessage {
  slug: string;
  lang: string;
  spoken: string;
  title: string;
  about: string;
  by: string;
  languages: string[];
  data: string;
  slides: SlideMessage[];
}

/* atlas/scene/story/figure_choices.py */
export interface FigureAnswer {
  source: string;
  title: string;
  text: string | null;
  problem: string | null;
}
export interface FiguresMessage {
  figures: FigureAnswer[];
  offered: FigureAnswer[];
}

/* atlas/scene/story/parser.py */
export interface PlainChapter {
  title: string;
  link: string;
  text: string;
  notes: string;
}
export interface PlainStory {
  slug: string;
  lang: string;
  title: string;
  about: string;
  author: string | null;
  licence: string | null;
  sources: [string, string][];
  chapters: PlainChapter[];
}

/* atlas/scene/story/slides.py */
export interface ListedStory {
  slug: string;
  title: string;
  about: string;
  scenes: number;
  languages: string[];
  spoken: string;
}
export interface UnreadableStory {
  slug: string;
  problem: string;
}
