// Refuses files that use what is above them, circles of files, and crates that would ship `fixtures`:
// `node bin/check/layers.mjs [db] [domain] [app]`.
//
// A file uses the files whose items it names: in `use`, and in paths that begin with `crate`, `super`, `self` or an
// imported module. What a module only re-exports (`pub use`) is looked up where it is defined, so that a `mod.rs` that
// declares and re-exports its children does not use them. Tests do not count.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * The folders of db/src, the lowest first. A file uses its own folder and those before it; only lib.rs is in none. This
 * is the one place where a folder is added or moved.
 */
const LAYERS = [
  'base',
  'delivery',
  'access',
  'settings',
  'enrolments',
  'branches',
  'instructors',
  'content',
  'users',
  'groups',
  'sales',
  'learning',
  'onboarding',
  'administration',
  'mass_actions',
  'imports',
  'copying',
  'upkeep',
];

/** Among which files of a crate a circle is refused: each file belongs to one such set, or to none. */
const CIRCLES = {
  db: () => 'db',
  domain: () => 'domain',
  app: (module) => (module.path.length > 1 || module.isFolder ? module.path[0] : undefined),
};

// --- Reading a crate ---

function blank(text) {
  return text.replace(/[^\n]/g, ' ');
}

/** The source without comments, strings and what is compiled for tests only; lines stay where they are. */
function code(source) {
  const bare = source.replace(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\br(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|'(?:\\[^\n]*?|[^\\\n])'/g,
    blank,
  );
  const test =
    /#\[cfg\(test\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?(?:mod|fn|impl|use|const|static|struct|enum|async fn)\b[^;{]*/g;
  let kept = '';
  let at = 0;
  for (const { 0: head, index } of bare.matchAll(test)) {
    if (index < at) continue;
    const body = index + head.length;
    const end = bare[body] === '{' && !/\buse\b[^;{]*$/.test(head) ? closing(bare, body) : bare.indexOf(';', body) + 1;
    kept += bare.slice(at, index) + blank(bare.slice(index, end));
    at = end;
  }
  return kept + bare.slice(at);
}

function closing(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The names of the modules that a file declares for tests only. */
const testModules = (source) =>
  [...source.matchAll(/#\[cfg\(test\)\]\s*(?:#\[[^\]]*\]\s*)*mod\s+(\w+)\s*;/g)].map(([, name]) => name);

function readCrate(name) {
  const root = join(name, 'src');
  const modules = new Map();
  const read = (file, path) => {
    const source = readFileSync(file, 'utf8');
    const isFolder = /(?:mod|lib)\.rs$/.test(file);
    modules.set(path.join('::'), { file, path, isFolder, text: code(source) });
    const folder = isFolder ? join(file, '..') : file.replace(/\.rs$/, '');
    if (!existsSync(folder)) return;
    const skipped = testModules(source);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const child = entry.name.replace(/\.rs$/, '');
      if (skipped.includes(child) || ['mod', 'lib', 'main'].includes(child)) continue;
      const inside = join(folder, entry.name);
      if (entry.isFile() && entry.name.endsWith('.rs')) read(inside, [...path, child]);
      else if (entry.isDirectory() && existsSync(join(inside, 'mod.rs')))
        read(join(inside, 'mod.rs'), [...path, child]);
    }
  };
  read(join(root, 'lib.rs'), []);
  for (const module of modules.values()) Object.assign(module, declarations(module.text));
  return modules;
}

// --- Paths ---

/** `a::{b, c::{self, d as e}, f::*}` as a list of paths, each with the name that it has in the file. */
function paths(tree, before = []) {
  const text = tree.trim();
  if (text === '') return [];
  const brace = text.indexOf('{');
  if (brace >= 0) {
    const head = text
      .slice(0, brace)
      .split('::')
      .map((part) => part.trim())
      .filter(Boolean);
    return commas(text.slice(brace + 1, text.lastIndexOf('}'))).flatMap((part) => paths(part, [...before, ...head]));
  }
  const [path, alias] = text.split(/\s+as\s+/);
  const all = [
    ...before,
    ...path
      .split('::')
      .map((part) => part.trim())
      .filter(Boolean),
  ];
  if (all.at(-1) === 'self' && all.length > 1) all.pop();
  return [{ path: all, name: alias ?? all.at(-1) }];
}

function commas(text) {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '{') depth++;
    if (letter === '}') depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

function declarations(text) {
  const uses = [];
  const rest = text.replace(/\b(pub(?:\s*\([^)]*\))?\s+)?use\s+([^;]+);/g, (all, isPublic, tree) => {
    uses.push(...paths(tree).map((use) => ({ ...use, isPublic: isPublic !== undefined })));
    return blank(all);
  });
  const inline = [...rest.matchAll(/(?<![\w:]|:\s)(\$?\w+)((?:::\w+)+)/g)].map(([, head, tail]) => [
    head.replace('$', ''),
    ...tail.slice(2).split('::'),
  ]);
  return { uses, inline };
}

/** A path from the root of the crate, or nothing if it leads to another crate. */
function absolute(modules, module, path) {
  const [head, ...rest] = path;
  if (head === 'crate') return rest;
  if (head === 'self') return absoluteFrom(module.path, rest);
  if (head === 'super') return absoluteFrom(module.path.slice(0, -1), rest);
  if (modules.has([...module.path, head].join('::'))) return [...module.path, ...path];
  return undefined;
}

function absoluteFrom(base, rest) {
  return rest[0] === 'super' ? absoluteFrom(base.slice(0, -1), rest.slice(1)) : [...base, ...rest];
}

/** The module that defines what `path` names; re-exports are followed. */
function definedIn(modules, path, seen = new Set()) {
  let length = path.length;
  while (length > 0 && !modules.has(path.slice(0, length).join('::'))) length--;
  const module = modules.get(path.slice(0, length).join('::'));
  const item = path[length];
  const key = path.join('::');
  if (item === undefined || item === '*' || seen.has(key)) return module;
  seen.add(key);
  for (const use of module.uses) {
    if (!use.isPublic) continue;
    const target = absolute(modules, module, use.path);
    if (!target) continue;
    if (use.name === item) return definedIn(modules, [...target, ...path.slice(length + 1)], seen);
    if (use.name === '*') {
      const from = modules.get(target.slice(0, -1).join('::'));
      if (
        from &&
        new RegExp(`\\b(?:fn|struct|enum|trait|type|const|static|mod|macro_rules!)\\s+${item}\\b`).test(from.text)
      )
        return from;
    }
  }
  return module;
}

/** The modules that a module uses, each with one path by which it does. */
function used(modules, module) {
  const found = new Map();
  const add = (path) => {
    const target = definedIn(modules, path);
    if (target !== module && !found.has(target)) found.set(target, path.join('::'));
  };
  const aliases = new Map();
  for (const use of module.uses) {
    const path = absolute(modules, module, use.path);
    if (!path) continue;
    aliases.set(use.name, path);
    // An imported module is used by the paths that begin with it, and by itself if there are none.
    const isModule = modules.has(path.join('::'));
    const isUsed = isModule && module.inline.some(([head]) => head === use.name);
    if (!use.isPublic && !isUsed) add(path);
  }
  for (const path of module.inline) {
    const alias = aliases.get(path[0]);
    const whole = alias ? [...alias, ...path.slice(1)] : absolute(modules, module, path);
    if (whole) add(whole);
  }
  return found;
}

// --- Rules ---

/** The sets of modules that use each other, each larger than one (Tarjan). */
function circles(nodes, next) {
  const found = [];
  const index = new Map();
  const low = new Map();
  const stack = [];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const other of next(node)) {
      if (!index.has(other)) {
        visit(other);
        low.set(node, Math.min(low.get(node), low.get(other)));
      } else if (stack.includes(other)) {
        low.set(node, Math.min(low.get(node), index.get(other)));
      }
    }
    if (low.get(node) === index.get(node)) {
      const circle = stack.splice(stack.indexOf(node));
      if (circle.length > 1) found.push(circle);
    }
  };
  for (const node of nodes) if (!index.has(node)) visit(node);
  return found;
}

function layerProblems(modules, uses) {
  const problems = [];
  for (const module of modules.values()) {
    if (module.path.length === 0) continue;
    const own = LAYERS.indexOf(module.path[0]);
    if (own < 0 || (module.path.length === 1 && !module.isFolder)) {
      problems.push(`${module.file}: is in no folder of the layers (bin/check/layers.mjs)`);
      continue;
    }
    for (const [target, path] of uses.get(module)) {
      const layer = LAYERS.indexOf(target.path[0]);
      if (layer > own)
        problems.push(`${module.file}: ${LAYERS[own]} uses crate::${path}, which is above it, in ${LAYERS[layer]}`);
    }
  }
  return problems;
}

function circleProblems(crate, modules, uses) {
  const set = CIRCLES[crate];
  const inSet = [...modules.values()].filter((module) => set(module) !== undefined);
  const next = (module) =>
    [...uses.get(module).keys()].filter((other) => set(other) !== undefined && set(other) === set(module));
  return circles(inSet, next).map((circle) => {
    const lines = circle
      .sort((one, other) => one.file.localeCompare(other.file))
      .flatMap((module) =>
        next(module)
          .filter((other) => circle.includes(other))
          .map(
            (other) =>
              `    ${relative(crate, module.file)} -> ${relative(crate, other.file)}  (crate::${uses.get(module).get(other)})`,
          ),
      );
    return `${crate}: ${circle.length} files use each other in a circle:\n${lines.join('\n')}`;
  });
}

/** Crates that depend on the data of tests for more than their tests and benches. */
function shippedFixtures() {
  return readdirSync('.', { withFileTypes: true })
    .map((entry) => join(entry.name, 'Cargo.toml'))
    .filter((file) => existsSync(file))
    .filter((file) =>
      readFileSync(file, 'utf8')
        .split(/^(?=\[)/m)
        .some((section) => !section.startsWith('[dev-dependencies]') && /^fixtures\b/m.test(section)),
    )
    .map((file) => `${file}: only dev-dependencies may name fixtures`);
}

const crates = process.argv.length > 2 ? process.argv.slice(2) : ['domain', 'db', 'app'];
const problems = crates.flatMap((crate) => {
  const modules = readCrate(crate);
  const uses = new Map([...modules.values()].map((module) => [module, used(modules, module)]));
  return [...(crate === 'db' ? layerProblems(modules, uses) : []), ...circleProblems(crate, modules, uses)];
});
problems.push(...shippedFixtures());
for (const problem of problems) console.log(problem);
if (problems.length > 0) {
  console.error(`layers: ${problems.length} problems`);
  process.exit(1);
}
