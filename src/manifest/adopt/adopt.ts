/**
 * Adoption: the manifests are edited so that they say what live says, and everything else in them stays byte for byte.
 * In: the texts, what they mean, and changes that would undo what somebody did by hand. Out: the edited texts, and of
 * each change whether it was adopted. It must not: edit a group, look at a clock, or throw for what is in a manifest.
 */
import type { Change, OrganizationPlan } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import type { Kinds } from "../../model/kinds.ts";
import { declaredOn } from "../import/declared.ts";
import type { Documents } from "../schema/manifests.ts";
import type { Source } from "../syntax/source.ts";
import { accessChoice } from "./access.ts";
import { type Around, type Choice, entriesByPerson, placesIn } from "./around.ts";
import { addedWorkspaces, organizationChoice, roleChoice, workspaceChoice } from "./described.ts";
import { type Edited, type Editing, editing } from "./editing.ts";
import { confirmations } from "./emptied.ts";
import { memberChoice } from "./members.ts";
import { inOrder } from "./order.ts";
import * as words from "./words.ts";

/** What is adopted, and what decides how. */
export interface AdoptInput {
  /** The texts that the documents were parsed from. */
  readonly sources: readonly Source[];
  readonly documents: Documents;
  /** The differences by organization; only those that live moved, or of which nobody knows who did, are adopted. */
  readonly organizations: readonly Pick<OrganizationPlan, "name" | "changes">[];
  /** What each connection's system can do, by connection name. */
  readonly systems: ReadonlyMap<string, { readonly system: string; readonly kinds: Kinds }>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The time zone of dates, UTC by default. */
  readonly timezone?: string;
  /** Ids of changes that are refused, each with its reason. */
  readonly skipped?: ReadonlyMap<string, string>;
}

/** A difference that the edited manifests no longer have. */
export interface AdoptedChange {
  readonly id: string;
  readonly address: string;
  /** What became of its entry. */
  readonly words: string;
}

/** A difference that stays. */
export interface RefusedChange {
  readonly id: string;
  readonly address: string;
  /** Why, and what to do instead; a sentence without a full stop. */
  readonly reason: string;
}

/** What an adoption comes to. */
export interface Adoption {
  /** Only the files that changed. */
  readonly files: readonly Edited[];
  readonly adopted: readonly AdoptedChange[];
  readonly refused: readonly RefusedChange[];
}

/** Whether a change would undo what live moved: what git or time moved is not adopted. */
export function isAdoptable({ cause }: Pick<Change, "cause">): boolean {
  return cause === "drift" || cause === "unclassified";
}

/** Edits the manifests. Pure: the same input gives the same texts; adopting again from them gives nothing. */
export function adopt(input: AdoptInput): Adoption {
  const desk = editing(input.sources);
  const results = input.organizations.flatMap((organization) => adoptOne(organization, input, desk));
  const { files, failed } = desk.close();
  const told = results.map((result): Result => {
    const problem = "words" in result ? failed.get(result.address) : undefined;
    return problem === undefined ? result : refusal(result, problem);
  });
  return {
    files,
    adopted: sorted(told.filter((result) => "words" in result)),
    refused: sorted(told.filter((result) => "reason" in result)),
  };
}

type Result = AdoptedChange | RefusedChange;

function adoptOne(
  { name, changes }: AdoptInput["organizations"][number],
  input: AdoptInput,
  desk: Editing,
): readonly Result[] {
  const wanted = inOrder(changes.filter(isAdoptable));
  const around = aroundOf(name, changes, input);
  const sheet = around && desk.sheetOf(around.manifest);
  if (around === undefined || sheet === undefined)
    return wanted.map((change) => refusal(change, words.notFound));
  const results = wanted.map((change): Result => {
    const reason = input.skipped?.get(change.id);
    const choice = reason === undefined ? choiceOf(change, around) : { reason };
    if ("reason" in choice) return refusal(change, choice.reason);
    const problem = sheet.take(choice.steps, change.address);
    const { id, address } = change;
    return problem === undefined ? { id, address, words: choice.words } : refusal(change, problem);
  });
  sheet.finish(confirmations(sheet.steps(), around));
  return results;
}

function refusal({ id, address }: Pick<Change, "id" | "address">, reason: string): RefusedChange {
  return { id, address, reason };
}

function sorted<T extends { readonly address: string; readonly id: string }>(
  list: readonly T[],
): readonly T[] {
  return [...list].sort((a, b) => compareText(a.address, b.address) || compareText(a.id, b.id));
}

function choiceOf(change: Change, around: Around): Choice {
  const isToBeMade = around.changes.some(
    ({ kind, action }) => kind === "organization" && action === "create",
  );
  if (isToBeMade) return { reason: words.organizationNotLive };
  switch (change.kind) {
    case "organization":
      return organizationChoice(change, around);
    case "role":
      return roleChoice(change, around);
    case "workspace":
      return workspaceChoice(change, around);
    case "member":
      return memberChoice(change, around);
    case "access":
      return accessChoice(change, around);
  }
}

function aroundOf(name: string, changes: readonly Change[], input: AdoptInput): Around | undefined {
  const { documents, systems, now, timezone = "UTC", skipped = new Map() } = input;
  const manifest = documents.organizations.find(({ value }) => value.metadata.name === name);
  const facts = systems.get(manifest?.value.spec.connection ?? "");
  if (manifest === undefined || facts === undefined) return undefined;
  const { spec } = manifest.value;
  const declared = (spec.workspaces ?? []).map((entry) => entry.name);
  const people = declaredOn({ name: spec.connection, system: facts.system }, documents).people;
  const groups = new Map(documents.groups.map(({ value }) => [value.metadata.name, value.spec.members]));
  const taken = changes.filter((change) => isAdoptable(change) && !skipped.has(change.id));
  return {
    manifest,
    spec,
    kinds: facts.kinds,
    people,
    groups,
    places: placesIn(manifest),
    byPerson: entriesByPerson({ spec, people, groups }),
    changes,
    added: addedWorkspaces(taken, declared),
    now,
    timezone,
  };
}
