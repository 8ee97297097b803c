/** What a change says, for the leaves that write it. Pure. */
import { organizationAddress, type ParsedAddress, parseAddress } from "./address.ts";
import type { WriteContext } from "./connector.ts";
import type { Attributes, Change } from "./contract.ts";
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
