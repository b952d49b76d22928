/* Starts the map while the page around it is loading: its frame lies outside that page, and is made once. A
   link without any parameter has the opening before it (opening/opening.js). */
{
  /* Letters write `&amp;` or `&#38;` for the sign between two parameters. */
  const parted = /^#(0*38|x0*26);/i.test(location.hash),
    given = location.search + (parted ? location.hash : ""),
    written = given.replace(/&(amp;|#0*38;|#x0*26;)+/gi, "&");
  if (written !== location.search)
    history.replaceState(history.state, "", written + (parted ? "" : location.hash));
  /** @param {string} path */
  const get = async (path) => {
    const response = await fetch(`/atlas/${path}`, { priority: "high" });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  };
  /**
   * What the first map shows is requested while its page and scripts are on their way; the map takes it from
   * here, once.
   *
   * @param {string} lang
   * @param {string} link
   * @returns {import("../types").EarlyAnswers}
   */
  const askEarly = (lang, link) => {
    /** @type {Map<string, Promise<ArrayBuffer>>} */
    const layers = new Map();
    const state = get(`state?${link}`).then(async (response) => {
      /** @type {import("../messages").SceneState} */
      const found = await response.json();
      for (const id of [...found.backdrop, ...found.layers.map((layer) => layer.id)]) {
        const layer = get(`layers/${id}?lang=${lang}`).then((answer) => answer.arrayBuffer());
        layer.catch(() => layers.delete(id));
        layers.set(id, layer);
      }
      return found;
    });
    /* The map says what fails when it asks for it itself. */
    state.catch(() => null);
    return { lang, link, state, layers };
  };
  /** The language that a reader has chosen in the opening: a link without parameters says none. */
  const chosenLang = () => {
    try {
      const lang = localStorage.getItem("atlas.opening.lang") || "";
      return ["fr", "en", "pt"].includes(lang) ? lang : "fr";
    } catch {
      return "fr";
    }
  };
  /**
   * Puts the opening over the page; without its script, its style or its message there is none.
   *
   * @param {import("../types").MapFrame} frame
   */
  const open = (frame) => {
    const root = document.documentElement,
      main = document.createElement("main"),
      style = document.createElement("link"),
      script = document.createElement("script"),
      lang = chosenLang();
    root.dataset.opening = "";
    main.id = "atlas-opening";
    main.lang = lang;
    frame.opening = get(`opening?lang=${lang}`).then((answer) => answer.arrayBuffer());
    frame.opening.catch(() => null);
    style.id = "atlas-opening-style";
    style.rel = "stylesheet";
    /* The server writes the version in. */
    style.href = "/atlas/web/0/opening/opening.css";
    script.type = "module";
    script.fetchPriority = style.fetchPriority = "high";
    script.src = "/atlas/web/0/chunks/opening/opening.js";
    style.onerror = script.onerror = () => {
      delete root.dataset.opening;
      main.remove();
    };
    root.append(main);
    document.head.append(style, script);
  };
  const query = new URLSearchParams(location.search),
    theme = query.get("theme") || "";
  /* Before the first paint, and before what is measured below. */
  document.documentElement.dataset.theme = ["dark", "room"].includes(theme) ? theme : "light";
  const frame = /** @type {import("../types").MapFrame} */ (document.createElement("iframe")),
    style = document.documentElement.style,
    look = getComputedStyle(document.documentElement);
  /**
   * As in layout.js: a measure of the look, whose style stands before this script.
   *
   * @param {string} name
   */
  const measure = (name) => Number.parseFloat(look.getPropertyValue(`--${name}`));
  /* In a room, all that surrounds the map is larger, and the more so on a large screen. */
  const fit = () => {
    const share = Math.min(
      window.innerWidth / measure("room-width"),
      window.innerHeight / measure("room-height"),
    );
    style.setProperty("--room-zoom", String(Math.max(measure("room-least"), share)));
  };
  fit();
  window.addEventListener("resize", fit);
  const zoom = theme === "room" ? measure("room-zoom") : 1;
  /* The head is not read yet: a phone still takes its window for that of a desk. */
  const narrow = Math.min(window.innerWidth, screen.width) <= measure("narrow-width");
  style.setProperty("--zoom", String(zoom));
  style.setProperty("--map-zoom", String(Math.max(1, zoom / measure("room-map"))));
  style.setProperty("--panel", narrow ? "0px" : `${measure("panel-width") * zoom}px`);
  const touched = narrow || window.matchMedia("(pointer: coarse)").matches,
    dock = touched ? "dock-height-touch" : "dock-height";
  style.setProperty(
    "--shelf",
    (query.get("mode") || "explore") === "explore" ? `${measure(dock) * zoom}px` : "0px",
  );
  style.setProperty("--map", "visible");
  frame.id = "atlas-map";
  /* The panel of this mode is the legend (layout.js). */
  if (!narrow && (query.get("mode") || "explore") === "explore" && query.get("embed") !== "true")
    frame.dataset.legend = "panel";
  frame.lang = query.get("lang") || "fr";
  document.documentElement.lang = frame.lang;
  frame.title = { en: "Map of the atlas", pt: "Mapa do atlas" }[frame.lang] || "Carte de l’atlas";
  frame.allowFullscreen = true;
  frame.style.cssText = [
    "position:fixed;zoom:var(--map-zoom);right:0;left:calc(var(--panel) / var(--map-zoom))",
    "top:calc(var(--bar-height) * var(--zoom) / var(--map-zoom))",
    "width:calc((100vw - var(--panel)) / var(--map-zoom))",
    "height:calc((100dvh - var(--bar-height) * var(--zoom) - var(--shelf)) / var(--map-zoom))",
    "visibility:var(--map);border:0;z-index:var(--z-raised);color-scheme:light",
  ].join(";");
  frame.early = askEarly(frame.lang, location.search.slice(1) || `lang=${frame.lang}`);
  frame.src = `/atlas/map?lang=${encodeURIComponent(frame.lang)}`;
  /* What the map says before the app is there waits for it. */
  frame.heard = [];
  window.addEventListener("message", ({ data, origin, source }) => {
    if (source !== frame.contentWindow || origin !== location.origin || !data?.atlas?.kind) return;
    if (frame.hear) frame.hear(data.atlas);
    else frame.heard.push(data.atlas);
  });
  if (!location.search) open(frame);
  /* What is kept for when the connection drops comes long after all that the reader waits for. */
  const keep = "/atlas/web/0/chunks/offline/keep.js",
    waiting = setInterval(() => {
      if (!frame.seen) return;
      clearInterval(waiting);
      setTimeout(() => import(keep).catch(() => null), 8000);
    }, 1000);
  /* Styles hold back scripts of the body: the frame starts in the head and stays beside the body. */
  document.documentElement.append(frame);
}
