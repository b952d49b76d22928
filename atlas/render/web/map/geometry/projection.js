/* Places in the world: whole numbers in Web Mercator, as the packed layers have them, and degrees. */
export const WORLD = 2 ** 30;

/**
 * @param {number} lat
 * @param {number} lon
 * @returns {[x: number, y: number]}
 */
export const toWorld = (lat, lon) => {
  const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
  return [((lon + 180) / 360) * WORLD, y * WORLD];
};

/**
 * @param {number} x
 * @param {number} y
 * @returns {[lat: number, lon: number]}
 */
export const toDegrees = (x, y) => [
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI,
  (x / WORLD) * 360 - 180,
];
