/* A modal dialog: https://www.w3.org/WAI/ARIA/apg/patterns/dialog-modal/
   The browser holds the focus inside, and Escape closes it. */

/**
 * Opens a dialog; when it closes, the focus goes back to where it was.
 *
 * @param {Element} root takes the dialog where it stands nowhere yet
 * @param {HTMLDialogElement} dialog
 * @param {object} [options]
 * @param {boolean} [options.kept] whether the dialog stays in the page when it is closed
 * @param {() => void} [options.back] puts the focus elsewhere
 */
export const openDialog = (root, dialog, { kept = false, back } = {}) => {
  if (dialog.open) return;
  const { activeElement } = /** @type {Document | ShadowRoot} */ (root.getRootNode()),
    active = activeElement ?? document.activeElement;
  if (!dialog.isConnected) root.append(dialog);
  dialog.addEventListener(
    "close",
    () => {
      if (!kept) dialog.remove();
      if (back) back();
      else if (active instanceof HTMLElement) active.focus({ preventScroll: true });
    },
    { once: true },
  );
  dialog.showModal();
};
