/** What moved on the system since the state was last looked at. */
import type { ComparedPart, PartProblem } from "../../../index.ts";
import type { Attributes } from "../values/value.ts";
import type { Piece } from "./piece.ts";
import type { Remembered } from "./remembered.ts";
import type { Run } from "./run.ts";

/**
 * The addresses at which live is not as it was when the state was last read. Terraform makes each plan again when it is
 * applied, and keeps nothing of the first but the state: that is what "reviewed is applied" is held to.
 */
export async function movedSince(
  prior: Attributes | null,
  known: Remembered,
  { piece, run }: { readonly piece: Piece; readonly run: Run },
): Promise<ReadonlySet<string>> {
  const part = prior === null || known.open === undefined ? undefined : piece.part(prior, known);
  if (part === undefined) return new Set();
  const { plan } = await run.parts.compare(part);
  const open = new Set(known.open);
  return new Set((plan?.changes ?? []).flatMap(({ id, address }) => (open.has(id) ? [] : [address])));
}

/** The problem of changes that nobody has seen in a plan. */
export function movedProblem(
  name: string,
  unseen: NonNullable<ComparedPart["plan"]>["changes"],
): PartProblem {
  const words = unseen.slice(0, 10).map(({ action, address }) => `${action} ${address}`);
  return {
    code: "part/moved",
    severity: "error",
    message: `${name}: what is live is not what the plan was made for.`,
    why: `Not in the plan: ${words.join(", ")}${unseen.length > words.length ? ", …" : ""}.`,
    fix: "Plan again and look at the new plan. Nothing of this resource was changed.",
  };
}
