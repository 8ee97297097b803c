/** A plan that no comment holds: cut by risk, its change ids in further comments, and still reviewed after the merge. */
import { expect, test } from "vitest";
import type { Plan } from "../../../src/model/contract.ts";
import { acme, begun, ours, planned } from "./acme.ts";
import { asLive } from "./stage.ts";

const COUNT = 3000;
const many = Array.from({ length: COUNT }, (_, index) => `{email: person-${index}@acme.test, role: member}`);

test(`${COUNT} invitations are shown in part, known in whole, and applied after the merge`, async () => {
  const stage = await begun();
  const number = stage.propose(acme(...asLive, ...many), { branch: "change" });

  const result = await planned(stage, number);

  expect(result.conclusion, result.log).toBe("success");
  expect(result.outputs).toMatchObject({ create: String(COUNT) });
  expect((JSON.parse(result.planText) as Plan).organizations[0]?.changes).toHaveLength(COUNT);
  expect(result.summary).toContain(`person-${COUNT - 1}@acme.test`);
  const comments = ours(stage, number);
  expect(comments.length).toBeGreaterThan(1);
  for (const { body } of comments) expect(body.length).toBeLessThanOrEqual(65_536);
  expect(comments[0]?.body).toContain("Left out for length");
  expect(comments[0]?.body).toContain("job's summary");

  // A plan that is short again needs no further comments.
  const parts = comments.length;
  stage.github.commit({ branch: "change", files: acme(...asLive, ...many.slice(0, 3)) });
  await planned(stage, number);
  expect(ours(stage, number)).toHaveLength(1);
  stage.github.commit({ branch: "change", files: acme(...asLive, ...many) });
  await planned(stage, number);
  expect(ours(stage, number)).toHaveLength(parts);

  stage.github.merge(number);
  const applied = await stage.step("apply", { name: "push" });
  expect(applied.conclusion, applied.log.slice(-2000)).toBe("success");
  expect(applied.outputs).toMatchObject({ applied: String(COUNT), failed: "0" });
  expect(stage.writes()).toHaveLength(COUNT);
  expect(ours(stage, number).at(-1)?.body).toContain(`**${COUNT.toLocaleString("en")} applied**`);
});
