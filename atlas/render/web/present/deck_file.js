// @ts-nocheck
/* A deck as one file: everything it shows lies inside, in every language that the story is told in. */
import { fromBase64 } from "../map/packed.js";
import { start } from "../map/start.js";
import { Deck } from "./deck.js";
import { Presenter } from "./presenter.js";

export class DeckFile {
  constructor(page) {
    this.page = page;
    this.file = page.file;
    this.lang = this.file.lang;
    page.source.card = async (layer, id) =>
      (await this.cards())[layer]?.[id] || page.source.unheld(layer, id);
    const asked = new URLSearchParams(location.hash.slice(1)),
      told = this.tongue(this.lang);
    if (asked.has("presenter")) {
      this.desk = new Presenter(
        page,
        asked.get("presenter"),
        told.said.presenter,
        (lang) => this.speak(lang).said.presenter,
      );
      return;
    }
    const on = {
      scene: (n) => {
        try {
          location.replace(`#scene=${n + 1}`);
        } catch {
          /* the story goes on without an address */
        }
      },
    };
    this.deck = new Deck(page, { show: told.show, words: told.said.deck, theme: this.file.theme }, on);
    this.deck.translate = (lang) => {
      const { show, said } = this.speak(lang),
        { theme, n } = this.deck;
      this.deck.tell({ show, words: said.deck, theme });
      this.deck.go(n, { again: true });
    };
    this.deck.go((+asked.get("scene") || 1) - 1);
    this.deck.focus();
  }

  tongue(lang) {
    return this.file.tongues[lang];
  }

  /* The same shapes under the titles and names of another language. */
  speak(lang) {
    const { page } = this,
      told = this.tongue(lang);
    this.lang = page.lang = document.documentElement.lang = lang;
    document.title = told.show.title;
    const { legend, card } = Object.assign(page.words, told.said.map);
    page.legend.node.querySelector("summary").textContent = legend;
    page.panel.node.setAttribute("aria-label", card);
    for (const [id, loading] of page.source.layers)
      loading.then((layer) => {
        layer.own = null;
        Object.assign(layer, told.heads[id]);
      });
    return told;
  }

  /* The cards of a language, unpacked when the first one is asked for. */
  async cards() {
    this.opened ||= {};
    const bytes = fromBase64(this.file.cards[this.lang]);
    this.opened[this.lang] ||= await new Response(
      new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")),
    ).json();
    return this.opened[this.lang];
  }
}
const page = start();
page.story = new DeckFile(page);
