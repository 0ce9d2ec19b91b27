// Builds the page: `npm ci && npm run build` in this folder writes dist/, which is committed.
// Same sources, same bytes: no hashes of time, no source maps.
// SPDX-License-Identifier: Apache-2.0
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const out = "dist";
rmSync(out, { recursive: true, force: true });
mkdirSync(out);
await build({
  entryPoints: { app: "src/main.jsx" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2021",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "eof",
  logLevel: "warning",
});
// uPlot's own few rules come first, ours may overrule them.
const css = readFileSync("node_modules/uplot/dist/uPlot.min.css", "utf8") + readFileSync(`${out}/app.css`, "utf8");
writeFileSync(`${out}/app.css`, css);
for (const name of ["index.html", "icon.svg"]) copyFileSync(`src/${name}`, `${out}/${name}`);
for (const [from, to] of [["countries-110m", "world"], ["countries-50m", "world-fine"]])
  copyFileSync(`node_modules/world-atlas/${from}.json`, `${out}/${to}.json`);

let first = 0;
for (const name of ["index.html", "app.js", "app.css", "world.json", "world-fine.json"]) {
  const bytes = readFileSync(`${out}/${name}`);
  const packed = gzipSync(bytes, { level: 9 }).length;
  if (name !== "world-fine.json") first += packed;
  console.log(`${name}: ${bytes.length} bytes, ${packed} gzipped`);
}
console.log(`first load: ${first} bytes gzipped`);
if (first > 300_000) {
  console.error("the first load is larger than 300,000 bytes");
  process.exit(1);
}
