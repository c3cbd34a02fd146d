// Starts the program. `html::boot` puts the names of the built files in.
import init, * as bindings from "./shardlab.js";
// Where Trunk's page has the exports too, so that a test may use them on both.
window.wasmBindings = bindings;
if (location.hash.startsWith("#/lab/")) {
  // Who comes by a link to a lab gets its modules beside the first one, not after it.
  for (const name of ["./lab.wasm"]) {
    const link = document.createElement("link");
    const href = new URL(name, import.meta.url).href;
    document.head.append(Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
  }
}
try {
  await init({ module_or_path: new URL("./shardlab.wasm", import.meta.url) });
} catch (error) {
  document.body.prepend(`Shardlab could not start: ${error}`);
  throw error;
}
