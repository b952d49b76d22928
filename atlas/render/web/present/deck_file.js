/* A deck as one file: everything it shows lies inside, in every language that the story is written in. */
import { FileSource, gunzip, gunzipRows } from "../map/file_source.js";
import { fromBase64 } from "../map/geometry/packed.js";
import { unpackRows } from "../map/geometry/steps.js";
import { startAlone } from "../map/standalone.js";
import { own } from "../shell/words.js";
import { Deck } from "./deck.js";
import { Presenter } from "./presenter.js";

/**
 * @import { MapPage } from "../map/map_page.js"
 * @import { Cards, DeckData, DeckLater } from "./stories"
 */

/* The letters of a scene: one face has all weights of the words. */
const FACES = ['400 1em "Atlas Sans"', '600 1em "Atlas Serif"'];

export class DeckFile {
  /** @type {Record<string, Cards>} */
  opened = {};
  /**
   * What the rows of each layer are called in the language that they are packed in.
   *
   * @type {Map<string, (string | null)[]>}
   */
  named = new Map();
  /** The ground is there near the first scene, and not further off. */
  near = false;
  /** @type {Promise<DeckLater> | undefined} */
  end = undefined;

  /** @param {MapPage} page */
  constructor(page) {
    this.page = page;
    this.file = /** @type {DeckData} */ (/** @type {unknown} */ (page.file));
    this.lang = this.file.lang;
    const source = new FileSource(page);
    const load = source.load.bind(source);
    source.bytes = (id) => this.rows(id);
    /* What the first scene has as ground may be a layer of another one. */
    source.load = (id) =>
      this.near && (page.painted || page.deck?.n) ? this.whole().then(() => load(id)) : load(id);
    source.card = async (layer, id) => own(own(await this.cards(), layer), id) ?? source.unheld(layer, id);
    page.source = source;
    const hash = new URLSearchParams(location.hash.slice(1)),
      talk = hash.get("presenter"),
      first = (Number(hash.get("scene")) || 1) - 1;
    this.near = talk === null && first === 0;
    if (talk === null) this.present(first);
    else this.speakFor(talk);
  }

  /**
   * The speaker's window of the same file: the room may have another language by now.
   *
   * @param {string} talk
   */
  async speakFor(talk) {
    await this.later();
    const words = this.language(this.lang).words.presenter;
    this.page.desk = new Presenter(this.page, talk, words, (lang) => this.speak(lang).words.presenter);
  }

  /**
   * The first scene is drawn in one go, in its own letters: nothing of it moves when more is there.
   *
   * @param {number} from
   */
  async present(from) {
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
    deck.translate = async (lang) => {
      await this.later();
      if (lang === this.lang) return;
      const translated = this.speak(lang),
        { n } = deck;
      deck.load({ show: translated.show, words: translated.words.deck, theme: deck.theme });
      deck.go(n, { again: true });
    };
    if (!FACES.every((face) => document.fonts.check(face)))
      await Promise.allSettled(FACES.map((face) => document.fonts.load(face)));
    /* A key may have been first. */
    if (deck.n < 0) deck.go(from);
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
    this.whole();
    /* Also those that no scene has shown so far: whoever shows one finds it in this language. */
    for (const [id, head] of Object.entries(translated.heads))
      page.source.load(id).then((layer) => {
        if (layer.large) return;
        layer.own = null;
        layer.sheet = head.sheet;
        if (!this.named.has(id)) this.named.set(id, layer.names);
        layer.names = [...(this.named.get(id) ?? [])];
        for (const [row, name] of Object.entries(head.names)) layer.names[Number(row)] = name;
      });
    return translated;
  }

  /**
   * What stands at the end of the file, when the browser has read it: the first scene does without.
   *
   * @returns {Promise<DeckLater>}
   */
  later() {
    this.end ??= documentRead().then(() => {
      const later = JSON.parse(document.getElementById("atlas-later")?.textContent || "null");
      Object.assign(this.file.languages, later.languages);
      return later;
    });
    return this.end;
  }

  /**
   * The rows of a layer: those of the first scene are there at once.
   *
   * @param {string} id
   */
  async rows(id) {
    const { packed, parts } = this.file,
      here = own(packed, id);
    if (here && (this.near || !parts.includes(id))) return unpackRows(fromBase64(here));
    return gunzipRows(own((await this.later()).packed, id));
  }

  /** The ground as far as the world goes, once: until then it is there near the first scene. */
  async whole() {
    if (!this.near) return;
    this.near = false;
    const { file, page } = this;
    for (const id of file.parts) page.source.layers.delete(id);
    const loaded = await Promise.all(file.parts.map((id) => page.source.load(id)));
    page.backdrop = page.backdrop.map((part) => {
      const layer = loaded.find(({ id }) => id === part.id);
      return layer && !layer.large ? layer : part;
    });
    page.ground.redraw();
    page.repaint();
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
    const cards = await gunzip((await this.later()).cards[lang]).json();
    this.opened[lang] = cards;
    return cards;
  }
}

const documentRead = async () => {
  if (document.readyState === "loading")
    await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
};

const page = startAlone();
page.story = new DeckFile(page);
