/* Requests to the atlas's routes, and the part of a link that decides the rows. */
/**
 * The part of a link that decides which rows are kept: not where one looks, at what card, in which light.
 *
 * @param {string} link
 */
export const rowQuery = (link) => {
  const query = new URLSearchParams(link);
  for (const key of ["at", "card", "theme", "basemap", "note"]) query.delete(key);
  return query;
};

/** What the server refuses, with the sentence that it gives. */
export class Refusal extends Error {}

/* The sentence of any other failure: a browser has words of its own, which nobody is shown. */
let unanswered = "";

/** @param {string} sentence in the language of the page */
export const setUnanswered = (sentence) => {
  unanswered = sentence;
};

/**
 * What a failure says.
 *
 * @param {unknown} problem
 */
export const messageOf = (problem) =>
  (!(problem instanceof Refusal) && unanswered) ||
  (problem instanceof Error ? problem.message : String(problem));

/** @type {(() => Promise<typeof import("./connection/away.js")>) | null} */
let loadAway = null;

/**
 * Says where a page of the app finds what is done while the server is away; a file that stands alone has
 * no server.
 *
 * @param {() => Promise<typeof import("./connection/away.js")>} load
 */
export const setAway = (load) => {
  loadAway = load;
};

/** What is done while the server is away: loaded while it is there. */
export const away = async () => {
  if (!loadAway) throw new Error("no server");
  return loadAway();
};

/* Of a proxy whose server does not answer. */
const GATEWAY = new Set([502, 503, 504]);

/**
 * Waits for a server that is away. Returns whether it was: what only reads is then asked again.
 *
 * @param {RequestInit} options
 */
const isBack = async ({ method = "GET" }) =>
  loadAway !== null && method === "GET" && (await (await away()).waited());

/**
 * A response of the atlas's routes, by one of its methods; a failure throws, with the server's sentence where
 * it gives one.
 *
 * @param {string} path
 * @param {RequestInit & { home?: string }} [options] `home`: the path below which the routes answer
 * @returns {Promise<Response>}
 */
export const request = async (path, { home = "/atlas", ...options } = {}) => {
  const address = `${home}/${path}`,
    response = await fetch(address, options).catch(async (problem) => {
      if (!loadAway) throw problem;
      return (await away()).retry(problem, address, options);
    });
  if (response.ok) return response;
  const { error } = await response.json().catch(() => ({}));
  if (error) throw new Refusal(error);
  /* What stands before a server that is away says so. */
  if (GATEWAY.has(response.status) && (await isBack(options))) return request(path, { home, ...options });
  throw new Error(`${path}: ${response.status}`);
};

/**
 * What a route answers, as JSON.
 *
 * @template T
 * @param {string} path
 * @param {string | URLSearchParams} [parameters]
 * @param {boolean} [again] whether one answer may be broken off, by a server that is there again already
 * @returns {Promise<T>}
 */
export const ask = async (path, parameters = "", again = true) => {
  const response = await request(parameters ? `${path}?${parameters}` : path);
  return response.json().catch(async (problem) => {
    /* The server may have left in the middle of its answer. */
    if (!(await isBack({})) && !again) throw problem;
    return ask(path, parameters, false);
  });
};

/**
 * The same for who cannot wait: the page stands still meanwhile.
 *
 * @type {import("../types").AskNow}
 */
export const askNow = (path, parameters) => {
  const asked = new XMLHttpRequest();
  asked.open("GET", `/atlas/${path}?${parameters}`, false);
  asked.send();
  if (asked.status !== 200) throw new Error(`${path}: ${asked.status}`);
  return JSON.parse(asked.responseText);
};
