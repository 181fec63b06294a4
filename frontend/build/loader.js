// Appended to wasm-bindgen's script, after `PARTS`: the files of each part.
const loading = new Map();

function load(file) {
  if (!loading.has(file)) {
    // The document has already started to fetch the files of the first page.
    const answer = window.musterFiles.get(file) ?? fetch(file);
    window.musterFiles.delete(file);
    const loaded = WebAssembly.instantiateStreaming(answer, { __wasm_split: initSync() });
    loaded.catch(() => loading.delete(file));
    loading.set(file, loaded);
  }
  return loading.get(file);
}

// The WASM calls these to load a part. `callback` is the index of a function that gets whether loading succeeded.
const loaders = Object.fromEntries(
  Object.entries(PARTS).map(([part, files]) => [
    `__wasm_split_load_${part}`,
    async (callback, data) => {
      const there = await Promise.all(files.map(load)).then(() => true, () => false);
      initSync().__indirect_function_table.get(callback)(data, there);
    },
  ]),
);
