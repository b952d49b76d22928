/* What a deck calls in the app, and which story runs: it lives longer than the page of stories. */
import { map } from "../shell/layout.js";
import { turn } from "./drafts.js";
import { coverWindow } from "./map_frame.js";

/**
 * @import { DoAct, Query } from "../types"
 * @import { DeckCallbacks } from "./stories"
 *
 * @typedef {object} Owner
 * @property {{ act: DoAct, link: string }} state
 * @property {ReturnType<typeof setTimeout> | undefined} following
 * @property {() => Promise<void>} close
 */

/* Milliseconds after which the link follows the scene: the map has come to rest. */
const REST = 1500;

/**
 * `own`: the reader's own story, which waits while its speaker explores; `followed`: the scene that the link
 * was set to.
 *
 * @type {{ own: { id: string, text: string, n: number } | null, followed: number | null }}
 */
export const running = { own: null, followed: null };

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
 * @returns {DeckCallbacks}
 */
export const makeDeckCallbacks = (owner, slug) => {
  /** @param {Query} query */
  const act = (query) => {
    clearTimeout(owner.following);
    owner.state.act({ kind: "set", query });
  };
  const here = () => (slug ? [`${slug}:${(map()?.deck?.n ?? 0) + 1}`] : []);
  return {
    scene: (n) => {
      if (running.own) {
        running.own.n = n;
        return;
      }
      clearTimeout(owner.following);
      owner.following = setTimeout(() => {
        const deck = map()?.deck;
        if (deck?.n !== n || deck.away) return;
        running.followed = n;
        act({ mode: ["present"], story: here() });
      }, REST);
    },
    theme: (theme) => owner.state.act({ kind: "set", query: { theme: [theme] } }),
    language: (lang) => act({ lang: [lang], story: here() }),
    ask: (link) => {
      const shown = link || map()?.deck?.slide?.link || "";
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
