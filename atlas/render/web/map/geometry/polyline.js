/* Encoded polylines (Google's), five decimals: how a link carries a drawn shape. */

/** @import { LatLng } from "../rows" */

const DECIMALS = 1e5;

/**
 * A whole number, the sign in its lowest bit, five bits a letter.
 *
 * @param {number} step
 */
const encodeStep = (step) => {
  let text = "",
    rest = step < 0 ? ~(step << 1) : step << 1;
  for (; rest >= 32; rest >>>= 5) text += String.fromCharCode((32 | (rest & 31)) + 63);
  return text + String.fromCharCode(rest + 63);
};

/**
 * The encoded polyline of a ring.
 *
 * @param {LatLng[]} ring
 */
export const encodeRing = (ring) => {
  let text = "",
    before = { lat: 0, lng: 0 };
  for (const { lat, lng } of ring) {
    const here = { lat: Math.round(lat * DECIMALS), lng: Math.round(lng * DECIMALS) };
    text += encodeStep(here.lat - before.lat) + encodeStep(here.lng - before.lng);
    before = here;
  }
  return text;
};

/**
 * The ring of an encoded polyline.
 *
 * @param {string} text
 * @returns {LatLng[]}
 */
export const decodeRing = (text) => {
  const ring = [];
  let at = 0,
    lat = 0,
    lng = 0;
  const step = () => {
    let shift = 0,
      value = 0,
      byte = 32;
    while (byte >= 32) {
      byte = text.charCodeAt(at++) - 63;
      value |= (byte & 31) << shift;
      shift += 5;
    }
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (at < text.length) {
    lat += step();
    lng += step();
    ring.push({ lat: lat / DECIMALS, lng: lng / DECIMALS });
  }
  return ring;
};
