/* What is read out when it changes, without taking the focus.
   https://www.w3.org/WAI/ARIA/apg/patterns/alert/ for what must be heard at once; for all other news the
   status of https://www.w3.org/WAI/WCAG22/Techniques/aria/ARIA22 */
import { element } from "../dom.js";

/* Added to a text that is announced again: a region whose text stays the same is not read. */
const AGAIN = "\u00a0";

/* What an element has whose news are drawn with what is around them: a count, a note of what is done. */
export const STATUS = { role: "status", "aria-live": "polite", "aria-atomic": "true" };

/* The same of what went wrong. */
export const ALERT = { role: "alert", "aria-live": "assertive", "aria-atomic": "true" };

/* A region that stays in the page: a screen reader listens to one that was there before its text. */
export class LiveRegion {
  /** @param {{ tag?: "p" | "span" | "div", assertive?: boolean, class?: string }} [attributes] */
  constructor({ tag = "p", assertive = false, ...attributes } = {}) {
    this.node = element(tag, { ...(assertive ? ALERT : STATUS), ...attributes });
  }

  /** What was announced last. */
  get text() {
    return (this.node.textContent ?? "").replace(AGAIN, "");
  }

  /**
   * Announces a text, even if it is the one that was announced last.
   *
   * @param {string} text
   */
  announce(text) {
    this.node.textContent = text && this.node.textContent === text ? text + AGAIN : text;
  }

  /**
   * Shows how things stand: the same text again is no news.
   *
   * @param {string} text
   */
  show(text) {
    if (this.text !== text) this.node.textContent = text;
  }

  clear() {
    this.node.textContent = "";
  }

  /**
   * Whether what follows interrupts what is being read.
   *
   * @param {boolean} assertive
   */
  setAssertive(assertive) {
    for (const [name, value] of Object.entries(assertive ? ALERT : STATUS))
      this.node.setAttribute(name, value);
  }
}
