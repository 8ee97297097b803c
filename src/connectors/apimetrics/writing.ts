import { memberAddress, workspaceAddress } from "../../model/address.ts";
import type { WriteContext } from "../../model/connector.ts";
import type { Attributes, Change, Value } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import { moved, organizationId, targetOf } from "../../model/writing.ts";
import type { Account } from "./contract.ts";
import type { Lists } from "./lists.ts";
import { toldRoles } from "./live-people.ts";
import type { WriteApi } from "./write-api.ts";

export { moved, nativeId, organizationId, targetOf, textOf } from "../../model/writing.ts";

/** One change on its way, with what writing it needs. */
export interface Writing {
  readonly change: Change;
  readonly context: WriteContext;
  readonly api: WriteApi;
  readonly lists: Lists;
  /** Invites that we took back ourselves: their absence says nothing of an acceptance. */
  readonly cancelled: Set<string>;
}

/** The id of the project that a change of access is about. */
export function projectId(writing: Writing): string {
  const { organization, workspace } = targetOf(writing, "access");
  return writing.context.id(workspaceAddress(organization, workspace));
}

/** The account or the invite whose access it is, where the plan knew it: that of a member, or of who has live access. */
export function holderId(writing: Writing): string | undefined {
  const { organization, subject } = targetOf(writing, "access");
  const address = memberAddress(organization, subject);
  return writing.change.refs[address] === undefined ? undefined : writing.context.id(address);
}

/** A list of texts among attributes, where there is one. */
export function textsOf(attributes: Attributes | undefined, name: string): readonly string[] | undefined {
  const value = attributes?.[name];
  return Array.isArray(value) ? value : undefined;
}

/** A list that may be emptied, where it is said: an update leaves alone what it is sent as null. */
export function listOf(attributes: Attributes, name: string): readonly string[] | undefined {
  return attributes[name] === null ? [] : textsOf(attributes, name);
}

/** Whether two e-mails are the same. */
export function isFor(email: string | null | undefined, other: string): boolean {
  return typeof email === "string" && comparedEmail(email) === comparedEmail(other);
}

/** Whether a refusal may mean that the work is done already; then somebody has to look. */
export function mayBeDone(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && [400, 403, 404, 409, 422].includes(error.status ?? 0);
}

/**
 * Does something that a server may refuse when it is done already; then `settle` looks, and gives undefined when it is
 * not.
 */
export async function doOrSettle<T>(act: () => Promise<T>, settle: () => Promise<T | undefined>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!mayBeDone(error)) throw error;
    const done = await settle();
    if (done === undefined) throw error;
    return done;
  }
}

/**
 * Removes something; false when it was gone before. Even a 404 counts as done only once a look says so: it may mean the
 * path.
 */
export async function remove(act: () => Promise<void>, isThere: () => Promise<boolean>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!mayBeDone(error) || (await isThere())) throw error;
    return false;
  }
}

/** The roles that an account's row tells, as far as the organization lists them; undefined where it tells none. */
export async function rolesOf(writing: Writing, account: Account): Promise<readonly string[] | undefined> {
  const organization = organizationId(writing);
  const roles = await writing.lists.roles.recent(organization);
  return toldRoles(account, organization, new Set(roles.map(({ id }) => id)));
}

/** Throws where an attribute is neither as the plan has seen it nor as it shall be: somebody else was here. */
export function refuseMoved(writing: Writing, live: Attributes): void {
  const { before = {}, after = {} } = writing.change;
  for (const [name, seen] of Object.entries(before)) {
    const now = live[name] ?? null;
    if (!isSame(now, seen) && !(name in after && isSame(now, after[name] ?? null)))
      throw moved(writing, `has got ${JSON.stringify(now)} for ${name}`);
  }
}

/** Whether all that a change wants is there. */
export function isDone({ change: { after = {} } }: Writing, live: Attributes): boolean {
  return Object.entries(after).every(([name, wanted]) => isSame(live[name] ?? null, wanted));
}

/** Lists are compared as sets. */
function isSame(one: Value, other: Value): boolean {
  const plain = (value: Value) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  return plain(one) === plain(other);
}
