// Measures how long the teacher's room takes for the results of a large class: from the press to the last replay. Prints
// `measure<tab>target<tab>value` for `cargo xtask bench`, which builds the page first.

import { fileURLToPath } from "node:url";
import { launch, openPage } from "../browser/browser.mjs";
import { renamed } from "../browser/handed-in.mjs";
import { serve } from "../browser/server.mjs";
import { row } from "./frames.mjs";

const COUNT = 500;

const server = await serve(process.env.DIST ?? fileURLToPath(new URL("../../dist", import.meta.url)));
const browser = await launch();
try {
  const { page, problems, close } = await openPage(browser, `${server.url}#/classroom/results`);
  const many = Array.from({ length: COUNT }, (_, nth) => renamed(`M${String(nth).padStart(3, "0")}`));
  await page.getByRole("textbox", { name: /^Links or texts/ }).fill(many.join("\n"));
  const began = performance.now();
  await page.getByRole("button", { name: "Take", exact: true }).click();
  await page.getByText(`proven: ${COUNT}`).waitFor({ timeout: 300_000 });
  row(`${COUNT} results replayed`, "<= 10 s", `${((performance.now() - began) / 1_000).toFixed(1)} s`);
  for (const problem of problems()) console.error(problem);
  await close();
} finally {
  await browser.close();
  await server.close();
}
