/* What a deck asks of the app, and what is told meanwhile: it lives longer than the page of stories. */
import { map } from "../shell/layout.js";
import { turn } from "./drafts.js";
import { coverWindow } from "./stage.js";

/**
 * @import { DoAct, Query } from "../types"
 * @import { Hands } from "./stories"
 *
 * @typedef {object} Owner
 * @property {{ act: DoAct, link: string }} state
 * @property {ReturnType<typeof setTimeout> | undefined} following
 * @property {() => Promise<void>} close
 */

/* Milliseconds after which the link follows the scene: the map has come to rest. */
const REST = 1500;

/**
 * `own`: the reader's own story, which waits while its speaker explores; `asked`: the scene that the link was
 * asked to follow.
 *
 * @type {{ own: { id: string, text: string, n: number } | null, asked: number | null }}
 */
export const telling = { own: null, asked: null };

/**
 * The story and the scene, from 0, that a link names.
 *
 * @param {string} link
 */
export const storyOf = (link) => {
  const [slug = "", number = ""] = (new URLSearchParams(link).get("story") ?? "").split(":");
  return { slug: slug || null, n: Number(number) - 1 };
};

/**
 * @param {Owner} owner
 * @param {string | null} slug null: the reader's own story
 * @returns {Hands}
 */
export const makeHands = (owner, slug) => {
  /** @param {Query} query */
  const act = (query) => {
    clearTimeout(owner.following);
    owner.state.act({ kind: "set", query });
  };
  const here = () => (slug ? [`${slug}:${(map()?.deck?.n ?? 0) + 1}`] : []);
  return {
    scene: (n) => {
      if (telling.own) {
        telling.own.n = n;
        return;
      }
      clearTimeout(owner.following);
      owner.following = setTimeout(() => {
        const deck = map()?.deck;
        if (deck?.n !== n || deck.away) return;
        telling.asked = n;
        act({ mode: ["present"], story: here() });
      }, REST);
    },
    theme: (theme) => owner.state.act({ kind: "set", query: { theme: [theme] } }),
    language: (lang) => act({ lang: [lang], story: here() }),
    ask: (link) => {
      const shown = link || map()?.deck?.stage?.link || "";
      coverWindow(false);
      act(turn(shown, owner.state.link, { mode: ["explore"], story: here() }));
    },
    come_back: () => {
      coverWindow(true);
      owner.state.act({ kind: "set", query: { mode: ["present"], story: here() } });
    },
    close: () => owner.close(),
  };
};
