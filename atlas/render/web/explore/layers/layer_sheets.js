/* What is to be known of a layer, fetched when it is first opened: description, contested figures, files. */
import { element, link } from "../../shell/dom.js";
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

/** @param {LayerMetadata} sheet */
const contents = ({ description, figures, files }) => [
  element("p", { text: description }),
  ...figures.map(({ title, versions }) => {
    const lines = versions.map(({ value, definition, source }) =>
      element(
        "li",
        {},
        element("strong", { text: value }),
        element("span", { text: ` — ${definition} (${source})` }),
      ),
    );
    return element("div", {}, element("h2", { text: title }), element("ul", {}, ...lines));
  }),
  ...files.map(({ name, rows }) => {
    const lines = rows.flatMap(([title, text, url]) => [
      element("dt", { text: title }),
      element("dd", {}, url ? link(url, text) : element("span", { text })),
    ]);
    return element("div", {}, element("h2", { text: name }), element("dl", {}, ...lines));
  }),
];
