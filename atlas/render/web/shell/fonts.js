/* The face in which a canvas writes. Text of the page changes by itself when the face comes; what was written
   on a canvas before stays in another face until it is painted again. */

const FACES = ["400", "600"].map((weight) => `${weight} 14px "Atlas Sans"`);

/**
 * Paints once more when the face has come, unless it was there already.
 *
 * @param {() => void} repaint
 */
export const repaintWithFonts = async (repaint) => {
  if (FACES.every((face) => document.fonts.check(face))) return;
  await Promise.allSettled(FACES.map((face) => document.fonts.load(face)));
  repaint();
};
