/* Several files as one: a ZIP archive without compression, since browsers have none to offer. What belongs
   together, as the parts of a shapefile, is brought in one go; the server reads it like any other archive. */

const LOCAL = 0x04034b50,
  CENTRAL = 0x02014b50,
  END = 0x06054b50,
  VERSION = 20,
  /* Names are UTF-8. */
  FLAGS = 0x0800;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * The checksum of a ZIP entry (CRC-32).
 *
 * @param {Uint8Array} bytes
 */
export function checksum(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ /** @type {number} */ (TABLE[(value ^ byte) & 255]);
  return (value ^ 0xffffffff) >>> 0;
}

/**
 * @param {number} length
 * @param {[bytes: 2 | 4, value: number][]} fields one after the other
 */
function record(length, fields) {
  const view = new DataView(new ArrayBuffer(length));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

/**
 * The archive of some files, named after the first.
 *
 * @param {readonly File[]} files
 * @returns {Promise<File>}
 */
export async function zipFiles(files) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const contents = [],
    /** @type {Uint8Array<ArrayBuffer>[]} */
    directory = [];
  let offset = 0;
  for (const file of files) {
    const name = new TextEncoder().encode(file.name),
      bytes = new Uint8Array(await file.arrayBuffer());
    /* Stored as it is: no method, no time, the same size twice. */
    /** @type {[2 | 4, number][]} */
    const about = [
      [2, VERSION],
      [2, FLAGS],
      [2, 0],
      [4, 0],
      [4, checksum(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ];
    contents.push(record(30, [[4, LOCAL], ...about]), name, bytes);
    /** @type {[2 | 4, number][]} */
    const place = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ];
    directory.push(record(46, [[4, CENTRAL], [2, VERSION], ...about, ...place]), name);
    offset += 30 + name.length + bytes.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record(22, [
    [4, END],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, length],
    [4, offset],
    [2, 0],
  ]);
  const name = (files[0]?.name ?? "files").replace(/\.[^.]*$/, "");
  return new File([...contents, ...directory, end], `${name}.zip`, { type: "application/zip" });
}
