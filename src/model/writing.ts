/** What a change says, for the leaves that write it. Pure. */
import { organizationAddress, type ParsedAddress, parseAddress } from "./address.ts";
import type { WriteContext } from "./connector.ts";
import type { Attributes, Change, Value } from "./contract.ts";
import { ConnectorError, InternalError } from "./errors.ts";

/** One change on its way, with what is known of the ids around it. */
export interface ChangeToWrite {
  readonly change: Change;
  readonly context: WriteContext;
}

type Only = Pick<ChangeToWrite, "change">;

/** What a change's address says, when it is of the kind that the caller handles; else an InternalError. */
export function targetOf<Kind extends ParsedAddress["kind"]>(
  { change }: Only,
  kind: Kind,
): Extract<ParsedAddress, { readonly kind: Kind }> {
  const target = parseAddress(change.address);
  if (isKind(target, kind)) return target;
  throw new InternalError(`${change.address} is no ${kind}`);
}

function isKind<Kind extends ParsedAddress["kind"]>(
  target: ParsedAddress,
  kind: Kind,
): target is Extract<ParsedAddress, { readonly kind: Kind }> {
  return target.kind === kind;
}

/** The id of the organization that a change is about, or about something in. */
export function organizationId({ change, context }: ChangeToWrite): string {
  return context.id(organizationAddress(parseAddress(change.address).organization));
}

/** The id of what an update or a deletion is about; an InternalError without one. */
export function nativeId({ change }: Only): string {
  if (change.nativeId !== undefined) return change.nativeId;
  throw new InternalError(`${change.address}: a change of what is live needs its id`);
}

/** A text among attributes, where there is one. */
export function textOf(attributes: Attributes | undefined, name: string): string | undefined {
  const value = attributes?.[name];
  return typeof value === "string" ? value : undefined;
}

/** The error for a change that no longer fits what is live: somebody else was here. `what` goes on from the address. */
export function moved({ change }: Only, what: string): ConnectorError {
  return new ConnectorError(`${change.address} ${what} since the plan was made; plan again`, {
    status: 409,
    retryable: false,
    moved: true,
  });
}

/**
 * Whether a change of something live is still to be written; false: live is so already. `live` is what it is just now,
 * in the plan's words (undefined: gone); what it leaves out is not compared, and never taken for done. Throws `moved`
 * where a value is neither the plan's before nor its after.
 */
export function isToDo(writing: Only, live: Attributes | undefined): boolean {
  const { action, before = {}, after = {} } = writing.change;
  const isRemoval = action === "delete";
  if (live === undefined) {
    if (isRemoval) return false;
    throw moved(writing, "is gone");
  }
  const seen: Attributes = isRemoval ? before : { ...after, ...before };
  const told = Object.keys(seen).filter((path) => live[path] !== undefined);
  const others = isRemoval ? told : told.filter((path) => !isSame(live[path], after[path]));
  const strange = others.find((path) => !isSame(live[path], seen[path]));
  if (strange !== undefined) throw moved(writing, became(strange, live[strange]));
  return isRemoval || Object.keys(after).some((path) => !told.includes(path) || others.includes(path));
}

/** Whether something that is there already is what a creation asks for; false: nothing is there. Throws `moved` where it is something else. */
export function isMade(writing: Only, live: Attributes | undefined): boolean {
  if (live === undefined) return false;
  const { after = {} } = writing.change;
  const told = Object.keys(after).filter((path) => live[path] !== undefined);
  const strange = told.find((path) => !isSame(live[path], after[path]));
  if (strange === undefined) return true;
  throw moved(writing, `was made, with ${strange} ${inWords(live[strange])},`);
}

/** Values are the same whatever the order of what they hold; what is not set is null. */
function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return inOneOrder(one) === inOneOrder(other);
}

function inOneOrder(value: Value | undefined): string {
  if (Array.isArray(value)) return JSON.stringify([...value].sort());
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function became(path: string, value: Value | undefined): string {
  if (path !== "roles") return `got ${path} ${inWords(value)}`;
  return `became ${inWords(value) || "somebody without a role"}`;
}

function inWords(value: Value | undefined): string {
  return Array.isArray(value) ? value.join(", ") : JSON.stringify(value ?? null);
}
