/** The bindings that are shipped are what the provider's schemas give today. */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { generateBindings } from "../../../scripts/generate-bindings.mjs";
import { schemas } from "../../../src/entry/terraform/schemas/index.ts";
import { kit, kitNames } from "./kit.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files.sort().map(async (file) => [file.slice(folder.length), await readFile(file, "utf8")]);
  return Object.fromEntries(await Promise.all(texts));
}

test("made anew they are the same", async () => {
  // Beside the kept ones, since they are compiled against what is installed.
  const into = join(root, `node_modules/.cache/orgwright/bindings-${process.pid}`);
  onTestFinished(async () => await rm(into, { recursive: true, force: true }));
  const made = await generateBindings(into);

  for (const name of kitNames) {
    const files = await filesIn(made[name]);
    expect(Object.keys(files).length).toBeGreaterThan(20);
    expect(await filesIn(join(root, name, "bindings"))).toEqual(files);
  }
  expect(await filesIn(join(root, "src/entry/cdktf/compiled"))).toMatchObject(await filesIn(made.cdktf));
});

describe.each(kitNames)("%s", (name) => {
  const exported: Readonly<Record<string, unknown>> = { ...kit(name).orgwright };

  test("has a class for each resource and each data source, and the provider", () => {
    const types = Object.values(exported).flatMap((value) =>
      typeof value === "function" && "tfResourceType" in value ? [value.tfResourceType] : [],
    );
    const wanted = [...Object.keys(schemas.resources), ...Object.keys(schemas.dataSources), "orgwright"];

    expect(types.sort()).toEqual(wanted.sort());
  });
});
