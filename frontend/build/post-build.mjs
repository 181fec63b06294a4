// Trunk's post_build hook: splits the WASM, names every file by the hash of its final bytes, compresses it in release,
// and lists the files in assets.json for the server.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { split, withLoader } from './parts.mjs';

const { TRUNK_STAGING_DIR: folder, TRUNK_PUBLIC_URL: url, TRUNK_PROFILE: profile } = process.env;
const release = profile === 'release';
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const integrity = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
const top = (extension) => readdirSync(folder).filter((file) => file.endsWith(extension));
const read = (file) => readFileSync(join(folder, file));
const finished = [];

function finish(bytes, name) {
  writeFileSync(join(folder, name), bytes);
  finished.push(name);
  return { href: url + name, integrity: integrity(bytes) };
}

// Trunk's own script and WASM are not split.
for (const file of [...top('.js'), ...top('.wasm'), 'snippets', 'index.html']) {
  rmSync(join(folder, file), { recursive: true, force: true });
}
const built = join(process.env.CARGO_TARGET_DIR ?? 'target', 'wasm32-unknown-unknown', release ? 'wasm-release' : 'wasm-dev');
const files = await split(join(built, 'frontend.wasm'), join(built, 'parts'), folder, release);

// A file that several parts share is written once.
const href = (file) => {
  const bytes = readFileSync(file);
  const name = `part-${hash(bytes)}.wasm`;
  return finished.includes(name) ? url + name : finish(bytes, name).href;
};
const parts = Object.fromEntries(Object.entries(files).map(([part, files]) => [part, files.map(href)]));

const wasmBytes = read('muster_bg.wasm');
const wasmName = `muster-${hash(wasmBytes)}.wasm`;
rmSync(join(folder, 'muster_bg.wasm'));
const { href: wasm } = finish(wasmBytes, wasmName);

// The glue imports the snippets by path, so the hash of all of them is in the name of their folder.
const snippets = filesIn(folder).filter((file) => file.startsWith('snippets/'));
const snippetsName = `snippets-${hash(Buffer.concat(snippets.map(read)))}`;
if (snippets.length > 0) {
  renameSync(join(folder, 'snippets'), join(folder, snippetsName));
  finished.push(...snippets.map((file) => file.replace('snippets', snippetsName)));
}

const loader = readFileSync(new URL('loader.js', import.meta.url), 'utf8');
const glue = Buffer.from(
  withLoader(read('muster.js').toString(), loader, parts)
    .replaceAll('muster_bg.wasm', wasmName)
    .replaceAll('./snippets/', `./${snippetsName}/`),
);
rmSync(join(folder, 'muster.js'));
const js = finish(glue, `muster-${hash(glue)}.js`);

// The style sheet names fonts by their npm package, whose licence goes with them.
const modules = new URL('../../node_modules/', import.meta.url);
const fonts = {};
function font(path) {
  const bytes = readFileSync(new URL(path, modules));
  const name = `font-${hash(bytes)}.woff2`;
  fonts[path] ??= finish(bytes, name).href;
  return name;
}
const licences = (packages) =>
  [...new Set(packages)].map((name) => {
    const bytes = readFileSync(new URL(`${name}/LICENSE`, modules));
    return finish(bytes, `font-licence-${hash(bytes)}.txt`).href;
  });

const css = top('.css').map((file) => {
  const text = read(file).toString();
  rmSync(join(folder, file));
  const bytes = Buffer.from(text.replace(/url\(["']?(@[\w./-]+\.woff2)["']?\)/g, (_, path) => `url(${font(path)})`));
  return finish(bytes, `muster-${hash(bytes)}.css`);
});
if (Object.keys(fonts).length === 0) throw new Error('the style sheet has no font');
const licence = licences(Object.keys(fonts).map((path) => path.split('/').slice(0, 2).join('/')));

if (release) {
  // Fonts are compressed in themselves.
  for (const name of finished.filter((name) => !name.endsWith('.woff2'))) {
    const bytes = read(name);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

writeFileSync(join(folder, 'assets.json'), JSON.stringify({ js, wasm: { href: wasm }, css, fonts, licence, parts }, null, 2));
