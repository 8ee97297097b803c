/** A creation or an update, written. */
import {
  type AppliedPart,
  type ComparedPart,
  hasErrors,
  type Part,
  type PartProblem,
} from "../../../index.ts";
import type { ApplyRequest, Problem, StateAnswer } from "../provider.ts";
import { type Attributes, isKnown, type Value } from "../values/value.ts";
import { declared } from "./declared.ts";
import { movedProblem, movedSince } from "./moved.ts";
import type { Piece } from "./piece.ts";
import { idsOf, seen } from "./refreshing.ts";
import { keep, type Remembered, recall } from "./remembered.ts";
import { claimMembership, type Run } from "./run.ts";
import { problemOf, refuse, waitingWords } from "./words.ts";

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
  const claimed = claimMembership(planned, piece, run);
  if (hasErrors(claimed)) return { ...before, problems: claimed };
  const moved =
    piece.followsOthers === true ? new Set<string>() : await movedSince(prior, known, { piece, run });
  const applied = await run.parts.apply(part, (compared) =>
    judge(compared, { part, known, prior, piece, moved }),
  );
  return await answer({ part, applied, request, known }, piece, run);
}

interface Judging {
  readonly part: Part;
  readonly known: Remembered;
  readonly prior: Attributes | null;
  readonly piece: Piece;
  readonly moved: ReadonlySet<string>;
}

/** Stops what was not shown: another change than the plan's, a thing in an organization that is not there. */
function judge(
  compared: ComparedPart,
  { part, known, prior, piece, moved }: Judging,
): readonly PartProblem[] {
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
  const unseen = compared.plan.changes.filter(
    ({ id, before, action, address }) =>
      moved.has(address) ||
      (known.shown === undefined
        ? prior === null && (action === "delete" || (action === "update" && before !== undefined))
        : !known.shown.includes(id)),
  );
  return unseen.length === 0 ? own : [...own, movedProblem(part.name, unseen)];
}

interface Done {
  readonly part: Part;
  readonly applied: AppliedPart;
  readonly request: Change;
  readonly known: Remembered;
}

async function answer({ part, applied, request, known }: Done, piece: Piece, run: Run): Promise<StateAnswer> {
  const { prior, planned, config } = request;
  const problems = applied.problems.map((each) => problemOf(each, piece, planned));
  const mails = { ...known, invitations: applied.invitations };
  if (applied.outcome === undefined) return { state: prior, private: keep(mails), problems };
  const after = await run.parts.compare({ ...part, invitations: applied.invitations });
  const private_ = keep({ ...seen(mails, after), open: idsOf(after) });
  const wished = declared(knownOf(planned), config ?? planned, piece);
  const refreshed = piece.refresh(wished, { compared: after, name: part.name, whole: false });
  const isWhole = applied.outcome.status === "complete" || applied.outcome.status === "unchanged";
  if (isWhole && refreshed !== undefined) {
    const state = asPlanned(planned, refreshed);
    if (prior === null && typeof state["id"] === "string") run.created.add(state["id"]);
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
