import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { written } from "./runner/tell.ts";
import { tellStory } from "./runner/tell-story.ts";

const here = dirname(fileURLToPath(import.meta.url));
const chapters = foldersIn(here).filter((name) => name !== "runner");
const stories = chapters.flatMap((chapter) =>
  foldersIn(join(here, chapter)).map((story) => `${chapter}/${story}`),
);

describe("scenarios", () => {
  test.each(stories)("%s", async (story) => {
    const folder = join(here, story);

    await expect(written(await tellStory(folder))).toMatchFileSnapshot(join(folder, "plan.yaml"));
  });

  test("README.md names every story once, and no other", () => {
    const readme = readFileSync(join(here, "README.md"), "utf8");
    const named = [...readme.matchAll(/\]\(([a-z0-9-]+\/[a-z0-9-]+)\/\)/g)].map(([, story]) => story);

    expect(named.toSorted()).toEqual(stories.toSorted());
  });
});

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
