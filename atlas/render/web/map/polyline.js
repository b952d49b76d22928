/* The encoded polyline of a ring, five decimals. */
export const encodeRing = (ring) => {
  let text = "",
    before = [0, 0];
  for (const { lat, lng } of ring) {
    const here = [Math.round(lat * 1e5), Math.round(lng * 1e5)];
    for (const k of [0, 1]) {
      const step = here[k] - before[k];
      let rest = step < 0 ? ~(step << 1) : step << 1;
      for (; rest >= 32; rest >>>= 5) text += String.fromCharCode((32 | (rest & 31)) + 63);
      text += String.fromCharCode(rest + 63);
    }
    before = here;
  }
  return text;
};

export const decodeRing = (text) => {
  const ring = [],
    here = [0, 0];
  for (let at = 0; at < text.length; ) {
    for (const k of [0, 1]) {
      let shift = 0,
        value = 0,
        byte;
      do {
        byte = text.charCodeAt(at++) - 63;
        value |= (byte & 31) << shift;
        shift += 5;
      } while (byte >= 32);
      here[k] += value & 1 ? ~(value >> 1) : value >> 1;
    }
    ring.push(L.latLng(here[0] / 1e5, here[1] / 1e5));
  }
  return ring;
};
