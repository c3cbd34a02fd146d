// The learning path as content tells it, and when a page of it is there: for tests, benchmarks and pictures alike.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

const content = (path) => new URL(`../../content/${path}`, import.meta.url);

/** Id and title of each lab, and whether it is built. */
export const COURSE = [...(await readFile(content("course.toml"), "utf8")).matchAll(/^\[\[lab\]\]\nid = "(.+)"\ntitle = "(.+)"$/gm)].map(
  ([, id, title]) => ({ id, title, built: existsSync(content(`labs/${id}.toml`)) }),
);
export const LABS = COURSE.filter(({ built }) => built).map(({ id }) => id);

/** Waits for the heading, and for the parts that come in modules of their own. */
export async function whole(page) {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
}
