/* What is to be known of a layer, fetched when it is first opened: description, contested figures, files. */
import { element } from "../../shell/dom.js";
import { ask } from "../../shell/server.js";

/** @import { ExploreState, LayerMetadata, TreeLayer } from "../answers" */

export class LayerSheets {
  /** @type {Map<string, Promise<LayerMetadata>>} */
  kept = new Map();
  /**
   * The one that is open, with its language.
   *
   * @type {string | null}
   */
  opened = null;

  /**
   * @param {ExploreState} state
   * @param {TreeLayer} layer
   */
  about({ lang, words }, { id }) {
    const key = `${id}.${lang}`,
      body = element("div");
    const open = async () => {
      const sheet = this.kept.get(key) ?? ask(`sheets/${id}`, `lang=${lang}`);
      this.kept.set(key, sheet);
      const { contents } = await import("./sheet_contents.js");
      body.replaceChildren(...contents(await sheet));
    };
    if (this.opened === key) open();
    return element(
      "details",
      {
        class: "note sheet",
        open: this.opened === key,
        ontoggle: ({ target }) => {
          this.opened = target.open ? key : null;
          if (target.open) open();
        },
      },
      element("summary", { "data-key": `about.${id}`, text: words.about_layer }),
      body,
    );
  }
}
