/* The stories that are shipped, and the reader's own. */
import { copyLine } from "../explore/copy_line.js";
import { element } from "../shell/dom.js";
import { ask } from "../shell/server.js";
import { freshId, probeStorage } from "../shell/storage.js";
import { fill, plural, word } from "../shell/words.js";
import { listDrafts, putDraft, removeDamaged, removeDraft, whyUnkept } from "./draft_store.js";
import { download } from "./drafts.js";

/**
 * @import { PageState } from "../types"
 * @import { PresentWords } from "../words"
 * @import { Draft, StoryRow } from "./stories"
 *
 * @typedef {PageState<PresentWords>} State
 *
 * @typedef {object} Owner
 * @property {(id: string, story?: Partial<Draft> | null) => Promise<void>} open
 * @property {(file: File | undefined) => Promise<void>} upload
 * @property {(focus?: string | null) => void} draw
 */

/**
 * @param {Record<string, string>} key
 * @param {string} text
 * @param {() => void} onclick
 */
const button = (key, text, onclick) => element("button", { type: "button", ...key, text, onclick });

/**
 * @param {string} slug
 * @param {string} lang
 * @param {Record<string, string>} [more]
 */
const storyAddress = (slug, lang, more = {}) =>
  `${location.origin}/?${new URLSearchParams({ ...more, mode: "present", story: `${slug}:1`, lang })}`;

/**
 * The code that shows a story in another page.
 *
 * @param {string} slug
 * @param {string} lang
 * @param {string} title
 */
const storyCode = (slug, lang, title) => {
  const source = escapeMarkup(storyAddress(slug, lang, { embed: "true" }));
  return [
    `<iframe src="${source}" title="${escapeMarkup(title)}" width="100%" height="600"`,
    'style="border:0" loading="lazy" allowfullscreen></iframe>',
  ].join(" ");
};

/**
 * @param {string} title
 * @param {string} text
 * @param {PresentWords} words
 */
const storyLine = (title, text, words) =>
  copyLine({ copied: words.copied, take_selected: words.selected }, title, text);

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** @param {string} text */
const escapeMarkup = (text) => text.replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);

export class StoryList {
  /**
   * A draft that was removed and may come back.
   *
   * @type {{ id: string, story: Draft } | null}
   */
  dropped = null;

  /** @param {Owner} owner */
  constructor(owner) {
    this.owner = owner;
  }

  /**
   * @param {State} state
   * @param {StoryRow[]} stories
   */
  draw(state, stories) {
    const { words } = state;
    return [
      element(
        "section",
        {},
        element("h2", { text: words.stories }),
        ...stories.map((story) => this.shipped(story, state)),
      ),
      this.mine(state),
      element("p", { class: "note", text: words.offline }),
    ];
  }

  /**
   * @param {StoryRow} story
   * @param {State} state
   */
  shipped(story, { act, lang, theme, words }) {
    if ("problem" in story) return element("p", { class: "message", text: story.problem });
    const { about, languages, scenes, slug, spoken, title } = story;
    const said = [
      plural(words.scenes, lang, scenes, { n: scenes }),
      languages.join(" ").toUpperCase(),
    ].join(" · ");
    const files = ["html", "pdf"].map((format) => {
      const href = `/atlas/stories/${slug}?${new URLSearchParams({ format, lang, theme })}`;
      return element("a", { class: "file", download: "", href, text: word(words, `file_${format}`) });
    });
    const start = { class: "do", "data-key": `tell.${slug}`, "aria-label": `${words.tell} : ${title}` };
    const copy = async () =>
      this.owner.open(freshId(), await ask(`stories/${slug}`, `format=source&lang=${lang}`));
    return element(
      "article",
      { class: "shipped" },
      element("img", {
        src: `/atlas/stories/${slug}?${new URLSearchParams({ format: "thumbnail", lang, theme })}`,
        alt: "",
        width: 152,
        height: 100,
      }),
      element("h3", { lang: spoken, text: title }),
      element("p", { lang: spoken, text: about }),
      element("p", { class: "meta", text: said }),
      element(
        "p",
        { class: "files" },
        button(start, words.tell, () => act({ kind: "set", query: { story: [`${slug}:1`] } })),
        ...files,
        button({ class: "small", "data-key": `copy.${slug}` }, words.copy, copy),
      ),
      element(
        "details",
        { class: "shared-story" },
        element("summary", { text: words.share }),
        storyLine(words.share_link, storyAddress(slug, lang), words),
        storyLine(words.share_embed, storyCode(slug, lang, title), words),
      ),
    );
  }

  /** @param {State} state */
  mine({ lang, words }) {
    const { dropped, owner } = this;
    const upload = element("input", {
      type: "file",
      accept: ".md,text/markdown",
      class: "hidden",
      "data-key": "upload",
      "aria-label": words.open_file,
      onchange: ({ target }) => owner.upload(target.files?.[0]),
    });
    const { drafts, damaged } = listDrafts(),
      refusal = probeStorage(),
      about = { full: words.own_full, forbidden: words.own_forbidden };
    const fresh = { title: "", about: "", lang, chapters: [] };
    return element(
      "section",
      {},
      element("h2", { text: words.own }),
      element("p", {
        class: refusal ? "about message" : "about",
        text: refusal ? about[refusal] : words.own_about,
      }),
      ...drafts.map(([id, story]) => this.draft(id, story, lang, words)),
      ...damaged.map((entry, k) => this.damaged(entry, k, words)),
      dropped ? this.restore(dropped, words) : null,
      element(
        "p",
        { class: "files" },
        button({ class: "do", "data-key": "new" }, words.new_story, () => owner.open(freshId(), fresh)),
        button({ class: "file", "data-key": "choose" }, words.open_file, () => upload.click()),
        upload,
      ),
    );
  }

  /**
   * @param {string} id
   * @param {Draft} story
   * @param {string} lang
   * @param {PresentWords} words
   */
  draft(id, story, lang, words) {
    const title = story.title || words.untitled,
      n = story.chapters.length,
      drop = { class: "small", "data-key": `drop.${id}`, "aria-label": `${words.remove} : ${title}` };
    const remove = () => {
      removeDraft(id);
      this.dropped = { id, story };
      this.owner.draw("restore");
    };
    return element(
      "article",
      { class: "draft" },
      button({ class: "title", "data-key": `open.${id}` }, title, () => this.owner.open(id)),
      element("span", {
        class: "meta",
        text: [plural(words.scenes, lang, n, { n }), whyUnkept(id) && words.unkept]
          .filter(Boolean)
          .join(" · "),
      }),
      button(drop, words.remove, remove),
    );
  }

  /**
   * What cannot be read stays as it is, and can be taken away.
   *
   * @param {{ key: string, text: string }} entry
   * @param {number} k
   * @param {PresentWords} words
   */
  damaged({ key, text }, k, words) {
    const save = () => download(new Blob([text], { type: "text/plain" }), `story-${k + 1}.txt`);
    const remove = () => {
      removeDamaged(key);
      this.owner.draw();
    };
    return element(
      "article",
      { class: "damaged" },
      element("p", { class: "message", text: words.damaged }),
      element(
        "p",
        { class: "files" },
        button({ class: "file", "data-key": `save.${key}` }, words.save_damaged, save),
        button({ class: "small", "data-key": `drop.${key}` }, words.drop_damaged, remove),
      ),
    );
  }

  /**
   * @param {{ id: string, story: Draft }} dropped
   * @param {PresentWords} words
   */
  restore({ id, story }, words) {
    const text = fill(words.restore, { title: story.title || words.untitled });
    const restore = () => {
      putDraft(id, story);
      this.dropped = null;
      this.owner.draw();
    };
    return element(
      "p",
      { class: "undo" },
      button({ class: "small", "data-key": "restore" }, text, restore),
    );
  }
}
