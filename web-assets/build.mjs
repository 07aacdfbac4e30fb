// Builds style and script of the public pages and of the staff pages into src/zoutong/web/static/built; nothing is fetched from another host.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const out = new URL("../src/zoutong/web/static/built/", import.meta.url);
const source = new URL("./", import.meta.url);
const modules = new URL("../node_modules/", import.meta.url);
await mkdir(out, { recursive: true });
const tokens = await readFile(new URL("tokens.css", source), "utf8");

// light-dark() is unknown to browsers that bureaus still use; the pages are light only, so its first half is what is meant.
function lightOnly(css) {
  for (let at = css.indexOf("light-dark("); at >= 0; at = css.indexOf("light-dark(")) {
    let depth = 0;
    let comma = -1;
    let end = at + "light-dark".length;
    for (; end < css.length; end += 1) {
      if (css[end] === "(") depth += 1;
      if (css[end] === ")" && --depth === 0) break;
      if (css[end] === "," && depth === 1 && comma < 0) comma = end;
    }
    css = css.slice(0, at) + css.slice(at + "light-dark(".length, comma).trim() + css.slice(end + 1);
  }
  return css;
}

// The content security policy allows pictures from our own host only, so small pictures inside the style become files beside it.
async function picturesBeside(css) {
  const seen = new Map();
  css = css.replace(/url\((["']?)data:image\/svg\+xml,(.*?)\1\)/gs, (_, __, picture) => {
    const svg = decodeURIComponent(picture);
    const name = `s-${createHash("sha256").update(svg).digest("hex").slice(0, 10)}.svg`;
    seen.set(name, svg);
    return `url(${name})`;
  });
  for (const [name, svg] of seen) await writeFile(new URL(name, out), svg);
  return css;
}

async function style(name) {
  const compiled = sass.compile(new URL(`${name}.scss`, source).pathname, { loadPaths: [modules.pathname], quietDeps: true });
  const css = await picturesBeside(lightOnly(tokens + compiled.css));
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target: ["chrome87", "safari14", "firefox78"] });
  if (/url\((?!["']?s-[0-9a-f]{10}\.svg)|@import/.test(code)) throw new Error(`the style ${name} refers to another file; everything must be in it`);
  return code;
}

async function script(name) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [new URL(`${name}.js`, source).pathname],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    write: false,
    legalComments: "none",
  });
  return outputFiles[0].text;
}

const files = {};
for (const face of ["public", "staff"]) {
  files[`${face}.css`] = await style(face);
  files[`${face}.js`] = await script(face);
}
for (const name of ["recorder", "recorder-worker"]) files[`${name}.js`] = await script(name);
for (const [name, text] of Object.entries(files)) {
  await writeFile(new URL(name, out), text);
  console.log(`${name}: ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} compressed`);
}

const licences = [];
for (const name of ["govuk-frontend", "@tabler/core", "htmx.org"]) {
  const home = new URL(`${name}/`, modules);
  const about = JSON.parse(await readFile(new URL("package.json", home), "utf8"));
  const texts = (await readdir(home)).filter((file) => /^licen[cs]e/i.test(file));
  const text = texts.length ? await readFile(new URL(texts[0], home), "utf8") : `The licence is ${about.license}; its text lies at ${about.homepage ?? about.repository?.url}.\n`;
  licences.push(`${about.name} ${about.version} (${about.license})\n\n${text}`);
}
await writeFile(new URL("THIRD_PARTY.txt", out), licences.join("\n\n"));
