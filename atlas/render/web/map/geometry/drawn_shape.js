/* The shapes that a reader draws: their outlines, and what a link carries of them. */
import { encodeRing } from "./polyline.js";

/** @import { LatLng } from "../rows" */

/** @typedef {"rectangle" | "polygon" | "circle"} Shape */

/* Corners of the ring that stands for a circle, and metres of a degree of latitude. */
const CORNERS = 64,
  METRES = 111320;

/**
 * @param {LatLng} a
 * @param {LatLng} b
 * @returns {LatLng[]}
 */
export const rectangle = (a, b) => [a, { lat: a.lat, lng: b.lng }, b, { lat: b.lat, lng: a.lng }];

/**
 * A ring around a place.
 *
 * @param {LatLng} centre
 * @param {number} metres
 * @returns {LatLng[]}
 */
export const circle = ({ lat, lng }, metres) =>
  Array.from({ length: CORNERS }, (_, k) => {
    const angle = (2 * Math.PI * k) / CORNERS,
      north = (metres * Math.cos(angle)) / METRES,
      east = (metres * Math.sin(angle)) / METRES / Math.cos((lat * Math.PI) / 180);
    return { lat: lat + north, lng: lng + east };
  });

/**
 * Whether two places are one, to what Leaflet takes for one.
 *
 * @param {LatLng} a
 * @param {LatLng} b
 */
const same = (a, b) => Math.max(Math.abs(a.lat - b.lat), Math.abs(a.lng - b.lng)) <= 1e-9;

/** @param {number} lng */
const wrapped = (lng) => lng - 360 * Math.floor((lng + 180) / 360);

/**
 * An outline on the copy of the world where its western edge lies within ±180°; its eastern one may lie
 * beyond. What spans the world is the world.
 *
 * @param {LatLng[]} ring
 * @returns {LatLng[]}
 */
export const onEarth = (ring) => {
  const west = Math.min(...ring.map(({ lng }) => lng)),
    by = west - wrapped(west),
    wide = Math.max(...ring.map(({ lng }) => lng)) - west >= 360;
  if (!wide) return ring.map(({ lat, lng }) => ({ lat, lng: lng - by }));
  const lats = ring.map(({ lat }) => lat);
  return rectangle({ lat: Math.min(...lats), lng: -180 }, { lat: Math.max(...lats), lng: 180 });
};

/**
 * What a link carries: `circle:lat,lon,m` or an encoded polyline; null for what is no shape.
 *
 * @param {Shape} shape
 * @param {LatLng[]} corners
 * @param {LatLng} end
 * @param {number} metres from the first corner to the end
 */
export const linkText = (shape, corners, end, metres) => {
  const [first] = corners;
  if (!first) return null;
  if (shape === "circle") {
    const radius = Math.round(metres);
    return radius > 0 ? `circle:${first.lat.toFixed(5)},${wrapped(first.lng).toFixed(5)},${radius}` : null;
  }
  if (shape === "rectangle")
    return first.lat !== end.lat && first.lng !== end.lng
      ? encodeRing(onEarth(rectangle(first, end)))
      : null;
  const ring = corners.filter((corner, k) => {
    const before = corners[k - 1];
    return !before || !same(corner, before);
  });
  return ring.length > 2 ? encodeRing(onEarth(ring)) : null;
};
