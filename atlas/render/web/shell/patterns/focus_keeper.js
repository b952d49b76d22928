/* Focus that is never lost: where what has it is taken away or hidden, it goes to what takes its place. */

/* Places that had the focus and may have it again: one in a dialog, and those before. */
const KEPT = 8;

/**
 * @typedef {object} Held
 * @property {HTMLElement} node
 * @property {string | undefined} key
 * @property {HTMLElement[]} around what it lay in, the nearest first
 */

/**
 * What lies in folded details has a place, too, but no reader sees it.
 *
 * @param {Element} node
 */
const isShown = (node) => node.checkVisibility() && !node.matches(":disabled");

/** @param {HTMLElement} node */
const keyOf = ({ id, dataset: { key, entry, row } }) => {
  if (key !== undefined) return `[data-key="${CSS.escape(key)}"]`;
  if (entry !== undefined) return `[data-entry="${CSS.escape(entry)}"]`;
  return row === undefined ? id && `#${CSS.escape(id)}` : `[data-row="${CSS.escape(row)}"]`;
};

class FocusKeeper {
  /** @type {Held[]} */
  held = [];
  /**
   * Where the focus went for want of a better place, and what it is meant for.
   *
   * @type {{ at: HTMLElement, key: string } | null}
   */
  lent = null;
  waiting = false;

  /**
   * @param {HTMLElement} root
   * @param {() => HTMLElement | null} last what takes the focus where nothing else does
   */
  constructor(root, last) {
    this.root = root;
    this.last = last;
    const view = root.ownerDocument.defaultView ?? window;
    root.addEventListener("focusin", ({ target }) => this.hold(/** @type {HTMLElement} */ (target)));
    const look = () => {
      if (this.waiting) return;
      this.waiting = true;
      /* A browser takes the focus from what is hidden when it paints. */
      view.requestAnimationFrame(() => setTimeout(() => this.look()));
    };
    new view.MutationObserver(look).observe(root, {
      ...{ childList: true, subtree: true, attributes: true },
      attributeFilter: ["hidden", "class", "open", "disabled", "data-mode"],
    });
    view.addEventListener("resize", look);
    /* Or, what is hidden or disabled, only after that. */
    root.addEventListener("focusout", look);
    /* Who clicks beside everything wants no focus. */
    const leave = () => {
      const [latest] = this.held;
      if (latest && this.isLost && isShown(latest.node)) this.held = [];
    };
    root.ownerDocument.addEventListener("pointerdown", () => setTimeout(leave), { capture: true });
  }

  /** @param {HTMLElement} node */
  hold(node) {
    if (node !== this.lent?.at) this.lent = null;
    else return;
    /** @type {HTMLElement[]} */
    const around = [];
    for (let at = node.parentElement; at && at !== this.root; at = at.parentElement) around.push(at);
    const others = this.held.filter((one) => one.node !== node);
    this.held = [{ node, key: keyOf(node), around }, ...others].slice(0, KEPT);
  }

  get isLost() {
    const page = this.root.ownerDocument;
    return page.activeElement === page.body && page.hasFocus();
  }

  look() {
    this.waiting = false;
    const { lent } = this,
      [latest] = this.held;
    if (lent && /** @type {Document | ShadowRoot} */ (this.root.getRootNode()).activeElement === lent.at) {
      const meant = this.shown(lent.key);
      if (meant) meant.focus({ preventScroll: true });
      return;
    }
    if (!latest || !this.isLost || isShown(latest.node)) return;
    this.give(latest);
  }

  /** @param {string} key */
  shown(key) {
    /** @type {NodeListOf<HTMLElement>} */
    const found = this.root.querySelectorAll(key);
    return [...found].find((node) => isShown(node) && !node.matches(":disabled"));
  }

  /**
   * What had the focus before a dialog, or what has taken its place.
   *
   * @param {HTMLElement} but
   */
  earlier(but) {
    for (const { node, key } of this.held) {
      const found = node === but ? undefined : isShown(node) ? node : key && this.shown(key);
      if (found) return found;
    }
    return undefined;
  }

  /** @param {Held} latest */
  give(latest) {
    const { key, node, around } = latest,
      same = key ? this.shown(key) : undefined,
      before = around.some((one) => one.matches("dialog")) ? this.earlier(node) : undefined,
      last = this.last(),
      box = around.find(isShown) ?? (last && isShown(last) ? last : this.root),
      alike = box.querySelector(
        box.matches("details:not([open])") ? "summary" : `${node.tagName}[tabindex]`,
      ),
      to = same ?? before ?? /** @type {HTMLElement} */ (alike && isShown(alike) ? alike : box);
    if (!same && !before) {
      if (to.tabIndex < 0) to.tabIndex = -1;
      this.lent = key ? { at: to, key } : null;
    }
    to.focus({ preventScroll: true });
  }
}

/** @type {WeakSet<HTMLElement>} */
const watched = new WeakSet();

/**
 * Keeps the focus inside an element; once for each.
 *
 * @param {HTMLElement | null | undefined} root
 * @param {() => HTMLElement | null} last what takes the focus where nothing else does
 */
export const keepFocus = (root, last) => {
  if (!root || watched.has(root)) return;
  watched.add(root);
  new FocusKeeper(root, last);
};
