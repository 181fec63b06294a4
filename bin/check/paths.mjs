// Refuses documentation that names a file or folder that does not exist, in backticks or as a link.
//
// In backticks a path is what begins with a file or folder of the repository's root, and what ends like a file:
// `policy/action.rs` or `Cargo.toml` may be the end of any file's path. What a build makes is not looked for.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const DOCUMENTS = ['*.md'];
const ENDINGS = /\.(?:rs|md|ts|mjs|js|toml|json|css|html|svg|png|txt|sh)$/;
const BUILT = ['dist', 'target', 'node_modules', 'data'];
// Named as what builds, editors and operators make or read, not as files of the repository.
const ELSEWHERE = ['assets.json', 'index.html', 'muster.toml'];

const listed = (...patterns) =>
  execFileSync('git', ['ls-files', '-z', '--', ...patterns])
    .toString()
    .split('\0')
    .filter(Boolean);
const files = listed();
const roots = new Set(files.map((file) => file.split('/')[0]));

/** `db/src/{keys,groups}.rs` names two. */
function expanded(path) {
  const braces = path.match(/^(.*)\{([^{}]*,[^{}]*)\}(.*)$/);
  if (!braces) return [path];
  const [, before, inside, after] = braces;
  return inside.split(',').flatMap((part) => expanded(before + part.trim() + after));
}

function isMissing(path) {
  const bare = path.replace(/:\d+(?:-\d+)?$/, '').replace(/\/$/, '');
  const [root] = bare.split('/');
  if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(bare) || /YYYY/.test(bare)) return false;
  if (BUILT.includes(root) || ELSEWHERE.includes(bare)) return false;
  if (bare.includes('/') && roots.has(root)) return !existsSync(bare);
  return ENDINGS.test(bare) && !files.some((file) => file === bare || file.endsWith(`/${bare}`));
}

function problems(document) {
  let isCode = false;
  return readFileSync(document, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (/^\s*```/.test(line)) isCode = !isCode;
      if (isCode) return [];
      const named = [...line.matchAll(/`([^`]+)`/g)].flatMap(([, text]) =>
        expanded(text.split(/[\s,]+(?![^{]*\})/)[0]),
      );
      const links = [...line.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
        .map(([, link]) => link)
        .filter((link) => !/^[a-z]+:/.test(link));
      return [
        ...named.filter(isMissing),
        ...links.filter((link) => !existsSync(normalize(join(dirname(document), link)))),
      ].map((path) => `${document}:${index + 1}: there is no ${path}`);
    });
}

const found = listed(...DOCUMENTS)
  .filter((file) => existsSync(file))
  .flatMap(problems);
for (const line of found) console.log(line);
if (found.length > 0) {
  console.error(`paths: ${found.length} that do not exist`);
  process.exit(1);
}
