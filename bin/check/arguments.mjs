// Refuses a server function with more than four arguments: a form arrives as one struct (docs/decisions/0006).
// `node bin/check/arguments.mjs [FILE...]` looks at app/src, or at the files named.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const MOST = 4;
const CLOSING = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** How many arguments the list has that begins at `from`, after its parenthesis. */
function count(code, from) {
  const open = [')'];
  let [found, isBlank] = [0, true];
  for (let at = from; open.length > 0; at++) {
    const char = code[at];
    if (char === undefined) throw new Error('a list of arguments does not end');
    if (char === open.at(-1)) open.pop();
    else if (CLOSING[char]) open.push(CLOSING[char]);
    if (open.length === 1 && char === ',') isBlank = true;
    else if (open.length > 0 && isBlank && /\S/.test(char)) [found, isBlank] = [found + 1, false];
  }
  return found;
}

function serverFunctions(file) {
  const code = readFileSync(file, 'utf8').replace(/\/\/[^\n]*/g, '');
  const heads = code.matchAll(/#\[server(?:\([^\]]*\))?\]\s*(?:#\[[^\]]*\]\s*)*pub async fn (\w+)\s*\(/g);
  return [...heads].map(({ 0: head, 1: name, index }) => ({ file, name, has: count(code, index + head.length) }));
}

const named = process.argv.slice(2);
const files = named.length > 0 ? named : execFileSync('git', ['ls-files', 'app/src/*.rs']).toString().trim().split('\n');
const functions = files.flatMap(serverFunctions);
const tooMany = functions.filter(({ has }) => has > MOST);
for (const { file, name, has } of tooMany) console.log(`${file}: ${name} has ${has} arguments`);
if (tooMany.length > 0 || functions.length === 0) {
  console.error(`arguments: ${tooMany.length} of ${functions.length} server functions have more than ${MOST}`);
  process.exit(1);
}
