// Appended to wasm-bindgen's script, after `PARTS`: the files of each part.
const loading = new Map();

function load(file) {
  if (!loading.has(file)) {
    // The document fetches what the first page needs.
    const answer = window.musterFiles.get(file) ?? fetch(file);
    window.musterFiles.delete(file);
    const loaded = WebAssembly.instantiateStreaming(answer, { __wasm_split: initSync() });
    loaded.catch(() => loading.delete(file));
    loading.set(file, loaded);
  }
  return loading.get(file);
}

// What the WASM calls for a part: with a function, by its number, that is told whether it is there.
const loaders = Object.fromEntries(
  Object.entries(PARTS).map(([part, files]) => [
    `__wasm_split_load_${part}`,
    async (callback, data) => {
      const there = await Promise.all(files.map(load)).then(() => true, () => false);
      initSync().__indirect_function_table.get(callback)(data, there);
    },
  ]),
);
