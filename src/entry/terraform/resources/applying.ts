/** A creation or an update, written. */
import type { AppliedPart, ComparedPart, Part, PartProblem } from "../../../index.ts";
import type { ApplyRequest, Problem, StateAnswer } from "../provider.ts";
import { type Attributes, isKnown, type Value } from "../values/value.ts";
import { declared } from "./declared.ts";
import type { Known, Piece } from "./piece.ts";
import { seen } from "./refreshing.ts";
import { keep, type Remembered, recall } from "./remembered.ts";
import { claimMembership, type Run } from "./run.ts";
import { hasErrors, problemOf, refuse, waitingWords } from "./words.ts";

type Change = ApplyRequest & { readonly planned: Attributes };

/**
 * Writes what was planned and nothing else, and tells what is live then. A creation that fails leaves no state: what
 * was made of it is taken over by the next apply, and nothing is removed to be made again.
 */
export async function applyChange(request: Change, piece: Piece, run: Run): Promise<StateAnswer> {
  const { prior, planned, config, private: kept } = request;
  const known = recall(kept);
  const part = piece.part(declared(planned, config ?? planned, piece), known);
  const before: Omit<StateAnswer, "problems"> = { state: prior, private: keep(known) };
  if (part === undefined)
    return { ...before, problems: [refuse("The organization is not known", "Name an organization.")] };
  const organization = planned["organization"];
  const claimed =
    piece.membership === undefined || typeof organization !== "string"
      ? []
      : claimMembership(run, organization, piece.membership);
  const moved = await movedSince(request, known, { piece, run });
  const problems = [...claimed, ...moved];
  if (hasErrors(problems)) return { ...before, problems };
  const applied = await run.parts.apply(part, (compared) => judge(compared, { part, known, prior, piece }));
  return await answer({ part, applied, request, known }, piece, run);
}

interface Judging {
  readonly part: Part;
  readonly known: Remembered;
  readonly prior: Attributes | null;
  readonly piece: Piece;
}

/** Stops what was not shown: another change than the plan's, a thing in an organization that is not there. */
function judge(compared: ComparedPart, { part, known, prior, piece }: Judging): readonly PartProblem[] {
  const own = (piece.judge?.(compared, { isPlan: false }) ?? []).map(
    ({ severity, summary, detail }): PartProblem => ({
      code: "part/refused",
      severity,
      message: summary,
      ...(detail === undefined ? {} : { why: detail }),
    }),
  );
  if (compared.plan === undefined) {
    return [
      {
        code: "part/no-organization",
        severity: "error",
        message: `There is no organization ${part.key.slug ?? part.key.id} on ${part.connection}.`,
        fix: "Let its resource come first, by a reference to its `id`; or correct the name.",
      },
    ];
  }
  const unseen = compared.plan.changes.filter(({ id, before, action }) =>
    known.shown === undefined
      ? prior === null && (action === "delete" || (action === "update" && before !== undefined))
      : !known.shown.includes(id),
  );
  if (unseen.length === 0) return own;
  const words = unseen.slice(0, 10).map(({ action, address }) => `${action} ${address}`);
  return [
    ...own,
    {
      code: "part/moved",
      severity: "error",
      message: `${part.name}: what is live is not what the plan was made for.`,
      why: `Not in the plan: ${words.join(", ")}${unseen.length > words.length ? ", …" : ""}.`,
      fix: "Plan again and look at the new plan. Nothing of this resource was changed.",
    },
  ];
}

/** Where a plan could not compare, live has to be as the state says, or somebody else was here. */
async function movedSince(
  { prior }: Change,
  known: Remembered,
  { piece, run }: { readonly piece: Piece; readonly run: Run },
): Promise<readonly Problem[]> {
  if (prior === null || known.shown !== undefined) return [];
  const part = piece.part(prior, known);
  if (part === undefined) return [];
  const { plan } = await run.parts.compare(part);
  if ((plan?.changes ?? []).length === 0) return [];
  return [
    refuse(
      `${part.name}: what is live is not what the plan was made for`,
      "It differs from the state that the plan began with. Plan again and look at the new plan. Nothing of this resource was changed.",
    ),
  ];
}

interface Done {
  readonly part: Part;
  readonly applied: AppliedPart;
  readonly request: Change;
  readonly known: Known;
}

async function answer({ part, applied, request, known }: Done, piece: Piece, run: Run): Promise<StateAnswer> {
  const { prior, planned } = request;
  const problems = applied.problems.map((each) => problemOf(each, piece, planned));
  const mails = { ...known, invitations: applied.invitations };
  if (applied.outcome === undefined) return { state: prior, private: keep(mails), problems };
  const after = await run.parts.compare({ ...part, invitations: applied.invitations });
  const private_ = keep(seen(mails, after));
  const refreshed = piece.refresh(knownOf(planned), { compared: after, name: part.name, whole: false });
  const isWhole = applied.outcome.status === "complete" || applied.outcome.status === "unchanged";
  if (isWhole && refreshed !== undefined) {
    const state = asPlanned(planned, refreshed);
    return { state, private: private_, problems: [...problems, ...waitingWords(after)] };
  }
  const unsettled = hasErrors(problems) ? [] : [notKept(part, after)];
  return {
    state: prior === null ? null : (refreshed ?? prior),
    private: private_,
    problems: [...problems, ...unsettled],
  };
}

/** What was written is not there, though nothing failed: the system's answer and its state disagree. */
function notKept({ name }: Part, { problems }: ComparedPart): Problem {
  const why = problems.map(({ message }) => message).join("\n");
  return refuse(
    `${name}: what was written could not be read back`,
    `${why}\n\nPlan again to see what is there.`.trim(),
  );
}

function knownOf(planned: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]): [string, Value] => [name, isKnown(value) ? value : null]),
  );
}

/** What was planned is told as it was planned; only what nobody knew is told as it is live. */
function asPlanned(planned: Attributes, live: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]): [string, Value] => [
      name,
      isKnown(value) ? value : (live[name] ?? null),
    ]),
  );
}
