// Refuses sentences outside domain/src/messages: in domain, db, server, the server's part of app, and server functions.
// Decision 0032. `node bin/check/sentences.mjs [FILE...]` looks at these files, or at those named.
//
// A sentence is a string that begins with a capital letter, has a space, and ends like a sentence. Not looked at: tests,
// comments, the texts of the demo and of commands, attributes (`#[error]` of db::Error, reasons), and what operators read
// (logs, panics).
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const PLACES = [
  'db/src/**/*.rs',
  'app/src/server/**/*.rs',
  'app/src/**/server_fns.rs',
  'app/src/**/server_fns/*.rs',
  'server/src/**/*.rs',
  'domain/src/**/*.rs',
];
// The second letter tells a sentence from a statement of SQL, which may end with `?`.
const SENTENCE = /^[“{]?\p{Lu}(?!\p{Lu}).* .*[.?!]["”]?$/su;
const FOR_OPERATORS =
  /#!?\[|\b(?:tracing::)?(?:trace|debug|info|warn|error)!\(|\b(?:\w*assert\w*|e?println|panic|unreachable)!\(|\.expect\(/g;
const TESTS = /#\[cfg\(test\)\]\s*mod \w+ \{/g;
const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\br(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|'(?:\\[^\n']+|\\'|[^'\\\n])'/g;

const isExempt = (file) => /(^|\/)tests(\/|\.rs$)|^server\/src\/(demo|commands|config)\/|^domain\/src\/messages\//.test(file);

/** The index behind the bracket that closes the one at `open`. */
function closing(code, open) {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if ('([{'.includes(code[at])) depth++;
    if (')]}'.includes(code[at])) depth--;
    if (depth === 0) return at + 1;
  }
  throw new Error(`what opens at ${open} is not closed`);
}

/** The strings of a file, each with its place, and the text with spaces instead of them. */
function read(text) {
  const strings = [];
  const code = text.replace(TOKEN, (found, _, at) => {
    if (/^(?:r#*|b)?"/.test(found)) strings.push({ at, text: found.slice(found.indexOf('"') + 1).replace(/"#*$/, '') });
    return found.replace(/[^\n]/g, ' ');
  });
  return { strings, code };
}

function sentences(file) {
  const text = readFileSync(file, 'utf8');
  const { strings, code } = read(text);
  const left = [...code.matchAll(FOR_OPERATORS), ...code.matchAll(TESTS)].map(({ 0: head, index }) => [
    index,
    closing(code, index + head.length - 1),
  ]);
  return strings
    .filter(({ at }) => !left.some(([from, to]) => at > from && at < to))
    .map(({ at, text: found }) => ({ at, found: found.replace(/\\\n\s*/g, '').replace(/\\n/g, '\n').trim() }))
    .filter(({ found }) => SENTENCE.test(found))
    .map(({ at, found }) => `${file}:${text.slice(0, at).split('\n').length}: "${found}"`);
}

const named = process.argv.slice(2);
const globs = PLACES.map((place) => `:(glob)${place}`);
const listed = execFileSync('git', ['ls-files', '-z', '--', ...globs]).toString().split('\0');
const files = named.length > 0 ? named : listed.filter((file) => file && !isExempt(file));
const found = files.flatMap(sentences);
for (const line of found) console.log(line);
if (found.length > 0 || files.length === 0) {
  console.error(`sentences: ${found.length} in ${files.length} files: they belong in domain/src/messages`);
  process.exit(1);
}
