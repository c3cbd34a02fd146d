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
