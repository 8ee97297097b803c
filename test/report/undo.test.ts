import { describe, expect, test } from "vitest";
import type { Diagnostic, Plan } from "../../src/model/contract.ts";
import { plan } from "../../src/plan/plan.ts";
import { renderUndo } from "../../src/report/undo.ts";
import { change } from "../model/change.ts";

const style = { color: false, width: 100 };
const file = ".orgwright/undo.json";
const commit = "0123456789abcdef0123456789abcdef01234567";

const empty: Plan = plan({ organizations: [], guards: {}, invitations: {}, approvals: [], now: 0 });

function holding(count: number): Plan {
  const changes = Array.from({ length: count }, (_, at) =>
    change({ address: `acme/member/p${at}@acme.test`, kind: "member", action: "delete" }),
  );
  const counts = { ...empty.counts, delete: count };
  const organization = {
    name: "acme",
    connection: "main",
    system: "cnap",
    key: "acme",
    verdict: "applicable",
    digest: "",
    manifestDigest: "",
    desiredDigest: "",
    classified: true,
    counts,
    changes,
    waiting: [],
    forPerson: [],
    unmanaged: [],
    released: [],
    observed: [],
    guards: [],
    diagnostics: [],
  } as const;
  return { ...empty, verdict: "applicable", counts, organizations: [organization] };
}

function remark(severity: Diagnostic["severity"], message: string): Diagnostic {
  return { code: "undo/left", severity, message };
}

describe("an undo in words", () => {
  test("says the two steps, and what they do", () => {
    const text = renderUndo({ plan: holding(2), diagnostics: [], commits: [commit], file }, style);

    expect(text).toBe(
      [
        "To take this back",
        "  git revert, back to the manifests of 0123456",
        "  orgwright apply --plan .orgwright/undo.json",
        "  Can be applied: 2 to remove",
        "",
      ].join("\n"),
    );
  });

  test("says it where there is nothing to take back, and names no step", () => {
    const text = renderUndo({ plan: empty, diagnostics: [], commits: [], file }, style);

    expect(text).toBe("Reverted manifests take nothing of this back, as far as can be told.\n");
  });

  test("shows warnings before notes, ten of many, and where the others are", () => {
    const notes = Array.from({ length: 11 }, (_, at) =>
      remark("note", `note ${String(at).padStart(2, "0")}`),
    );
    const diagnostics = [...notes, remark("warning", "look here")];
    const text = renderUndo({ plan: holding(1), diagnostics, commits: [`${commit}^1`], file }, style);

    expect(text).toContain("the manifests of 0123456^1\n");
    expect(text).toContain("warning: look here");
    expect(text.match(/note: note/g)).toHaveLength(9);
    expect(text).toContain("and 2 more remarks in .orgwright/undo.json\n");
  });
});
