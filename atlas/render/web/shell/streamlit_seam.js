/* What the scripts know of Streamlit's page: all that may break when Streamlit is upgraded stands here, in
   streamlit_seam.css and in atlas/streamlit_seam.py. tests/ui/test_streamlit_seam.py names what is broken. */

/* Streamlit's dialogs. The style hides them. One of them says, in English, that the server does not answer;
   the others (the caches, an error of the script) are about nothing that the reader can do, and are closed.
   When it breaks: the reader sees that dialog, and page.js says nothing. */
const DIALOG = '[data-testid="stDialog"]',
  LOST = "Connection error",
  CLOSE = 'button[aria-label="Close"]';

/**
 * Puts the page after the frame of the map, which is made before the body: in the order of reading, and of
 * the Tab key, the map comes last. The frame stays outside the body, so that Streamlit never loads it again.
 * Streamlit also makes the whole of its page one stop of the Tab key, which nobody needs. When it breaks: the
 * Tab key stops once more, or in the map first.
 *
 * @param {Element | null} frame
 */
export const orderPage = (frame) => {
  if (frame && frame.compareDocumentPosition(document.body) & Node.DOCUMENT_POSITION_FOLLOWING)
    document.documentElement.insertBefore(document.body, frame);
  document.getElementById("stMain")?.removeAttribute("tabindex");
};

/**
 * Calls back when the server stops answering; the next run of the page says that it is back. Streamlit has no
 * public event for it, but a dialog. Every dialog is closed at once: it puts all else out of reach (inert,
 * aria-hidden) and takes the next click for itself, while what is on the map may still be read.
 *
 * @param {() => void} lost
 */
export const watchConnection = (lost) => {
  const look = () => {
    const dialogs = [...document.querySelectorAll(DIALOG)],
      found = dialogs.some((dialog) => dialog.textContent?.includes(LOST));
    for (const dialog of dialogs) dialog.querySelector(/** @type {"button"} */ (CLOSE))?.click();
    if (found) lost();
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  /* A key may have opened one before the page was there. */
  look();
};

/**
 * Keeps what is typed from Streamlit, which listens at the document: C would ask whether to clear its caches,
 * R would run the page again. When it breaks: look where Streamlit listens.
 *
 * @param {(event: KeyboardEvent) => void} press what the page does with a key
 */
export const takeKeys = (press) => {
  const root = document.documentElement;
  root.addEventListener("keydown", press);
  for (const kind of ["keydown", "keypress", "keyup"])
    root.addEventListener(kind, (event) => event.stopPropagation());
};
