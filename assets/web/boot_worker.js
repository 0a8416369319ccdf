// Starts the simulator from the wasm that the page has already compiled, so nothing is fetched or compiled twice.
//
// The page starts this file as a module worker and posts one message first:
//   { js: address of wasm-bindgen's module, module: the compiled WebAssembly.Module, parts: other parts by address }
// Rust's `main` then runs here, sees that it is in a worker and takes over `onmessage`. Messages that the page sends
// before that would be lost: it waits for the worker's own first words.
//
// The simulator is a part that the page does not have. The first worker fetches and compiles it, and posts what it has
// compiled, { address, part }; the page hands that to all others.
self.onmessage = async (event) => {
  self.onmessage = null;
  const { js, module, parts } = event.data;
  self.plimsollParts = parts;
  self.plimsollCompiled = (address, part) => self.postMessage({ address, part });
  const bindings = await import(js);
  await bindings.default({ module_or_path: module });
};
