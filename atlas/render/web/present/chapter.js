/* One scene of a story in the making. */
import { element } from "../shell/dom.js";
import { fill, word } from "../shell/words.js";

/**
 * @import { EditorWords } from "../words"
 * @import { Chapter } from "./stories"
 *
 * @typedef {object} Does
 * @property {() => void} save
 * @property {(by: number) => void} move
 * @property {() => void} remove
 * @property {() => void} show
 * @property {() => void} retake
 * @property {() => void} present
 */

/**
 * @param {Chapter} chapter
 * @param {number} k
 * @param {number} count
 * @param {EditorWords} words
 * @param {Does} does
 */
export const chapterItem = (chapter, k, count, words, does) => {
  /**
   * @param {"title" | "text" | "notes"} key
   * @param {number} rows 0: one line
   */
  const box = (key, rows) => {
    const title = word(words, `chapter_${key}`);
    const attributes = {
      "data-key": `${k}.${key}`,
      "aria-label": `${fill(words.scene, { n: k + 1 })} : ${title}`,
      placeholder: title,
      oninput: (/** @type {{ target: { value: string } }} */ { target }) => {
        chapter[key] = target.value;
        does.save();
      },
    };
    const area = rows
      ? element("textarea", { rows, ...attributes })
      : element("input", { type: "text", ...attributes });
    area.value = chapter[key];
    return area;
  };
  /**
   * @param {string} name
   * @param {string} sign
   * @param {() => void} onclick
   */
  const act = (name, sign, onclick, disabled = false) => {
    const title = word(words, `chapter_${name}`);
    return element("button", {
      type: "button",
      class: "plain",
      "data-key": `${k}.${name}`,
      disabled,
      title,
      "aria-label": `${title} (${k + 1})`,
      text: sign,
      onclick,
    });
  };
  /**
   * @param {string} key
   * @param {string} text
   * @param {() => void} onclick
   */
  const small = (key, text, onclick) =>
    element("button", { type: "button", class: "small", "data-key": `${k}.${key}`, text, onclick });
  return element(
    "li",
    {},
    element(
      "div",
      { class: "head" },
      element("span", { class: "n", text: String(k + 1) }),
      box("title", 0),
      act("up", "↑", () => does.move(-1), k === 0),
      act("down", "↓", () => does.move(1), k + 1 === count),
      act("remove", "×", does.remove),
    ),
    box("text", 3),
    box("notes", 2),
    element(
      "p",
      { class: "view" },
      small("show", words.chapter_show, does.show),
      small("retake", words.chapter_retake, does.retake),
      small("from", words.chapter_from, does.present),
    ),
    element("p", { class: "link", title: chapter.link, text: chapter.link }),
  );
};
