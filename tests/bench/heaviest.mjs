// Each lab with as much going on as its controls allow: what the benchmarks of the labs play.

// A split, a merge and UpdateShardCount take half a minute of the run, a large one longer.
const RESHARD_MS = 35_000;

/**
 * By lab: sliders to the end that makes more of everything, choices by their label, workers to start, and how often
 * the number of shards is doubled (by its slider or UpdateShardCount) or a shard is split. `speed` where 1× shows
 * nothing.
 */
const HEAVIEST = {
  "partition-keys": { sliders: { rate: "max" }, choices: ["random"] },
  "capacity-modes": { choices: ["unknown"], doublings: 3, speed: "1\u202f000×" },
  producers: { sliders: { rate: "max", size: "min", buffered: "min", age: "min" }, shards: "shards" },
  "hot-shard": { sliders: { rate: "max", pack: "min" }, choices: ["random", "retry now"], splits: 4 },
  resharding: { sliders: { rate: "max" }, doublings: 3 },
  "fan-out": { sliders: { applications: "max", poll: "min", writes: "max" }, choices: ["side by side"], splits: 4 },
  kcl: { sliders: { checkpoint: "min" }, workers: 9, splits: 3 },
  // Batches of one record, all lanes at work.
  lambda: { sliders: { factor: "max", size: "min", window: "min" }, choices: ["nothing"] },
  delivery: { sliders: { size: "min", interval: "min", lateness: "max" }, choices: ["9 MB/min", "60 s, every 10 s"] },
  security: { choices: ["your key", "yes"] },
  // All lanes full for minutes: 20 000 messages a second of 1 000 trucks, for 80 shards and 360 consumers.
  "fifo-race": {
    sliders: { trucks: "max", workers: "max", consumers: "max", rate: "max", size: "min" },
    choices: ["batches of 10", "high throughput"],
    shards: "shards",
    buttons: ["600 000 more"],
  },
  sandbox: { sliders: { rate: "max" }, splits: 4 },
};

/** The speed to play this lab at. */
export const speedOf = (id) => HEAVIEST[id]?.speed ?? "1×";

/** Whether a slider sets how much of everything there is. */
export const hasRate = (id) => HEAVIEST[id]?.sliders?.rate !== undefined;

/** Goes to a moment of the run, also beyond the end of its timeline. */
export async function seek(page, ms) {
  await page.locator(".scrubber input").evaluate((slider, ms) => {
    if (Number(slider.max) < ms) slider.max = ms;
    slider.value = ms;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, ms);
}

/** Makes the lab that is open as heavy as it gets. */
export async function burden(page, id) {
  const { sliders = {}, choices = [], workers = 0, splits = 0, doublings = 0, shards, buttons = [] } = HEAVIEST[id] ?? {};
  const controls = page.locator(".side, .controls").first();
  for (const label of choices) await controls.getByRole("radio", { name: label, exact: true }).check({ force: true });
  for (const [name, end] of Object.entries(sliders)) await slide(page, name, end);
  const start = page.getByRole("button", { name: "Start another", exact: true });
  for (let started = 0; started < workers && (await start.getAttribute("aria-disabled")) !== "true"; started += 1) await start.click();
  for (let nth = 0; nth < splits; nth += 1) await resharded(page, () => page.getByRole("button", { name: /^Split shard/ }).click());
  for (let nth = 0; nth < doublings; nth += 1) await resharded(page, () => page.getByRole("button", { name: "UpdateShardCount", exact: true }).click());
  if (shards) {
    const { value, max } = await ends(page, shards);
    for (let count = value; count < max; ) {
      count = Math.min(2 * count, max);
      await resharded(page, () => page.locator(`input[type=range]#${shards}`).fill(String(count)));
    }
  }
  for (const label of buttons) await page.getByRole("button", { name: label, exact: true }).click();
}

async function slide(page, name, end) {
  const { min, max } = await ends(page, name);
  await page.locator(`input[type=range]#${name}`).fill(String(end === "max" ? max : min));
}

function ends(page, name) {
  return page.locator(`input[type=range]#${name}`).evaluate(({ value, min, max }) => ({ value: Number(value), min: Number(min), max: Number(max) }));
}

async function resharded(page, act) {
  await act();
  const now = Number(await page.locator(".scrubber input").inputValue());
  await seek(page, now + RESHARD_MS);
}
