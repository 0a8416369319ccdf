// Starts the simulator from the wasm that the page has already compiled, so nothing is fetched or compiled twice.
//
// The page starts this file as a module worker and posts one message first:
//   { js: address of wasm-bindgen's module, module: the compiled WebAssembly.Module }
// Rust's `main` then runs here, sees that it is in a worker and takes over `onmessage`. Messages that the page sends
// before that would be lost: it waits for the worker's own first message.
self.onmessage = async (event) => {
  self.onmessage = null;
  const { js, module } = event.data;
  const bindings = await import(js);
  await bindings.default({ module_or_path: module });
};
