/** Pull requests without secrets, and tokens that may do less than all: what is only for show degrades to warnings. */
import { describe, expect, test } from "vitest";
import type { Permissions } from "../../../src/sandbox/github/index.ts";
import { projectText } from "../cli.ts";
import { acme, bot, carol, merged, ours, planned, statusOf } from "./acme.ts";
import { asLive, openStage, type StepResult, workflowAccount } from "./stage.ts";

const everything: Permissions = {
  actions: "read",
  checks: "read",
  contents: "write",
  issues: "write",
  pull_requests: "write",
  statuses: "write",
};

function without(...names: readonly string[]): Permissions {
  return Object.fromEntries(Object.entries(everything).filter(([name]) => !names.includes(name)));
}

function readOnly(): Permissions {
  return Object.fromEntries(Object.keys(everything).map((name) => [name, "read" as const]));
}

function warnings({ annotations }: StepResult): readonly string[] {
  return annotations.filter(({ level }) => level === "warning").map(({ message }) => message);
}

const connection = (name: string, endpoint: string) =>
  `  ${name}:\n    system: signalsmith\n    endpoint: ${endpoint}\n    token: {env: BETA_TOKEN}\n`;
const beta = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: beta}
spec:
  connection: beta
  slug: beta-corp
  members:
    - {email: alice@acme.test, role: owner}
`;

describe.each([
  ["a fork", { fork: "mallory/organizations", author: "mallory" }],
  ["Dependabot", { author: "dependabot[bot]" }],
])("a pull request of %s", (_, from) => {
  test("is compared with its base: success, warnings alone, no system asked", async () => {
    const stage = await openStage({ github: { accounts: [workflowAccount(readOnly())] } });
    const number = stage.propose(acme(...asLive.slice(0, 3), carol), { branch: "change", ...from });

    const result = await planned(stage, number, { secrets: {} });

    expect(result.conclusion, result.log).toBe("success");
    expect(result.outputs).toMatchObject({ create: "1", delete: "1", organizations: "1" });
    expect(result.summary).toContain("what this pull request asks for");
    expect(result.summary).toContain("not compared with live");
    expect(result.summary).toContain("SIGNALSMITH\\_TOKEN is not set");
    for (const email of ["carol@acme.test", "frank@acme.test"]) expect(result.summary).toContain(email);
    expect([...warnings(result)].sort()).toEqual([
      expect.stringMatching(/^The comment could not be written/),
      expect.stringMatching(/^The commit status could not be written/),
      expect.stringMatching(/^The label could not be written/),
    ]);
    expect(result.annotations.filter(({ level }) => level === "error")).toEqual([]);
    expect(stage.sandbox.requests()).toEqual([]);
    expect(stage.github.state.comments(number)).toEqual([]);
  });
});

describe("a credential for one of two connections", () => {
  test("is used, and the other connection's organization is compared with its base", async () => {
    const stage = await openStage({
      files: ({ signalsmith }) => ({
        "orgwright.yaml": projectText(signalsmith, connection("beta", signalsmith)),
        ...acme(...asLive),
        "orgs/beta.yaml": beta,
      }),
    });
    const number = stage.propose({ ...acme(...asLive, carol) });
    const one = await planned(stage, number);
    expect(one.conclusion, one.log).toBe("success");
    expect(one.outputs).toMatchObject({ create: "1", organizations: "1", unread: "0" });
    expect(ours(stage, number)[0]?.body).not.toContain("not compared with live");

    const both = stage.propose({ ...acme(...asLive, carol), "orgs/beta.yaml": `${beta}    - ${carol}\n` });
    const result = await planned(stage, both);
    expect(result.conclusion, result.log).toBe("success");
    expect(result.outputs).toMatchObject({ create: "2", organizations: "2", unread: "0" });
    expect(ours(stage, both)[0]?.body).toContain("BETA\\_TOKEN is not set");
    expect(stage.github.state.labels(both)).toEqual(["orgwright: not planned"]);
  });
});

describe("an intent diff", () => {
  test("that was shown is no reviewed plan: the apply stops", async () => {
    const stage = await openStage();
    await stage.step("apply", { name: "workflow_dispatch" });
    const number = stage.propose(acme(...asLive, carol), { branch: "change" });
    const shown = await planned(stage, number, { secrets: {} });
    expect(shown.conclusion, shown.log).toBe("success");
    expect(ours(stage, number)[0]?.body).toContain("not compared with live");
    expect(stage.github.state.labels(number)).toEqual(["orgwright: not planned"]);
    stage.github.merge(number);

    const applied = await stage.step("apply", { name: "push" });

    expect(applied.outputs["failure-reason"], applied.log).toBe("unreviewed");
    expect(stage.writes()).toEqual([]);
  });
});

describe("a plan's token without", () => {
  test.each([
    ["pull_requests", ["pull_requests", "issues"], /comment.*`pull-requests: write`|label.*`/],
    ["statuses", ["statuses"], /commit status.*`statuses: write`/],
    ["issues or checks", ["issues", "checks"], undefined],
  ] as const)("%s goes on", async (_, names, words) => {
    const stage = await openStage({ github: { accounts: [workflowAccount(without(...names))] } });
    const number = stage.propose(acme(...asLive, carol));

    const result = await planned(stage, number);

    expect(result.conclusion, result.log).toBe("success");
    expect(result.outputs).toMatchObject({ create: "1" });
    expect(result.summary).toContain("carol@acme.test");
    if (words === undefined) expect(warnings(result)).toEqual([]);
    else expect(warnings(result).join("\n")).toMatch(words);
    // What nobody could be shown counts for nothing.
    if (words !== undefined) expect(statusOf(stage, number)?.description ?? "").not.toContain("shown:");
  });

  test("contents fails in plain words", async () => {
    const stage = await openStage({ github: { accounts: [workflowAccount(without("contents"))] } });
    const number = stage.propose(acme(...asLive, carol));

    const result = await planned(stage, number);

    expect(result.outputs).toEqual({ "failure-reason": "github" });
    expect(result.log).toContain("contents: read");
    expect(stage.sandbox.requests()).toEqual([]);
  });

  test("checks says so when the check run is asked for", async () => {
    const stage = await openStage({ github: { accounts: [workflowAccount(without("checks"))] } });
    const number = stage.propose(acme(...asLive, carol));

    const result = await planned(stage, number, { inputs: { "check-run-id": "7" } });

    expect(result.conclusion, result.log).toBe("success");
    expect(warnings(result).join("\n")).toMatch(/check run.*`checks: write`/);
  });
});

describe("an apply's token without", () => {
  /** What may be missing, and how it ends. A review that cannot be looked at is never taken for one. */
  const cases: readonly (readonly [string, Permissions, string | undefined, string])[] = [
    ["actions, checks or issues", without("actions", "checks", "issues"), undefined, ""],
    ["contents: write", { ...everything, contents: "read" }, "github", "contents: write"],
    [
      "pull-requests: write",
      { ...without("issues"), pull_requests: "read" },
      undefined,
      "or pull-requests: write`",
    ],
    ["pull-requests", without("pull_requests"), "github", "pull-requests: read"],
    ["statuses", without("statuses"), "github", "statuses: read"],
  ];

  test.each(cases)("%s", async (_, permissions, reason, words) => {
    const limited = { token: "ghs_limited_5c1", login: bot, kind: "bot", permissions } as const;
    const stage = await openStage({ github: { accounts: [workflowAccount(), limited] } });
    await merged(stage, acme(...asLive, carol));

    const result = await stage.step("apply", { name: "push" }, { token: limited.token });

    expect(result.outputs["failure-reason"], result.log).toBe(reason);
    expect(result.log).toContain(words);
    expect(stage.writes()).toHaveLength(reason === undefined ? 1 : 0);
    const again = await stage.step("apply", { name: "push" });
    expect(again.conclusion, again.log).toBe("success");
    expect(stage.writes()).toHaveLength(1);
  });
});
