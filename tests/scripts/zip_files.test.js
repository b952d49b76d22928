import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { checksum, zipFiles } from "../../atlas/render/web/data/zip_files.js";
import { equal, same } from "./check.js";

const bytesOf = (text) => new TextEncoder().encode(text);

test("the checksum is that of the standard's example", () => {
  equal(checksum(bytesOf("123456789")), 0xcbf43926);
  equal(checksum(bytesOf("")), 0);
});

test("another program reads what was packed", async () => {
  const files = [
    new File(["one"], "Liévin.shp"),
    new File(["", "två"], "Liévin.dbf"),
    new File([], "empty.prj"),
  ];
  const archive = await zipFiles(files);
  equal(archive.name, "Liévin.zip");
  const path = join(mkdtempSync(join(tmpdir(), "zip-")), "a.zip");
  writeFileSync(path, new Uint8Array(await archive.arrayBuffer()));
  const script = [
    "import json, sys, zipfile",
    "archive = zipfile.ZipFile(sys.argv[1])",
    "print(json.dumps({name: archive.read(name).decode() for name in archive.namelist()}))",
  ].join("\n");
  const read = JSON.parse(execFileSync("python3", ["-c", script, path], { encoding: "utf-8" }));
  same(read, { "Liévin.shp": "one", "Liévin.dbf": "två", "empty.prj": "" });
});
