/* The colour of a layer: its own, or that of the classes of a number. */

import { element } from "../../shell/dom.js";
import { late } from "../../shell/late.js";
import { activeInside, keyed } from "../../shell/rerender.js";
import { ask, messageOf, rowQuery } from "../../shell/server.js";
import { fill } from "../../shell/words.js";

/** @import { ExploreState, TreeLayer } from "../answers" */

export class Classes {
  /** @type {ExploreState} */
  state = late;
  /** @type {string} */
  layer = late;
  /** @type {string | null} */
  requested = null;

  constructor() {
    this.node = element("div", { class: "classes" });
  }

  /**
   * Whether a layer has numbers to be coloured by.
   *
   * @param {TreeLayer} layer
   */
  offered({ fields }) {
    return Object.values(fields).some((field) => field.range);
  }

  /**
   * The same node stays in the panel; null for a layer without numbers.
   *
   * @param {ExploreState} state
   * @param {TreeLayer} layer
   */
  draw(state, layer) {
    if (!this.offered(layer)) return null;
    if (layer.id !== this.layer) this.node.replaceChildren();
    this.state = state;
    this.layer = layer.id;
    this.fetch();
    return this.node;
  }

  async fetch() {
    const query = rowQuery(this.state.link);
    query.set("lang", this.state.lang);
    query.set("of", this.layer);
    const sent = query.toString();
    if (sent === this.requested) return;
    this.requested = sent;
    let parts;
    try {
      const [data, { classChoice }] = await Promise.all([
        ask("classes", sent),
        import("./class_choice.js"),
      ]);
      parts = classChoice(this.state, data);
    } catch (problem) {
      this.node.replaceChildren(
        element("p", { text: fill(this.state.words.failed, { problem: messageOf(problem) }) }),
      );
      return;
    }
    if (sent !== this.requested) return;
    const focused = activeInside(this.node)?.dataset.key;
    this.node.replaceChildren(...parts);
    if (focused?.startsWith("classes.")) keyed(this.node, focused)?.focus({ preventScroll: true });
  }
}
