// Trunk's post_build hook: names every file by the hash of its final bytes (Trunk takes its own hash before wasm-opt),
// compresses it in release, and lists the files in assets.json for the server.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const { TRUNK_STAGING_DIR: folder, TRUNK_PUBLIC_URL: url, TRUNK_PROFILE: profile } = process.env;
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const integrity = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  .sort();
const snippets = files.filter((file) => file.startsWith('snippets/'));
const top = (extension) => files.filter((file) => !file.includes('/') && file.endsWith(extension));
const only = (found, what) => {
  if (found.length !== 1) throw new Error(`expected one ${what}, found ${found.length}`);
  return found[0];
};

const read = (file) => readFileSync(join(folder, file));
const finished = [];

function finish(file, bytes, name) {
  rmSync(join(folder, file));
  writeFileSync(join(folder, name), bytes);
  finished.push(name);
  return { href: url + name, integrity: integrity(bytes) };
}

const wasmFile = only(top('.wasm'), 'WebAssembly file');
const wasmBytes = read(wasmFile);
const wasmName = `muster-${hash(wasmBytes)}.wasm`;
const { href: wasmHref } = finish(wasmFile, wasmBytes, wasmName);

// The glue imports the snippets by path, so their folder bears the hash of all of them.
const snippetsName = `snippets-${hash(Buffer.concat(snippets.map(read)))}`;
if (snippets.length > 0) {
  renameSync(join(folder, 'snippets'), join(folder, snippetsName));
  finished.push(...snippets.map((file) => file.replace('snippets', snippetsName)));
}

const glueFile = only(top('.js'), 'script');
const glue = Buffer.from(
  read(glueFile).toString().replaceAll(wasmFile, wasmName).replaceAll('./snippets/', `./${snippetsName}/`),
);
const js = finish(glueFile, glue, `muster-${hash(glue)}.js`);

const css = top('.css').map((file) => {
  const bytes = read(file);
  return finish(file, bytes, `muster-${hash(bytes)}.css`);
});

if (profile === 'release') {
  for (const name of finished) {
    const bytes = read(name);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

rmSync(join(folder, 'index.html'));
writeFileSync(join(folder, 'assets.json'), JSON.stringify({ js, wasm: { href: wasmHref }, css }, null, 2));
