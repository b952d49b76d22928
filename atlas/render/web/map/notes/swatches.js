/* The colours of notes, one button each. */
import { element } from "../../shell/dom.js";
import { word } from "../../shell/words.js";
import { COLOURS, SHADES } from "./note_text.js";

/**
 * @import { NoteState } from "../messages"
 * @import { ToolsWords } from "../../words"
 */

/**
 * @param {ToolsWords} words
 * @param {(colour: NoteState["colour"]) => void} choose
 */
export const swatches = (words, choose) =>
  COLOURS.map((colour) =>
    element("button", {
      type: "button",
      class: "swatch",
      "data-key": `colour.${colour}`,
      "aria-label": word(words, `colour_${colour}`),
      title: word(words, `colour_${colour}`),
      style: `--own:var(--${SHADES[colour]})`,
      onclick: () => choose(colour),
    }),
  );
