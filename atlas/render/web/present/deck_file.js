/* A deck as one file: everything it shows lies inside, in every language that the story is written in. */
import { FileSource, gunzip } from "../map/file_source.js";
import { startAlone } from "../map/standalone.js";
import { own } from "../shell/words.js";
import { Deck } from "./deck.js";
import { Presenter } from "./presenter.js";

/**
 * @import { MapPage } from "../map/map_page.js"
 * @import { Cards, DeckData } from "./stories"
 */

export class DeckFile {
  /** @type {Record<string, Cards>} */
  opened = {};
  /**
   * What the rows of each layer are called in the language that they are packed in.
   *
   * @type {Map<string, (string | null)[]>}
   */
  named = new Map();

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    this.file = /** @type {DeckData} */ (/** @type {unknown} */ (page.file));
    this.lang = this.file.lang;
    const source = new FileSource(page);
    source.card = async (layer, id) => own(own(await this.cards(), layer), id) ?? source.unheld(layer, id);
    page.source = source;
    const hash = new URLSearchParams(location.hash.slice(1)),
      talk = hash.get("presenter");
    if (talk === null) this.present((Number(hash.get("scene")) || 1) - 1);
    else this.speakFor(talk);
  }

  /**
   * The speaker's window of the same file.
   *
   * @param {string} talk
   */
  speakFor(talk) {
    const words = this.language(this.lang).words.presenter;
    this.page.desk = new Presenter(this.page, talk, words, (lang) => this.speak(lang).words.presenter);
  }

  /** @param {number} from */
  present(from) {
    const { show, words } = this.language(this.lang),
      { theme } = this.file;
    const scene = (/** @type {number} */ n) => {
      try {
        location.replace(`#scene=${n + 1}`);
      } catch {
        /* The story goes on without an address. */
      }
    };
    const deck = new Deck(this.page, { show, words: words.deck, theme }, { scene });
    deck.translate = (lang) => {
      const translated = this.speak(lang),
        { n } = deck;
      deck.load({ show: translated.show, words: translated.words.deck, theme: deck.theme });
      deck.go(n, { again: true });
    };
    deck.go(from);
    deck.focus();
  }

  /** @param {string} lang */
  language(lang) {
    const found = this.file.languages[lang];
    if (!found) throw new Error(`the file does not speak ${lang}`);
    return found;
  }

  /**
   * The same shapes under the titles and names of another language.
   *
   * @param {string} lang
   */
  speak(lang) {
    const { page } = this,
      translated = this.language(lang);
    this.lang = lang;
    page.lang = lang;
    document.documentElement.lang = lang;
    document.title = translated.show.title;
    Object.assign(page.words, translated.words.map);
    page.legend.summary.textContent = page.words.legend;
    page.panel.node.setAttribute("aria-label", page.words.card);
    for (const [id, loading] of page.source.layers)
      loading.then((layer) => {
        const head = translated.heads[id];
        if (layer.large || !head) return;
        layer.own = null;
        layer.sheet = head.sheet;
        if (!this.named.has(id)) this.named.set(id, layer.names);
        layer.names = [...(this.named.get(id) ?? [])];
        for (const [row, name] of Object.entries(head.names)) layer.names[Number(row)] = name;
      });
    return translated;
  }

  /**
   * The cards of a language, unpacked when the first one is needed.
   *
   * @returns {Promise<Cards>}
   */
  async cards() {
    const { lang } = this,
      kept = this.opened[lang];
    if (kept) return kept;
    const cards = await gunzip(this.file.cards[lang]).json();
    this.opened[lang] = cards;
    return cards;
  }
}

const page = startAlone();
page.story = new DeckFile(page);
