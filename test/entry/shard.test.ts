/** `--shard I/N`: several runs share the organizations, and the guards of each look at all of them. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/model/contract.ts";
import type { Sandbox, SandboxSeed } from "../../src/sandbox/index.ts";
import { canary, openSandbox, orgwright, projectFor, writes } from "./cli.ts";

const names = ["one", "two", "three", "four", "five", "six"];

const seed: SandboxSeed = {
  signalsmith: {
    tokens: [{ token: canary, account: "ops@acme.test" }],
    organizations: names.map((name) => ({
      name,
      members: [
        { account: "ops@acme.test", role: "owner" },
        { account: "olga@acme.test", role: "owner" },
        { account: `${name}@acme.test`, role: "member" },
      ],
    })),
  },
};

/** All six organizations, each without its last member. */
async function project(sandbox: Sandbox, total: number): Promise<string> {
  const files = names.map((name) => [
    `orgs/${name}.yaml`,
    `apiVersion: orgwright/v1
kind: Organization
metadata: {name: ${name}}
spec: {connection: signalsmith, slug: ${name}, members: [{email: olga@acme.test, role: owner}]}
`,
  ]);
  return await projectFor(
    sandbox,
    Object.fromEntries(files),
    `guards: {maxRemovals: {percent: 100, total: ${total}}}\n`,
  );
}

async function planned(folder: string, ...args: readonly string[]): Promise<Plan> {
  const { stdout } = await orgwright(["plan", "--format", "json", ...args], { folder });
  return JSON.parse(stdout) as Plan;
}

async function namesIn(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  return (await planned(folder, ...args)).organizations.map(({ name }) => name);
}

describe("--shard", () => {
  test("shows each organization in exactly one of the runs", async () => {
    const folder = await project(await openSandbox(seed), 50);

    const [first, second] = [
      await namesIn(folder, "--shard", "1/2"),
      await namesIn(folder, "--shard", "2/2"),
    ];

    expect([...first, ...second].sort()).toEqual([...names].sort());
    expect([first.length, second.length]).not.toContain(0);
  });

  test("a total over all organizations blocks every run", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await project(sandbox, 5);

    for (const shard of ["1/2", "2/2"]) {
      const plan = await planned(folder, "--shard", shard);
      expect(plan.guards).toMatchObject([
        { guard: "total-removals", message: expect.stringContaining("6 people") },
      ]);
      const applied = await orgwright(["apply", "--yes", "--shard", shard], { folder });
      expect(applied.code).toBe(4);
    }
    expect(writes(sandbox)).toEqual([]);
  });

  test("writes its own organizations alone, also of a saved plan", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await project(sandbox, 6);
    await orgwright(["plan", "--out", "plan.json"], { folder });
    const own = await namesIn(folder, "--shard", "1/2");

    const applied = await orgwright(["apply", "--plan", "plan.json", "--yes", "--shard", "1/2"], { folder });

    expect(applied).toMatchObject({ code: 0, stderr: expect.not.stringContaining("rror") });
    expect(writes(sandbox)).toHaveLength(own.length);
    const left = (await planned(folder)).organizations.filter(({ verdict }) => verdict !== "empty");
    expect(left.map(({ name }) => name)).toEqual(names.filter((name) => !own.includes(name)).sort());
    expect((await orgwright(["drift", "--shard", "1/2"], { folder })).code).toBe(0);
    expect((await orgwright(["drift", "--shard", "2/2"], { folder })).code).toBe(2);
  });

  test("with --only it is what both name, which may be nothing", async () => {
    const folder = await project(await openSandbox(seed), 50);

    const both = [
      await namesIn(folder, "--only", "one", "--shard", "1/2"),
      await namesIn(folder, "--only", "one", "--shard", "2/2"),
    ];

    expect(both.flat()).toEqual(["one"]);
  });

  test.each(["0/2", "3/2", "half"])("%s is refused", async (text) => {
    const folder = await project(await openSandbox(seed), 50);

    const { code, stderr } = await orgwright(["plan", "--shard", text], { folder });

    expect(code).toBe(3);
    expect(stderr).toContain(`--shard ${text} is no part of a whole`);
    expect(stderr).toContain("--shard 2/4");
  });
});
