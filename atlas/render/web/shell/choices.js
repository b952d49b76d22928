/* Lists and tabs by keyboard. */
/** @typedef {Event & { target: HTMLSelectElement }} Chosen */

/**
 * A list that adds what is chosen in it: by keyboard, letters and arrows only look through it, until Enter
 * or the end.
 *
 * @param {(value: string) => void} choose
 */
export const choosing = (choose) => {
  let looking = false;
  /** @param {{ target: HTMLSelectElement }} event */
  const done = ({ target }) => {
    looking = false;
    if (target.value) choose(target.value);
  };
  return {
    /** @param {KeyboardEvent & { currentTarget: HTMLSelectElement }} event */
    onkeydown: (event) => {
      if (event.key === "Enter" && looking) {
        event.preventDefault();
        done({ target: event.currentTarget });
      } else if (event.key.length === 1 || event.key.startsWith("Arrow"))
        looking = event.key !== " " && !event.altKey;
    },
    /** @param {Chosen} event */
    onchange: (event) => {
      if (!looking) done(event);
    },
    /** @param {Chosen} event */
    onblur: (event) => {
      if (looking) done(event);
    },
  };
};

const STEPS = new Map([
  ["ArrowRight", 1],
  ["ArrowLeft", -1],
]);

/**
 * Tabs are one stop of the Tab key: the arrows go from one to the next.
 *
 * @param {KeyboardEvent & { currentTarget: Element, target: Element }} event
 */
export const tabbed = (event) => {
  const step = STEPS.get(event.key),
    tabs = /** @type {HTMLElement[]} */ ([...event.currentTarget.querySelectorAll("[role=tab]")]),
    at = tabs.findIndex((tab) => tab.contains(event.target)),
    next = step && at >= 0 ? tabs[(at + step + tabs.length) % tabs.length] : null;
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
};
