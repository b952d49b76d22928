// @ts-nocheck
/* The keys of a talk and of a clicker. */
export const COMMANDS = {
  ArrowRight: "next",
  ArrowDown: "next",
  PageDown: "next",
  Enter: "next",
  ArrowLeft: "back",
  ArrowUp: "back",
  PageUp: "back",
  Backspace: "back",
  Home: "first",
  End: "last",
  f: "full",
  F5: "full",
  n: "notes",
  p: "presenter",
  q: "ask",
  t: "theme",
  l: "language",
  ".": "black",
  b: "black",
  h: "help",
  "?": "help",
  Escape: "escape",
};

/* Keys of one sign may be switched off (keys.js of the shell). */
export const singles = () => {
  try {
    return localStorage.getItem("atlas.keys") !== "off";
  } catch {
    return true;
  }
};

/* What a key or a clicker asks for: the name of an act, or the number of a scene (from 0); null for none.
 */
export const commandOf = (event) => {
  const { key, target } = event,
    tag = target.tagName;
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(tag)) return null;
  if ((key === " " || key === "Enter") && /^(BUTTON|SUMMARY|A)$/.test(tag)) return null;
  if (key.length === 1 && key !== " " && !singles()) return null;
  if (key === " ") return event.shiftKey ? "back" : "next";
  if (/^[1-9]$/.test(key)) return +key - 1;
  return COMMANDS[key.length === 1 ? key.toLowerCase() : key] ?? null;
};
