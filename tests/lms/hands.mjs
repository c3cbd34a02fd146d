// What learners do in the frame of a package.

/** Solves the hot shard's lab. */
export async function solve(page) {
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await page.getByRole("radio", { name: "100×", exact: true }).check({ force: true });
  await page.getByRole("button", { name: "Play", exact: true }).first().click();
  await page.getByRole("heading", { name: /^Solved/ }).waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Pause", exact: true }).first().click();
}

/** Gives some answer to the question that is shown. */
export async function answer(page) {
  if (await page.locator("#quiz-number").count()) await page.locator("#quiz-number").fill("1");
  else if (await page.locator(".pair-row").count()) {
    for (const select of await page.locator(".pair-row select").all()) await select.selectOption({ index: 1 });
  } else if (await page.locator("#quiz-option-0").count()) await page.locator("#quiz-option-0").check();
  await page.getByRole("button", { name: "Check answer", exact: true }).click();
  await page.locator(".quiz-result").waitFor();
}

/** Goes to another page within the frame, as by a link there. */
export const go = (page, fragment) => page.locator("body").evaluate((_, fragment) => (location.hash = fragment), fragment);

/** Three questions of a lab in the place of the mock exam. */
export const short = (launch) => launch.replace(/data-fragment="[^"]*"/, 'data-fragment="#/quiz?mode=practice&amp;lab=hot-shard&amp;seed=7"');
