/** The packed package in projects of every kind, and the examples. Needs dist/, cdktf/ and cdktn/. */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compilers, type Installed, installed, root, run } from "./installed.ts";
import { kitNames } from "./kit.ts";
import { rich } from "./rich.ts";

let project: Installed;

beforeAll(async () => {
  project = await installed(["cdktf", "cdktn", "constructs", "@types/node", "undici-types"]);
}, 300_000);

afterAll(async () => await project.remove());

/** A program that uses what the package promises; its errors are expected ones. */
function program(kit: string): string {
  return `import { App, TerraformStack } from "${kit}";
import {
  Access, DataOrgwrightMembers, DataOrgwrightOrganization, DataOrgwrightOrganizations, Member, Members, Organization,
  OrganizationManifests, type OrganizationManifestsProps, type OrganizationConfig, OrgwrightProvider, Ownership, Role, Workspace,
} from "orgwright/${kit}";

const app = new App();
const stack = new TerraformStack(app, "test");
new OrgwrightProvider(stack, "orgwright", { connections: { tenant: { systemAttribute: "lumoauth", selfAttribute: "ops", endpoint: "https://x.test", tokenEnv: "T" } } });
const props: OrganizationManifestsProps = { path: "orgs", now: new Date("2026-01-01T00:00:00Z") };
const orgs = new OrganizationManifests(stack, "orgs", props);
const config: OrganizationConfig = { connectionName: "tenant", slug: "mine", settings: { tags: ["a"] } };
const organization: Organization = new Organization(stack, "mine", config);
new Role(stack, "role", { organization: organization.id, name: "r" });
new Workspace(stack, "workspace", { organization: orgs.organization("acme").id, name: "w" });
new Member(stack, "member", { organization: organization.id, email: "a@b.test", role: "r", workspaces: { w: "x" } });
new Members(stack, "members", { organization: organization.id, members: { "a@b.test": { role: "r" } } });
new Access(stack, "access", { organization: organization.id, workspace: "w", role: "r", level: "l" });
new Ownership(stack, "ownership", { organization: organization.id, roles: ["r"] });
new DataOrgwrightMembers(stack, "d1", { organization: organization.id });
new DataOrgwrightOrganization(stack, "d2", { connectionName: "tenant", slug: "s" });
new DataOrgwrightOrganizations(stack, "d3", { connectionName: "tenant" });
// @ts-expect-error: there is no such attribute
const wrong: OrganizationConfig = { connectionName: "tenant", nothing: 1 };
// @ts-expect-error: the types are no \`any\`
export const neverCalled = () => [wrong, orgs.organization(1)];
app.synth();
`;
}

interface Style {
  readonly type: "commonjs" | "module";
  readonly compiler: keyof typeof compilers;
  readonly options: Readonly<Record<string, unknown>>;
}

const styles: Readonly<Record<string, Style>> = {
  "CommonJS, node10": {
    type: "commonjs",
    compiler: "node10",
    options: { module: "commonjs", moduleResolution: "node10" },
  },
  "CommonJS, nodenext": { type: "commonjs", compiler: "today", options: { module: "nodenext" } },
  "ESM, nodenext": { type: "module", compiler: "today", options: { module: "nodenext" } },
  "ESM, bundler": {
    type: "module",
    compiler: "today",
    options: { module: "esnext", moduleResolution: "bundler" },
  },
};

const cases = kitNames.flatMap((kit) =>
  Object.entries(styles).map(([name, style]) => ({ kit, name, style })),
);

describe("a TypeScript project", () => {
  test.each(cases)("$kit: $name", async ({ kit, name, style: { type, compiler, options } }) => {
    const folder = join(project.folder, `${kit}-${name.replace(/\W+/g, "-")}`);
    const compilerOptions = {
      target: "es2022",
      strict: true,
      skipLibCheck: false,
      types: ["node"],
      ...options,
    };
    const files = {
      ...rich,
      "package.json": JSON.stringify({ type }),
      "main.ts": program(kit),
      "tsconfig.json": JSON.stringify({ compilerOptions, files: ["main.ts"] }),
    };
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(folder, file, ".."), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    await run(process.execPath, [compilers[compiler], "-p", "."], { cwd: folder }).catch(said);
    await run(process.execPath, ["main.js"], { cwd: folder }).catch(said);

    const { provider, resource } = JSON.parse(
      await readFile(join(folder, "cdktf.out/stacks/test/cdk.tf.json"), "utf8"),
    );
    // Two words that the kits have for themselves are called otherwise in TypeScript, and nowhere else.
    expect(provider.orgwright[0].connections.tenant).toMatchObject({ system: "lumoauth", self: "ops" });
    expect(Object.keys(resource.orgwright_organization)).toEqual(
      expect.arrayContaining(["mine", "orgs_acme"]),
    );
  });
});

function said(error: Error & { readonly stdout?: string; readonly stderr?: string }): never {
  throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
}

describe("without the kit", () => {
  test.each(kitNames)("%s: says what to install, however it is loaded", async (name) => {
    const bare = await installed([]);
    const programs = [
      ["--eval", `require("orgwright/${name}")`],
      ["--input-type=module", "--eval", `await import("orgwright/${name}")`],
    ];
    for (const args of programs) {
      await expect(run(process.execPath, args, { cwd: bare.folder })).rejects.toThrow(
        `orgwright/${name} needs the packages ${name} and constructs, and one of them is not installed. Install them: npm install "${name}@`,
      );
    }
    await bare.remove();
  });
});

describe("the examples", () => {
  test("synthesize, and both the same", async () => {
    const [first, second] = await Promise.all(kitNames.map(synthesizedExample));

    expect(Object.keys(first?.resource ?? {})).toEqual([
      "orgwright_members",
      "orgwright_organization",
      "orgwright_ownership",
      "orgwright_workspace",
    ]);
    expect(second).toEqual(first);
  });

  test("are the same but for the kit", async () => {
    const texts = await Promise.all(
      kitNames.map(async (name) => await readFile(join(root, "examples", name, "main.ts"), "utf8")),
    );

    expect(new Set(texts.map((text) => text.replaceAll("cdktn", "cdktf"))).size).toBe(1);
  });
});

async function synthesizedExample(name: string): Promise<{ readonly resource: object }> {
  const folder = join(project.folder, "examples", name);
  const leave = ["node_modules", "cdktf.out", "main.js"];
  await cp(join(root, "examples", name), folder, {
    recursive: true,
    filter: (source) => !leave.includes(basename(source)),
  });
  // What `npm run synth` does.
  await run(process.execPath, [compilers.node10], { cwd: folder }).catch(said);
  await run(process.execPath, ["main.js"], { cwd: folder }).catch(said);
  const text = await readFile(join(folder, "cdktf.out/stacks/acme/cdk.tf.json"), "utf8");
  return JSON.parse(text, (key, value) => (key === "//" ? undefined : value));
}
