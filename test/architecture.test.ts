/** The table of layers, as a test: who may import whom. The table is the documentation (docs/architecture.md tells why). */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Layer → the layers it may import, beside itself. `engine` is reconcile.ts and the files of its story. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  manifest: ["model"],
  plan: ["model"],
  apply: ["model"],
  report: ["model"],
  io: ["model"],
  connectors: ["model", "io"],
  sandbox: [],
  engine: ["model", "manifest", "plan", "apply", "connectors", "io"],
  entry: ["index", "report", "sandbox", "io", "model"],
};

/** Layers without `node:` modules, processes, clocks and requests. */
const pure = ["model", "manifest", "plan", "report"];

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = globSync("src/**/*.ts", { cwd: root }).sort();
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));

function importsOf(file: string): readonly string[] {
  const text = sources.get(file) ?? "";
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, target = ""]) => target);
}

function layerOf(file: string): string {
  const [, first = "", second] = file.split("/");
  if (second !== undefined) return first;
  return first === "index.ts" ? "index" : "engine";
}

/** The leaf of a folder of leaves: `connectors/memory`, `sandbox/signalsmith`, `entry/cli`. */
function leafOf(file: string): string | undefined {
  const [, first, second, third] = file.split("/");
  const leaves = first === "connectors" || first === "sandbox" || first === "entry";
  return leaves && third !== undefined ? `${first}/${second}` : undefined;
}

const own: readonly Import[] = files.flatMap((from) =>
  importsOf(from)
    .filter((target) => target.startsWith("."))
    .map((target) => ({ from, to: relative(root, join(root, dirname(from), target)) })),
);

function broken({ from, to }: Import): boolean {
  const [source, target] = [layerOf(from), layerOf(to)];
  if (source === "index") return false;
  if (source === target)
    return leafOf(from) !== undefined && leafOf(to) !== undefined && leafOf(from) !== leafOf(to);
  return !mayImport[source]?.includes(target);
}

describe("layers", () => {
  test("every folder of src/ is in the table", () => {
    expect(
      [...new Set(files.map(layerOf))].filter((layer) => layer !== "index" && !(layer in mayImport)),
    ).toEqual([]);
  });

  test("imports go the one way, and no leaf knows a sibling", () => {
    expect(own.filter(broken)).toEqual([]);
  });

  test.each([
    [{ from: "src/plan/diff.ts", to: "src/connectors/index.ts" }],
    [{ from: "src/model/live.ts", to: "src/plan/diff.ts" }],
    [{ from: "src/connectors/cnap/index.ts", to: "src/connectors/memory/index.ts" }],
    [{ from: "src/sandbox/signalsmith/index.ts", to: "src/connectors/signalsmith/index.ts" }],
    [{ from: "src/entry/cli/main.ts", to: "src/plan/plan.ts" }],
    [{ from: "src/reconcile.ts", to: "src/report/index.ts" }],
  ])("the test itself sees a wrong import: %o", (wrong) => {
    expect(broken(wrong)).toBe(true);
  });

  test("pure layers use no node: module, clock, process or request", () => {
    const forbidden =
      /from "node:|\bDate\.now\(|\bnew Date\(\)|\bprocess\.\w|\bfetch\(|\bsetTimeout\(|Math\.random/;
    const guilty = files.filter(
      (file) => pure.includes(layerOf(file)) && forbidden.test(sources.get(file) ?? ""),
    );

    expect(guilty).toEqual([]);
  });

  test("only entry/ touches the process", () => {
    const guilty = files.filter(
      (file) =>
        layerOf(file) !== "entry" &&
        /\bprocess\.(env|argv|exit|stdout|stderr|cwd)/.test(sources.get(file) ?? ""),
    );

    expect(guilty).toEqual([]);
  });

  test("no folder is a drawer for everything", () => {
    expect(files.filter((file) => /\/(utils?|common|shared|core|helpers?|lib)\//.test(file))).toEqual([]);
  });

  test("the read side of a connector has no way to write (law 2)", () => {
    const readers = files.filter((file) => /connectors\/[^/]+\/reader\.ts$/.test(file));

    expect(readers.length).toBeGreaterThan(0);
    expect(readers.filter((file) => /\bWriteClient\b|\.send\(/.test(sources.get(file) ?? ""))).toEqual([]);
  });
});

describe("generated files", () => {
  test("the types are what the schemas and the systems' contracts give", async () => {
    const { generatedTypes } = await import("../scripts/generate.mjs");

    for (const [file, types] of await generatedTypes()) expect(readFileSync(file, "utf8"), file).toBe(types);
  });
});
