/** A plan that no comment holds: cut by risk, its change ids in further comments, and still reviewed after the merge. */
import { expect, test } from "vitest";
import type { Plan } from "../../../src/model/contract.ts";
import type { SandboxSeed } from "../../../src/sandbox/index.ts";
import { projectText, seed } from "../cli.ts";
import { acme, ours, planned } from "./acme.ts";
import { asLive, openStage } from "./stage.ts";

const COUNT = 3000;
const people = Array.from({ length: COUNT }, (_, index) => `person-${index}@acme.test`);
const as = (role: string) => people.map((email) => `{email: ${email}, role: ${role}}`);
const crowded: SandboxSeed = {
  signalsmith: {
    ...seed.signalsmith,
    organizations: (seed.signalsmith?.organizations ?? []).map((each) => ({
      ...each,
      members: [...(each.members ?? []), ...people.map((account) => ({ account, role: "member" as const }))],
    })),
  },
};

test(`${COUNT} changes are shown in part, known in whole, and applied after the merge`, async () => {
  const stage = await openStage({
    seed: crowded,
    files: ({ signalsmith }) => ({
      "orgwright.yaml": projectText(signalsmith),
      ...acme(...asLive, ...as("member")),
    }),
  });
  const number = stage.propose(acme(...asLive, ...as("admin")), { branch: "change" });

  const result = await planned(stage, number);

  expect(result.conclusion, result.log).toBe("success");
  expect(result.outputs).toMatchObject({ update: String(COUNT) });
  expect((JSON.parse(result.planText) as Plan).organizations[0]?.changes).toHaveLength(COUNT);
  for (const email of [people[0], people.at(-1)]) expect(result.summary).toContain(email);
  const comments = ours(stage, number);
  expect(comments.length).toBeGreaterThan(1);
  for (const { body } of comments) expect(body.length).toBeLessThanOrEqual(65_536);
  expect(comments[0]?.body).toContain("Left out for length");
  expect(comments[0]?.body).toContain("job's summary");

  // A plan that is short again needs no further comments.
  const few = as("member").with(0, as("admin")[0] ?? "");
  stage.github.commit({ branch: "change", files: acme(...asLive, ...few) });
  await planned(stage, number);
  expect(ours(stage, number)).toHaveLength(1);
  stage.github.commit({ branch: "change", files: acme(...asLive, ...as("admin")) });
  await planned(stage, number);
  expect(ours(stage, number)).toHaveLength(comments.length);

  stage.github.merge(number);
  const applied = await stage.step("apply", { name: "push" });
  expect(applied.conclusion, applied.log.slice(-2000)).toBe("success");
  expect(applied.outputs).toMatchObject({ applied: String(COUNT), failed: "0" });
  expect(stage.writes()).toHaveLength(COUNT);
  expect(ours(stage, number).at(-1)?.body).toMatch(/3.?000 applied/);
});
