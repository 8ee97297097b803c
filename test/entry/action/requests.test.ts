/** A workflow's token has 1,000 requests an hour: what a step asks of GitHub does not grow with the organizations. */
import { expect, test } from "vitest";
import { canary, projectText } from "../cli.ts";
import { planned } from "./acme.ts";
import { openStage, type StepResult } from "./stage.ts";

const COUNT = 60;
const names = Array.from({ length: COUNT }, (_, index) => `org-${index}`);

function manifest(name: string): string {
  return `apiVersion: orgwright/v1
kind: Organization
metadata: {name: ${name}}
spec:
  connection: signalsmith
  slug: ${name}
  members:
    - {email: owner@${name}.test, role: owner}
    - {group: everybody, role: member}
`;
}

function everybody(...members: readonly string[]) {
  const text = `apiVersion: orgwright/v1\nkind: Group\nmetadata: {name: everybody}\nspec: {members: [${members.join(", ")}]}\n`;
  return { "orgs/everybody.yaml": text };
}

test("sixty organizations are planned and applied with as many requests as a few", async () => {
  const ops = { account: "ops@acme.test", role: "owner" } as const;
  const stage = await openStage({
    seed: {
      signalsmith: {
        tokens: [{ token: canary, account: "ops@acme.test" }],
        workspaces: [{ id: "ws_x", name: "X", members: [ops] }],
        organizations: names.map((name) => ({
          name,
          members: [
            ops,
            { account: `owner@${name}.test`, role: "owner" },
            { account: "ann@acme.test", role: "member" },
          ],
        })),
      },
    },
    files: ({ signalsmith }) => ({
      "orgwright.yaml": projectText(signalsmith, "guards: {maxRemovals: {total: 10000}}\n"),
      ...Object.fromEntries(names.map((name) => [`orgs/${name}.yaml`, manifest(name)])),
      ...everybody("ann@acme.test"),
    }),
  });
  const counted = async (step: () => Promise<StepResult>): Promise<number> => {
    const before = stage.github.requests().length;
    const result = await step();
    expect(result.conclusion, result.log).toBe("success");
    return stage.github.requests().length - before;
  };

  expect(await counted(() => stage.step("apply", { name: "workflow_dispatch" }))).toBeLessThan(35);
  // As if each had been applied at a commit of its own.
  const files = Object.entries(stage.github.state.files("orgwright-record"));
  const records = files
    .filter(([path]) => /org-\d+\.json$/.test(path))
    .map(([path, text], index) => {
      const commit = stage.github.commit({ files: { "note.md": `${index}` }, message: "Note" });
      const appliedAt = new Date(Date.now() - (COUNT - index) * 60_000).toISOString();
      return [path, JSON.stringify({ ...JSON.parse(String(text)), commit, appliedAt })];
    });
  expect(records).toHaveLength(COUNT);
  const edit = { branch: "orgwright-record", files: Object.fromEntries(records), message: "One by one" };
  stage.github.commit(edit);

  const number = stage.propose(everybody("ann@acme.test", "bea@acme.test"));
  expect(await counted(() => planned(stage, number))).toBeLessThan(35);
  expect(await counted(() => stage.step("verify", { name: "pull_request", number }))).toBeLessThan(15);
  stage.github.merge(number);
  expect(await counted(() => stage.step("apply", { name: "push" }))).toBeLessThan(50);
  expect(stage.github.requests().filter(({ path }) => path.includes("/compare/"))).toHaveLength(1);
  expect(stage.writes().filter((line) => line.includes("invite"))).toHaveLength(COUNT);
});
