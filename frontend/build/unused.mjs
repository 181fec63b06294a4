// Removes from the WASM a function of Leptos that Muster never calls: hydration that waits for parts. Every view has a
// copy and refers to its address, so neither the compiler nor wasm-opt can detect that it is unused. The split then
// drops everything that only it calls.
//
// Only the function itself and its future: the compiler merges equal functions, so deeper ones may be shared with
// `hydrate`.
const UNUSED = /hydrate_async(28_\$u7b\$\$u7b\$closure\$u7d\$\$u7d\$)?17h[0-9a-f]{16}E/;
const IMPORT = 2;
const CODE = 10;
// Relocations of these types have an addend.
const WITH_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);

class Reader {
  constructor(bytes, at, end) {
    Object.assign(this, { bytes, at, end });
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    for (let value = 0, shift = 1; ; shift *= 128) {
      const byte = this.byte();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }
  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }
  limits() {
    const flags = this.number();
    this.number();
    if (flags & 1) this.number();
  }
}

function sections(bytes) {
  const found = [];
  for (let at = 8; at < bytes.length; ) {
    const head = new Reader(bytes, at + 1);
    const length = head.number();
    const section = { id: bytes[at], from: at, body: head.at, end: head.at + length };
    if (section.id === 0) {
      const reader = new Reader(bytes, section.body);
      Object.assign(section, { name: reader.text(), content: reader.at });
    }
    found.push(section);
    at = section.end;
  }
  return found;
}

// Function indexes start with the imported functions.
function importedFunctions(bytes, section) {
  const reader = new Reader(bytes, section.body);
  let functions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind === 0) {
      functions++;
      reader.number();
    } else if (kind === 1) {
      reader.byte();
      reader.limits();
    } else if (kind === 2) reader.limits();
    else if (kind === 3) reader.at += 2;
    else throw new Error(`an import of a kind that is not known: ${kind}`);
  }
  return functions;
}

function unusedFunctions(bytes, section) {
  const unused = new Set();
  const reader = new Reader(bytes, section.content);
  while (reader.at < section.end) {
    const kind = reader.byte();
    const end = reader.number() + reader.at;
    if (kind === 1) {
      for (let left = reader.number(); left > 0; left--) {
        const index = reader.number();
        if (UNUSED.test(reader.text())) unused.add(index);
      }
    }
    reader.at = end;
  }
  return unused;
}

// Replaces each body by `unreachable` and as many `nop` as fit, so that all other offsets stay the same.
function emptyBodies(bytes, section, first, unused) {
  const emptied = [];
  const reader = new Reader(bytes, section.body);
  const last = first + reader.number();
  for (let index = first; index < last; index++) {
    const length = reader.number();
    const from = reader.at;
    reader.at += length;
    if (!unused.has(index) || length < 4) continue;
    bytes.fill(1, from, reader.at);
    bytes.fill(0, from, from + 2);
    bytes[reader.at - 1] = 0x0b;
    emptied.push({ from: from - section.body, end: reader.at - section.body });
  }
  return emptied;
}

function leb(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Buffer.from([...bytes, value]);
}

// Removes relocations in emptied bodies: they would overwrite the `nop`s, and keep their targets alive.
function withoutRelocations(bytes, section, emptied) {
  const reader = new Reader(bytes, section.content);
  const target = reader.number();
  const kept = [];
  let next = 0;
  for (let left = reader.number(); left > 0; left--) {
    const from = reader.at;
    const kind = reader.byte();
    const offset = reader.number();
    reader.number();
    if (WITH_ADDEND.has(kind)) reader.number();
    while (next < emptied.length && emptied[next].end <= offset) next++;
    const inside = next < emptied.length && emptied[next].from <= offset;
    if (!inside) kept.push(bytes.subarray(from, reader.at));
  }
  if (reader.at !== section.end) throw new Error('relocations of a kind that is not known');
  const name = bytes.subarray(section.body, section.content);
  const body = Buffer.concat([name, leb(target), leb(kept.length), ...kept]);
  return Buffer.concat([Buffer.from([0]), leb(body.length), body]);
}

// `linked` is cargo's output, with names and relocations.
export function withoutUnused(linked) {
  const bytes = Buffer.from(linked);
  const all = sections(bytes);
  const named = (name) => all.find((section) => section.name === name);
  const first = importedFunctions(bytes, all.find(({ id }) => id === IMPORT));
  const unused = unusedFunctions(bytes, named('name'));
  const emptied = emptyBodies(bytes, all.find(({ id }) => id === CODE), first, unused);
  const relocations = named('reloc.CODE');
  const pieces = all.map((section) =>
    section === relocations
      ? withoutRelocations(bytes, section, emptied)
      : bytes.subarray(section.from, section.end),
  );
  return Buffer.concat([bytes.subarray(0, 8), ...pieces]);
}
