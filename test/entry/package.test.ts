import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

let folder = "";
let tarball = "";

// An empty project outside the repository, as whoever installs the package has it.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "orgwright-package-"));
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root });
  const [packed = ""] = (await readdir(folder)).filter((file) => file.endsWith(".tgz"));
  tarball = join(folder, packed);
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ name: "user", type: "module", private: true }),
  );
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball], { cwd: folder });
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("the packed package", () => {
  test("brings its command", async () => {
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

    const { stdout } = await run("npx", ["--no-install", "orgwright", "--version"], { cwd: folder });

    expect(stdout).toBe(`${version}\n`);
  });

  test("brings what its command needs: a new project is valid", async () => {
    await run("npx", ["--no-install", "orgwright", "init", "project"], { cwd: folder });
    const { stdout } = await run("npx", ["--no-install", "orgwright", "-C", "project", "validate"], {
      cwd: folder,
    });

    expect(stdout).toContain("Valid:");
  });

  test("installs nothing else", async () => {
    const installed = await readdir(join(folder, "node_modules"));

    expect(installed.filter((name) => !name.startsWith("."))).toEqual(["orgwright"]);
  });

  test("exports the engine and the schemas", async () => {
    const program = `
      import { parseManifests, reconcile } from "orgwright";
      import schema from "orgwright/schemas/plan.schema.json" with { type: "json" };
      const parsed = parseManifests([{ file: "a.yaml", text: "kind: Group" }]);
      console.log(typeof reconcile, parsed.ok, schema.title);
    `;

    const { stdout } = await run(
      process.execPath,
      ["--no-warnings", "--input-type=module", "--eval", program],
      {
        cwd: folder,
      },
    );

    expect(stdout).toBe("function false Plan\n");
  });

  test.each(["nodenext", "bundler"])(
    "has types that compile without skipping any, resolved as %s",
    async (resolution) => {
      await writeFile(
        join(folder, "consumer.ts"),
        `import { type Diagnostic, parseManifests, type Plan, type ReconcileRequest, reconcile } from "orgwright";
       const parsed = parseManifests([{ file: "a.yaml", text: "" }]);
       const codes: readonly string[] = parsed.diagnostics.map((one: Diagnostic) => one.code);
       export async function verdict(request: ReconcileRequest): Promise<Plan["verdict"] | readonly string[]> {
         const result = await reconcile(request);
         return result.valid ? result.plan.verdict : codes;
       }
       // @ts-expect-error: the types are no \`any\`
       parseManifests(1);
      `,
      );
      const module = resolution === "nodenext" ? "nodenext" : "esnext";
      const options = [
        "--strict",
        "--noEmit",
        "--skipLibCheck",
        "false",
        "--types",
        "",
        "--target",
        "es2023",
      ];

      await run(
        process.execPath,
        [
          join(root, "node_modules/typescript/bin/tsc"),
          ...options,
          ...["--module", module, "--moduleResolution", resolution, "consumer.ts"],
        ],
        { cwd: folder },
      );
    },
  );

  test("pleases publint", async () => {
    const { messages } = await publint({ pkgDir: join(folder, "node_modules/orgwright"), strict: true });

    expect(messages).toEqual([]);
  });

  test("pleases are-the-types-wrong", async () => {
    const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");

    const { stdout } = await run(process.execPath, [
      attw,
      tarball,
      "--profile",
      "esm-only",
      "--format",
      "json",
    ]);

    // The command itself ends with an error for any other problem; these two are of CommonJS, which is not offered.
    const { problems } = JSON.parse(stdout) as { problems: Record<string, unknown> };
    expect(Object.keys(problems).sort()).toEqual(["CJSResolvesToESM", "NoResolution"]);
  });

  test("carries the licences of what is bundled, and none of the sources", async () => {
    const folderOfPackage = join(folder, "node_modules/orgwright");
    const licences = await readFile(join(folderOfPackage, "dist/THIRD_PARTY_LICENSES.txt"), "utf8");

    for (const name of ["ajv", "fast-deep-equal", "hono", "simple-git", "yaml", "zod"]) {
      expect(licences).toMatch(new RegExp(`^${name} \\d`, "m"));
    }
    expect((await readdir(folderOfPackage)).sort()).toEqual(
      expect.arrayContaining(["dist", "package.json", "schemas"]),
    );
    expect(await readdir(folderOfPackage)).not.toContain("src");
  });
});
