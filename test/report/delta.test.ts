import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderPlanDelta } from "../../src/report/index.ts";
import { expectSafe } from "./github-markdown.ts";
import { change, organization, plan } from "./plan-builder.ts";
import { strangePlan, strangeText } from "./strange.ts";

const alice = change("create", "acme/member/alice@acme.test");
const bob = change("delete", "acme/member/bob@acme.test");
const carol = change("update", "beta/member/carol@acme.test");

describe("renderPlanDelta", () => {
  it("tells what is new, what is gone and what stayed", () => {
    const before = plan([organization("acme", { changes: [alice, bob] })]);
    const now = plan([
      organization("acme", { changes: [alice] }),
      organization("beta", { changes: [carol] }),
    ]);

    expect(renderPlanDelta(before, now)).toBe(
      "Since the last plan on this pull request: 1 **new** (update `beta: member carol@acme.test`); 1 **gone** (remove `acme: member bob@acme.test`); 1 as before.\n",
    );
  });

  it("says that nothing moved", () => {
    const now = plan([organization("acme", { changes: [alice, bob] })]);

    expect(renderPlanDelta(now, now)).toBe(
      "Since the last plan on this pull request nothing moved: 2 changes as before.\n",
    );
    expect(renderPlanDelta(plan([]), plan([]))).toMatch(/there are still no changes\.\n$/u);
  });

  it("calls the same thing with other values new and gone", () => {
    const now = plan([organization("acme", { changes: [{ ...alice, id: "other" }] })]);

    expect(renderPlanDelta(plan([organization("acme", { changes: [alice] })]), now)).toMatch(
      /1 \*\*new\*\* .*; 1 \*\*gone\*\* /u,
    );
  });

  it("names a few of many", () => {
    const changes = Array.from({ length: 500 }, (_, index) => change("create", `acme/role/R${index}`));

    const text = renderPlanDelta({ organizations: [] }, plan([organization("acme", { changes })]));

    expect(text).toContain("500 **new** (create `acme: role R0`");
    expect(text).toContain("and 495 more)");
    expect(text.length).toBeLessThan(400);
  });

  it("is one paragraph, whatever the text", () => {
    fc.assert(
      fc.property(strangePlan, strangeText, strangeText, (story, id, key) => {
        const before = {
          organizations: [
            { name: id, changes: [{ id, address: `${id}/role/${key}`, action: "delete" as const }] },
          ],
        };
        const text = renderPlanDelta(before, story);

        expect(text.trimEnd()).not.toContain("\n");
        expectSafe(text, { headings: /^$/u });
      }),
    );
  });
});
