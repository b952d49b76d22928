/* Draws again and gives back what the reader had in hand: focus, scroll, what was typed. */

/** @typedef {{ typing: boolean, draw: (() => void) | null }} Typing */

/**
 * What has the focus inside an element, or null.
 *
 * @param {Element} root
 */
export const activeInside = (root) => {
  const { activeElement } = /** @type {Document | ShadowRoot} */ (root.getRootNode());
  return activeElement instanceof HTMLElement && root.contains(activeElement) ? activeElement : null;
};

/**
 * What is marked by a `data-key` inside an element.
 *
 * @param {ParentNode} root
 * @param {string} key
 * @returns {HTMLElement | null}
 */
export const keyed = (root, key) => root.querySelector(`[data-key="${CSS.escape(key)}"]`);

/**
 * A number half typed would be sent, and its end lost, if its field were drawn again: that waits until it is
 * complete.
 *
 * @param {Element} root
 */
const held = (root) => {
  /** @type {Typing} */
  const state = { typing: false, draw: null };
  const done = () => {
    const { draw } = Object.assign(state, { typing: false });
    state.draw = null;
    draw?.();
  };
  root.addEventListener("input", ({ target }) => {
    state.typing ||= target instanceof HTMLInputElement && target.type === "number";
  });
  root.addEventListener("change", done);
  root.addEventListener("focusout", done);
  return state;
};
/** @type {WeakMap<Element, Typing>} */
const fields = new WeakMap();

/**
 * Draws again inside `root` and gives focus, typed digits and scroll back to what had them.
 *
 * @param {Element} root
 * @param {string} scrolled
 * @param {() => (Element | null)[]} draw
 */
export const rerender = (root, scrolled, draw) => {
  const state = fields.get(root) ?? held(root);
  fields.set(root, state);
  if (state.typing) {
    state.draw = () => rerender(root, scrolled, draw);
    return;
  }
  const active = activeInside(root),
    key = active?.dataset.key,
    scroll = root.querySelector(scrolled)?.scrollTop || 0;
  const typed = active instanceof HTMLInputElement && active.type === "number" ? active.value : null;
  root.replaceChildren(...draw().filter((node) => node !== null));
  const panel = root.querySelector(scrolled);
  if (panel) panel.scrollTop = scroll;
  const again = key ? keyed(root, key) : null;
  if (!again) return;
  again.focus({ preventScroll: true });
  if (typed === null || !(again instanceof HTMLInputElement)) return;
  again.value = typed;
  /* As the Tab key left it: what is typed next takes its place. */
  again.select();
};
