/* The service worker: what of the atlas is there when the connection drops.

   While there is a connection it answers nothing but the page itself, which it requests from the server
   first: a visit online is the same with it and without it. It keeps what a page tells it to, and of that
   only what the server marks as the same for everybody. Its text holds the version of the scripts: with
   another one it begins anew, and what the old one kept goes. */
{
  const scope = /** @type {import("./worker_scope").WorkerScope} */ (/** @type {unknown} */ (globalThis));
  /* The server writes the version in. */
  const WEB = "/atlas/web/0/",
    KEPT = `atlas ${WEB}`,
    VIEWS = "/atlas/views/kept",
    SHELL = "/";
  const MARK = "x-atlas-offline",
    DATE = "x-atlas-kept";
  const MOST_VIEWS = 20;
  /* Whether requests of pages are answered from what is kept. */
  let isAway = false;

  /** @param {Response} response */
  const mayBeKept = ({ headers, ok }) =>
    ok && headers.get(MARK) === "keep" && !headers.get("cache-control")?.includes("private");

  /**
   * A link with its parameters in one order, without what says how a page is framed.
   *
   * @param {string} search
   */
  const ordered = (search) => {
    const query = new URLSearchParams(search);
    for (const key of ["embed", "embed_options"]) query.delete(key);
    query.sort();
    return query.toString();
  };

  /** @param {string} address */
  const placeOf = (address) => {
    const { pathname, search } = new URL(address, scope.location.origin);
    return pathname === SHELL ? SHELL : `${pathname}?${ordered(search)}`;
  };

  /**
   * @param {Response} response
   * @param {BodyInit} body
   */
  const dated = (response, body) => {
    const headers = new Headers(response.headers);
    headers.set(DATE, new Date().toISOString());
    headers.delete("content-encoding");
    headers.delete("content-length");
    return new Response(body, { headers });
  };

  /** @param {string} address */
  const keep = async (address) => {
    const cache = await caches.open(KEPT),
      place = placeOf(address);
    if (place.startsWith(WEB) && (await cache.match(place))) return;
    const response = await fetch(address);
    if (place.startsWith(WEB) ? response.ok : mayBeKept(response))
      await cache.put(place, dated(response, await response.blob()));
    else await cache.delete(place);
  };

  /** @param {string[]} addresses */
  const keepAll = async (addresses) => {
    /* One after the other: what the reader asks for comes first. */
    for (const address of addresses) await keep(address).catch(() => null);
  };

  /** @returns {Promise<import("./worker_scope").KeptView[]>} */
  const keptViews = async () => (await (await caches.open(KEPT)).match(VIEWS))?.json() ?? [];

  /** @param {{ link: string, title: string, state: string }} view */
  const keepView = async ({ link, title, state }) => {
    const cache = await caches.open(KEPT),
      place = ordered(link),
      kept = new Date().toISOString(),
      all = [{ link, title, kept }, ...(await keptViews()).filter((view) => ordered(view.link) !== place)];
    for (const view of all.splice(MOST_VIEWS)) await cache.delete(`/atlas/state?${ordered(view.link)}`);
    const headers = { "content-type": "application/json", [DATE]: kept };
    await cache.put(`/atlas/state?${place}`, new Response(state, { headers }));
    await cache.put(VIEWS, new Response(JSON.stringify(all), { headers }));
  };

  /**
   * The page without the scripts of the app, which does nothing without its server, and with the one that
   * shows what is kept.
   *
   * @param {Response} shell
   */
  const offlinePage = async (shell) => {
    const page = (await shell.text())
      .replace(/<script[^>]*\ssrc="\.?\/?static\/[^>]*><\/script>/g, "")
      .replace(/<link[^>]*\shref="\.?\/?static\/[^>]*>/g, "");
    const start = `<script type="module" src="${WEB}chunks/offline/kept_page.js"></script></body>`;
    return dated(shell, page.replace("</body>", start));
  };

  /** @param {Request} request */
  const open = async (request) => {
    try {
      const response = await fetch(request);
      isAway = false;
      return response;
    } catch (problem) {
      const shell = await (await caches.open(KEPT)).match(SHELL);
      if (!shell) throw problem;
      isAway = true;
      /* Without parameters the address is the opening, which leads to the map of a server. */
      const { search } = new URL(request.url),
        [last] = search ? [] : await keptViews();
      if (!search) return Response.redirect(`/?${last?.link || "mode=present"}`, 302);
      return offlinePage(shell);
    }
  };

  /** @param {Request} request */
  const answer = async (request) => {
    if (scope.navigator.onLine) {
      /* The server may be back. */
      const response = await fetch(request).catch(() => null);
      if (response) return response;
    }
    const cache = await caches.open(KEPT),
      { pathname } = new URL(request.url),
      known = await cache.match(placeOf(request.url));
    if (known) return known;
    if (pathname === "/atlas/state") {
      const [last] = await keptViews(),
        state = last && (await cache.match(`/atlas/state?${ordered(last.link)}`));
      if (state) return state;
    }
    return fetch(request);
  };

  scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));

  scope.addEventListener("activate", (event) => {
    const clear = async () => {
      for (const name of await caches.keys())
        if (name.startsWith("atlas ") && name !== KEPT) await caches.delete(name);
    };
    event.waitUntil(clear());
  });

  scope.addEventListener("message", (event) => {
    const order = event.data,
      [port] = event.ports;
    const work = async () => {
      if (order.kind === "keep") await keepAll(order.addresses);
      else if (order.kind === "view") await keepView(order);
      else if (order.kind === "back") isAway = false;
      else if (order.kind === "claim") {
        isAway = true;
        await scope.clients.claim();
      }
      port?.postMessage("done");
    };
    event.waitUntil(work());
  });

  scope.addEventListener("fetch", (event) => {
    const { request } = event,
      { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== scope.location.origin) return;
    if (request.mode === "navigate" && pathname === SHELL) event.respondWith(open(request));
    else if (isAway || !scope.navigator.onLine) event.respondWith(answer(request));
  });
}
