/* A list whose items the reader puts in another order: by dragging a grip, or with the arrow keys on it.
   https://www.w3.org/WAI/ARIA/apg/patterns/listbox/examples/listbox-rearrangeable/ has the keys. */
import { element } from "../dom.js";
import { icon } from "../icons.js";

/** @type {Record<string, (at: number, last: number) => number>} */
const KEYS = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * @param {string[]} order
 * @param {string} id
 * @param {number} to
 */
export const moved = (order, id, to) => {
  const others = order.filter((other) => other !== id);
  others.splice(Math.max(0, Math.min(others.length, to)), 0, id);
  return others;
};

/**
 * Where an item that is held at a height belongs.
 *
 * @param {{ top: number, height: number }[]} boxes of all items, in their order
 * @param {number} from the place of the item
 * @param {number} y
 */
export const placeAt = (boxes, from, y) => {
  const above = boxes.filter((box, k) => k !== from && y > box.top + box.height / 2);
  return above.length;
};

/**
 * The grip of one item.
 *
 * @param {object} item
 * @param {string} item.key
 * @param {string} item.label
 * @param {string} item.hint id of what describes the keys
 * @param {() => number} item.at its place now: keys may come faster than the list is drawn again
 * @param {number} item.last
 * @param {(to: number) => void} item.move
 */
export const grip = ({ key, label, hint, at, last, move }) => {
  /** @param {number} to */
  const put = (to) => {
    if (to !== at() && to >= 0 && to <= last) move(to);
  };
  /** @type {HTMLButtonElement} */
  const button = element(
    "button",
    {
      type: "button",
      class: "grip",
      "data-key": key,
      "aria-label": label,
      "aria-describedby": hint,
      onkeydown: (event) => {
        const step = KEYS[event.key];
        if (!step) return;
        event.preventDefault();
        event.stopPropagation();
        put(step(at(), last));
      },
      onpointerdown: (event) => drag(button, event, at(), put),
    },
    icon("grip"),
  );
  return button;
};

/**
 * From the press of a pointer to its release; Escape puts the item back.
 *
 * @param {HTMLElement} button
 * @param {PointerEvent} press
 * @param {number} at
 * @param {(to: number) => void} put
 */
const drag = (button, press, at, put) => {
  const item = button.closest("li"),
    list = item?.parentElement;
  if (press.button !== 0 || !item || !list) return;
  press.preventDefault();
  button.focus({ preventScroll: true });
  button.setPointerCapture(press.pointerId);
  const items = /** @type {HTMLElement[]} */ ([...list.children]);
  let to = at;
  const mark = () => {
    for (const [k, other] of items.entries()) {
      other.classList.toggle("drop-above", to < at && k === to);
      other.classList.toggle("drop-below", to > at && k === to);
    }
  };
  /** @param {PointerEvent} event */
  const follow = (event) => {
    item.classList.add("held");
    to = placeAt(
      items.map((other) => other.getBoundingClientRect()),
      at,
      event.clientY,
    );
    mark();
  };
  /** @param {boolean} kept */
  const end = (kept) => {
    button.removeEventListener("pointermove", follow);
    button.removeEventListener("pointerup", drop);
    button.removeEventListener("pointercancel", cancel);
    button.removeEventListener("keydown", abandon, true);
    item.classList.remove("held");
    const wanted = to;
    to = at;
    mark();
    if (kept) put(wanted);
  };
  const drop = () => end(true);
  const cancel = () => end(false);
  /** @param {KeyboardEvent} event */
  const abandon = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    end(false);
  };
  button.addEventListener("pointermove", follow);
  button.addEventListener("pointerup", drop);
  button.addEventListener("pointercancel", cancel);
  button.addEventListener("keydown", abandon, true);
};
