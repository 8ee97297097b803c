import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChangeOutcome, Outcome } from "../../src/model/contract.ts";
import { renderOutcomeMarkdown } from "../../src/report/index.ts";
import { expectSafe } from "./github-markdown.ts";
import { organization, plan } from "./plan-builder.ts";
import { dangerous, ordinary, outcome } from "./stories.ts";
import { strangeDiagnostic, strangeText } from "./strange.ts";

const runUrl = "https://github.test/o/r/actions/runs/7";
const options = { limit: 65_536, commit: "9be07aa3c1d2e3f4", runUrl };

function done(results: readonly ChangeOutcome[]): Outcome {
  return {
    formatVersion: 1,
    complete: true,
    counts: { applied: results.length, failed: 0, skipped: 0, unknown: 0, todo: 0 },
    organizations: [{ name: "acme", status: "complete", results, diagnostics: [] }],
  };
}

const applied: readonly ChangeOutcome[] = (ordinary.organizations[0]?.changes ?? []).map(
  ({ id, address, action, verb }) => ({ id, address, action, verb, status: "applied" }),
);

describe("renderOutcomeMarkdown", () => {
  it("tells what failed and why, what stopped, and what is next", async () => {
    await expect(renderOutcomeMarkdown(outcome, dangerous, options)).toMatchFileSnapshot(
      "goldens/outcome.md",
    );
  });

  it("says that all is applied, quietly", () => {
    const text = renderOutcomeMarkdown(done(applied), ordinary, options);

    expect(text).toMatch(
      /^### Orgwright apply: applied\n\n\*\*4 applied\*\* · 1 mail sent · commit `9be07aa3c1`/u,
    );
    expect(text).toContain("<details>\n<summary><b>acme</b> · applied · 4 applied</summary>");
    expect(text).not.toContain("WARNING");
  });

  it("says that there was nothing to apply", () => {
    const nothing = {
      ...done([]),
      organizations: [{ name: "acme", status: "unchanged", results: [], diagnostics: [] }],
    } as const;

    const text = renderOutcomeMarkdown(nothing, plan([organization("acme")]), {
      limit: 9000,
      commit: "9be07aa3c1d2",
    });

    expect(text).toBe(
      "### Orgwright apply: nothing was to be applied\n\n**0 applied** · commit `9be07aa3c1`\n\n1 organization had nothing to apply: acme\n",
    );
  });

  it("tells by which side something moved, and which guard holds", () => {
    const stopped: Outcome = {
      ...done([]),
      complete: false,
      organizations: [
        {
          name: "acme",
          status: "stopped",
          results: [],
          diagnostics: [
            {
              code: "apply/moved",
              severity: "error",
              message: "acme: the live state moved since the plan was reviewed.",
              why: "Not reviewed: delete acme/member/bob@acme.test.",
              fix: "Open a pull request.",
            },
          ],
        },
        { name: "beta", status: "blocked", results: [], diagnostics: [] },
      ],
    };

    const text = renderOutcomeMarkdown(stopped, dangerous, options);

    expect(text).toContain(
      "acme: the live state moved since the plan was reviewed. Not reviewed: delete acme/member/bob@&#8203;acme.test.",
    );
    expect(text).toContain("- **held**: 61 removals over the whole plan");
    expect(text).toContain("> - acme moved since the reviewed plan: see what moved");
    expect(text).not.toContain("orgwright plan`");
  });

  it("keeps what failed where not everything fits", () => {
    const results: readonly ChangeOutcome[] = Array.from({ length: 2000 }, (_, index) => ({
      id: String(index),
      address: `acme/member/p${index}@acme.test`,
      action: "create",
      verb: "create",
      status: index === 1999 ? "failed" : "applied",
    }));
    const text = renderOutcomeMarkdown({ ...done(results), complete: false }, ordinary, {
      ...options,
      limit: 6000,
    });

    expect(text.length).toBeLessThanOrEqual(6000);
    expect(text).toContain("- **failed** create member `p1999@acme.test`");
    expect(text).toMatch(
      /_Left out for length: \d+ changes \(\d+ to create\)\. \[The run\]\(https:.*\) has everything\._/u,
    );
  });

  it("lets no text out of its place", () => {
    const limit = fc.integer({ min: 0, max: 9000 });

    fc.assert(
      fc.property(
        strangeText,
        fc.tuple(strangeText, strangeText),
        strangeDiagnostic,
        limit,
        (name, [key, run], error, most) => {
          const address = `${name}/member/${key}`;
          const result = {
            id: name,
            address,
            action: "create",
            verb: "create",
            status: "failed",
            error,
          } as const;
          const strange: Outcome = {
            ...done([result, { ...result, status: "skipped", because: address }]),
            complete: false,
            organizations: (["partial", "stopped", "failed", "unchanged"] as const).map((status) => ({
              name,
              status,
              results: [result, { ...result, status: "skipped", because: address }],
              diagnostics: [error],
            })),
          };
          const text = renderOutcomeMarkdown(strange, ordinary, { limit: most, commit: key, runUrl: run });

          expect(text.length).toBeLessThanOrEqual(most);
          expectSafe(text, { headings: /^Orgwright apply: not complete$/u, links: [run] });
        },
      ),
      { numRuns: 80 },
    );
  });
});
