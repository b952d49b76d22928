/* What every script of the page shares: elements with their texts set as text, line icons of one set, drawing anew. */
export const element = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter(Boolean));
  return node;
};

export const icon = (name) => {
  const svg = element("span", { class: "icon", "aria-hidden": "true" });
  svg.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18"><path d="${ICONS[name]}"/></svg>`;
  return svg;
};
const ICONS = {
  play: "M8 5v14l11-7z", pause: "M8 5v14M16 5v14",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2 21 21", table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14", charts: "M5 20V11M12 20V4M19 20v-6M3 20h18",
  summary: "M17 5H7l6 7-6 7h10", time: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2", take: "M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14",
  panel: "M4 5h16v14H4zM10 5v14", link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  filter: "M4 6h16M7 12h10M10 18h4", light: "M12 4v2M12 18v2M4 12h2M18 12h2M6.5 6.5l1.4 1.4M16.1 16.1l1.4 1.4M17.5 6.5l-1.4 1.4M7.9 16.1l-1.4 1.4M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
};

/* A number half typed would be told, and its end lost, if its field were drawn anew: that waits until it is told. */
const held = (root) => {
  const state = { typing: false, draw: null };
  const told = () => {
    const { draw } = Object.assign(state, { typing: false });
    state.draw = null;
    draw?.();
  };
  root.addEventListener("input", ({ target }) => { state.typing ||= target.type === "number"; });
  root.addEventListener("change", told);
  root.addEventListener("focusout", told);
  return state;
};
const fields = new WeakMap();

/* Draws anew inside `root` and gives focus, typed digits and scroll back to what had them. */
export const anew = (root, scrolled, draw) => {
  if (!fields.has(root)) fields.set(root, held(root));
  const state = fields.get(root);
  if (state.typing) { state.draw = () => anew(root, scrolled, draw); return; }
  const shadow = root.getRootNode(), active = root.contains(shadow.activeElement) ? shadow.activeElement : null;
  const key = active?.dataset?.key, scroll = root.querySelector(scrolled)?.scrollTop || 0;
  const typed = active?.tagName === "INPUT" && active.type === "number" ? active.value : null;
  root.replaceChildren(...draw().filter(Boolean));
  const panel = root.querySelector(scrolled);
  if (panel) panel.scrollTop = scroll;
  const again = key && root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (typed === null) return;
  again.value = typed;
  /* As the Tab key left it: what is typed next takes its place. */
  again.select();
};

/* A list that adds what is chosen in it: by keyboard, letters and arrows only look through it, until Enter or the end. */
export const choosing = (choose) => {
  let looking = false;
  const done = ({ target }) => { looking = false; if (target.value) choose(target.value); };
  return {
    onkeydown: (event) => {
      if (event.key === "Enter" && looking) { event.preventDefault(); done(event); }
      else if (event.key.length === 1 || event.key.startsWith("Arrow")) looking = event.key !== " " && !event.altKey;
    },
    onchange: (event) => { if (!looking) done(event); },
    onblur: (event) => { if (looking) done(event); },
  };
};

/* Tabs are one stop of the Tab key: the arrows go from one to the next. */
export const tabbed = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], tabs = [...event.currentTarget.querySelectorAll("[role=tab]")], at = tabs.indexOf(event.target.closest("[role=tab]"));
  if (!step || at < 0) return;
  event.preventDefault();
  const next = tabs[(at + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
};

/* In a room, all that surrounds the map is larger. */
const ROOM = 1.35;

export const scale = () => (document.documentElement.dataset.theme === "room" ? ROOM : 1);

/* Gives the map its place: pixels that a panel takes at the left and a shelf below; `hidden` where a mode needs none. */
export const place = ({ left = 0, below = 0, hidden = false }) => {
  const style = document.documentElement.style, zoom = scale();
  style.setProperty("--zoom", zoom);
  style.setProperty("--panel", `${left * zoom}px`);
  style.setProperty("--shelf", `${below * zoom}px`);
  style.setProperty("--map", hidden ? "hidden" : "visible");
};

/* The map page's own `atlas` (counts, view, pick…), once it is there. */
export const map = () => document.getElementById("atlas-map")?.contentWindow?.atlas;

export const narrow = () => window.innerWidth <= 700;

/* A finger is broader than a pointer (the same condition as in the styles). */
export const touched = () => narrow() || window.matchMedia("(pointer: coarse)").matches;

/* The part of a link that decides which rows are kept: not where one looks, at what card, in which light. */
export const asked = (link) => {
  const query = new URLSearchParams(link);
  for (const key of ["at", "card", "theme", "basemap"]) query.delete(key);
  return query;
};

/* Answers of the atlas's routes; a failure throws with the sentence that the server gave. */
export const ask = async (path, parameters = "") => {
  const response = await fetch(`/atlas/${path}${parameters ? `?${parameters}` : ""}`);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || `${path}: ${response.status}`);
  return answer;
};
