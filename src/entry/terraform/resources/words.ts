/** Problems of parts in Terraform's terms. */
import type { ComparedPart, PartProblem } from "../../../index.ts";
import type { AttributePath, Problem } from "../provider.ts";
import type { Attributes } from "../values/value.ts";
import type { Piece } from "./piece.ts";

/** What to do where the engine's own words speak of the command. */
const fixes: Readonly<Record<string, string>> = {
  "guard/last-owner":
    'Give it to somebody else first; who is invited counts once they have accepted. To destroy the resource and leave the person, apply `on_destroy = "release"` before.',
  "guard/self": "Leave the credential's own account as it is, or run with another credential.",
  "guard/max-removals":
    "Check that these removals are meant; then raise `guards.max_removals` of the provider for them, or split them over several runs.",
  "guard/total-removals":
    "Check that these removals are meant; then raise `guards.max_removals.total` of the provider for them, or split them over several runs.",
  "guard/protected":
    "`guards.protected` protects this account or organization. Keep it as it is, or take it from there first, where that is reviewed.",
  "guard/gains":
    "`guards.approve_gains` asks for an approval of this. Let the command `orgwright apply` do it with one, or take the guard away where that is reviewed.",
  "apply/no-secrets-out":
    "Set `secrets_out` of the provider to a file that only you can read; then deliver what is kept in it.",
  "manifest/unsupported-section": "Remove this resource.",
};

/** Why, where the engine's own words speak of a manifest. */
const reasons: Readonly<Record<string, string>> = {
  "manifest/unsupported-section": "It could never take effect.",
};

/** A problem of a part at its place in the configuration. */
export function problemOf(problem: PartProblem, piece: Piece, attributes: Attributes): Problem {
  const { severity, message, why, code } = problem;
  const fix = fixes[code] ?? problem.fix;
  const path = problem.path === undefined ? undefined : piece.place(problem.path, attributes);
  return {
    severity: severity === "error" ? "error" : "warning",
    summary: message,
    detail: [reasons[code] ?? why, fix, `(${code})`].filter((each) => each !== undefined).join("\n\n"),
    ...(path === undefined || path.length === 0 ? {} : { path }),
  };
}

/** Single resources may hand an owner's role over within one run, in any order: what the apply refuses is a warning in a plan. */
export function softened(problem: Problem, code: string, { judgedAtPlan }: Piece): Problem {
  if (judgedAtPlan || code !== "guard/last-owner") return problem;
  const detail = `The apply stops here, unless another resource of the same run brings an owner.\n\n${problem.detail ?? ""}`;
  return { ...problem, severity: "warning", detail };
}

/** What a plan would do to something that is there already, and that nothing in the state speaks of. */
export function takeover(compared: ComparedPart): readonly Problem[] {
  const done = takenOver(compared);
  if (done.length === 0) return [];
  return [
    {
      severity: "warning",
      summary: "It is there already, and will be changed",
      detail: `Terraform shows a creation; what it does is:\n\n${done.join("\n")}\n\nWhere Terraform goes on to speak of an inconsistent final plan, live has moved since the plan was made: plan again, and look at the new plan.`,
    },
  ];
}

/** The changes of a creation to what is there already, in words. */
export function takenOver({ plan }: ComparedPart): readonly string[] {
  const changes = (plan?.changes ?? []).filter(({ action }) => action !== "create");
  return changes.map(({ action, address, fields }) => {
    const words = fields.map(({ path, before, after }) => `${path} ${shown(before)} → ${shown(after)}`);
    return `${action} ${address}${words.length > 0 ? `: ${words.join(", ")}` : ""}`;
  });
}

function shown(value: unknown): string {
  return value === undefined || value === null ? "nothing" : JSON.stringify(value);
}

/** What is wanted and waits, or is for a person, as warnings. */
export function waitingWords({ plan }: ComparedPart): readonly Problem[] {
  const waiting = (plan?.waiting ?? []).map(
    ({ address, message }): Problem => ({
      severity: "warning",
      summary: `${address} waits`,
      detail: message,
    }),
  );
  const forPerson = (plan?.forPerson ?? []).map(
    ({ address, message }): Problem => ({
      severity: "warning",
      summary: `${address} is for a person to do`,
      detail: message,
    }),
  );
  const observed = (plan?.observed ?? []).map(
    ({ address, message }): Problem => ({
      severity: "warning",
      summary: `${address} differs`,
      detail: message,
    }),
  );
  return [...waiting, ...forPerson, ...observed];
}

/** A problem with a sentence and what to do. */
export function refuse(summary: string, detail: string, path?: AttributePath): Problem {
  return { severity: "error", summary, detail, ...(path === undefined ? {} : { path }) };
}
