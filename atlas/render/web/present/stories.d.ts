/* Stories as they are written, told, and handed from window to window. */
import type { ObjectCard, SceneState, Show } from "../messages";
import type { LayerSheet } from "../messages";
import type { Theme } from "../types";
import type { DeckWords, MapWords, PresenterWords } from "../words";

/* What a story is told with; `languages` those that it can be switched to. */
export interface Told {
  show: Show;
  words: DeckWords;
  theme: Theme;
  languages?: string[];
}

/* What the deck asks of the app; a file has none of it but `scene`. */
export interface Hands {
  scene?(n: number): void;
  theme?(theme: Theme): void;
  language?(code: string): void;
  ask?(link: string | null): void;
  come_back?(): void;
  close?(): void;
}

/* What the windows of a talk say to each other. */
export type Command = string | number;
export interface TalkMessage {
  kind: string;
  n?: number;
  dark?: boolean;
  theme?: Theme;
  show?: Show;
  asks?: boolean;
  to?: Command;
}
export type SentMessage = TalkMessage & { talk: string; serial: string };

/* A story as it is written (atlas/scene/story/parser.py). */
export interface Chapter {
  title: string;
  link: string;
  text: string;
  notes: string;
}
export interface Draft {
  slug: string;
  title: string;
  about: string;
  lang: string;
  author: string | null;
  licence: string | null;
  sources: [string, string][];
  chapters: Chapter[];
  changed?: number;
}
export interface ListedStory {
  slug: string;
  title: string;
  about: string;
  scenes: number;
  languages: string[];
  spoken: string;
  problem?: string;
}

/* What a deck's file holds (atlas/render/deck.py). */
export interface DeckData {
  lang: string;
  theme: Theme;
  packed: Record<string, string>;
  tongues: Record<string, Tongue>;
  cards: Record<string, string>;
}
export interface Tongue {
  said: { map: MapWords; deck: DeckWords; presenter: PresenterWords };
  show: Show;
  heads: Record<string, { sheet: LayerSheet; names: (string | null)[] }>;
}
export type Cards = Record<string, Record<string, ObjectCard>>;
export type { SceneState };
