/** How an apply is taken back, for the terminal: what to do, what that does, and what it cannot. */
import type { Diagnostic, Plan } from "../model/contract.ts";
import { diagnosticLines } from "./diagnostics.ts";
import { hanging, type Line, layOut, line, section } from "./layout.ts";
import { tone } from "./spans.ts";
import type { Style } from "./style.ts";
import { planLine } from "./summary.ts";
import { count } from "./words.ts";

/** An undo, and where it was written. */
export interface ShownUndo {
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  /** The commits whose manifests it goes back to. */
  readonly commits: readonly string[];
  /** The file as the user would name it. */
  readonly file: string;
}

const mostRemarks = 10;

/** The way back in two steps, the count of its changes, and the remarks on what is not as it was then: of too many the warnings. */
export function renderUndo(undo: ShownUndo, style: Style): string {
  const { diagnostics, file } = undo;
  const warnings = diagnostics.filter(({ severity }) => severity !== "note");
  const notes = diagnostics.filter(({ severity }) => severity === "note");
  const shown = [...warnings, ...notes].slice(0, mostRemarks);
  const left = diagnostics.length - shown.length;
  const more = left === 0 ? [] : [line(0, tone("faint", `and ${count(left, "more remark")} in ${file}`))];
  return layOut([...steps(undo), ...section([...diagnosticLines(shown, style.width), ...more])], style);
}

function steps({ plan, commits, file }: ShownUndo): readonly Line[] {
  const isEmpty = plan.organizations.every(({ changes }) => changes.length === 0);
  if (isEmpty) return [line(0, "Reverted manifests take nothing of this back, as far as can be told.")];
  return [
    line(0, tone("strong", "To take this back")),
    hanging(
      2,
      line(2, `git revert, back to the manifests of ${commits.map(shortly).join(" and ") || "before"}`),
    ),
    hanging(2, line(2, `orgwright apply --plan ${file}`)),
    line(2, tone("faint", planLine(plan))),
  ];
}

/** A commit as git shortens it; what was said of it in git's words stays. */
function shortly(commit: string): string {
  return commit.replace(/^([0-9a-f]{7})[0-9a-f]{33,}/, "$1");
}
