// Prints the size of all files that a first visit fetches in addition to the page, compressed with brotli, of the
// release build in dist.
import { readFileSync, statSync } from 'node:fs';

const { js, wasm, css, parts } = JSON.parse(readFileSync('dist/assets.json', 'utf8'));
const size = (href) => statSync(href.replace('/pkg/', 'dist/') + '.br').size;
const sum = (hrefs) => [...new Set(hrefs)].reduce((bytes, href) => bytes + size(href), 0);
const print = (what, bytes) => console.log(`  ${what.padEnd(20)} ${String(bytes).padStart(8)} bytes`);

const styles = css.map(({ href }) => href);
const visit = (...names) => sum([js.href, wasm.href, ...styles, ...names.flatMap((name) => parts[name])]);

console.log('First visit, brotli:');
print('frame', size(wasm.href));
print('script', size(js.href));
print('styles', sum(styles));
console.log('Any page of the part, with frame, script and styles; a tab of the group editor with what is around it:');
const tabs = ['members', 'group_courses', 'group_info', 'group_keys', 'group_import', 'activity'];
const pages = Object.keys(parts).filter((name) => name !== 'group');
for (const name of pages) print(name, visit(name, ...(tabs.includes(name) ? ['group'] : [])));
