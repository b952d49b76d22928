/* What of a page cannot be reached at its size: wider than the window, outside it when scrolled to, or under something. */
() => {
  const every = (root) =>
    [...root.querySelectorAll("*")].flatMap((node) =>
      node.shadowRoot ? [node, ...every(node.shadowRoot)] : [node],
    );
  const all = every(document),
    wide = window.innerWidth,
    high = window.innerHeight,
    lost = [];
  const dialog = all.find((node) => node.tagName === "DIALOG" && node.open);
  const up = (node) => node.parentElement || node.getRootNode().host;
  const inert = (node) => {
    for (let one = node; one; one = up(one)) if (one.inert) return true;
    return false;
  };
  const at = (x, y) => {
    let over = null,
      inner = document.elementFromPoint(x, y);
    while (inner && inner !== over) {
      over = inner;
      inner = over.shadowRoot?.elementFromPoint(x, y);
    }
    return over;
  };
  if (document.scrollingElement.scrollWidth > wide)
    lost.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  for (const node of all) {
    if (
      !node.matches("button, a[href], input, select, textarea, summary") ||
      node.matches(".skip, .hidden, [type=file]") ||
      (dialog && !dialog.contains(node)) ||
      inert(node)
    )
      continue;
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
    const { left, right, top, bottom, width } = node.getBoundingClientRect(),
      name = `${node.tagName} ${node.dataset.key || node.dataset.tool || node.className} ${node.getAttribute("aria-label") || node.textContent.slice(0, 30)}`;
    if (!width) continue;
    /* Scrolled to by a script, out of the reach of a reader. */
    for (let one = up(node); one; one = up(one))
      if ((one.scrollTop || one.scrollLeft) && getComputedStyle(one).overflow === "hidden") {
        lost.push(`cut off: ${name}`);
        one.scrollTop = one.scrollLeft = 0;
        break;
      }
    if (left < -1 || right > wide + 1 || top < -1 || bottom > high + 1) {
      lost.push(`outside: ${name}`);
      continue;
    }
    const over = at((left + right) / 2, (top + bottom) / 2);
    if (
      over &&
      over !== node &&
      !node.contains(over) &&
      !over.contains(node) &&
      ![...(node.labels || [])].some((label) => label.contains(over))
    )
      lost.push(`under ${over.tagName} ${over.className}: ${name}`);
  }
  return lost;
};
