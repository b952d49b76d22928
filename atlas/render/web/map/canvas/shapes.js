/* One shape a kind: colour is never the only code. */

/** @type {Record<string, (g: CanvasRenderingContext2D, x: number, y: number, r: number) => void>} */
export const SHAPES = {
  circle(g, x, y, r) {
    g.moveTo(x + r, y);
    g.arc(x, y, r, 0, 7);
  },
  ring(g, x, y, r) {
    g.moveTo(x + r, y);
    g.arc(x, y, r, 0, 7);
    g.moveTo(x + r * 0.45, y);
    g.arc(x, y, r * 0.45, 0, 7, true);
  },
  dot(g, x, y, r) {
    g.moveTo(x + r * 0.6, y);
    g.arc(x, y, r * 0.6, 0, 7);
  },
  square(g, x, y, r) {
    g.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
  },
  diamond(g, x, y, r) {
    g.moveTo(x, y - r * 1.15);
    g.lineTo(x + r * 1.15, y);
    g.lineTo(x, y + r * 1.15);
    g.lineTo(x - r * 1.15, y);
    g.closePath();
  },
  triangle(g, x, y, r) {
    g.moveTo(x, y - r * 1.1);
    g.lineTo(x + r * 1.15, y + r * 0.85);
    g.lineTo(x - r * 1.15, y + r * 0.85);
    g.closePath();
  },
  trapezium(g, x, y, r) {
    g.moveTo(x - r * 0.6, y - r * 0.55);
    g.lineTo(x + r * 0.6, y - r * 0.55);
    g.lineTo(x + r * 1.25, y + r * 0.7);
    g.lineTo(x - r * 1.25, y + r * 0.7);
    g.closePath();
  },
  double_triangle(g, x, y, r) {
    g.moveTo(x - r * 0.5, y - r * 0.7);
    g.lineTo(x - r * 0.05, y);
    g.lineTo(x + r * 0.4, y - r * 1.05);
    g.lineTo(x + r * 1.3, y + r * 0.85);
    g.lineTo(x - r * 1.3, y + r * 0.85);
    g.closePath();
  },
  tall_trapezium(g, x, y, r) {
    g.moveTo(x - r * 0.35, y - r * 0.95);
    g.lineTo(x + r * 0.35, y - r * 0.95);
    g.lineTo(x + r, y + r * 0.85);
    g.lineTo(x - r, y + r * 0.85);
    g.closePath();
  },
  steps(g, x, y, r) {
    g.moveTo(x - r * 0.4, y - r * 0.9);
    g.lineTo(x + r * 0.4, y - r * 0.9);
    g.lineTo(x + r * 0.4, y - r * 0.1);
    g.lineTo(x + r * 1.1, y - r * 0.1);
    g.lineTo(x + r * 1.1, y + r * 0.8);
    g.lineTo(x - r * 1.1, y + r * 0.8);
    g.lineTo(x - r * 1.1, y - r * 0.1);
    g.lineTo(x - r * 0.4, y - r * 0.1);
    g.closePath();
  },
  bar(g, x, y, r) {
    g.rect(x - r * 1.35, y - r * 0.3, r * 2.7, r * 0.75);
  },
  broken_triangle(g, x, y, r) {
    g.moveTo(x - r * 0.5, y - r * 0.15);
    g.lineTo(x - r * 0.1, y + r * 0.2);
    g.lineTo(x + r * 0.2, y - r * 0.2);
    g.lineTo(x + r * 0.55, y - r * 0.15);
    g.lineTo(x + r * 1.15, y + r * 0.85);
    g.lineTo(x - r * 1.15, y + r * 0.85);
    g.closePath();
  },
};
