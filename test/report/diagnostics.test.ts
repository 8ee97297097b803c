import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/contract.ts";
import { diagnosticsGithub, diagnosticsSarif, renderDiagnostics } from "../../src/report/index.ts";
import { problems } from "./stories.ts";
import { strangeDiagnostic } from "./strange.ts";
import { expectHarmless } from "./terminal.ts";

const plain = { color: false, width: 80 };

/** The stretch of the source row above the carets, by columns. */
function marked(text: string): string {
  const rows = text.split("\n");
  const at = rows.findIndex((row) => /│ +\^+$/u.test(row) || /│ \^+$/u.test(row));
  const carets = rows[at] ?? "";
  const [start, end] = [carets.indexOf("^"), carets.length];
  let column = 0;
  let result = "";
  for (const { segment } of new Intl.Segmenter().segment(rows[at - 1] ?? "")) {
    if (column >= start && column < end) result += segment;
    column += stringWidth(segment);
  }
  return result;
}

function problemAt(text: string, part: string): Diagnostic {
  const column = text.indexOf(part) + 1;
  const location = { file: "a.yaml", line: 3, column, endColumn: column + part.length, text };
  return { code: "test/one", severity: "error", message: "No", location };
}

describe("renderDiagnostics", () => {
  it("shows all problems with their lines", async () => {
    await expect(renderDiagnostics(problems, plain)).toMatchFileSnapshot("goldens/problems.txt");
  });

  it.each([
    ["  members: []", "members"],
    ["\t\tmembers: []", "members"],
    ["山田太郎: {role: owner}", "owner"],
    ["a: 山田太郎 # x", "山田太郎"],
    ["a: 👩‍👩‍👧‍👦 b", "b"],
    ["a: e\u0301e\u0301 b", "b"],
    ["a\u202Eb: c", "c"],
  ])("puts the carets under what is meant in %j", (text, part) => {
    expect(marked(renderDiagnostics([problemAt(text, part)], plain))).toBe(part);
  });

  it("cuts a long line around what is meant", () => {
    const text = `${"left ".repeat(60)}HERE${" right".repeat(60)}`;

    const shown = renderDiagnostics([problemAt(text, "HERE")], plain);

    expect(marked(shown)).toBe("HERE");
    expect(shown).toMatch(/│ ….* left HERE right.*…\n/u);
    expectHarmless(shown, plain);
  });

  it("marks one column where the stretch is empty", () => {
    const location = { file: "a.yaml", line: 3, column: 9, endColumn: 9, text: "  slug: " };

    expect(renderDiagnostics([{ ...problemAt("", ""), location }], plain)).toMatch(/│ {9}\^\n/u);
  });

  it("counts errors, warnings and files, doubles once", () => {
    expect(renderDiagnostics(problems, plain)).toMatch(/\n2 errors, 1 warning in 2 files\n$/u);
    expect(renderDiagnostics([...problems, ...problems], plain)).toBe(renderDiagnostics(problems, plain));
    expect(renderDiagnostics([{ code: "test/one", severity: "note", message: "Hm" }], plain)).toMatch(
      /\n1 note\n$/u,
    );
    expect(renderDiagnostics([], plain)).toBe("");
  });

  it("is harmless and fits, whatever the text", () => {
    const style = fc.record({ color: fc.boolean(), width: fc.integer({ min: 40, max: 120 }) });

    fc.assert(
      fc.property(fc.array(strangeDiagnostic, { maxLength: 3 }), style, (diagnostics, chosen) => {
        expectHarmless(renderDiagnostics(diagnostics, chosen), chosen);
      }),
      { numRuns: 300 },
    );
  });
});

describe("diagnosticsGithub", () => {
  it("writes one command per problem", async () => {
    await expect(diagnosticsGithub(problems)).toMatchFileSnapshot("goldens/problems.github.txt");
  });

  it("lets no text start a command of its own", () => {
    fc.assert(
      fc.property(fc.array(strangeDiagnostic, { minLength: 1, maxLength: 3 }), (diagnostics) => {
        const rows = diagnosticsGithub(diagnostics).trimEnd().split("\n");

        for (const row of rows)
          expect(row).toMatch(
            /^::error file=[^,:]*,line=7,endLine=7,col=\d+,endColumn=\d+,title=test\/strange::/u,
          );
        expect(rows.length).toBeLessThanOrEqual(diagnostics.length);
      }),
    );
  });
});

describe("diagnosticsSarif", () => {
  it("writes one run with rules and results", async () => {
    await expect(diagnosticsSarif(problems)).toMatchFileSnapshot("goldens/problems.sarif.json");
  });

  it("is JSON whose results point to their rules, whatever the text", () => {
    fc.assert(
      fc.property(fc.array(strangeDiagnostic, { maxLength: 3 }), (diagnostics) => {
        const [run] = JSON.parse(diagnosticsSarif(diagnostics)).runs;

        for (const result of run.results) {
          expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
          expect(result.locations[0].physicalLocation.artifactLocation.uri).toMatch(/^[\w\-.!~*'()%/]*$/u);
        }
      }),
    );
  });
});
