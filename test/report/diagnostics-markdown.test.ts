import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/contract.ts";
import { renderDiagnosticsMarkdown } from "../../src/report/index.ts";
import { expectSafe, nodesOf, treeOf } from "./github-markdown.ts";
import { problems } from "./stories.ts";
import { strangeDiagnostic } from "./strange.ts";

const headings = /^Orgwright: the manifests cannot be used$/u;

describe("renderDiagnosticsMarkdown", () => {
  it("shows each problem with its line", async () => {
    await expect(renderDiagnosticsMarkdown(problems, { limit: 65_536 })).toMatchFileSnapshot(
      "goldens/problems.md",
    );
  });

  it("fences a line longer than any fence in it", () => {
    const text = "    - ```` # five: `````";
    const location = { file: "a.yaml", line: 3, column: 7, endColumn: 11, text };
    const problem: Diagnostic = { code: "test/one", severity: "error", message: "No", location };

    const markdown = renderDiagnosticsMarkdown([problem], { limit: 65_536 });
    const code = nodesOf(treeOf(markdown)).filter(({ type }) => type === "code");

    expect(markdown).toContain("\n``````text\n");
    expect(code.map(({ value }) => value)).toEqual([`3 │ ${text}\n  │       ^^^^`]);
  });

  it("keeps errors where not everything fits, and counts the others", () => {
    const many: readonly Diagnostic[] = Array.from({ length: 300 }, (_, index) => ({
      code: "test/one",
      severity: index === 299 ? "error" : "warning",
      message: `Problem ${index}`,
      location: { file: "a.yaml", line: index + 1, column: 1, endColumn: 2, text: "x" },
    }));

    const text = renderDiagnosticsMarkdown(many, { limit: 5000 });
    const shown = text.match(/Problem \d+/gu)?.length ?? 0;

    expect(text.length).toBeLessThanOrEqual(5000);
    expect(text).toContain("Problem 299");
    expect(text).toContain(`_Left out for length: ${300 - shown} problems._`);
  });

  it("lets no text out of its place", () => {
    const all = fc.array(strangeDiagnostic, { minLength: 1, maxLength: 4 });

    fc.assert(
      fc.property(all, fc.integer({ min: 0, max: 8000 }), (diagnostics, limit) => {
        const text = renderDiagnosticsMarkdown(diagnostics, { limit });

        expect(text.length).toBeLessThanOrEqual(limit);
        expectSafe(text, { headings });
      }),
      { numRuns: 80 },
    );
  });
});
