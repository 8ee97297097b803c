import { expect, test } from "vitest";
import { readingProgress, writingProgress } from "../../src/entry/cli/progress.ts";
import type { ChangeOutcome } from "../../src/model/contract.ts";
import { acmePlan } from "./blocked-plan.ts";

function terminal(isTerminal: boolean) {
  let text = "";
  return {
    output: {
      isTerminal,
      style: { color: false, width: 80 },
      write: (more: string) => {
        text += more;
      },
    },
    shown: () => text.replaceAll("\r\u001b[K", "|"),
  };
}

const outcome: ChangeOutcome = {
  id: "",
  address: "acme/member/a@acme.test",
  action: "delete",
  verb: "remove",
  status: "applied",
};

test("on a terminal one line is rewritten, and wiped at the end", () => {
  const { output, shown } = terminal(true);
  const tell = readingProgress(output);

  for (const done of [1, 2, 3]) tell({ done, of: 3, organization: "acme" });

  expect(shown()).toBe("|Read 1 of 3 organizations|Read 2 of 3 organizations|");
});

test("changes are counted against those that are written, not those that a guard holds", () => {
  const { output, shown } = terminal(true);
  const progress = writingProgress(output);
  const [acme] = acmePlan.organizations;
  const applicable = acme === undefined ? [] : [{ ...acme, name: "labs", verdict: "applicable" as const }];

  progress.start({ ...acmePlan, organizations: [...acmePlan.organizations, ...applicable] });
  progress.step(outcome);
  progress.step(outcome);

  expect(shown()).toBe("|Wrote 1 of 2 changes|");
});

test("in a pipe nothing is told", () => {
  const { output, shown } = terminal(false);

  readingProgress(output)({ done: 1, of: 3, organization: "acme" });
  writingProgress(output).step(outcome);

  expect(shown()).toBe("");
});
