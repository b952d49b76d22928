/* Where a number comes from: formula, perimeter, coverage, layers, rows, files with their hash, and the
   command. */

import { element, link } from "../shell/dom.js";
import { openDialog } from "../shell/patterns/dialog.js";
import { LiveRegion } from "../shell/patterns/live_region.js";
import { messageOf, request } from "../shell/server.js";
import { plural } from "../shell/words.js";

/**
 * @import { Child } from "../shell/elements"
 * @import { CompareWords } from "../words"
 * @import { MissingLink, NumberProvenance, UsedFile, UsedLayer } from "./answers"
 * @import { Compare } from "./compare.js"
 */

const NETWORKS = new Set(["equivalent_connectivity_ha", "network_gaps"]);

export class Evidence {
  /** @param {Compare} page */
  constructor(page) {
    this.page = page;
    this.node = element("dialog", { class: "evidence" });
    page.root.append(this.node);
    this.node.addEventListener("click", (event) => {
      if (event.target === this.node) this.close();
    });
  }

  close() {
    if (this.node.open) this.node.close();
  }

  /**
   * @param {string} measure
   * @param {string} of
   */
  async open(measure, of) {
    const { page } = this,
      { words } = page;
    this.node.replaceChildren(element("p", { class: "wait", text: words.wait }));
    openDialog(page.root, this.node, { kept: true });
    const [indicator = ""] = measure.split(".");
    try {
      /** @type {NumberProvenance} */
      const found = await page.ask("compare/evidence", { measure, of });
      const formula = await (await request(`compare/formulas/${indicator}.svg`)).text();
      /** @type {MissingLink[]} */
      const links = NETWORKS.has(indicator) ? await page.ask("compare/links", { of }) : [];
      this.node.replaceChildren(...this.describe(found, formula), ...this.links(links));
    } catch (problem) {
      this.node.replaceChildren(element("p", { class: "problem", text: messageOf(problem) }));
    }
  }

  /**
   * @param {NumberProvenance} found
   * @param {string} formula
   */
  describe(found, formula) {
    const { words } = this.page,
      line = (/** @type {string} */ title, /** @type {Child[]} */ ...content) => [
        element("dt", { text: title }),
        element("dd", {}, ...content),
      ];
    const drawn = new DOMParser().parseFromString(formula, "image/svg+xml").documentElement;
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", found.formula);
    return [
      element(
        "header",
        {},
        element(
          "div",
          {},
          element("h2", { text: found.title }),
          element("p", { class: "big" }, element("b", { text: found.text }), ` · ${found.territory}`),
        ),
        element("button", {
          type: "button",
          class: "plain",
          "aria-label": words.close,
          text: "×",
          onclick: () => this.close(),
        }),
      ),
      element("p", { text: found.definition }),
      element("div", { class: "formula" }, drawn),
      element(
        "dl",
        {},
        ...line(words.value, found.exact),
        ...(found.expected ? line(words.coverage, `${found.valid} / ${found.expected}`) : []),
        ...(found.notes.length ? line(words.notes, found.notes.join("; ")) : []),
        ...line(words.perimeter, found.perimeter),
        ...line(words.measured, found.method),
        ...line(words.authority, element("span", { lang: "en", text: found.references })),
        ...line(
          words.command,
          element("code", { class: "command", text: found.command }),
          ...copyButton(words, found.command),
        ),
      ),
      ...found.layers.map((layer) => this.layer(layer)),
    ];
  }

  /**
   * The corridors that would do most for the network of the territory, the best for each metre first.
   *
   * @param {MissingLink[]} links
   */
  links(links) {
    const { words } = this.page;
    return links.length
      ? [
          element(
            "section",
            {},
            element("h3", { text: words.missing_links }),
            element(
              "ol",
              { class: "links-missing" },
              ...links.map((link) =>
                element(
                  "li",
                  {},
                  element("b", { text: `${link.length} · + ${link.gain}` }),
                  ` ${link.start} – ${link.end}`,
                ),
              ),
            ),
            element("p", { class: "none", text: words.links_about }),
          ),
        ]
      : [];
  }

  /** @param {UsedLayer} layer */
  layer(layer) {
    const { lang, words } = this.page,
      n = layer.rows.length;
    const rows = layer.rows.map(([id, name], at) => {
      const share = layer.shares[at];
      return element(
        "li",
        {},
        element("code", { text: id }),
        name ? ` ${name}` : "",
        share ? ` · ${share}` : "",
      );
    });
    return element(
      "section",
      {},
      element("h3", { text: layer.title }),
      element("p", { class: "counting-rule", text: layer.rule }),
      filesUsed(words, layer.files),
      n
        ? element(
            "details",
            {},
            element("summary", { text: plural(words.rows, lang, n, { n }) }),
            element("ul", { class: "rows-used" }, ...rows),
          )
        : element("p", { class: "none", text: words.no_rows }),
    );
  }
}

/**
 * A button that copies a command, and what says so.
 *
 * @param {CompareWords} words
 * @param {string} command
 */
export const copyButton = (words, command) => {
  const said = new LiveRegion({ tag: "span", class: "copied" });
  const copy = element("button", {
    type: "button",
    class: "small",
    text: words.copy,
    onclick: async () => {
      await navigator.clipboard.writeText(command);
      said.announce(words.copied);
    },
  });
  return [copy, said.node];
};

/**
 * Data files with their licence, source and hash.
 *
 * @param {CompareWords} words
 * @param {UsedFile[]} files
 */
export const filesUsed = (words, files) =>
  element(
    "ul",
    { class: "files-used" },
    ...files.map((file) =>
      element(
        "li",
        {},
        element(
          "p",
          {},
          element("b", { text: file.name }),
          ` · ${file.licence} · ${file.status}`,
          file.annulled ? element("strong", { text: ` ${words.annulled}` }) : null,
        ),
        element("p", {}, file.producer, ". ", link(file.url, file.title), `, ${file.accessed}`),
        element("p", {}, "sha256 ", element("code", { text: file.sha256 })),
      ),
    ),
  );
