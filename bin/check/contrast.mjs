// Computes from style/main.css how texts contrast with what they are on, for each hue of the accent colour and in both
// themes: 4.5 for text, 3 for lines and rings (WCAG 2.2, 1.4.3 and 1.4.11). A colour that screens do not have is shown in
// two ways, as browsers differ: each channel cut off, or less colourful.
import { readFileSync } from 'node:fs';

const TEXT = 4.5;
const LINE = 3;

const css = readFileSync(new URL('../../style/main.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

const declared = (body) => Object.fromEntries([...body.matchAll(/(--color-[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
const [shared] = [...css.matchAll(/@theme \{([^}]*)\}/g)].map(([, body]) => declared(body));
const themes = [...css.matchAll(/@plugin "daisyui\/theme" \{([^}]*)\}/g)].map(([, body]) => ({
  name: body.match(/name: "(\w+)"/)[1],
  tokens: { ...shared, ...declared(body) },
}));

// What is written on what.
const SEMANTIC = ['info', 'success', 'warning', 'error'];
const ACCENTS = ['primary', 'secondary', 'accent'];
const colour = (name) => `var(--color-${name})`;
const on = (least, texts, surfaces) => texts.flatMap((text) => surfaces.map((surface) => ({ least, text: colour(text), surface: colour(surface) })));
const pairs = [
  ...on(TEXT, ['base-content', 'muted', ...ACCENTS, ...SEMANTIC], ['base-100', 'base-200']),
  ...on(TEXT, ['base-content'], ['base-300', 'raised']),
  ...[...ACCENTS, ...SEMANTIC, 'neutral'].flatMap((name) => on(TEXT, [`${name}-content`], [name])),
  ...on(LINE, ['primary', 'accent', 'error'], ['base-100', 'base-200']),
];

// Rules that tint what they are on: with their own colour of text, or those of any text.
const TINT = /color-mix\(in oklab, var\(--color-[\w-]+\) \d+%, var\(--color-[\w-]+\)\)/;
const rules = [...css.matchAll(/([^{};]+)\{([^{}]*)\}/g)].map(([, selector, body]) => ({ selector: selector.trim(), body }));
for (const { selector, body } of rules) {
  const surface = body.match(new RegExp(`(?:^|[\\s;])(?:background|--btn-bg): (${TINT.source});`))?.[1];
  if (!surface) continue;
  const own = body.match(/(?:^|[\s;])color: (var\(--color-[\w-]+\));/)?.[1];
  const error = body.includes('text-error') && colour('error');
  const texts = own || error ? [own || error] : [colour('base-content'), colour('muted')];
  pairs.push(...texts.map((text) => ({ least: TEXT, text, surface, selector })));
}
for (const name of ['primary', 'error']) {
  const surface = `color-mix(in oklab, ${colour(name)} 92%, ${colour('base-content')})`;
  pairs.push({ least: TEXT, text: colour(`${name}-content`), surface, selector: '.btn:hover' });
}
// daisyUI's `btn-soft`.
for (const name of ['primary', 'error']) {
  pairs.push({ least: TEXT, text: colour(name), surface: `color-mix(in oklab, ${colour(name)} 8%, ${colour('base-100')})`, selector: '.btn-soft' });
}

// Lightness, a and b of a colour.
function oklab(value, tokens, hue) {
  const token = value.match(/^var\((--color-[\w-]+)\)$/)?.[1];
  if (token) return oklab(tokens[token] ?? fail(`${token} is not declared`), tokens, hue);
  const mix = value.match(/^color-mix\(in oklab, (var\(--color-[\w-]+\)) (\d+)%, (var\(--color-[\w-]+\))\)$/);
  if (mix) {
    const [one, other, share] = [oklab(mix[1], tokens, hue), oklab(mix[3], tokens, hue), mix[2] / 100];
    return one.map((part, index) => part * share + other[index] * (1 - share));
  }
  const parts = value.match(/^oklch\(([\d.]+)% ([\d.]+) (?:(\d+)|var\(--hue\)|calc\(var\(--hue\) \+ (\d+)\))\)$/);
  if (!parts) fail(`cannot read the colour ${value}`);
  const angle = ((parts[3] === undefined ? hue + Number(parts[4] ?? 0) : Number(parts[3])) * Math.PI) / 180;
  return [parts[1] / 100, parts[2] * Math.cos(angle), parts[2] * Math.sin(angle)];
}

// https://www.w3.org/TR/css-color-4/#color-conversion-code
function linear([lightness, a, b]) {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

const cut = (lab) => linear(lab).map((part) => Math.min(1, Math.max(0, part)));

function duller([lightness, a, b]) {
  const at = (share) => linear([lightness, a * share, b * share]);
  const exists = (share) => at(share).every((part) => part > -0.0001 && part < 1.0001);
  let [least, most] = exists(1) ? [1, 1] : [0, 1];
  while (most - least > 0.0001) {
    const middle = (least + most) / 2;
    if (exists(middle)) least = middle;
    else most = middle;
  }
  return cut([lightness, a * least, b * least]);
}

const luminance = ([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

function contrast(text, surface, shown) {
  const [one, other] = [luminance(shown(text)), luminance(shown(surface))];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function fail(message) {
  console.error(`contrast: ${message}`);
  process.exit(1);
}

if (themes.map(({ name }) => name).join() !== 'light,dark') fail('style/main.css has no light and dark theme');
const least = [];
for (const { name, tokens } of themes) {
  for (const pair of pairs) {
    let worst = { ratio: Infinity };
    for (let hue = 0; hue < 360; hue++) {
      for (const shown of [cut, duller]) {
        const ratio = contrast(oklab(pair.text, tokens, hue), oklab(pair.surface, tokens, hue), shown);
        if (ratio < worst.ratio) worst = { ratio, hue };
      }
    }
    least.push({ ...pair, ...worst, theme: name });
  }
}
const tell = ({ theme, text, surface, selector = '', ratio, hue, least }) =>
  `  ${ratio.toFixed(2)} of ${least}: ${text} on ${surface} ${selector} (${theme}, hue ${hue})`;
least.sort((one, other) => one.ratio / one.least - other.ratio / other.least);
if (process.argv[2] === '--all') console.log(least.map(tell).join('\n'));
const low = least.filter(({ ratio, least }) => ratio < least);
if (low.length > 0) fail(`too little contrast, at the worst hue:\n${low.map(tell).join('\n')}`);
console.log(`contrast: ${pairs.length} pairs in 360 hues and two themes; the least is ${least[0].ratio.toFixed(2)} of ${least[0].least}`);
