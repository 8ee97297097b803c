/**
 * What is looked at before something is changed or taken away. No reply carries a version to write against, so what is live
 * is held against the plan: it is as the plan saw it, it is as wished for already, or somebody else was here.
 */
import type { Attributes, Value } from "../../model/contract.ts";
import type { Member } from "./contract.ts";
import { keyOf, moved, nativeId, type Writing } from "./writing.ts";

/** Throws where an attribute is neither as the plan has seen it nor as it shall be. */
export function refuseMoved(writing: Writing, live: Attributes): void {
  const { before = {}, after = {} } = writing.change;
  const foreign = Object.keys(before).find(
    (name) => !same(live[name], before[name]) && !(name in after && same(live[name], after[name])),
  );
  if (foreign !== undefined)
    throw moved(writing, `has got ${JSON.stringify(live[foreign] ?? null)} for ${foreign}`);
}

/** Whether all that a change wants is there. */
export function isDone({ change: { after = {} } }: Writing, live: Attributes): boolean {
  return Object.entries(after).every(([name, value]) => same(live[name], value));
}

/** A text that is not there and one that is empty are the same. */
function same(one: Value | undefined, other: Value | undefined): boolean {
  return (one || null) === (other || null);
}

/** The member that a change is about, no other than the plan saw; undefined where they have left. */
export async function memberAsPlanned(writing: Writing, organization: string): Promise<Member | undefined> {
  const { members, change } = writing;
  const rows = await members.recent(organization);
  const row = rows.find(({ user }) => user.id === nativeId(writing));
  if (row === undefined) return undefined;
  const planned = [change.before, change.after].map((each) => each?.["status"]);
  if (planned[0] !== undefined && !planned.includes(row.status))
    throw moved(writing, `has another status (${row.status})`);
  await refuseOtherRole(writing, organization, row.role);
  return row;
}

type Held = { readonly id: number; readonly slug: string } | null;

/** Throws where somebody holds, or is invited to, neither the role that the plan saw nor the wished-for one. */
export async function refuseOtherRole(writing: Writing, organization: string, role: Held): Promise<void> {
  const { before, after } = writing.change;
  const seen = before?.["roles"];
  if (seen === undefined) return;
  const names = await namesOf(writing, organization, role);
  const fits = ([name, ...more]: readonly unknown[]) =>
    more.length === 0 && (role === null ? name === undefined : names.has(name));
  if (![seen, after?.["roles"]].some((each) => Array.isArray(each) && fits(each)))
    throw moved(writing, `has another role (${role?.slug ?? "none"})`);
}

/** How somebody is there, in words. */
export function asRole(role: Held): string {
  return role === null ? "without a role" : `as ${role.slug}`;
}

/** What the plan may call a role: as its holder's row has it, as it is called now, and as it was before this apply. */
async function namesOf(
  { roles, done }: Writing,
  organization: string,
  role: Held,
): Promise<ReadonlySet<unknown>> {
  if (role === null) return new Set();
  const now = (await roles.known(organization)).find(({ id }) => id === role.id);
  const earlier = done.renamed.get(keyOf(organization, role.id)) ?? [];
  return new Set([role.slug, ...(now === undefined ? [] : [now.slug]), ...earlier]);
}
