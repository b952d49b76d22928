/* A story that is being written, and the line that says whether it is kept: never that it is when not. */

import { LiveRegion } from "../shell/patterns/live_region.js";
import { fill } from "../shell/words.js";
import { covers, getDraft, keptDraft, putDraft, whyUnkept } from "./draft_store.js";

/**
 * @import { EditorWords } from "../words"
 * @import { Refusal } from "../shell/storage"
 * @import { Draft } from "./stories"
 *
 * @typedef {Refusal | "kept" | "forked" | "updated" | "deleted"} KeptState
 */

/**
 * What is written in a story, text by text.
 *
 * @param {Draft} story
 */
const textsOf = ({ title, about, chapters }) =>
  [title, about, ...chapters.flatMap((one) => [one.title, one.text, one.notes])].filter((text) =>
    text.trim(),
  );

export class DraftState {
  /**
   * What this tab has written itself: no other may take it away.
   *
   * @type {string[]}
   */
  written = [];
  /** @type {string | null} */
  message = null;

  /** @param {string} id */
  constructor(id) {
    const story = getDraft(id);
    if (!story) throw new Error(`no story ${id}`);
    this.id = id;
    this.story = story;
    /** @type {KeptState} */
    this.kept = whyUnkept(id) ?? "kept";
    this.line = new LiveRegion({ class: "saved" });
  }

  /**
   * Keeps the story as it stands; returns whether it has become another one beside that of another tab.
   *
   * @param {EditorWords} words
   */
  save(words) {
    const { id, refusal, forked } = putDraft(this.id, this.story);
    this.written = textsOf(this.story);
    this.id = id;
    if (refusal || forked) this.kept = refusal ?? "forked";
    /* That there are two stays said until the story is opened anew. */ else if (this.kept !== "forked")
      this.kept = "kept";
    this.message = null;
    this.tell(words);
    return forked;
  }

  /**
   * Takes over what another tab has written; returns whether there is something new to draw.
   *
   * @param {EditorWords} words
   */
  follow(words) {
    const other = keptDraft(this.id);
    if (!other) {
      if (this.kept === "kept") this.kept = "deleted";
      this.tell(words);
      return false;
    }
    if (covers(this.story.clock, other.clock)) return false;
    const there = textsOf(other).join("\n"),
      loses = this.written.some((text) => !there.includes(text));
    /* Both have changed, or what was written here is gone there: this one goes beside the other. */
    if (loses || !covers(other.clock, this.story.clock)) return this.save(words) || true;
    this.story = other;
    this.kept = "updated";
    this.tell(words);
    return true;
  }

  /** @param {EditorWords} words */
  tell(words) {
    const { kept, message, story } = this;
    /** @type {Record<KeptState, string>} */
    const said = {
      kept: words.kept,
      full: words.not_kept_full,
      forbidden: words.not_kept,
      forked: fill(words.forked, { title: story.title || words.untitled }),
      updated: words.updated,
      deleted: words.deleted,
    };
    this.line.node.classList.toggle("warning", kept !== "kept" && kept !== "updated");
    this.line.show(message || said[kept]);
  }
}
