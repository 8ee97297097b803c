import type { WriteContext } from "../../model/connector.ts";
import type { Attributes, Change } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Invitation, Member, Role } from "./contract.ts";
import type { WriteApi } from "./write-api.ts";

export { moved, nativeId, organizationId, targetOf, textOf } from "../../model/writing.ts";

/** One change on its way, with what writing it needs. */
export interface Writing {
  readonly change: Change;
  readonly context: WriteContext;
  readonly api: WriteApi;
  readonly roles: Lists<Role>;
  readonly invitations: Lists<Invitation>;
  readonly members: Lists<Member>;
  readonly done: Done;
}

/** What this apply did that the system's lists do not tell, or not at once. */
export interface Done {
  /** Names that roles had before; by organization and role, as `keyOf` has it. */
  readonly renamed: Map<string, Set<string>>;
  /** Invitations that were sent again. */
  readonly resent: Set<string>;
  /** Invitations that were taken back: that they are gone is nobody else's doing. */
  readonly revoked: Set<string>;
}

/** What something in an organization is remembered by. */
export function keyOf(organization: string, id: string | number): string {
  return `${organization} ${id}`;
}

/** A list of each organization, read once and again when it is not enough. */
export interface Lists<Row> {
  /** As it was when it was first asked for in this apply. */
  known(organization: string): Promise<readonly Row[]>;
  /** As it is now. */
  now(organization: string): Promise<readonly Row[]>;
  /** As it was a few seconds ago at most: what is looked at before each write that would take something away. */
  recent(organization: string): Promise<readonly Row[]>;
  /** Makes a write known without another read: the row as it is now, or nothing where it is gone. */
  settle(organization: string, id: string, row?: Row): void;
}

const RECENT_MS = 3000;

/** Lists by organization, whose rows have ids; a read that failed is not kept. */
export function createLists<Row>(
  read: (organization: string) => Promise<readonly Row[]>,
  idOf: (row: Row) => string | number,
): Lists<Row> {
  const lists = new Map<string, Promise<readonly Row[]>>();
  const keep = (organization: string, list: Promise<readonly Row[]>): Promise<readonly Row[]> => {
    lists.set(organization, list);
    list.catch(() => {
      if (lists.get(organization) === list) lists.delete(organization);
    });
    return list;
  };
  const readAt = new Map<string, number>();
  const now = (organization: string) => {
    readAt.set(organization, performance.now());
    return keep(organization, read(organization));
  };
  const known = (organization: string) => lists.get(organization) ?? now(organization);
  return {
    known,
    now,
    recent: (organization) =>
      performance.now() - (readAt.get(organization) ?? Number.NEGATIVE_INFINITY) < RECENT_MS
        ? known(organization)
        : now(organization),
    settle: (organization, id, row) => {
      const list = lists
        .get(organization)
        ?.then((rows) => [
          ...rows.filter((each) => String(idOf(each)) !== id),
          ...(row === undefined ? [] : [row]),
        ]);
      if (list !== undefined) void keep(organization, list);
    },
  };
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

/**
 * Removes something; what was gone before is removed. A tenant that is not there is no such thing, and a 404 that does
 * not say what is missing may come from elsewhere: then it is looked whether the thing is there.
 */
export async function remove(
  writing: Writing,
  act: () => Promise<void>,
  isThere: () => Promise<boolean>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isRefusal(error, 404)) throw error;
    const code = codeOf(error);
    if (code === "resource_not_found") return;
    if (code !== undefined) throw error;
    if (await isThere())
      throw refusedBecause(
        writing,
        "is still there, although the deletion was answered with 404; look at the connection's endpoint, and at what stands between it and LumoAuth",
        error,
      );
  }
}

/** The code of a refusal, where it has one. */
export function codeOf({ body }: ConnectorError): unknown {
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
