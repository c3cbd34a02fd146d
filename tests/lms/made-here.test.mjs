// Packages that a teacher makes in the browser: the same as those of the build, with the lab as it stands.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, openPage } from "../browser/browser.mjs";
import { open, saved } from "../browser/lab.mjs";
import { serve } from "../browser/server.mjs";
import { files, unpacked, written } from "./unpack.mjs";

const share = (page) => page.getByRole("dialog", { name: "Share this moment" });
const button = (page, name) => share(page).getByRole("button", { name, exact: true });

test("the share dialog makes both packages of a lab with its run, which opens in the package", async () => {
  const { page, lab, problems, close } = await open("#/lab/hot-shard");
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await button(page, "cmi5").waitFor();
  const fresh = await saved(page, () => button(page, "cmi5").click());
  await share(page).getByText(/^hot-shard\.cmi5\.zip, [\d\s]+ kB/).waitFor();
  // What was built and what was made here differ in what deflate makes of it, and in nothing else.
  assert.deepEqual(files(fresh.bytes), files(await written("hot-shard.cmi5.zip")));
  await page.keyboard.press("Escape");
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await lab.playUntil(6);
  const there = await lab.seconds();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const { name, bytes } = await saved(page, () => button(page, "SCORM 1.2").click());
  assert.equal(name, "hot-shard.scorm12.zip");
  assert.deepEqual(problems(), []);
  await close();

  const host = await serve(await unpacked(bytes));
  const packed = await openPage(await launch(), `${host.url}course/launch.html`);
  const inner = packed.page.frameLocator("iframe");
  await inner.getByRole("button", { name: "Play", exact: true }).waitFor();
  assert.equal(Number(await inner.getByRole("slider", { name: "Moment of the run" }).inputValue()) / 1000, there);
  assert.ok(await inner.getByRole("radio", { name: "truck + sensor" }).isChecked());
  assert.deepEqual(packed.problems(), []);
  await packed.close();
  await host.close();
});

test("a file that can't be fetched is named, and the next try makes the package", async () => {
  const { page, close } = await open("#/lab/hot-shard");
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await button(page, "cmi5").waitFor();
  await page.route(/style-[0-9a-f]+\.css$/, (route) => route.fulfill({ status: 404 }));
  await button(page, "cmi5").click();
  await share(page).getByRole("alert").filter({ hasText: /style-[0-9a-f]+\.css can't be fetched/ }).waitFor();
  await page.unroute(/style-[0-9a-f]+\.css$/);
  await page.route("**/files.json", (route) => route.abort());
  await button(page, "cmi5").click();
  await share(page).getByRole("alert").filter({ hasText: "The list of this page's files can't be fetched" }).waitFor();
  await page.unroute("**/files.json");
  const { name } = await saved(page, () => button(page, "cmi5").click());
  assert.equal(name, "hot-shard.cmi5.zip");
  await close();
});
