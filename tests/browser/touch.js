/* The controls that a finger misses: less than 44 by 44, alone or with their label; links and figures in a sentence apart. */
() => {
  const every = (root) =>
    [...root.querySelectorAll("*")].flatMap((node) =>
      node.shadowRoot ? [node, ...every(node.shadowRoot)] : [node],
    );
  const up = (node) => node.parentElement || node.getRootNode().host,
    inert = (node) => {
      for (let one = node; one; one = up(one)) if (one.inert) return true;
      return false;
    };
  const small = [];
  for (const node of every(document)) {
    if (
      !node.matches("button, a[href], input, select, textarea, summary") ||
      node.matches(".skip, .hidden, .hidden *, p .figure") ||
      node.disabled ||
      inert(node)
    )
      continue;
    const style = getComputedStyle(node);
    if (
      !node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ||
      style.pointerEvents === "none" ||
      (node.matches("a") && style.display === "inline")
    )
      continue;
    const boxes = [node, ...(node.labels || [])].map((one) => one.getBoundingClientRect());
    const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left)),
      height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
    if (boxes[0].width && (width < 43.5 || height < 43.5))
      small.push(
        `${Math.round(width)} × ${Math.round(height)}: ${node.tagName} ${node.dataset.key || node.className} ${node.getAttribute("aria-label") || node.textContent.slice(0, 30)}`,
      );
  }
  return small;
};
