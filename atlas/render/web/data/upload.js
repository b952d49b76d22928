// @ts-nocheck
/* The dialog that brings a reader's own file: choose, see what was read, answer what the file does not say,
   add.

   `open({ root, lang, words, act })`: `root` takes the dialog; its own words are the section `upload`. A
   layer that was added is shown by reloading the page on its link: the browser then says to the server
   whose layer it is. */

import { element, svgElement } from "../shell/dom.js";
import { ask } from "../shell/server.js";
import { fill, word } from "../shell/words.js";

const FILES = [
  ...["gpkg", "geojson", "json", "geojsonl", "ndjson", "fgb", "parquet", "geoparquet", "zip", "shz"],
  ...["kml", "kmz", "gpx", "csv", "tsv", "txt", "xlsx"],
];
const HEADERS = { "X-Atlas": "upload" };

class Upload {
  constructor(root, lang, words, about) {
    Object.assign(this, { root, lang, words, about, number: new Intl.NumberFormat(lang) });
    this.status = element("p", { class: "status", role: "status" });
    this.body = element("div", { class: "body" });
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
          this.bring(event.dataTransfer.files[0]);
        },
      },
      element(
        "header",
        {},
        element("h2", { id: "upload-title", text: words.title }),
        element("button", {
          type: "button",
          class: "plain",
          "aria-label": words.cancel,
          title: words.cancel,
          text: "×",
          onclick: () => this.dialog.close(),
        }),
      ),
      this.status,
      this.body,
    );
    this.style = element("link", {
      rel: "stylesheet",
      href: new URL("./upload.css", import.meta.url).href,
    });
    this.focused = root.activeElement || document.activeElement;
    root.append(this.style, this.dialog);
    this.dialog.showModal();
    this.choose();
  }

  gone() {
    this.dialog.remove();
    this.style.remove();
    this.focused?.focus?.();
  }

  say(text, failed = false) {
    this.status.textContent = text;
    this.status.setAttribute("role", failed ? "alert" : "status");
    this.status.classList.toggle("failed", failed);
  }

  /* Asks the server; what it refuses is said in its own sentence, and what was there stays. */
  async send(path, options) {
    this.busy = true;
    this.dialog.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`/atlas/uploads${path}`, { ...options, headers: HEADERS });
      const answer = await response.json();
      if (response.ok) {
        this.say("");
        return answer;
      }
      this.say(answer.error, true);
    } catch {
      this.say(this.words.failed, true);
    } finally {
      this.busy = false;
      this.dialog.removeAttribute("aria-busy");
    }
    return null;
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
      onchange: () => this.bring(input.files[0]),
      accept: FILES.map((end) => `.${end}`).join(","),
    });
    this.body.replaceChildren(
      element(
        "div",
        { class: "choose" },
        input,
        element("label", { for: "upload-file", class: "do", text: words.choose }),
        element("span", { text: words.drop }),
      ),
      element("p", { class: "note", text: fill(words.formats, { mb: this.number.format(about.mb) }) }),
      element("p", { class: "note", text: words.about }),
      ...(about.mine.length
        ? [
            element("h3", { text: words.mine }),
            element("ul", { class: "mine" }, ...about.mine.map((layer) => this.own(layer))),
          ]
        : []),
    );
    input.focus();
  }

  own([id, title, rows]) {
    const { words } = this,
      name = fill(words.forget, { title });
    return element(
      "li",
      {},
      element("span", { text: title }),
      element("span", { class: "count", text: fill(words.rows, { n: this.number.format(rows ?? 0) }) }),
      element("button", {
        type: "button",
        class: "plain",
        "aria-label": name,
        title: name,
        text: "×",
        onclick: () => this.forget(id),
      }),
    );
  }

  async forget(id) {
    if (!(await this.send(`/${encodeURIComponent(id)}?lang=${this.lang}`, { method: "DELETE" }))) return;
    const link = new URLSearchParams(location.search),
      shown = link.getAll("layers").filter((layer) => layer !== id);
    link.delete("layers");
    for (const layer of shown) link.append("layers", layer);
    location.assign(`${location.pathname}?${link}`);
  }

  async bring(file) {
    if (!file || this.busy) return;
    const { words } = this;
    this.body.replaceChildren();
    this.say(fill(words.reading, { name: file.name }));
    const found = await this.send(`?name=${encodeURIComponent(file.name)}&lang=${this.lang}`, {
      method: "POST",
      body: file,
    });
    if (found) this.show(found, {});
    else {
      const said = this.status.textContent;
      this.choose();
      this.say(said, true);
    }
  }

  show(found, answers) {
    const { words } = this,
      asked = found.questions.length > 0;
    this.body.replaceChildren(
      ...[
        element("h3", { text: found.name }),
        found.extent ? this.sketch(found) : null,
        found.lines.length
          ? element(
              "div",
              {},
              element("h4", { text: words.found }),
              element("ul", { class: "lines" }, ...found.lines.map((text) => element("li", { text }))),
            )
          : null,
        asked ? this.questions(found, answers) : this.form(found, answers),
      ].filter(Boolean),
    );
    this.body.querySelector("select, input")?.focus();
  }

  questions(found, answers) {
    const { words } = this,
      given = { ...answers };
    const again = async (event) => {
      event.preventDefault();
      this.say(fill(words.reading, { name: found.name }));
      const next = await this.send(`/${found.upload}?lang=${this.lang}`, {
        method: "POST",
        body: JSON.stringify({ answers: given }),
      });
      if (next) this.show(next, given);
    };
    const fields = found.questions.flatMap(({ about, why, options, values }) => {
      const sentence = word(words, `ask_${why}`).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
      const head = element("p", { text: sentence });
      if (about === "columns")
        return [
          head,
          ...[
            ["x", words.x],
            ["y", words.y],
          ].map(([axis, title]) =>
            this.pick(
              title,
              axis,
              options.map((name) => [name, name]),
              given,
            ),
          ),
        ];
      if (about === "axes")
        return [
          head,
          this.pick(
            words.axes,
            "axes",
            options.map((order) => [order, word(words, `axes_${order}`)]),
            given,
          ),
        ];
      if (about === "layer")
        return [
          head,
          this.pick(
            words.layer,
            "layer",
            options.map((name) => [name, name]),
            given,
          ),
        ];
      return [head, this.code(options, given)];
    });
    return element(
      "form",
      { onsubmit: again },
      element("h4", { text: words.asked }),
      ...fields,
      this.buttons(words.read_again),
    );
  }

  /* The name of an answer that cannot be left out, which says so. */
  needed(title) {
    return element("span", { text: `${title} (${this.words.needed})` });
  }

  pick(title, key, options, given) {
    return element(
      "label",
      { class: "line" },
      this.needed(title),
      element(
        "select",
        {
          required: true,
          onchange: (event) => {
            given[key] = event.target.value;
          },
        },
        element("option", { value: "", text: this.words.pick }),
        ...options.map(([value, text]) =>
          element("option", { value, text, selected: given[key] === value }),
        ),
      ),
    );
  }

  /* A reference system is proposed as a list and may be any other code. */
  code(options, given) {
    const list = element(
      "datalist",
      { id: "upload-crs" },
      ...options.map((value) => element("option", { value })),
    );
    return element(
      "label",
      { class: "line" },
      this.needed(this.words.crs),
      element("input", {
        list: "upload-crs",
        required: true,
        pattern: "[A-Za-z]+:[A-Za-z0-9_.]+",
        placeholder: options.join(", "),
        autocomplete: "off",
        oninput: (event) => {
          given.crs = event.target.value.trim();
        },
      }),
      list,
    );
  }

  form(found, answers) {
    const { words, about } = this,
      title = element("input", { value: found.name.replace(/\.[^.]*$/, ""), maxlength: 120 });
    const id = element("input", {
      value: found.id,
      required: true,
      pattern: "[a-z][a-z0-9]*(_[a-z0-9]+)*",
      maxlength: 60,
      spellcheck: "false",
      autocapitalize: "off",
    });
    const licence = element(
      "select",
      {},
      element("option", { value: "", text: words.private }),
      ...about.licences.map(([value, text]) => element("option", { value, text })),
    );
    const save = about.save ? element("input", { type: "checkbox" }) : null;
    const keep = async (event) => {
      event.preventDefault();
      this.say(fill(words.reading, { name: found.name }));
      const kept = await this.send(`/${found.upload}?lang=${this.lang}`, {
        method: "POST",
        body: JSON.stringify({
          keep: true,
          answers,
          id: id.value,
          title: title.value,
          licence: licence.value,
          save: Boolean(save?.checked),
          link: location.search.slice(1),
        }),
      });
      if (kept) location.assign(`${location.pathname}${kept.link}`);
    };
    const line = (text, field) =>
      element(
        "label",
        { class: "line" },
        field.required ? this.needed(text) : element("span", { text }),
        field,
      );
    return element(
      "form",
      { onsubmit: keep },
      line(words.name, title),
      line(words.id, id),
      line(words.licence, licence),
      save ? element("label", { class: "option" }, save, element("span", { text: words.save })) : null,
      this.buttons(words.keep),
    );
  }

  buttons(text) {
    return element(
      "p",
      { class: "buttons" },
      element("button", { type: "submit", class: "do", text }),
      element("button", {
        type: "button",
        class: "small",
        text: this.words.other_file,
        onclick: () => {
          this.say("");
          this.choose();
        },
      }),
    );
  }

  /* Where the rows lie: their lines and points over borders and coasts, in degrees, north up. */
  sketch({ extent: [west, south, east, north], sketch, ground }) {
    const squeeze = Math.cos(((south + north) * Math.PI) / 360),
      around = Math.max((east - west) * squeeze, north - south, 0.02) * 0.15;
    const x = (lon) => lon * squeeze,
      y = (lat) => -lat,
      box = [
        x(west) - around,
        y(north) - around,
        (east - west) * squeeze + 2 * around,
        north - south + 2 * around,
      ];
    const dot = Math.max(box[2], box[3]) / 110,
      edges = [west, south, east, north].map((value) => value.toFixed(3));
    const draw = (lines, name) =>
      svgElement("path", {
        class: lines.every((line) => line.length === 1) ? `${name} dots` : name,
        d: lines
          .map((line) =>
            line.length === 1
              ? `M${x(line[0][0]) - dot / 2} ${y(line[0][1])}h${dot}`
              : `M${line.map(([lon, lat]) => `${x(lon)} ${y(lat)}`).join("L")}`,
          )
          .join(""),
      });
    return svgElement(
      "svg",
      { viewBox: box.join(" "), role: "img", "aria-label": `${this.words.extent}: ${edges.join(", ")}` },
      draw(ground, "ground"),
      draw(sketch, "rows"),
    );
  }
}

export const openUpload = async ({ root, lang }) => {
  const [words, about] = await Promise.all([
    ask("words/upload", `lang=${lang}`),
    ask("uploads", `lang=${lang}`),
  ]);
  return new Upload(root, lang, words, about);
};
