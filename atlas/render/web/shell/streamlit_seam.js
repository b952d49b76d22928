/* What the scripts know of Streamlit's page: all that may break when Streamlit is upgraded stands here, in
   streamlit_seam.css and in atlas/streamlit_seam.py. tests/ui/test_streamlit_seam.py names what is broken. */

/* Streamlit's dialogs. The style hides them: the only one that comes by itself says, in English, that the
   server does not answer. When it breaks: the reader sees that dialog, and page.js says nothing. */
const DIALOG = '[data-testid="stDialog"]';

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
 * Calls back when the server stops answering, and when it answers again. Streamlit has no public event for
 * it; its dialog comes and goes. The dialog puts all else out of reach (inert, aria-hidden), which is undone
 * here: what is on the map may still be read.
 *
 * @param {(isLost: boolean) => void} change
 */
export const watchConnection = (change) => {
  let isLost = false;
  new MutationObserver(() => {
    const found = Boolean(document.querySelector(DIALOG));
    if (found === isLost) return;
    isLost = found;
    if (isLost)
      for (const node of document.body.children) {
        if (node instanceof HTMLElement) node.inert = false;
        node.removeAttribute("aria-hidden");
      }
    change(isLost);
  }).observe(document.body, { childList: true });
};
