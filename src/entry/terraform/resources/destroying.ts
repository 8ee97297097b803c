/** A destroy, written. */
import { type AppliedPart, type ComparedPart, hasErrors, type Part } from "../../../index.ts";
import type { Change } from "../../../model/contract.ts";
import type { ApplyRequest, Problem, StateAnswer } from "../provider.ts";
import { textIn } from "../reading-attributes.ts";
import type { Attributes } from "../values/value.ts";
import { movedProblem, movedSince } from "./moved.ts";
import type { Piece } from "./piece.ts";
import { keep, type Remembered, recall } from "./remembered.ts";
import type { Run } from "./run.ts";
import { problemOf, refuse } from "./words.ts";

/** Ends what a resource stands for, or leaves it, as `on_destroy` says. */
export async function destroy(
  { prior, private: kept }: ApplyRequest,
  piece: Piece,
  run: Run,
): Promise<StateAnswer> {
  const known = recall(kept);
  const gone = { state: null, private: {}, problems: [] };
  if (prior === null || isReleased(prior)) return gone;
  if (run.created.has(textIn(prior["id"]) ?? "")) return { ...gone, problems: [madeAnew(prior)] };
  const part = piece.ending(prior, known);
  if (part === undefined) return gone;
  const stays = { state: prior, private: keep(known) };
  const refused = protectionProblems(prior);
  if (hasErrors(refused)) return { ...stays, problems: refused };
  const { left, ending } = await withoutKept({ prior, part, piece, kept }, run);
  const isUnseen = await unseenIn({ prior, known }, piece, run);
  const applied = await run.parts.apply(ending, ({ plan }) => {
    const unseen = (plan?.changes ?? []).filter(isUnseen);
    return unseen.length === 0 ? [] : [movedProblem(part.name, unseen)];
  });
  const problems = [...left, ...applied.problems.map((each) => problemOf(each, piece, prior))];
  if (isGone(applied.compared)) return { ...gone, problems: left };
  if (hasErrors(problems)) return { ...stays, problems };
  const held = unended(applied);
  if (held.length > 0) return { ...stays, problems: [...problems, ...held] };
  return { ...gone, problems };
}

/**
 * What the plan has not shown: removals of what was another way then. What could only be said later is no surprise. What is
 * destroyed to be made anew was planned as a creation; there the state tells.
 */
async function unseenIn(
  { prior, known }: { readonly prior: Attributes; readonly known: Remembered },
  piece: Piece,
  run: Run,
): Promise<(change: Change) => boolean> {
  const { ending } = known;
  if (ending !== undefined)
    return ({ address, id }) => ending[address] !== undefined && ending[address] !== id;
  const moved = await movedSince(prior, known, { piece, run });
  return ({ address }) => moved.has(address);
}

/** With `create_before_destroy` the new one is the old one: ending it would end what was just created. */
function madeAnew(prior: Attributes): Problem {
  return {
    severity: "warning",
    summary: `${textIn(prior["id"])} is not ended, for it was just created`,
    detail:
      "The resource was to be created before the one that it replaces is destroyed. On the system both are the same thing, which stays.",
  };
}

/** Whether the live thing is left as it is. */
export function isReleased(attributes: Attributes): boolean {
  return textIn(attributes["on_destroy"]) === "release";
}

/** Why an organization is not deleted. */
export function protectionProblems(attributes: Attributes): readonly Problem[] {
  if (attributes["deletion_protection"] !== true) return [];
  return [
    refuse(
      "The organization is protected from deletion",
      'Set `deletion_protection = false` and apply that first; or set `on_destroy = "release"` to leave it as it is.',
      ["deletion_protection"],
    ),
  ];
}

/** Whether the organization is not there, so that nothing in it is. */
function isGone({ live, plan, problems }: ComparedPart): boolean {
  return live === undefined && plan === undefined && !hasErrors(problems);
}

interface Ending {
  readonly prior: Attributes;
  readonly part: Part;
  readonly piece: Piece;
  readonly kept: ApplyRequest["private"];
}

/** A whole membership ends but for those whom a guard keeps; they are left, and named. */
export async function withoutKept(
  { prior, part, piece, kept }: Ending,
  { parts }: Run,
): Promise<{ readonly ending: Part; readonly left: readonly Problem[] }> {
  if (piece.endingWithout === undefined) return { ending: part, left: [] };
  const { held } = await parts.compare(part);
  const keptBy = held.filter(({ code }) => code === "guard/last-owner" || code === "guard/self");
  const addresses = new Set(keptBy.flatMap(({ addresses = [] }) => addresses));
  const rest = addresses.size === 0 ? part : piece.endingWithout(prior, recall(kept), addresses);
  if (rest === undefined || addresses.size === 0) return { ending: part, left: [] };
  return {
    ending: rest,
    left: [
      {
        severity: "warning",
        summary: "Some members are left as they are",
        detail: `${[...addresses].join(", ")}\n\n${keptBy.map(({ message }) => message).join("\n")}`,
      },
    ],
  };
}

/** What stands in the way of an end that no error has told. */
function unended({ compared, outcome }: AppliedPart): readonly Problem[] {
  const { waiting = [], forPerson = [] } = compared.plan ?? {};
  const why = [...waiting, ...forPerson].map(({ address, message }) => `${address}: ${message}`);
  const isWhole = outcome?.status === "complete" || outcome?.status === "unchanged";
  if (why.length === 0 && isWhole) return [];
  return [
    refuse(
      "It cannot be ended now",
      `${why.join("\n")}\n\nApply again once that is done; or set \`on_destroy = "release"\` and apply that, to leave it as it is.`,
    ),
  ];
}
