/* The keys of a talk and of a clicker. */
import { isOn, SINGLE_KEYS } from "../shell/kept.js";

/** @type {Record<string, string>} */
const COMMANDS = {
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

/**
 * What a key or a clicker asks for: the name of an act, or the number of a scene (from 0); null for none.
 *
 * @param {Pick<KeyboardEvent, "key" | "target" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">} event
 */
export const commandOf = (event) => {
  const { key, target } = event,
    tag = target && "tagName" in target ? String(target.tagName) : "";
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(tag)) return null;
  if ((key === " " || key === "Enter") && /^(BUTTON|SUMMARY|A)$/.test(tag)) return null;
  if (key.length === 1 && key !== " " && !isOn(SINGLE_KEYS)) return null;
  if (key === " ") return event.shiftKey ? "back" : "next";
  if (/^[1-9]$/.test(key)) return +key - 1;
  return COMMANDS[key.length === 1 ? key.toLowerCase() : key] ?? null;
};
