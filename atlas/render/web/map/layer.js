/* Reads what atlas/render/pack.py writes, and finds what lies at a place. */
var Atlas = window.Atlas || {};

Atlas.WORLD = 2 ** 30;

Atlas.bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

Atlas.TYPES = { u1: Uint8Array, i1: Int8Array, u2: Uint16Array, i2: Int16Array, u4: Uint32Array, i4: Int32Array, f4: Float32Array };

/* A JSON head and the arrays that it names. */
Atlas.unpack = (buffer) => {
  const size = new DataView(buffer).getUint32(0, true), head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size))), arrays = {};
  let at = 4 + size;
  for (const [name, type, length] of head.arrays) {
    arrays[name] = new Atlas.TYPES[type](buffer, at, length);
    at += Math.ceil(arrays[name].byteLength / 8) * 8;
  }
  return { head, arrays };
};

Atlas.Layer = class {
  constructor(id, buffer) {
    const { head, arrays } = Atlas.unpack(buffer);
    Object.assign(this, arrays);
    this.id = id;
    this.sheet = head.sheet;
    this.ids = head.ids;
    this.names = head.names;
    this.mask = new Uint8Array(Math.ceil(this.ids.length / 8)).fill(255);
    this.boxes = this.measure();
  }

  /* What a state says of it: which rows are kept, how they are classed, which of them are doubtful. */
  take({ mask }, { classes, unsure }) {
    this.classed(classes?.[this.id]);
    this.mask = Atlas.bytes(mask);
    this.unsure = unsure?.[this.id] && Atlas.bytes(unsure[this.id][1]);
  }

  /* Another classification of the rows than the layer's own, or the layer's own again. */
  classed(classes) {
    this.own ||= { sheet: this.sheet, symbol: this.symbol };
    this.sheet = classes ? { ...this.own.sheet, field: classes.field, symbols: classes.symbols } : this.own.sheet;
    this.symbol = classes ? Atlas.bytes(classes.of) : this.own.symbol;
  }

  get length() { return this.ids.length; }

  shown(i) { return this.kind[i] && (this.mask[i >> 3] >> (i & 7)) & 1; }

  /* Kept, but nobody knows whether it stood in the year asked for. */
  doubtful(i) { return this.unsure && (this.unsure[i >> 3] >> (i & 7)) & 1; }

  /* A box for each row, once: what is not in sight is not looked at again. */
  measure() {
    const boxes = new Int32Array(4 * this.length);
    for (let i = 0; i < this.length; i++) {
      let west = 2 ** 31 - 1, north = west, east = -west, south = -west;
      for (let v = this.vertices[this.rings[i]]; v < this.vertices[this.rings[i + 1]]; v++) {
        const x = this.xy[2 * v], y = this.xy[2 * v + 1];
        if (x < west) west = x;
        if (x > east) east = x;
        if (y < north) north = y;
        if (y > south) south = y;
      }
      boxes.set([west, north, east, south], 4 * i);
    }
    return boxes;
  }

  /* The row at a place (world units), within `reach` of it; -1 when there is none. The last drawn is on top. */
  at(x, y, reach, symbolic) {
    let best = -1, nearest = reach;
    for (let i = this.length - 1; i >= 0; i--) {
      if (!this.shown(i)) continue;
      const wide = symbolic(this, i) ? reach + this.radius[i] * reach / 6 : reach;
      if (x < this.boxes[4 * i] - wide || x > this.boxes[4 * i + 2] + wide) continue;
      if (y < this.boxes[4 * i + 1] - wide || y > this.boxes[4 * i + 3] + wide) continue;
      const far = symbolic(this, i)
        ? Math.max(0, Math.hypot(this.anchor[2 * i] - x, this.anchor[2 * i + 1] - y) - this.radius[i] * reach / 6)
        : this.distance(i, x, y);
      if (far < nearest || (far === 0 && best < 0)) { nearest = far; best = i; }
    }
    return best;
  }

  /* World units from a place to a row: 0 inside a polygon. */
  distance(i, x, y) {
    let least = Infinity, inside = false;
    for (let r = this.rings[i]; r < this.rings[i + 1]; r++) {
      for (let v = this.vertices[r]; v < this.vertices[r + 1]; v++) {
        const ax = this.xy[2 * v], ay = this.xy[2 * v + 1];
        if (this.kind[i] === 1) { least = Math.min(least, Math.hypot(ax - x, ay - y)); continue; }
        if (v + 1 === this.vertices[r + 1]) continue;
        const bx = this.xy[2 * v + 2], by = this.xy[2 * v + 3];
        if (this.kind[i] === 3 && ay > y !== by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) inside = !inside;
        const long = (bx - ax) ** 2 + (by - ay) ** 2;
        const along = long ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long)) : 0;
        least = Math.min(least, Math.hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y));
      }
    }
    /* An area without fill is met at its line only: what lies inside it can be met through it. */
    return inside && this.sheet.symbols[this.symbol[i]].pattern !== "none" ? 0 : least;
  }
};

Atlas.toWorld = (lat, lon) => {
  const y = (1 - Math.asinh(Math.tan(lat * Math.PI / 180)) / Math.PI) / 2;
  return [(lon + 180) / 360 * Atlas.WORLD, y * Atlas.WORLD];
};

Atlas.toDegrees = (x, y) => [
  Math.atan(Math.sinh(Math.PI * (1 - 2 * y / Atlas.WORLD))) * 180 / Math.PI, x / Atlas.WORLD * 360 - 180,
];
