/* Assertions that are counted, and values that Python computed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import process from "node:process";

export { randomOf } from "./random.js";

let made = 0;
process.on("exit", () => process.stdout.write(`\nassertions: ${made}\n`));

export const equal = (found, expected, about) => {
  made += 1;
  assert.equal(found, expected, about);
};

export const same = (found, expected, about) => {
  made += 1;
  assert.deepEqual(found, expected, about);
};

export const near = (found, expected, within, about = "") => {
  made += 1;
  assert.ok(
    Math.abs(found - expected) <= within,
    `${about} ${found} is not within ${within} of ${expected}`,
  );
};

export const fails = (act, message) => {
  made += 1;
  assert.throws(act, message);
};

/** What the same function of the Python code returns (twins.py). */
export const twin = (name) => JSON.parse(readFileSync(process.env.ATLAS_TWINS, "utf-8"))[name];

export const toBuffer = (base64) => new Uint8Array(Buffer.from(base64, "base64")).buffer;

/** What a test draws on: it keeps what is called of it, and letters are 6 pixels wide. */
export const fakeContext = () => {
  const calls = [];
  const kept = { calls, measureText: (text) => ({ width: 6 * text.length }) };
  return new Proxy(kept, {
    get: (own, name) => own[name] ?? ((...args) => calls.push([name, ...args])),
    set: (own, name, value) => Boolean(Object.assign(own, { [name]: value })),
  });
};
