/* What is moved over the plane by a pointer, and by the arrows just as well: a map, an outline. It has no
   value between two ends, so it is no slider; an edge that has one is a splitter (shell/patterns). */

/** @type {Record<string, [east: number, south: number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {SVGElement} node
 * @param {object} does
 * @param {(x: number, y: number) => void} does.drag pixels that the pointer has gone
 * @param {(x: number, y: number, event: KeyboardEvent) => void} does.step of an arrow
 * @param {() => void} [does.done]
 */
export const draggable = (node, { drag, step, done = () => {} }) => {
  /** @type {{ x: number, y: number } | null} */
  let from = null;
  node.addEventListener("pointerdown", ({ clientX, clientY, pointerId }) => {
    from = { x: clientX, y: clientY };
    node.setPointerCapture(pointerId);
  });
  node.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!from) return;
    drag(clientX - from.x, clientY - from.y);
    from = { x: clientX, y: clientY };
  });
  node.addEventListener("pointerup", () => {
    if (from) done();
    from = null;
  });
  node.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    step(...way, event);
  });
  node.addEventListener("keyup", ({ key }) => {
    if (key in ARROWS) done();
  });
};
