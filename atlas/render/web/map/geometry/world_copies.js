/* The map shows the world again and again, beside itself: which copy of a place is meant. */

/**
 * Degrees, a whole number of turns, that bring a longitude as near as may be to another.
 *
 * @param {number} lng
 * @param {number} to
 */
export const turns = (lng, to) => 360 * Math.round((to - lng) / 360);

/**
 * Bounds, on the copy of the world that lies nearest to a longitude.
 *
 * @param {L.LatLngBounds} bounds
 * @param {number} to
 */
export const boundsBeside = (bounds, to) => {
  const by = turns(bounds.getCenter().lng, to);
  return L.latLngBounds(
    [bounds.getSouth(), bounds.getWest() + by],
    [bounds.getNorth(), bounds.getEast() + by],
  );
};

/**
 * The copies of the world on which a ring reaches into a sheet; its longitudes may lie beyond ±180°.
 *
 * @param {{ lng: number }[]} ring
 * @param {{ first: number, last: number }} sheet
 */
export const copiesOf = (ring, { first, last }) => {
  const lngs = ring.map(({ lng }) => lng),
    from = first - Math.ceil((Math.max(...lngs) - 180) / 360),
    to = last - Math.floor((Math.min(...lngs) + 180) / 360);
  return Array.from({ length: to - from + 1 }, (_, k) => from + k);
};
