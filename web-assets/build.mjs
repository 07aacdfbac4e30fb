// Builds style and script of the public pages into src/zoutong/web/static/built; nothing is fetched from another host.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const out = new URL("../src/zoutong/web/static/built/", import.meta.url);
const source = new URL("./", import.meta.url);
await mkdir(out, { recursive: true });

const compiled = sass.compile(new URL("public.scss", source).pathname, {
  loadPaths: [new URL("../node_modules", import.meta.url).pathname],
  quietDeps: true,
});
const tokens = await readFile(new URL("tokens.css", source), "utf8");
const style = await esbuild.transform(tokens + compiled.css, { loader: "css", minify: true, target: ["chrome87", "safari14", "firefox78"] });
if (/url\(|@import/.test(style.code)) throw new Error("the style refers to another file; everything must be in it");
const script = await esbuild.build({
  entryPoints: [new URL("public.js", source).pathname],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  write: false,
  legalComments: "none",
});

const files = { "public.css": style.code, "public.js": script.outputFiles[0].text };
for (const [name, text] of Object.entries(files)) {
  await writeFile(new URL(name, out), text);
  console.log(`${name}: ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} compressed`);
}
const licence = await readFile(new URL("../node_modules/govuk-frontend/package.json", import.meta.url), "utf8");
const files_of_licence = (await readdir(new URL("../node_modules/govuk-frontend/", import.meta.url))).filter((f) => /^licen[cs]e/i.test(f));
const text = files_of_licence.length ? await readFile(new URL(`../node_modules/govuk-frontend/${files_of_licence[0]}`, import.meta.url), "utf8") : "";
const about = JSON.parse(licence);
await writeFile(new URL("THIRD_PARTY.txt", out), `${about.name} ${about.version} (${about.license})\n\n${text}`);
