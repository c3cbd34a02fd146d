// The tools: calculator, facts, fidelity, and a run taken away. As a person uses them: by role, name and keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open, saved } from "./lab.mjs";

const TOOLS = [["calculator", "Shard calculator"], ["facts", "Facts"], ["fidelity", "Fidelity"]];

test("the tools are found from the first page, from a lab and from each other", async () => {
  const { page, problems, close } = await open("#/");
  for (const [name, heading] of TOOLS) {
    await page.getByRole("navigation", { name: "Tools" }).getByRole("link", { name: new RegExp(name, "i") }).click();
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  }
  await page.goto(page.url().replace(/#.*/, "#/lab/hot-shard"));
  await page.getByRole("navigation", { name: "Tools" }).getByRole("link", { name: "Facts" }).click();
  await page.getByRole("heading", { level: 1, name: "Facts" }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("axe finds nothing on the tools in either theme, and nothing scrolls sideways", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [name] of TOOLS) {
      const { page, problems, close } = await open(`#/${name}`, { colorScheme });
      assert.deepEqual(await violations(page), [], `${name} ${colorScheme}`);
      for (const tab of await page.getByRole("tab").all()) {
        await tab.click();
        assert.deepEqual(await violations(page), [], `${name} ${colorScheme} ${await tab.textContent()}`);
      }
      for (const width of [1024, 720, 375, 320]) {
        await page.setViewportSize({ width, height: 800 });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${name} at ${width}: ${overflow} px too wide`);
      }
      assert.deepEqual(problems(), []);
      await close();
    }
  }
});

test("the calculator reckons as one types, and follows the limits that are chosen", async () => {
  const { page, problems, close } = await open("#/calculator");
  const field = (name) => page.getByRole("textbox", { name, exact: true });
  const needs = () => page.getByRole("region", { name: "What it needs" }).getByRole("status").innerText();
  await field("Records, on average").fill("10 000");
  await field("Data of a record").fill("82");
  await field("Busiest second, of the average").fill("100");
  assert.match(await needs(), /Shards, provisioned\s+10\n/);
  await page.getByText("10 000 ÷ 1 000", { exact: false }).waitFor();
  await page.getByRole("checkbox", { name: /KPL packs/ }).check();
  assert.match(await needs(), /Shards, provisioned\s+1\n/);
  // What is out of bounds is said, and the last good number goes on counting.
  await field("Data of a record").fill("9999999");
  await page.getByText(/can't be set. Allowed are whole numbers from 1 to/).waitFor();
  assert.match(await needs(), /Shards, provisioned\s+1\n/);
  assert.equal(await field("Data of a record").getAttribute("aria-invalid"), "true");
  await page.getByRole("radio", { name: "enhanced fan-out" }).check({ force: true });
  await page.getByText("Enhanced fan-out consumer, provisioned").waitFor();
  await page.getByRole("combobox", { name: "Limits:" }).selectOption({ label: "Exam (2022)" });
  await page.getByRole("heading", { name: "What it needs" }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("facts are searched by words, service and difference, and the count is told", async () => {
  const { page, problems, close } = await open("#/facts");
  const count = page.getByRole("search").getByRole("status");
  const all = Number((await count.innerText()).match(/of (\d+)/)[1]);
  assert.ok(all > 250, `${all}`);
  await page.getByRole("searchbox", { name: "Search" }).fill("flight FIFO");
  assert.match(await count.innerText(), /^1 of /);
  const row = page.getByRole("row", { name: /messages in flight/ });
  assert.match(await row.innerText(), /20\s000\smessages[\s\S]*120\s000\smessages/);
  assert.match(await row.innerText(), /differs by year/);
  await page.getByRole("searchbox", { name: "Search" }).fill("");
  await page.getByRole("checkbox", { name: "Only what differs by year" }).check();
  const differing = Number((await count.innerText()).match(/^(\d+)/)[1]);
  assert.ok(differing > 20 && differing < all / 2, `${differing}`);
  await page.getByRole("combobox", { name: "Service" }).selectOption({ label: "SQS" });
  assert.equal(await page.getByRole("rowheader", { name: "SQS", exact: true }).isVisible(), true);
  assert.equal(await page.getByRole("rowheader", { name: "Lambda", exact: true }).isVisible(), false);
  await page.getByRole("tab", { name: "What changed since 2022" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Large records" }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("fidelity tells what is simplified and why, by service", async () => {
  const { page, problems, close } = await open("#/fidelity");
  await page.getByRole("checkbox", { name: "Only what is assumed" }).check();
  await page.getByRole("searchbox", { name: "Search" }).fill("split");
  await page.getByRole("heading", { name: /A split or merge/ }).waitFor();
  await page.getByText("UPDATING for 30 s").first().waitFor();
  await page.getByRole("searchbox", { name: "Search" }).fill("no such thing at all");
  await page.getByText("Nothing is found.").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("a run is taken away as script, CloudFormation and Terraform", async () => {
  const { page, lab, problems, close } = await open("#/lab/resharding");
  await page.getByRole("button", { name: "Split", exact: true }).click();
  await lab.playUntil(35);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: /^Script or template/ }).click();
  const dialog = page.getByRole("dialog", { name: "Take this run away" });
  const text = async (name) => {
    await dialog.getByRole("tab", { name }).click();
    return dialog.locator("pre").innerText();
  };
  const script = await text("Script");
  assert.match(script, /^aws kinesis create-stream --stream-name \S+ --shard-count \d+$/m);
  assert.match(script, /^aws kinesis split-shard --stream-name \S+ .*--shard-to-split shardId-0+\d+$/m);
  const shards = Number(script.match(/--shard-count (\d+)/)[1]);
  const template = JSON.parse(await text("CloudFormation"));
  const [stream] = Object.values(template.Resources);
  assert.deepEqual([stream.Type, stream.Properties.ShardCount], ["AWS::Kinesis::Stream", shards + 1]);
  assert.match(await text("Terraform"), new RegExp(`shard_count += ${shards + 1}\\n`));
  const { name, bytes } = await saved(page, () => dialog.getByRole("button", { name: /^Download/ }).click());
  assert.equal(name, "resharding.tf");
  assert.match(bytes.toString(), /^resource "aws_kinesis_stream"/m);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  assert.deepEqual(problems(), []);
  await close();
});
