/* The way out: the basin draws back to a point among its partners in the world. */
import { HOME, inWorld } from "./cards.js";
import { ease } from "./timeline.js";

/**
 * @import { OpeningData } from "./message.js"
 * @import { OpeningLook } from "./look.js"
 */

export const DRAW_BACK = 1500;

/**
 * Paints the ties to the partners, grown so far.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{ data: OpeningData, look: OpeningLook, width: number, height: number, share: number }} given
 *   `share`: of the way, from 0 to 1
 */
export const paintWorld = (context, { data, look, width, height, share }) => {
  const home = inWorld(...HOME, { width, height }),
    grown = ease((share - 0.3) / 0.6);
  context.clearRect(0, 0, width, height);
  if (!grown) return;
  context.lineWidth = Math.max(0.8, width / 1280);
  for (let i = 0; i < data.partners.length; i += 2) {
    const [x, y] = inWorld((data.partners[i] ?? 0) / 100, (data.partners[i + 1] ?? 0) / 100, {
        width,
        height,
      }),
      bend = (home[0] + x) / 2,
      rise = Math.min(home[1], y) - Math.abs(x - home[0]) * 0.22,
      points = 14;
    context.strokeStyle = look.tie;
    context.globalAlpha = 0.34;
    context.beginPath();
    context.moveTo(...home);
    for (let k = 1; k <= points; k += 1) {
      const t = (k / points) * grown,
        u = 1 - t;
      context.lineTo(
        u * u * home[0] + 2 * u * t * bend + t * t * x,
        u * u * home[1] + 2 * u * t * rise + t * t * y,
      );
    }
    context.stroke();
    context.globalAlpha = grown;
    context.fillStyle = look.tie;
    context.beginPath();
    context.arc(x, y, (2.2 * width) / 1280 + 0.6, 0, 2 * Math.PI);
    if (grown > 0.85) context.fill();
  }
  context.globalAlpha = 1;
  context.fillStyle = look.amber;
  context.beginPath();
  context.arc(...home, (5 * width) / 1280 + 1, 0, 2 * Math.PI);
  context.fill();
};

/**
 * How the ground is moved meanwhile: to where the basin lies in the world, ever smaller.
 *
 * @param {{ share: number, width: number, height: number, middle: readonly [x: number, y: number] }} given
 *   `middle`: of the basin on the screen
 */
export const drawBack = ({ share, width, height, middle }) => {
  const home = inWorld(...HOME, { width, height }),
    gone = ease(share / 0.6),
    scale = 1 - 0.975 * gone,
    x = middle[0] + (home[0] - middle[0]) * gone - middle[0] * scale,
    y = middle[1] + (home[1] - middle[1]) * gone - middle[1] * scale;
  return {
    transform: `translate(${x}px, ${y}px) scale(${scale})`,
    opacity: String(1 - ease((share - 0.4) / 0.3)),
  };
};
