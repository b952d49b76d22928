/* The dialog that brings a reader's own file: choose, see what was read, answer what the file does not say,
   add. A layer that was added is shown by reloading the page on its link: the browser then says to the server
   whose layer it is. */

import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { openDialog } from "../shell/patterns/dialog.js";
import { LiveRegion } from "../shell/patterns/live_region.js";
import { ask, Refusal, request } from "../shell/server.js";
import { fill, plural } from "../shell/words.js";
import { headTable } from "./upload_fields.js";
import { differentlyForm, layerForm, questionForm } from "./upload_forms.js";
import { joinForm, lostList } from "./upload_join.js";
import { sketch } from "./upload_sketch.js";
import { zipFiles } from "./zip_files.js";

/**
 * @import { UploadWords } from "../words"
 * @import { Answers, JoinAnswers, UploadAbout, UploadFound } from "./answers"
 */

const ENDINGS = [
  ...["gpkg", "geojson", "json", "geojsonl", "ndjson", "fgb", "parquet", "geoparquet", "zip", "shz"],
  ...["topojson", "esrijson", "umap", "shp", "dbf", "shx", "prj", "cpg", "gpkg-wal"],
  ...["kml", "kmz", "gpx", "gml", "tab", "dat", "map", "id", "ind", "mif", "mid", "sqlite", "db"],
  ...["csv", "tsv", "txt", "xlsx", "ods"],
];
/* What no form of another site can send. */
const HEADERS = { "X-Atlas": "upload" };

export class Upload {
  busy = false;
  /** @type {JoinAnswers | null} what the reader says of the places of a table */
  join = null;

  /**
   * @param {HTMLElement} root takes the dialog
   * @param {string} lang
   * @param {UploadWords} words
   * @param {UploadAbout} about
   */
  constructor(root, lang, words, about) {
    this.lang = lang;
    this.words = words;
    this.about = about;
    this.number = numberFormat(lang);
    this.status = new LiveRegion({ class: "status" });
    this.body = element("div", { class: "body" });
    const close = element("button", {
      type: "button",
      class: "plain",
      "aria-label": words.cancel,
      title: words.cancel,
      text: "×",
      onclick: ({ currentTarget }) => currentTarget.closest("dialog")?.close(),
    });
    const title = element("h2", { id: "upload-title", text: words.title });
    this.dialog = element(
      "dialog",
      {
        class: "upload",
        "aria-labelledby": "upload-title",
        onclose: () => this.gone(),
        oncancel: (event) => {
          if (this.busy) event.preventDefault();
        },
        ondragover: (event) => event.preventDefault(),
        ondrop: (event) => {
          event.preventDefault();
          this.bring(event.dataTransfer?.files);
        },
      },
      element("header", {}, title, close),
      this.status.node,
      this.body,
    );
    const href = new URL("./upload.css", import.meta.url).href;
    this.style = element("link", { rel: "stylesheet", href });
    root.append(this.style);
    openDialog(root, this.dialog);
    this.choose();
  }

  gone() {
    this.style.remove();
  }

  /**
   * @param {string} text
   * @param {boolean} [failed]
   */
  say(text, failed = false) {
    this.status.setAssertive(failed);
    this.status.node.classList.toggle("failed", failed);
    this.status.announce(text);
  }

  /**
   * Asks the server; what it refuses is said in its own sentence, and what was there stays.
   *
   * @template T
   * @param {string} path
   * @param {RequestInit} options
   * @returns {Promise<T | null>}
   */
  async send(path, options) {
    this.busy = true;
    this.dialog.setAttribute("aria-busy", "true");
    try {
      const response = await request(`uploads${path}`, { ...options, headers: HEADERS });
      const answer = await response.json();
      this.say("");
      return answer;
    } catch (problem) {
      this.say(problem instanceof Refusal ? problem.message : this.words.failed, true);
      return null;
    } finally {
      this.busy = false;
      this.dialog.removeAttribute("aria-busy");
    }
  }

  choose() {
    const { words, about } = this;
    if (!about.mb) {
      this.body.replaceChildren(element("p", { text: words.closed }));
      return;
    }
    const input = element("input", {
      type: "file",
      id: "upload-file",
      accept: ENDINGS.map((end) => `.${end}`).join(","),
      multiple: true,
      onchange: ({ target }) => this.bring(target.files),
    });
    const mine = about.mine.map((layer) => this.own(layer)),
      formats = fill(words.formats, { mb: this.number.format(about.mb) });
    this.body.replaceChildren(
      element(
        "div",
        { class: "choose" },
        input,
        element("label", { for: "upload-file", class: "do", text: words.choose }),
        element("span", { text: words.drop }),
      ),
      element("p", { class: "note", text: formats }),
      element("p", { class: "note", text: words.about }),
      ...(mine.length
        ? [element("h3", { text: words.mine }), element("ul", { class: "mine" }, ...mine)]
        : []),
    );
    input.focus();
  }

  /** @param {UploadAbout["mine"][number]} layer */
  own([id, title, rows]) {
    const { words } = this,
      name = fill(words.forget, { title }),
      count = plural(words.rows, this.lang, rows ?? 0, { n: this.number.format(rows ?? 0) });
    const forget = element("button", {
      type: "button",
      class: "plain",
      "aria-label": name,
      title: name,
      text: "×",
      onclick: () => this.forget(id),
    });
    return element(
      "li",
      {},
      element("span", { text: title }),
      element("span", { class: "count", text: count }),
      forget,
    );
  }

  /** @param {string} id */
  async forget(id) {
    if (!(await this.send(`/${encodeURIComponent(id)}?lang=${this.lang}`, { method: "DELETE" }))) return;
    const link = new URLSearchParams(location.search),
      shown = link.getAll("layers").filter((layer) => layer !== id);
    link.delete("layers");
    for (const layer of shown) link.append("layers", layer);
    location.assign(`${location.pathname}?${link}`);
  }

  /** @param {ArrayLike<File> & Iterable<File> | null | undefined} files */
  async bring(files) {
    const [first, ...others] = files ?? [];
    if (!first || this.busy) return;
    const file = others.length ? await zipFiles([first, ...others]) : first;
    this.join = null;
    this.body.replaceChildren();
    this.say(fill(this.words.reading, { name: file.name }));
    const path = `?name=${encodeURIComponent(file.name)}&lang=${this.lang}`;
    /** @type {UploadFound | null} */
    const found = await this.send(path, { method: "POST", body: file });
    if (found) {
      this.show(found, {});
      return;
    }
    const said = this.status.text;
    this.choose();
    this.say(said, true);
  }

  /**
   * @param {UploadFound} found
   * @param {Answers} answers
   */
  show(found, answers) {
    const { words } = this,
      lines = found.lines.map((text) => element("li", { text }));
    const nodes = [
      element("h3", { text: found.name }),
      found.extent ? sketch(found, found.extent, words.extent) : null,
      lines.length
        ? element(
            "div",
            {},
            element("h4", { text: words.found }),
            element("ul", { class: "lines" }, ...lines),
          )
        : null,
      found.head.length ? headTable(found.head, words) : null,
      found.join && !found.questions.length ? joinForm(this, found, answers, found.join) : null,
      found.join?.chosen ? lostList(this, found, answers, found.join.chosen) : null,
      ...this.forms(found, answers),
    ];
    this.body.replaceChildren(...nodes.filter((node) => node !== null));
    /** @type {HTMLElement | null} */
    const field = this.body.querySelector("select, input");
    field?.focus();
  }

  /**
   * The forms below: questions of the file, or what the layer is called.
   *
   * @param {UploadFound} found
   * @param {Answers} answers
   */
  forms(found, answers) {
    if (found.questions.length) return [questionForm(this, found, answers)];
    const chosen = found.join?.chosen;
    if (chosen && !chosen.rule) return [];
    return [layerForm(this, found, answers), differentlyForm(this, found, answers)];
  }

  /**
   * Reads what was brought again, with answers.
   *
   * @param {UploadFound} found
   * @param {Answers} answers
   */
  async readAgain(found, answers) {
    /** @type {UploadFound | null} */
    const next = await this.post(found, { answers, join: this.join });
    if (next) this.show(next, answers);
  }

  /**
   * Adds what was brought as a layer, and shows it.
   *
   * @param {UploadFound} found
   * @param {Record<string, unknown>} layer
   */
  async keep(found, layer) {
    /** @type {{ link: string } | null} */
    const kept = await this.post(found, {
      keep: true,
      join: this.join,
      ...layer,
      link: location.search.slice(1),
    });
    if (kept) location.assign(`${location.pathname}${kept.link}`);
  }

  /**
   * @template T
   * @param {UploadFound} found
   * @param {Record<string, unknown>} body
   * @returns {Promise<T | null>}
   */
  post({ name, upload }, body) {
    this.say(fill(this.words.reading, { name }));
    return this.send(`/${upload}?lang=${this.lang}`, { method: "POST", body: JSON.stringify(body) });
  }
}

/** @param {{ root: HTMLElement, lang: string }} page */
export const openUpload = async ({ root, lang }) => {
  /** @type {[Promise<UploadWords>, Promise<UploadAbout>]} */
  const answers = [ask("words/upload", `lang=${lang}`), ask("uploads", `lang=${lang}`)];
  const [words, about] = await Promise.all(answers);
  return new Upload(root, lang, words, about);
};
