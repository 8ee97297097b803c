import { organizationAddress, type ParsedAddress, workspaceAddress } from "../../model/address.ts";
import type { WriteContext } from "../../model/connector.ts";
import type { Change } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { MemberStatus } from "../../model/live.ts";
import type { Api } from "./api.ts";
import type { Dialect } from "./dialect.ts";
import type { WriteApi } from "./write-api.ts";

export { nativeId, targetOf, textOf } from "../../model/writing.ts";

/** One change on its way, with what writing it needs. */
export interface Writing {
  readonly change: Change;
  readonly context: WriteContext;
  readonly api: WriteApi;
  readonly dialect: Dialect;
  /** Whether people who are only invited can be seen. */
  readonly listsPending: boolean;
  readonly memberships: Memberships;
}

/** A member or an invitation, by its id in paths. */
export interface Membership {
  readonly id: string;
  /** Absent where it was not looked up, since the dialect has paths of their own for invitations. */
  readonly status?: MemberStatus;
}

/** How members are named in paths. */
export interface Memberships {
  /** An account or invitation; undefined when it is no longer there. */
  find(organization: string, id: string): Promise<Membership | undefined>;
  /** The same as it is now, for what must not rest on an earlier look. */
  findNow(organization: string, id: string): Promise<Membership | undefined>;
}

/** Accounts are named by the membership's id in one dialect: looked up in one list per organization, read again on a miss. */
export function createMemberships(api: Api, { membershipIds }: Dialect): Memberships {
  const lists = new Map<string, Promise<ReadonlyMap<string, Membership>>>();

  function refresh(organization: string): Promise<ReadonlyMap<string, Membership>> {
    const list = api
      .members(organization)
      .then((rows) => new Map(rows.map(({ id, live }) => [live.id, { id, status: live.status }] as const)));
    lists.set(organization, list);
    list.catch(() => lists.delete(organization));
    return list;
  }

  return {
    find: async (organization, id) => {
      if (!membershipIds) return { id };
      const known = lists.get(organization);
      if (known === undefined) return (await refresh(organization)).get(id);
      return (await known).get(id) ?? (await refresh(organization)).get(id);
    },
    findNow: async (organization, id) => (membershipIds ? (await refresh(organization)).get(id) : { id }),
  };
}

/** The id of the organization that an address lies in. */
export function organizationId({ context }: Writing, { organization }: ParsedAddress): string {
  return context.id(organizationAddress(organization));
}

/** The id of one of an organization's workspaces. */
export function workspaceId({ context }: Writing, organization: string, workspace: string): string {
  return context.id(workspaceAddress(organization, workspace));
}

/**
 * Does something that a server refuses when it is done already; then `settle` looks, with the refusal at hand, and
 * gives undefined when it is not.
 */
export async function doOrSettle<T>(
  act: () => Promise<T>,
  settle: (refusal: ConnectorError) => Promise<T | undefined>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ConnectorError) || ![400, 409, 422].includes(error.status ?? 0)) throw error;
    const done = await settle(error);
    if (done === undefined) throw error;
    return done;
  }
}

/** Removes something; false when it was gone before. */
export async function remove(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof ConnectorError && error.status === 404) return false;
    throw error;
  }
}
