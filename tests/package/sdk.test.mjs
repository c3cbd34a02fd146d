// AWS' own SDK as a client of the package, in Node.

import { test } from "node:test";
import { createLab } from "./engine.mjs";
import { kinesisScenarios, sqsScenarios } from "./scenarios.mjs";

for (const [name, scenario] of Object.entries({ ...kinesisScenarios, ...sqsScenarios })) {
  test(name, async () => {
    const lab = await createLab();
    await scenario(lab);
    lab.free();
  });
}
