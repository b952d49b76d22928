// @ts-nocheck
/* Composite ranks on demand, with how firm they are; and what another perimeter would turn round. */

import { element } from "../shell/dom.js";
import { fill, word } from "../shell/words.js";

export const ranks = async (page, node) => {
  const { words } = page;
  if (!page.chosen("ranks.on")) {
    node.append(
      element("p", { class: "lead", text: words.ranks_why }),
      element("button", {
        type: "button",
        class: "do",
        "data-key": "ranks.go",
        text: words.ranks_go,
        onclick: () => page.choose({ "ranks.on": "1" }),
      }),
    );
    return;
  }
  const found = await page.ask("compare/ranks"),
    names = new Map(page.data.territories.map((one) => [one.id, one])),
    titles = new Map(page.data.lines.map((line) => [line.id, line.title]));
  const percent = (share) => `${page.number.format(Math.round(100 * share))} %`;
  node.append(weights(page, found, titles));
  for (const [id, missing] of Object.entries(found.missing))
    node.append(
      element(
        "p",
        { class: "gap" },
        element("i", { class: "hatch" }),
        `${names.get(id).name} : ${words.left_aside} ${missing.map((one) => titles.get(one)).join(", ")}`,
      ),
    );
  if (found.neutral.length)
    node.append(
      element("p", {
        class: "legend-note",
        text: `${words.neutral} ${found.neutral.map((one) => titles.get(one)).join(", ")}.`,
      }),
    );
  const flips = ({ flip }) =>
    flip
      ? fill(words.flips, { indicator: titles.get(flip.id), weight: percent(flip.weight) })
      : words.never_flips;
  if (!found.ranked.length) {
    node.append(element("p", { class: "none", text: words.ranks_none }));
    return;
  }
  node.append(
    element("h3", { text: words.firm }),
    element(
      "ul",
      { class: "pairs" },
      ...found.ahead.map((pair) =>
        element(
          "li",
          {},
          fill(words.ahead, {
            first: names.get(pair.first).name,
            second: names.get(pair.second).name,
            share: percent(pair.share),
          }),
          ` ${flips(pair)}`,
        ),
      ),
    ),
    acceptability(page, found, names, percent),
    leftOut(page, found, names, titles),
    element("p", {
      class: "legend-note",
      text: fill(words.ranks_about, { n: page.number.format(found.draws) }),
    }),
  );
};

const weights = (page, found, titles) => {
  const { words } = page,
    own = new Map(page.data.lines.map((line) => [line.id, line.weight]));
  const change = (id, weight) =>
    page.set({
      ind: page.data.lines.map((line) => {
        const heavy = line.id === id ? weight : own.get(line.id);
        return heavy === 1 ? line.id : `${line.id}:${heavy}`;
      }),
    });
  return element(
    "details",
    { class: "says", open: true },
    element("summary", { text: words.weights }),
    element(
      "ul",
      { class: "weights" },
      ...found.measures.map((one) =>
        element(
          "li",
          {},
          element(
            "label",
            {},
            element("input", {
              type: "number",
              min: 0,
              step: 0.5,
              value: own.get(one.id),
              "data-key": `weight.${one.id}`,
              onchange: (event) =>
                Number(event.target.value) >= 0 && change(one.id, Number(event.target.value)),
            }),
            element("span", { text: titles.get(one.id) }),
            element("small", {
              text: [
                word(words, `direction_${one.direction}`),
                `${page.number.format(Math.round(100 * one.weight))} %`,
              ].join(" · "),
            }),
          ),
        ),
      ),
    ),
  );
};

/* How often each rank comes, as a table whose cells darken. */
const acceptability = (page, found, names, percent) => {
  const { words } = page;
  return element(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": words.acceptability },
    element(
      "table",
      { class: "heat" },
      element("caption", { text: words.acceptability }),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { text: words.territory }),
          element("th", { class: "number", text: words.composite }),
          element("th", { class: "number", text: words.by_ranks }),
          ...found.ranked.map((_, k) =>
            element("th", { class: "number", text: fill(words.rank_short, { rank: k + 1 }) }),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...found.ranked.map((one) =>
          element(
            "tr",
            {},
            element(
              "th",
              { scope: "row" },
              element("b", { class: "letter", text: names.get(one.id).letter }),
              names.get(one.id).name,
            ),
            element("td", {
              class: "number",
              text: `${one.rank} · ${page.number.format(Math.round(100 * one.composite) / 100)}`,
            }),
            element("td", { class: "number", text: one.rank_by_ranks }),
            ...one.acceptability.map((share) =>
              element("td", {
                class: "number",
                style: `--share:${share}`,
                text: share >= 0.005 ? percent(share) : "",
              }),
            ),
          ),
        ),
      ),
    ),
  );
};

const leftOut = (page, found, names, titles) => {
  const { words } = page,
    usual = new Map(found.ranked.map((one) => [one.id, one.rank]));
  return element(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": words.left_out },
    element(
      "table",
      { class: "without" },
      element("caption", { text: words.left_out }),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { text: words.without }),
          ...found.ranked.map((one) =>
            element(
              "th",
              { class: "number" },
              element("b", { class: "letter", text: names.get(one.id).letter }),
            ),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...Object.entries(found.left_out).map(([measure, row]) =>
          element(
            "tr",
            {},
            element("th", { scope: "row", text: titles.get(measure) }),
            ...found.ranked.map((one) =>
              element("td", {
                class: row[one.id] === usual.get(one.id) ? "number" : "number moved",
                text: row[one.id],
              }),
            ),
          ),
        ),
      ),
    ),
  );
};

export const perimeters = async (page, node) => {
  page.turned ||= new Set();
  const { words, turned: unfolded } = page,
    found = await page.ask("compare/perimeters");
  node.append(
    element("p", {
      class: "lead",
      text: fill(words.perimeters_why, { perimeter: page.data.perimeter.title }),
    }),
    ...found.map((turn) => {
      const all = turn.kept + turn.lost + turn.flips.length;
      const head = element(
        "header",
        {},
        element("h3", { text: turn.title }),
        element(
          "p",
          { class: "big" },
          element("b", { text: fill(words.turned, { n: turn.flips.length, all }) }),
          ` ${fill(words.lost, { n: turn.lost })}`,
        ),
        element(
          "div",
          { class: "share-bar", "aria-hidden": "true" },
          element("i", { class: "kept", style: `flex:${turn.kept}` }),
          element("i", { class: "turned", style: `flex:${turn.flips.length}` }),
          element("i", { class: "hatch", style: `flex:${turn.lost}` }),
        ),
        element("button", {
          type: "button",
          class: "small",
          "data-key": `turn.${turn.id}`,
          text: words.adopt,
          onclick: () => page.set({ perimeter: turn.id === "mbm" ? [] : [turn.id] }),
        }),
      );
      const list = turn.flips.length
        ? element(
            "details",
            {
              open: unfolded.has(turn.id),
              ontoggle: (event) => unfolded[event.target.open ? "add" : "delete"](turn.id),
            },
            element("summary", { text: fill(words.which, { n: turn.flips.length }) }),
            element(
              "ul",
              { class: "flips" },
              ...turn.flips.map((flip) =>
                element(
                  "li",
                  {},
                  element("b", { text: flip.title }),
                  element("span", { text: `${flip.before[0]} > ${flip.before[1]}` }),
                  element("span", { class: "after", text: `→ ${flip.after[0]} > ${flip.after[1]}` }),
                ),
              ),
            ),
          )
        : null;
      return element("section", { class: "turn" }, head, list);
    }),
  );
};
