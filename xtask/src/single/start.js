// Starts the one-file edition: its bytes stand in the page as letters (`text.rs`), squeezed (`crates/squeeze`).
/** Bytes that are restored before the page is drawn again. */
const STEP = 1 << 17;
const says = document.getElementById("starting");
try {
  await start();
  says.remove();
} catch (error) {
  says.textContent = `Shardlab could not start: ${error.message}`;
  throw error;
}

async function start() {
  // By another name for its letters, a server changes what they stand for.
  if (document.characterSet !== "windows-1252") throw new Error("this file works when it is opened from disk");
  const bytes = new Uint8Array(1 << 16);
  const letters = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  for (let byte = 0; byte < 256; byte += 1) bytes[letters.charCodeAt(byte)] = byte;

  const restorer = await WebAssembly.instantiate(read("restorer", bytes), {
    "./squeeze_bg.js": { __wbindgen_init_externref_table() {} },
  });
  const { lengths } = document.getElementById("program").dataset;
  const whole = await restore(restorer.instance.exports, read("program", bytes));
  let at = 0;
  const [style, script, module] = lengths.split(" ").map((length) => whole.subarray(at, (at += Number(length))));
  put("style", style);
  put("script", script);
  await wasm_bindgen({ module_or_path: module });
}

/** The bytes of a text in the page. The page lets go of it: nobody needs it twice. */
function read(id, bytes) {
  const element = document.getElementById(id);
  const text = element.textContent;
  element.remove();
  const found = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    let byte = bytes[text.charCodeAt(at)];
    if (byte === 0x3d) byte = bytes[text.charCodeAt((at += 1))] - 0x40;
    found[length] = byte;
    length += 1;
  }
  return found.subarray(0, length);
}

/** Restores what was squeezed, and shows how far it is. */
async function restore({ memory, input, begin, go_on, output }, squeezed) {
  const place = input(squeezed.length);
  new Uint8Array(memory.buffer, place, squeezed.length).set(squeezed);
  const length = begin();
  const progress = says.querySelector("progress");
  for (let done = 0; length > 0 && !go_on(STEP); done += STEP) {
    progress.value = done / length;
    await new Promise((drawn) => setTimeout(drawn));
  }
  const found = output();
  if (found === 0) throw new Error("this file was changed on its way here");
  // A copy: the restorer's memory may go.
  return new Uint8Array(memory.buffer, found, length).slice();
}

function put(name, text) {
  const element = document.createElement(name);
  element.textContent = new TextDecoder().decode(text);
  document.head.append(element);
}
