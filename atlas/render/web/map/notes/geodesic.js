/* Lengths and areas on the ellipsoid WGS 84, as the server measures them: for what the pointer points at
   before a point is placed. Karney 2013, https://doi.org/10.1007/s00190-012-0578-z: equations 7, 8 and
   58 to 63, their integrals by Gauss and Legendre. */

/** @typedef {[lat: number, lon: number]} Point */

/* Metres. */
const A = 6_378_137,
  F = 1 / 298.257223563;
const E2 = F * (2 - F),
  /* The same of the other axis. */
  EP2 = E2 / (1 - E2),
  /* Square of the radius of the sphere with the same area. */
  C2 = (A * A * (1 + ((1 - E2) * Math.atanh(Math.sqrt(E2))) / Math.sqrt(E2))) / 2;
const RAD = Math.PI / 180;
/* Of ten points, half of them: the other half is opposite. */
/** @type {[place: number, weight: number][]} */
const NODES = [
  [0.1488743389816312, 0.2955242247147529],
  [0.4333953941292472, 0.2692667193099963],
  [0.6794095682990244, 0.219086362515982],
  [0.8650633666889845, 0.1494513491505806],
  [0.9739065285171717, 0.0666713443086881],
];
/* Until the longitude is settled; between places that are nearly opposite it never is. */
const TRIES = 60,
  SETTLED = 1e-15;

/**
 * @param {(at: number) => number} f
 * @param {number} from
 * @param {number} to
 */
const integrate = (f, from, to) => {
  const middle = (from + to) / 2,
    half = (to - from) / 2;
  return half * NODES.reduce((sum, [x, w]) => sum + w * (f(middle + half * x) + f(middle - half * x)), 0);
};

/**
 * The shortest line between two places: its length, and the area between it and the equator, positive where
 * it goes east in the north. Null where the places are nearly opposite.
 *
 * @param {Point} from
 * @param {Point} to
 * @returns {{ length: number, area: number, east: number } | null}
 */
export const geodesic = ([lat1, lon1], [lat2, lon2]) => {
  const [b1, b2] = [reduced(lat1), reduced(lat2)],
    degrees = lon2 - lon1 - 360 * Math.round((lon2 - lon1) / 360),
    east = degrees * RAD;
  let omega = east;
  for (let tries = 0; tries < TRIES; tries++) {
    const line = arc(b1, b2, omega),
      next = east + line.behind;
    if (!(Math.abs(next) <= Math.PI)) return null;
    if (Math.abs(next - omega) <= SETTLED)
      return { length: line.length, area: areaOf(line, b1, b2, omega), east: degrees };
    omega = next;
  }
  return null;
};

/** @param {number} lat */
const reduced = (lat) => Math.atan2((1 - F) * Math.sin(lat * RAD), Math.cos(lat * RAD));

/**
 * The geodesic whose image on the sphere joins two reduced latitudes over a longitude.
 *
 * @param {number} b1
 * @param {number} b2
 * @param {number} omega
 */
const arc = (b1, b2, omega) => {
  const [s1, c1, s2, c2] = [Math.sin(b1), Math.cos(b1), Math.sin(b2), Math.cos(b2)],
    /* To the east and to the north, without loss where both places are close together. */
    right = c2 * Math.sin(omega),
    up = Math.sin(b2 - b1) + 2 * s1 * c2 * Math.sin(omega / 2) ** 2,
    far = Math.hypot(right, up),
    [sinA1, cosA1] = far ? [right / far, up / far] : [0, 1];
  const sinA0 = sinA1 * c1,
    cosA0 = Math.hypot(cosA1, sinA1 * s1),
    k2 = EP2 * cosA0 * cosA0,
    from = Math.atan2(s1, cosA1 * c1),
    to = from + Math.atan2(far, s1 * s2 + c1 * c2 * Math.cos(omega));
  const root = (/** @type {number} */ at) => Math.sqrt(1 + k2 * Math.sin(at) ** 2);
  return {
    from,
    to,
    sinA0,
    cosA0,
    k2,
    length: A * (1 - F) * integrate(root, from, to),
    /* How much more the longitude on the sphere is. */
    behind: F * sinA0 * integrate((at) => (2 - F) / (1 + (1 - F) * root(at)), from, to),
  };
};

/**
 * @param {ReturnType<typeof arc>} line
 * @param {number} b1
 * @param {number} b2
 * @param {number} omega
 */
const areaOf = ({ from, to, sinA0, cosA0, k2 }, b1, b2, omega) => {
  const [t1, t2] = [Math.tan(b1 / 2), Math.tan(b2 / 2)],
    turn = 2 * Math.atan((Math.tan(omega / 2) * (t1 + t2)) / (1 + t1 * t2)),
    more = integrate((at) => (slope(k2 * Math.sin(at) ** 2) * Math.sin(at)) / 2, from, to);
  return C2 * turn - E2 * A * A * cosA0 * sinA0 * more;
};

/**
 * The slope of t(x) = x + √(1/x + 1) arsinh √x between x and the square of the eccentricity: by its
 * series, which does not lose where both are nearly the same.
 *
 * @param {number} x
 */
const slope = (x) => {
  let sum = 4 / 3,
    factor = 1 / 3,
    power = 1,
    part = 1;
  for (let n = 1; n < 8; n++) {
    factor *= (-2 * n) / (2 * n + 3);
    power *= EP2;
    part = power + x * part;
    sum += factor * part;
  }
  return sum;
};

/**
 * The length of a line through some places, or of the ring that they close, and the area of a ring; null
 * where two of them are nearly opposite.
 *
 * @param {Point[]} points
 * @param {boolean} closed
 * @returns {{ length: number, last: number, area: number | null } | null} `last`: the last segment placed
 */
export const measureLine = (points, closed) => {
  const ring = closed && points.length > 2,
    ends = ring ? [...points.slice(1), ...points.slice(0, 1)] : points.slice(1),
    lines = ends.map((to, k) => geodesic(/** @type {Point} */ (points[k]), to));
  let [length, area, turns] = [0, 0, 0];
  for (const line of lines) {
    if (!line) return null;
    length += line.length;
    area += line.area;
    turns += line.east;
  }
  /* A ring around a pole. */
  if (Math.round(turns / 360) % 2) area += (area < 0 ? 2 : -2) * Math.PI * C2;
  return {
    length,
    last: lines[points.length - 2]?.length ?? 0,
    area: ring ? Math.abs(area) : null,
  };
};
