// Runs the engine in wasm as the page's worker does, in short slices, and answers with processor time.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {});
const wasm = instance.exports;

// V8 compiles on threads of its own, which the processor time of the process includes: warm runs only.
const isWarm = new Set();

function run(open) {
  open();
  const before = process.cpuUsage();
  while (!wasm.slice());
  const took = process.cpuUsage(before);
  return `${(took.user + took.system) / 1e6} ${wasm.requests()} ${wasm.events()}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [kind, what, secs] = line.split(" ");
  const open = () => {
    if (kind === "model") {
      wasm.open_model(Number(what), Number(secs));
    } else {
      const bytes = readFileSync(what);
      const at = wasm.buffer(bytes.length);
      new Uint8Array(wasm.memory.buffer).set(bytes, at);
      wasm.open_file(Number(secs));
    }
  };
  if (!isWarm.has(kind + what)) {
    // The first runs are those that compile.
    const until = performance.now() + 400;
    for (let runs = 0; runs < 3 || performance.now() < until; runs++) run(open);
    isWarm.add(kind + what);
  }
  console.log(run(open));
}
