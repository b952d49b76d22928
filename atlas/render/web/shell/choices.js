/* Lists by keyboard. */
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
