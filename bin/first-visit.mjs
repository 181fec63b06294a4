// What browsers fetch on a first visit in addition to the page, compressed with brotli, from a release build. The font is
// listed apart: it comes after the first paint, once for all pages, and as one more file where a name has letters like ő.
//   node bin/first-visit.mjs [FOLDER]             prints it for each page (the folder is `dist` if not named)
//   node bin/first-visit.mjs FOLDER --check       fails where a page of the budget has grown by more than 2 %
//   node bin/first-visit.mjs FOLDER --set-budget  makes the present sizes the budget: the commit says what growth buys
import { readFileSync, statSync, writeFileSync } from 'node:fs';

const BUDGET = new URL('../frontend/budget.json', import.meta.url);
const GROWTH = 1.02;
const TABS = ['members', 'group_courses', 'group_info', 'group_keys', 'group_import', 'activity'];

const folder = process.argv[2] ?? 'dist';
const { js, wasm, css, fonts, parts } = JSON.parse(readFileSync(`${folder}/assets.json`, 'utf8'));
const size = (href) => statSync(`${href.replace('/pkg', folder)}.br`).size;
const sum = (hrefs) => [...new Set(hrefs)].reduce((bytes, href) => bytes + size(href), 0);
const print = (what, bytes, more = '') => console.log(`  ${what.padEnd(20)} ${String(bytes).padStart(8)} bytes${more}`);

const fontSize = (set) => {
  const [, href] = Object.entries(fonts).find(([path]) => path.includes(`-${set}-wght`)) ?? fail(`there is no font ${set}`);
  return statSync(href.replace('/pkg', folder)).size;
};
const styles = css.map(({ href }) => href);
const filesOf = (name) => parts[name] ?? fail(`app/src/parts.rs has no part "${name}"`);
const visit = (name) => {
  const around = TABS.includes(name) ? filesOf('group') : [];
  return sum([js.href, wasm.href, ...styles, ...around, ...filesOf(name)]);
};
const measure = (name) =>
  ({
    frame: () => size(wasm.href),
    script: () => size(js.href),
    styles: () => sum(styles),
    font: () => fontSize('latin'),
    'font-more': () => fontSize('latin-ext'),
  })[name]?.() ?? visit(name);

function fail(message) {
  console.error(`first-visit: ${message}`);
  process.exit(1);
}

function printAll() {
  console.log('First visit, brotli:');
  for (const name of ['frame', 'script', 'styles']) print(name, measure(name));
  console.log('After the first paint, in addition to what follows:');
  for (const name of ['font', 'font-more']) print(name, measure(name));
  console.log('Any page of the part, with frame, script and styles; a tab of the group editor with what is around it:');
  for (const name of Object.keys(parts)) if (name !== 'group') print(name, visit(name));
}

function check(budget) {
  const grown = [];
  for (const [name, allowed] of Object.entries(budget)) {
    const bytes = measure(name);
    const change = (bytes / allowed - 1) * 100;
    print(name, bytes, `, ${change < 0 ? '' : '+'}${change.toFixed(2)} % of its budget`);
    if (bytes > allowed * GROWTH) grown.push(name);
  }
  if (grown.length > 0) {
    fail(`over frontend/budget.json by more than 2 %: ${grown.join(', ')}. If it is worth that, use --set-budget.`);
  }
}

const budget = () => JSON.parse(readFileSync(BUDGET, 'utf8'));
switch (process.argv[3]) {
  case undefined:
    printAll();
    break;
  case '--check':
    check(budget());
    break;
  case '--set-budget':
    writeFileSync(
      BUDGET,
      `${JSON.stringify(Object.fromEntries(Object.keys(budget()).map((name) => [name, measure(name)])), null, 2)}\n`,
    );
    break;
  default:
    fail(`there is no option ${process.argv[3]}`);
}
