/** The provider's pages follow from its schemas, and their examples are good HCL. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { pages } from "../../scripts/provider-docs.mjs";
import type { Attributes } from "../../src/entry/terraform/schema/schema.ts";
import { schemas } from "../../src/entry/terraform/schemas/index.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "docs/terraform");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const wanted = await pages();
const files = globSync("**/*", { cwd: folder }).sort();

const environment = { PATH: process.env["PATH"], CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" };
const withTerraform = spawnSync("terraform", ["version"], { env: environment }).status === 0;
if (!withTerraform) process.stderr.write("NO terraform ON THE PATH: the form of examples is not tested.\n");

function formatted(text: string): string {
  const { status, stdout, stderr } = spawnSync("terraform", ["fmt", "-no-color", "-"], {
    input: text,
    encoding: "utf8",
    env: environment,
  });
  return status === 0 ? stdout : stderr;
}

/** Attributes of a schema and of all that is nested in them, by the words of the pages. */
function rowsOf(attributes: Attributes): readonly string[] {
  return Object.entries(attributes).flatMap(([name, { type, description }]) => [
    `- \`${name}\` (`,
    description,
    ...(typeof type === "object" && "nesting" in type ? rowsOf(type.attributes) : []),
  ]);
}

/** Names of a schema's attributes at any depth. */
function namesOf(attributes: Attributes): readonly string[] {
  return Object.entries(attributes).flatMap(([name, { type }]) => [
    name,
    ...(typeof type === "object" && "nesting" in type ? namesOf(type.attributes) : []),
  ]);
}

test("the pages are those of the schemas, and no other; else run `node scripts/provider-docs.mjs`", () => {
  expect(files).toEqual([...wanted.keys()].sort());
  for (const [file, text] of wanted) expect(read(`docs/terraform/${file}`), file).toBe(text);
});

test.each([
  ["index.md", schemas.provider],
  ...Object.entries(schemas.resources).map(
    ([name, schema]) => [`resources/${name.replace("orgwright_", "")}.md`, schema] as const,
  ),
  ...Object.entries(schemas.dataSources).map(
    ([name, schema]) => [`data-sources/${name.replace("orgwright_", "")}.md`, schema] as const,
  ),
] as const)("%s tells every attribute", (file, { description, attributes }) => {
  const page = wanted.get(file) ?? "";

  expect([description, ...rowsOf(attributes)].filter((row) => !page.includes(row))).toEqual([]);
});

describe.each([...wanted])("%s", (_, page) => {
  test("begins as the registry reads it", () => {
    const [, front = ""] = /^---\n([\s\S]*?)\n---\n/.exec(page) ?? [];

    expect(Object.keys(parse(front))).toEqual(["page_title", "subcategory", "description"]);
    expect(parse(front)).toMatchObject({ page_title: expect.stringContaining("orgwright"), subcategory: "" });
  });

  test("has an anchor for each link to a nested schema, and a link for each anchor", () => {
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    const anchors = [...page.matchAll(/<a id="([^"]+)"><\/a>\n\n### Nested Schema for /g)].map(
      ([, anchor]) => anchor,
    );

    expect([...links].sort()).toEqual([...anchors].sort());
    expect(new Set(anchors).size).toBe(anchors.length);
  });
});

describe("snippets", () => {
  const snippets = readdirSync(join(root, "examples/terraform/snippets")).sort();

  test("there is one for the provider, each resource and each data source", () => {
    const names = [
      "provider",
      ...Object.keys(schemas.resources),
      ...Object.keys(schemas.dataSources).map((name) => `data_${name}`),
    ];

    expect(snippets).toEqual(names.map((name) => `${name}.tf`).sort());
  });

  test.each(snippets)("%s shows what its name says", (file) => {
    const [, kind = "resource", name = ""] = /^(data)?_?(\w+)\.tf$/.exec(file) ?? [];
    const block = name === "provider" ? 'provider "orgwright" {' : `${kind} "${name}" "`;

    expect(read(`examples/terraform/snippets/${file}`)).toContain(block);
  });
});

describe.runIf(withTerraform)("the form of HCL", () => {
  const hcl = globSync("examples/terraform/**/*.tf", { cwd: root }).sort();

  test("there are files", () => {
    expect(hcl.length).toBeGreaterThan(10);
  });

  test.each(hcl)("%s", (file) => {
    expect(formatted(read(file))).toBe(read(file));
  });

  test.each(["docs/terraform.md", ...files.map((file) => `docs/terraform/${file}`)])(
    "blocks in %s",
    (file) => {
      const blocks = [...read(file).matchAll(/^```terraform\n([\s\S]*?)^```/gm)].map(
        ([, block = ""]) => block,
      );

      expect(blocks.length).toBeGreaterThan(0);
      for (const block of blocks) expect(formatted(block)).toBe(block);
    },
  );
});

// Terraform drops what an object has too much without a word, so that a wrong name in one would never be seen.
describe("names in HCL", () => {
  const all = [schemas.provider, ...Object.values(schemas.resources), ...Object.values(schemas.dataSources)];
  const language =
    "default depends_on description destroy for_each from required_version source to type value version";
  const keys = "emea production signalsmith staging workspaces ws_playground orgwright";
  const known = new Set([
    ...all.flatMap(({ attributes }) => namesOf(attributes)),
    ...language.split(" "),
    ...keys.split(" "),
  ]);

  test.each([...globSync("examples/terraform/**/*.tf", { cwd: root }).sort(), "docs/terraform.md"])(
    "%s",
    (file) => {
      const text = read(file).replace(/^(?!.*=).*$|"[^"]*"|#.*$/gm, "");
      const names = [...text.matchAll(/(?<![\w.)])([a-z]\w*) +=(?![=>])/g)].map(([, name = ""]) => name);

      expect(names.filter((name) => !known.has(name))).toEqual([]);
    },
  );
});

describe("the guide and the example", () => {
  test("name every resource and data source, with a link to its page", () => {
    const guide = read("docs/terraform.md");
    const linked = [...guide.matchAll(/\]\((terraform\/[^)#]+)\)/g)].map(([, target]) => target);

    expect([...new Set(linked)].sort()).toEqual(files.map((file) => `terraform/${file}`).sort());
  });

  test("have links that lead somewhere", () => {
    const page = "examples/terraform/README.md";
    const links = [...read(page).matchAll(/\]\(([^)\s#]+)\)/g)].map(([, target = ""]) => target);

    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  test("have one port and one seed, and a README that names each file", () => {
    const readme = read("examples/terraform/README.md");
    const texts = [readme, read("examples/terraform/main.tf")];
    const ports = texts.flatMap((text) => text.match(/(?<=--port |127\.0\.0\.1:)\d+/g) ?? []);
    const others = globSync("examples/*/orgwright.yaml", { cwd: root }).map(read).join("\n");

    expect(new Set(ports).size).toBe(1);
    expect(others).not.toContain(`127.0.0.1:${ports[0]}`);
    for (const file of globSync("*.{tf,json}", { cwd: join(root, "examples/terraform") })) {
      expect(readme).toContain(`\`${file}\``);
    }
  });
});
