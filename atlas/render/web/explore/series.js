/* A map series: which objects or territories have a page, the file, and how far it is while it is drawn. */
import { element } from "../shell/dom.js";
import { numberFormat } from "../shell/formats.js";
import { STATUS } from "../shell/patterns/live_region.js";
import { ask } from "../shell/server.js";
import { fill } from "../shell/words.js";

/** @import { ExploreState } from "./answers" */

const LOOK_MS = 1000;

/** A name that nobody else knows: of the file that tells how far the drawing is. */
const newJob = () =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

/**
 * @param {ExploreState} state
 * @param {[id: string, title: string][]} shown
 * @param {(more: Record<string, string>) => URLSearchParams} query
 */
export const seriesChoice = (state, shown, query) => {
  const { words, lang } = state,
    number = numberFormat(lang);
  const told = element("p", { class: "none", ...STATUS });
  const link = element("a", { class: "file", download: "", text: words.take_series_file });
  const choice = element(
    "select",
    { "data-key": "take.series", onchange: () => address() },
    ...[
      ...shown,
      /** @type {[string, string]} */ (["communes", words.take_series_communes]),
      /** @type {[string, string]} */ (["intercommunalities", words.take_series_bodies]),
    ].map(([value, text]) => element("option", { value, text })),
  );
  let job = newJob();
  const address = () => {
    job = newJob();
    link.setAttribute("href", `/atlas/series?${query({ by: choice.value, job })}`);
  };
  /* The link fetches its file (shell/downloads.js) and is busy meanwhile. */
  const follow = async () => {
    if (!link.hasAttribute("aria-busy") || !link.isConnected) {
      told.textContent = "";
      address();
      return;
    }
    const { done, count } = await ask("series/progress", `job=${job}`).catch(() => ({ done: 0, count: 0 }));
    if (count && link.hasAttribute("aria-busy"))
      told.textContent = fill(words.take_series_told, {
        done: number.format(done),
        count: number.format(count),
      });
    setTimeout(follow, LOOK_MS);
  };
  link.addEventListener("click", () => {
    told.textContent = words.take_series_begun;
    setTimeout(follow, LOOK_MS);
  });
  address();
  return element(
    "div",
    { class: "series" },
    element("label", { class: "option" }, element("span", { text: words.take_series }), choice),
    element("p", { class: "files" }, link),
    told,
  );
};
