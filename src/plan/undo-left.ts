/** What of an apply its undo does not take back, and what it costs where it does. */
import type { Address } from "../model/address.ts";
import type { Change, ChangeOutcome, Diagnostic, OrganizationPlan } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import { hangsOn, isSame, pathOf, pathsOf, type Step, takesBack } from "./undo-things.ts";
import { remarks, type RemarkSubject as Subject, undoBlocked, undoImpossible } from "./undo-words.ts";

/** One organization's apply beside its undo. */
export interface Undone {
  /** What was applied. */
  readonly plan: OrganizationPlan;
  readonly results: readonly ChangeOutcome[];
  /** What would take it back. */
  readonly undo: OrganizationPlan;
}

type Found = readonly (readonly [Subject, string])[];

/** Says all that is not as it was once the undo is applied; sorted, each thing named by the address of its own plan. */
export function leftBehind({ plan, results, undo }: Undone): readonly Diagnostic[] {
  if (undo.verdict === "failed") {
    const errors = undo.diagnostics.filter(({ severity }) => severity === "error");
    return [undoImpossible(plan.name, errors.map(({ message }) => message).join(" "))];
  }
  const applied = stepsOf(plan, results, isDone);
  const unknown = stepsOf(plan, results, ({ status }) => status === "unknown");
  const back = undo.changes.map((change): Step => ({ change }));
  const places = listedIn(undo);
  const found: Found = [
    ...applied.flatMap((step) => [...missing(step, back, places), ...lasting(step)]),
    ...unknown.map(({ change }) => ["unknown", change.address] as const),
    ...back.flatMap((step) => costs(step, [...applied, ...unknown])),
    ...later(plan, undo),
  ];
  const guards = [...new Set(undo.changes.flatMap(({ blockedBy }) => blockedBy))].sort(compareText);
  return [...remarksOn(found, plan.name), ...(guards.length === 0 ? [] : [undoBlocked(plan.name, guards)])];
}

/** Whether a change was done, be it only in part: what was made has an id, whatever failed behind it. */
export function isDone({ status, nativeId }: ChangeOutcome): boolean {
  return status === "applied" || (status !== "unknown" && nativeId !== undefined);
}

/** One remark on each subject, about all that was found. */
function remarksOn(found: Found, organization: string): readonly Diagnostic[] {
  return (Object.keys(remarks) as Subject[]).flatMap((subject) => {
    const things = found.flatMap(([about, thing]) => (about === subject ? [thing] : []));
    const named = [...new Set(things)].sort(compareText);
    return named.length === 0 ? [] : [remarks[subject](organization, named)];
  });
}

function stepsOf(
  { changes }: OrganizationPlan,
  results: readonly ChangeOutcome[],
  isMeant: (result: ChangeOutcome) => boolean,
): readonly Step[] {
  const byAddress = new Map(results.map((result) => [result.address, result]));
  return changes.flatMap((change): readonly Step[] => {
    const result = byAddress.get(change.address);
    return result === undefined || !isMeant(result)
      ? []
      : [{ change, nativeId: result.nativeId ?? change.nativeId }];
  });
}

/** What the undo says instead of a change, by path. */
function listedIn(undo: OrganizationPlan): ReadonlyMap<string, Subject> {
  const entries = (list: readonly { readonly address: Address }[], subject: Subject) =>
    list.map(({ address }) => [pathOf(address), subject] as const);
  return new Map([
    ...entries([...undo.unmanaged, ...undo.released, ...undo.observed], "left"),
    ...entries(undo.waiting, "waiting"),
    ...entries(undo.forPerson, "forPerson"),
  ]);
}

/** What the undo leaves of an applied change. */
function missing(step: Step, back: readonly Step[], places: ReadonlyMap<string, Subject>): Found {
  const { change } = step;
  const answers = back.filter((each) => takesBack(each, step));
  const fields = fieldsLeft(change, answers);
  if (answers.length > 0 && fields.length === 0) return [];
  const place = pathsOf(step).flatMap((path) => places.get(path) ?? [])[0] ?? "unsaid";
  return [[place, fields.length === 0 ? change.address : `${change.address} (${fields.join(", ")})`]];
}

/** The fields of an update that no answer speaks of. */
function fieldsLeft({ action, fields }: Change, answers: readonly Step[]): readonly string[] {
  if (action !== "update" || answers.some((answer) => answer.change.action !== "update")) return [];
  const moved = new Set(answers.flatMap((answer) => answer.change.fields.map(({ path }) => path)));
  return fields.flatMap(({ path }) => (moved.has(path) ? [] : [path]));
}

/** What the undo has to leave for later or to a person, and the apply did not: what went with something else may be among it. */
function later(plan: OrganizationPlan, undo: OrganizationPlan): Found {
  const known = new Set([...plan.waiting, ...plan.forPerson].map(({ address }) => pathOf(address)));
  const fresh = (list: readonly { readonly address: Address }[], subject: Subject): Found =>
    list.flatMap(({ address }) => (known.has(pathOf(address)) ? [] : [[subject, address] as const]));
  return [...fresh(undo.waiting, "waiting"), ...fresh(undo.forPerson, "forPerson")];
}

/** What an applied change has done beside the change itself. */
function lasting({ change: { address, mails, secret } }: Step): Found {
  if (secret !== undefined) return [["secret", `${secret.name} of ${address}`]];
  return mails > 0 ? [["mailed", address]] : [];
}

/** What a change of the undo costs, and what of it does not belong to this apply. */
function costs(step: Step, applied: readonly Step[]): Found {
  const { address, kind, action, mails, after } = step.change;
  const isMade = action === "create" && kind !== "member" && kind !== "access" && after?.["id"] === undefined;
  return [
    ...(mails > 0 ? [["invitedAnew", address] as const] : []),
    ...(isMade ? [["madeAnew", address] as const] : []),
    ...beyond(step, applied),
  ];
}

/** What a change of the undo does that no applied change asks for. */
function beyond(step: Step, applied: readonly Step[]): Found {
  const { address, action, fields } = step.change;
  if (applied.some((each) => bringsAlong(each, step))) return [];
  const updates = applied.filter((each) => isSame(step, each));
  // What was only changed is changed back: to make or to remove the whole of it is more.
  if (action !== "update" || updates.length === 0) return [["more", address]];
  const moved = new Set(updates.flatMap((each) => each.change.fields.map(({ path }) => path)));
  const more = fields.flatMap(({ path }) => (moved.has(path) ? [] : [path]));
  return more.length === 0 ? [] : [["more", `${address} (${more.join(", ")})`]];
}

/** Whether something was made or removed with all that hangs on it, this among it. */
function bringsAlong(applied: Step, step: Step): boolean {
  return applied.change.action !== "update" && (isSame(step, applied) || hangsOn(step, applied));
}
