/* A number half typed would be told, and its end lost, if its field were drawn anew: that waits until it is
   told. */
const held = (root) => {
  const state = { typing: false, draw: null };
  const told = () => {
    const { draw } = Object.assign(state, { typing: false });
    state.draw = null;
    draw?.();
  };
  root.addEventListener("input", ({ target }) => {
    state.typing ||= target.type === "number";
  });
  root.addEventListener("change", told);
  root.addEventListener("focusout", told);
  return state;
};
const fields = new WeakMap();

/* Draws anew inside `root` and gives focus, typed digits and scroll back to what had them. */
export const anew = (root, scrolled, draw) => {
  if (!fields.has(root)) fields.set(root, held(root));
  const state = fields.get(root);
  if (state.typing) {
    state.draw = () => anew(root, scrolled, draw);
    return;
  }
  const shadow = root.getRootNode(),
    active = root.contains(shadow.activeElement) ? shadow.activeElement : null;
  const key = active?.dataset?.key,
    scroll = root.querySelector(scrolled)?.scrollTop || 0;
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
