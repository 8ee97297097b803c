import { organizationAddress, type ParsedAddress, parseAddress } from "../../model/address.ts";
import type { WriteContext } from "../../model/connector.ts";
import type { Attributes, Change } from "../../model/contract.ts";
import { ConnectorError, InternalError } from "../../model/errors.ts";
import { RANK } from "./kinds.ts";
import type { WriteApi } from "./write-api.ts";

/** One change on its way, with what writing it needs. */
export interface Writing {
  readonly change: Change;
  readonly context: WriteContext;
  readonly api: WriteApi;
}

/** What a change's address says, when it is of the kind that the caller handles. */
export function targetOf<Kind extends ParsedAddress["kind"]>(
  { change }: Writing,
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
export function organizationId({ change, context }: Writing): string {
  return context.id(organizationAddress(parseAddress(change.address).organization));
}

/** The id of what an update or a deletion is about. */
export function nativeId({ change }: Writing): string {
  if (change.nativeId !== undefined) return change.nativeId;
  throw new InternalError(`${change.address}: a change of what is live needs its id`);
}

/** A text among attributes, where there is one. */
export function textOf(attributes: Attributes | undefined, name: string): string | undefined {
  const value = attributes?.[name];
  return typeof value === "string" ? value : undefined;
}

/** The one role among attributes, where there is one. */
export function roleIn(attributes: Attributes | undefined): (typeof RANK)[number] | undefined {
  const roles = attributes?.["roles"];
  return RANK.find((role) => Array.isArray(roles) && roles[0] === role);
}

/** The role that a change wants. */
export function wantedRole({ change }: Writing): (typeof RANK)[number] {
  const role = roleIn(change.after);
  if (role !== undefined) return role;
  throw new InternalError(`${change.address} has no role that CNAP knows`);
}

/** What is live is not what the plan saw, nor what it wants: somebody else was here. */
export function moved({ change }: Writing, what: string): ConnectorError {
  return new ConnectorError(`${change.address} ${what} since the plan was made; plan again`, {
    status: 409,
    retryable: false,
  });
}
