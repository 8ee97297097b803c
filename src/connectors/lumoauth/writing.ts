import { organizationAddress, type ParsedAddress, parseAddress } from "../../model/address.ts";
import type { WriteContext } from "../../model/connector.ts";
import type { Attributes, Change } from "../../model/contract.ts";
import { ConnectorError, InternalError } from "../../model/errors.ts";
import type { Invitation, Role } from "./contract.ts";
import type { WriteApi } from "./write-api.ts";

/** One change on its way, with what writing it needs. */
export interface Writing {
  readonly change: Change;
  readonly context: WriteContext;
  readonly api: WriteApi;
  readonly roles: Lists<Role>;
  readonly invitations: Lists<Invitation>;
}

interface Numbered {
  readonly id: number;
}

/** A list of each organization, read once and again when it is not enough. */
export interface Lists<Row extends Numbered> {
  /** As it was when it was first asked for in this apply. */
  known(organization: string): Promise<readonly Row[]>;
  /** As it is now. */
  now(organization: string): Promise<readonly Row[]>;
  /** Makes a write known without another read: the row as it is now, or nothing where it is gone. */
  settle(organization: string, id: string, row?: Row): void;
}

/** Lists by organization; a read that failed is not kept. */
export function createLists<Row extends Numbered>(
  read: (organization: string) => Promise<readonly Row[]>,
): Lists<Row> {
  const lists = new Map<string, Promise<readonly Row[]>>();
  const keep = (organization: string, list: Promise<readonly Row[]>): Promise<readonly Row[]> => {
    lists.set(organization, list);
    list.catch(() => {
      if (lists.get(organization) === list) lists.delete(organization);
    });
    return list;
  };
  const now = (organization: string) => keep(organization, read(organization));
  return {
    known: (organization) => lists.get(organization) ?? now(organization),
    now,
    settle: (organization, id, row) => {
      const list = lists
        .get(organization)
        ?.then((rows) => [
          ...rows.filter((each) => String(each.id) !== id),
          ...(row === undefined ? [] : [row]),
        ]);
      if (list !== undefined) void keep(organization, list);
    },
  };
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

/** The id of the organization that a change lies in. */
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

/** Those of a change's attributes that are given, under the system's names; null takes away. */
export function wireOf(
  after: Attributes | undefined,
  names: Readonly<Record<string, string>>,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([attribute, field]) => {
      const value = after?.[attribute];
      return typeof value === "string" || value === null ? [[field, value]] : [];
    }),
  );
}

/** Whether an error is a refusal with one of the statuses. */
export function isRefusal(error: unknown, ...statuses: readonly number[]): error is ConnectorError {
  return error instanceof ConnectorError && statuses.includes(error.status ?? 0);
}

/** Removes something; what was gone before is removed. A tenant that is not there is no such thing. */
export async function remove(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isRefusal(error, 404) || codeOf(error) === "tenant_not_found") throw error;
  }
}

function codeOf({ body }: ConnectorError): unknown {
  return typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
}

/** A refusal in words that say what it means for a change, with the system's own words behind. */
export function refusedBecause({ change }: Writing, why: string, refusal: ConnectorError): ConnectorError {
  const { status, requestId, body } = refusal;
  const message = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
  const said = typeof message === "string" ? `; LumoAuth says: ${message.slice(0, 200)}` : "";
  return new ConnectorError(`${change.address}: ${why}${said}`, {
    retryable: false,
    cause: refusal,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** What a plan rests on is not so any more. */
export function moved({ change }: Writing, what: string): ConnectorError {
  return new ConnectorError(`${change.address} ${what} since the plan was made; plan again`, {
    status: 409,
    retryable: false,
  });
}
