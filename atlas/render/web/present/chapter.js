/* One scene of a story in the making. */
import { element } from "../shell/dom.js";
import { fill, word } from "../shell/words.js";
import { askFigures } from "./drafts.js";
import { FigureBox } from "./figure_box.js";

/**
 * @import { EditorWords } from "../words"
 * @import { Chapter } from "./stories"
 *
 * @typedef {object} Does
 * @property {string} lang of the reader
 * @property {() => void} save
 * @property {(by: number) => void} move
 * @property {() => void} remove
 * @property {() => void} show
 * @property {() => void} retake
 * @property {() => void} present
 */

/**
 * The figures of the layers of a scene, to be picked; they are asked for when the list is first in hand.
 *
 * @param {Chapter} chapter
 * @param {number} k
 * @param {EditorWords} words
 * @param {string} lang
 * @param {(figure: string) => void} take
 */
const picker = (chapter, k, words, lang, take) => {
  let asked = false;
  const offer = async () => {
    if (asked) return;
    asked = true;
    const { offered } = await askFigures(chapter.link, lang, []).catch(() => ({ offered: [] }));
    list.append(
      ...offered.map(({ source, text, title }) =>
        element("option", { value: source, text: `${title} : ${text}` }),
      ),
    );
  };
  const list = element(
    "select",
    {
      class: "figures",
      "data-key": `${k}.figure`,
      "aria-label": words.figure_add,
      onfocus: offer,
      onpointerdown: offer,
      onchange: ({ target }) => {
        if (target.value) take(target.value);
        target.value = "";
      },
    },
    element("option", { value: "", text: words.figure_add }),
  );
  return list;
};

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
   * @param {boolean} lines
   */
  const box = (key, lines) => {
    const title = word(words, `chapter_${key}`);
    return new FigureBox({
      key: `${k}.${key}`,
      label: `${fill(words.scene, { n: k + 1 })} : ${title}`,
      placeholder: title,
      value: chapter[key],
      lines,
      link: () => chapter.link,
      lang: does.lang,
      change: (value) => {
        chapter[key] = value;
        does.save();
      },
    });
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
  const text = box("text", true);
  return element(
    "li",
    {},
    element(
      "div",
      { class: "head" },
      element("span", { class: "n", text: String(k + 1) }),
      box("title", false).node,
      act("up", "↑", () => does.move(-1), k === 0),
      act("down", "↓", () => does.move(1), k + 1 === count),
      act("remove", "×", does.remove),
    ),
    text.node,
    picker(chapter, k, words, does.lang, (figure) => text.insert(figure)),
    box("notes", true).node,
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
