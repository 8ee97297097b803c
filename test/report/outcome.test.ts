import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrganizationOutcome, Outcome } from "../../src/model/contract.ts";
import { renderOutcome } from "../../src/report/index.ts";
import { organization, plan } from "./plan-builder.ts";
import { dangerous, ordinary, outcome } from "./stories.ts";
import { strangeDiagnostic, strangeText } from "./strange.ts";
import { expectHarmless } from "./terminal.ts";

const plain = { color: false, width: 80 };

function outcomeOf(organizations: readonly OrganizationOutcome[], complete: boolean, applied = 0): Outcome {
  return {
    formatVersion: 1,
    complete,
    counts: { applied, failed: 0, skipped: 0, unknown: 0, todo: 0 },
    organizations,
  };
}

describe("renderOutcome", () => {
  it("tells per organization what became of its changes, and what to do next", async () => {
    await expect(renderOutcome(outcome, dangerous, plain)).toMatchFileSnapshot("goldens/outcome.txt");
  });

  it("says that it is done, with the mails that were sent and what remains", () => {
    const results = (ordinary.organizations[0]?.changes ?? []).map(({ id, address, action }) => ({
      id,
      address,
      action,
      verb: "update" as const,
      status: "applied" as const,
    }));
    const done = outcomeOf(
      [{ name: "acme", status: "complete", results, diagnostics: [] }],
      true,
      results.length,
    );

    const text = renderOutcome(done, ordinary, plain);

    expect(text).toMatch(/^Outcome: 4 applied · 1 mail sent\n/u);
    expect(text).toContain(
      "Done: all changes are applied.\nnext: 1 waiting: `orgwright plan` lists what to do.\n",
    );
  });

  it("says that nothing was to be applied", () => {
    const quiet = outcomeOf([{ name: "acme", status: "unchanged", results: [], diagnostics: [] }], true);

    expect(renderOutcome(quiet, plan([organization("acme")]), plain)).toBe(
      "Outcome: 0 applied\n\n1 organization had nothing to apply: acme\n\nNothing was to be applied.\n",
    );
  });

  it("names the guard that holds an organization", () => {
    const held = outcomeOf([{ name: "acme", status: "blocked", results: [], diagnostics: [] }], false);

    const text = renderOutcome(held, dangerous, plain);

    expect(text).toMatch(/held {5}acme would be left without an active owner.*\(last-owner\)/su);
    expect(text).toContain(
      "next: acme: change the manifests, or let the changes pass with `orgwright\n      approve`.",
    );
  });

  it("is harmless and fits, whatever the text", () => {
    const style = fc.record({ color: fc.boolean(), width: fc.integer({ min: 40, max: 120 }) });

    fc.assert(
      fc.property(strangeText, strangeText, strangeDiagnostic, style, (name, key, error, chosen) => {
        const address = `${name}/member/${key}`;
        const change = {
          id: name,
          address,
          action: "create",
          verb: "create",
          status: "failed",
          error,
          because: address,
        } as const;
        const strange = outcomeOf(
          [{ name, status: "partial", results: [change], diagnostics: [error] }],
          false,
        );

        expectHarmless(renderOutcome(strange, ordinary, chosen), chosen);
      }),
    );
  });
});
