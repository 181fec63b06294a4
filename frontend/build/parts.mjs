// Splits cargo's output into the frame, which every page needs, and the parts of `app/src/parts.rs`: decision 0026.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

// wasm-split-cli makes a chunk of the code that the same parts share. Chunks that this many parts share, and chunks too
// small for a request of their own, go into the frame.
const PARTS_OF_THE_FRAME = 4;
const BYTES_OF_THE_FRAME = 6000;
const LINK = './__wasm_split.js';

// The features that rustc uses by default. `--all-features` would emit code that browsers do not support yet.
const FEATURES = [
  'bulk-memory', 'bulk-memory-opt', 'call-indirect-overlong', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int',
  'reference-types', 'sign-ext',
].map((feature) => `--enable-${feature}`);

const run = promisify(execFile);
const silent = { stdio: ['ignore', 'ignore', 'pipe'] };

// Returns the chunks of wasm-split-cli, each with the parts that share it, and the parts.
function made(folder) {
  const link = readFileSync(join(folder, LINK), 'utf8');
  const chunks = [...link.matchAll(/\/\* (.+) \*\/\nconst __(chunk_\d+) /g)]
    .map(([, parts, name]) => ({ name, parts: parts.split(', '), file: join(folder, `${name}.wasm`) }))
    .filter(({ file }) => existsSync(file));
  const parts = [...link.matchAll(/export const __wasm_split_load_(\w+) /g)].map(([, name]) => name);
  if (parts.length === 0) throw new Error('the WASM has no parts');
  return { chunks, parts };
}

// Not -Oz: its output is a tenth smaller, but a tenth larger once compressed, because it is less repetitive. Placing
// functions of the same name next to each other saves another hundredth.
async function optimize(files) {
  const left = [...files];
  const worker = async () => {
    for (let file = left.pop(); file; file = left.pop()) {
      const passes = ['-O1', '--reorder-functions-by-name', '--strip-debug'];
      await run('wasm-opt', [...FEATURES, ...passes, file, '-o', file]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

// Merges the chunks of the frame into it. They import it as `__wasm_split`.
function mergeIntoFrame(frame, chunks) {
  const files = chunks.flatMap(({ name, file }) => [file, name]);
  execFileSync('wasm-merge', [...FEATURES, '-g', frame, '__wasm_split', ...files, '-o', frame], silent);
}

// Writes script and frame into `staging`, and returns the paths of the files of each part.
export async function split(linked, folder, staging, release) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync('wasm-split-cli', ['--out-name', 'muster', linked, folder], silent);
  const bindgen = ['--target', 'web', '--no-typescript', '--keep-lld-exports', '--out-name', 'muster'];
  execFileSync('wasm-bindgen', [...bindgen, '--out-dir', staging, join(folder, 'muster.wasm')], silent);

  const { chunks, parts } = made(folder);
  const inFrame = ({ file, parts }) =>
    parts.length >= PARTS_OF_THE_FRAME || statSync(file).size < BYTES_OF_THE_FRAME;
  const frame = join(staging, 'muster_bg.wasm');
  mergeIntoFrame(frame, chunks.filter(inFrame));
  const shared = chunks.filter((chunk) => !inFrame(chunk));
  const files = parts.map((part) => {
    const own = join(folder, `split_${part}.wasm`);
    const with_ = shared.filter(({ parts }) => parts.includes(part)).map(({ file }) => file);
    return [part, existsSync(own) ? [...with_, own] : with_];
  });
  if (release) await optimize([frame, ...new Set(files.flatMap(([, files]) => files))]);
  return Object.fromEntries(files);
}

// Returns wasm-bindgen's script with the loader of the parts in place of the module that it would import.
export function withLoader(glue, loader, parts) {
  const imported = new RegExp(`^import \\* as (import\\d+) from "${LINK}";?\n`, 'gm');
  const used = new RegExp(`^.*"${LINK}": import\\d+,\n`, 'gm');
  if (!imported.test(glue)) throw new Error('the script imports no loader');
  let first = true;
  const linked = glue.replace(imported, '').replace(used, () => {
    const line = first ? `"${LINK}": loaders,\n` : '';
    first = false;
    return line;
  });
  return `${linked}\nconst PARTS = ${JSON.stringify(parts)};\n${loader}`;
}
