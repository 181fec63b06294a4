// Refuses what is too long to read at once: functions over 40 lines, components over 80, lines over 120 columns.
// `node bin/check/sizes.mjs [FILE...]` looks at all Rust files, or at those named. A body is counted with the lines of its braces.
// The bodies of tests are stories: only their lines are measured. Migrations are history.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const FUNCTION = 40;
const COMPONENT = 80;
const COLUMNS = 120;

// Tables: `file function` with the reason why one body is easier to read than its parts.
const TABLES = new Map([
  ['app/src/server/status.rs of', 'what the caller learns of each error'],
  ['app/src/app.rs App', 'the table of all routes'],
  ['app/src/ui/icon.rs path', 'the drawing of each icon'],
  ['domain/src/field_error/code.rs code', 'the code of each error of a field'],
  ['domain/src/messages/fields.rs sentence', 'the sentence of each of them'],
  ['domain/src/messages/refusals.rs conflict', 'the sentence of each conflict'],
  ['domain/src/policy/action.rs alternatives', 'the permissions of each action'],
  ['domain/src/messages/activity/mod.rs sentence_in', 'the sentence of each activity'],
  ['domain/src/messages/activity/kinds.rs kind_label', 'the name of each kind of activity'],
]);

// Tables whose rows are lines.
const ROWS = new Map([
  ['app/src/ui/icon.rs', 'one drawing a line'],
  ['domain/src/activity/event.rs', 'one kind of activity a line'],
  ['domain/src/permissions.rs', 'one permission a line'],
]);


const isTest = (file) => /(^|\/)(tests|benches)\//.test(file) || /(^|\/)tests\.rs$/.test(file);
const isHistory = (file) => file.startsWith('migrations/src/');

// The same text with spaces instead of comments, strings and characters, so that braces and words are code.
function codeOf(text) {
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|b?r(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|b?'(?:\\[^\n']+|\\'|[^'\\\n])'/g;
  return text.replace(token, (found) => found.replace(/[^\n]/g, ' '));
}

// The index behind the bracket, brace or parenthesis that closes the one at `open`.
function closing(code, open) {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if ('([{'.includes(code[at])) depth += 1;
    if (')]}'.includes(code[at])) depth -= 1;
    if (depth === 0) return at + 1;
  }
  throw new Error(`what opens at ${open} is not closed`);
}

// The brace that opens the body of the function whose name ends at `at`, or nothing in a trait's declaration.
function opening(code, at) {
  while (code[at] !== '{' && code[at] !== ';') at = '(['.includes(code[at]) ? closing(code, at) : at + 1;
  return code[at] === '{' ? at : undefined;
}

const COMPONENT_BEFORE = /#\[component[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([\w: ]+\))? )?$/;
const TEST_BEFORE = /#\[(?:tokio::)?test[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:async )?$/;

function bodies(file, text) {
  const code = codeOf(text);
  const tests = [...code.matchAll(/#\[cfg\(test\)\]\s*mod \w+ \{/g)].map(({ 0: head, index }) => [
    index,
    closing(code, index + head.length - 1),
  ]);
  const lineOf = (at) => code.slice(0, at).split('\n').length;
  return [...code.matchAll(/\bfn (\w+)/g)].flatMap(({ 0: head, 1: name, index }) => {
    const open = opening(code, index + head.length);
    const before = code.slice(Math.max(0, index - 600), index);
    if (open === undefined || TEST_BEFORE.test(before) || tests.some(([from, to]) => index > from && index < to))
      return [];
    const limit = COMPONENT_BEFORE.test(before) ? COMPONENT : FUNCTION;
    const lines = lineOf(closing(code, open)) - lineOf(open) + 1;
    return lines > limit ? [{ key: `${file} ${name}`, line: lineOf(index), lines, limit }] : [];
  });
}

const listed = execFileSync('git', ['ls-files', '-z', '--', '*.rs']).toString().split('\0').filter(Boolean);
const files = process.argv.length > 2 ? process.argv.slice(2) : listed;
const wrong = [];
const used = new Set();
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  text.split('\n').forEach((line, index) => {
    if ([...line].length > COLUMNS && !isHistory(file) && !ROWS.has(file))
      wrong.push(`${file}:${index + 1}: a line of ${[...line].length} columns, at most ${COLUMNS}`);
  });
  if (isTest(file) || isHistory(file)) continue;
  for (const { key, line, lines, limit } of bodies(file, text)) {
    used.add(key);
    if (!TABLES.has(key)) wrong.push(`${file}:${line}: ${key.split(' ')[1]} has ${lines} lines, at most ${limit}`);
  }
}
if (process.argv.length === 2)
  for (const [key, reason] of TABLES) if (!used.has(key)) wrong.push(`"${key}" (${reason}) is no longer an exception`);
for (const line of wrong) console.log(line);
if (wrong.length > 0) process.exit(1);
