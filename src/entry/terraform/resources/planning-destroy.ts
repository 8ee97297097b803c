/** The plan of a destroy: judged like any other, so that what a guard holds is said before anything is written. */
import { hasErrors } from "../../../index.ts";
import type { PlanAnswer, PlanRequest, Problem } from "../provider.ts";
import { isReleased, protectionProblems, withoutKept } from "./destroying.ts";
import type { Piece } from "./piece.ts";
import { recall } from "./remembered.ts";
import { claimMembership, type Run } from "./run.ts";
import { problemOf, softened, waitingWords } from "./words.ts";

/** Plans a destroy. Only single resources may still be held by the last owner's guard at apply: others may take over. */
export async function planDestroy(
  { prior, private: kept }: PlanRequest,
  piece: Piece,
  run: Run,
): Promise<PlanAnswer> {
  const nothing = { planned: null, replace: [], private: kept };
  if (prior === null || isReleased(prior)) return { ...nothing, problems: [] };
  const refused = [...claimMembership(prior, piece, run), ...protectionProblems(prior)];
  const part = piece.ending(prior, recall(kept));
  if (hasErrors(refused) || part === undefined) return { ...nothing, problems: refused };
  const { ending, left } = await withoutKept({ prior, part, piece, kept }, run);
  const compared = await run.parts.plan(ending);
  const held = compared.held.map((each): Problem => {
    const problem = problemOf(each, piece, prior);
    return softened(problem, each.code, piece);
  });
  const problems = compared.problems.map((each) => problemOf(each, piece, prior));
  const waits = hasErrors(problems) ? [] : waitingWords(compared);
  const shown = (compared.plan?.changes ?? []).map(({ address, id }) => [address, id] as const);
  return {
    ...nothing,
    private: { ...kept, ending: Object.fromEntries(shown) },
    problems: [...left, ...problems, ...held, ...waits],
  };
}
