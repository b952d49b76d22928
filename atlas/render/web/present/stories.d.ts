/* Stories as they are written, shown, and passed from window to window. */
import type { ObjectCard, SceneState, Slideshow } from "../messages";
import type { Theme } from "../types";
import type { DeckWords, MapWords, PresenterWords } from "../words";
import type { DeckData as PythonDeckData, ListedStory, PlainChapter, PlainStory } from "./messages";
import type { DeckLanguage as PythonLanguage, UnreadableStory } from "./messages";

export type { DeckLater, ListedStory } from "./messages";

/* What a deck shows; `languages` those that it can be switched to. */
export interface DeckContent {
  show: Slideshow;
  words: DeckWords;
  theme: Theme;
  languages?: string[];
}

/* What the deck calls in the app; a file has none of it but `scene`. */
export interface DeckCallbacks {
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
  show?: Slideshow;
  asks?: boolean;
  to?: Command;
}
export type SentMessage = TalkMessage & { talk: string; serial: string };

/* How many times each tab has written a story: a version that counts as much everywhere holds another. */
export type Clock = Record<string, number>;

/* A story as its author keeps it, with the time of the last change. */
export type Chapter = PlainChapter;
export type Draft = PlainStory & { changed?: number; clock?: Clock };
export type StoryRow = ListedStory | UnreadableStory;

/* What a deck's file holds, with the words that its scripts use. */
export interface Words {
  map: MapWords;
  deck: DeckWords;
  presenter: PresenterWords;
}
export type DeckLanguage = Omit<PythonLanguage, "words"> & { words: Words };
export type DeckData = Omit<PythonDeckData, "languages"> & { languages: Record<string, DeckLanguage> };
export type Cards = Record<string, Record<string, ObjectCard>>;
export type { SceneState };
