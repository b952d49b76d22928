/* The words of a scene are as large as they fit. */
import { test } from "node:test";
import { fitWords } from "../../atlas/render/web/present/scenes/fit_words.js";
import { equal } from "./check.js";

test("words are as large as they fit, with few tries", () => {
  for (const least of [0.8, 0.5])
    for (let tall = 20; tall <= 400; tall += 5) {
      let size = 1,
        tries = 0;
      const setProperty = (_, value) => {
        size = Number(value);
        tries += 1;
      };
      const node = { style: { setProperty } },
        text = {
          clientHeight: 100,
          get scrollHeight() {
            return Math.max(100, tall * size);
          },
        };
      const scrolls = fitWords(node, text, least);
      let wanted = 1;
      for (let next = 1; next > least; next -= 0.06) {
        wanted = Number(next.toFixed(2));
        if (tall * wanted <= 101) break;
      }
      equal(size, wanted, `${tall}, ${least}`);
      equal(scrolls, tall * wanted > 101);
      equal(tries <= 6, true);
    }
});
