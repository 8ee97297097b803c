import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { tell } from "./scenario.ts";

const here = dirname(fileURLToPath(import.meta.url));
const stories = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

describe("scenarios", () => {
  test.each(stories)("%s", async (story) => {
    const plan = stringify(await tell(join(here, story)), { lineWidth: 110 });

    await expect(plan).toMatchFileSnapshot(join(here, story, "plan.yaml"));
  });
});
