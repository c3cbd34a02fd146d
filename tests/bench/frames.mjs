// What the benchmarks of the page share: times between frames, the main thread's time, and rows.

/** `measure<tab>target<tab>value`, as `cargo xtask bench` reads it. */
export function row(name, target, value) {
  console.log(`${name}\t${target}\t${value}`);
}

/** The value that so much of `values` doesn't exceed. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}

/** The times between the frames of a page for so long, in ms. */
export function frameTimes(page, duration) {
  return page.evaluate(
    (duration) =>
      new Promise((resolve) => {
        const times = [];
        let first, last;
        requestAnimationFrame(function frame(now) {
          if (last !== undefined) times.push(now - last);
          first ??= now;
          last = now;
          if (now < first + duration) requestAnimationFrame(frame);
          else resolve(times);
        });
      }),
    duration,
  );
}

/** The main thread's time spent on tasks so far. */
export async function busySeconds(devtools) {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

/** Lists the functions that took most of their own time. */
export function profile({ nodes, samples, timeDeltas }) {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || "(no name)"} ${callFrame.url.split("/").at(-1)}`]));
  const times = new Map();
  samples.forEach((id, nth) => times.set(names.get(id), (times.get(names.get(id)) ?? 0) + timeDeltas[nth]));
  const all = timeDeltas.reduce((sum, us) => sum + us, 0);
  for (const [name, us] of [...times].sort(([, a], [, b]) => b - a).slice(0, 25)) console.error(`${((100 * us) / all).toFixed(1)} %  ${name}`);
}
