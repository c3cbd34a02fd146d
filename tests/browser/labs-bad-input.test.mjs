// What can't be taken in the labs' numbers and policies: said beside its cause, and nothing is lost by it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mouse } from "./hands.mjs";
import { LABS, goTo, open, refuses, state } from "./lab.mjs";

test("every number that is typed is held against its range, beside its control, and Escape brings the old one back", async () => {
  let count = 0;
  const { page, lab, problems, close } = await open("#/");
  for (const id of LABS) {
    await goTo(page, id);
    for (const box of await page.getByRole("textbox", { name: /, exact number$/ }).all()) {
      const label = await box.getAttribute("aria-label");
      const slider = page.getByRole("slider", { name: label.replace(", exact number", ""), exact: true });
      const [before, set] = [await state(box), await slider.inputValue()];
      for (const text of ["1000000000000", ""]) await refuses(box, text, `${id}: ${label}`);
      assert.equal(await slider.inputValue(), set, `${id}: ${label}`);
      await box.press("Escape");
      assert.deepEqual(await state(box), before, `${id}: ${label}`);
      count += 1;
    }
    assert.equal(await lab.seconds(), 0);
  }
  assert.deepEqual(problems(), []);
  await close();
  assert.ok(count > 30, `${count} numbers`);
});

test("shard counts out of reach get the service's refusal beside their control", async () => {
  const cases = [
    ["capacity-modes", "TargetShardCount", [["many", "is no shard count"], ["0", "ValidationException"], ["10001", "LimitExceededException"], ["9", "allowed are 1 to 4"]]],
    ["producers", "Shards of each stream, exact number", [["16", "allowed are 1 to 2"]]],
    ["fifo-race", "Shards, exact number", [["80", "allowed are 3 to 10"], ["1", "allowed are 3 to 10"]]],
  ];
  const { page, problems, close } = await open("#/");
  for (const [id, name, refusals] of cases) {
    await goTo(page, id);
    const count = page.getByRole("textbox", { name });
    for (const [text, said] of refusals) {
      await count.fill(text);
      await count.press("Enter");
      const { said: found } = await state(count);
      assert.ok(found.includes(said), `${id}, ${text}: ${found}`);
    }
  }
  assert.deepEqual(problems(), []);
  await close();
});

test("a third switch of the mode within a day is refused beside its buttons", async () => {
  const { page, lab, problems, close } = await open("#/lab/capacity-modes");
  const control = page.locator(".control").filter({ has: page.getByRole("group", { name: "Mode of your stream" }) });
  const hand = mouse(page);
  for (const [hour, mode] of [[0, "On-demand"], [1, "Provisioned"], [2, "On-demand"]]) {
    await lab.goTo(hour * 3_600_000);
    assert.equal(await control.getByRole("alert").count(), 0);
    await hand.press(mode);
  }
  await control.getByRole("alert").getByText("LimitExceededException").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("a policy with a mistake names the place as it is typed, can't be put, and waits while another is looked at", async () => {
  const { page, problems, close } = await open("#/lab/security");
  const text = page.getByRole("textbox", { name: "Text of the policy, JSON" });
  const put = page.getByRole("button", { name: "Put in place" });
  const good = await text.inputValue();
  const mistakes = [
    ["", /^Line 1, column 0\. .*no valid JSON/],
    ["[]", /^Line 1, column 1\. .*must be a JSON object/],
    [`${good}x`, /^Line 13, column 2\. .*trailing/],
    [good.replace('"Allow"', '"Alow"'), /^Line 5, column 7\. Statement 1, Effect/],
    [good.replace("kinesis:*", "kinesis"), /^Line 6, column 7\. Statement 1, Action/],
    [good.replace('"Resource": "*"', '"Resource": "trucks"'), /^Line 10, column 7\. Statement 1, Resource/],
    [good.replace('"Resource": "*"', '"Resource": "*", "Principal": "*"'), /^Line 10, column 24\. Statement 1, Principal/],
  ];
  for (const [wrong, said] of mistakes) {
    await text.fill(wrong);
    await put.click({ force: true });
    const found = await state(text);
    assert.match(found.said, said);
    assert.deepEqual([found.text, found.invalid, await put.getAttribute("aria-disabled")], [wrong, true, "true"]);
  }
  const hand = mouse(page);
  await hand.pick("Policy of", "Key");
  assert.equal((await state(text)).said, "");
  await hand.pick("Policy of", "Writer's role");
  assert.equal(await text.inputValue(), mistakes.at(-1)[0]);
  await text.fill(good.replace("kms:*", `kms:${"x".repeat(11_000)}`));
  await put.click();
  await page.locator(".policies").getByRole("alert").getByText("LimitExceededException").waitFor();
  await page.getByRole("combobox", { name: "Show" }).selectOption({ label: "Yours only" });
  assert.equal(await page.getByRole("log", { name: /API calls/ }).getByText("PutRolePolicy").count(), 1);
  await page.locator(".policies").getByRole("button", { name: "Reset" }).click();
  assert.equal(await text.inputValue(), good);
  assert.deepEqual(problems(), []);
  await close();
});

test("a change of encryption that the stream refuses is said beside its choice", async () => {
  const { page, close } = await open("#/lab/security");
  const hand = mouse(page);
  await hand.choose("Encryption at rest", "AWS key");
  await hand.choose("Encryption at rest", "your key");
  const control = page.locator(".control").filter({ has: page.getByRole("group", { name: "Encryption at rest" }) });
  await control.getByRole("alert").getByText("ResourceInUseException").waitFor({ timeout: 2_000 });
  await close();
});

test("a slider stands where its number is", async () => {
  const { page, close } = await open("#/");
  const beside = [];
  for (const id of LABS) {
    await goTo(page, id);
    for (const slider of await page.locator(".control-head:has(.exact) + input[type=range]").all()) {
      const [value, text] = [await slider.inputValue(), await slider.getAttribute("aria-valuetext")];
      if (!text.replace(/\s/g, "").startsWith(value)) beside.push(`${id}: ${value}, ${text}`);
    }
  }
  assert.deepEqual(beside, []);
  await close();
});
