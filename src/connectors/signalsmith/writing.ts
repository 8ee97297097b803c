import { organizationAddress, type ParsedAddress, workspaceAddress } from "../../model/address.ts";
import type { WriteContext } from "../../model/connector.ts";
import type { Change } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { LiveWorkspace } from "../../model/live.ts";
import type { Api } from "./api.ts";
import type { Dialect } from "./dialect.ts";
import type { InvitationRow, MemberRow, WorkspaceMemberRow } from "./live-people.ts";
import { createLook, type Look } from "./look.ts";
import type { WriteApi } from "./write-api.ts";

export { isMade, isToDo, moved, nativeId, targetOf, textOf } from "../../model/writing.ts";

/** One change on its way, with what writing it needs. */
export interface Writing {
  readonly change: Change;
  readonly context: WriteContext;
  readonly api: WriteApi;
  readonly dialect: Dialect;
  /** Whether people who are only invited can be seen. */
  readonly listsPending: boolean;
  readonly looks: Looks;
}

/** What is looked at before something is taken away. */
export interface Looks {
  /** By organization: its members, and in the guide the invited, by account or invitation. */
  readonly members: Look<MemberRow>;
  /** By organization: its invitations, where they have a list of their own. */
  readonly invitations: Look<InvitationRow>;
  /** By organization: its workspaces. */
  readonly linked: Look<LiveWorkspace>;
  /** By workspace: who is in it, by account. */
  readonly inside: Look<WorkspaceMemberRow>;
}

/** Looks of one connection that have seen nothing yet. */
export function createLooks(
  api: Pick<Api, "members" | "invitations" | "linked" | "workspaceMembers">,
): Looks {
  return {
    members: createLook(api.members, ({ live }) => live.id),
    invitations: createLook(api.invitations, ({ id }) => id),
    linked: createLook(api.linked, ({ id }) => id),
    inside: createLook(
      async (workspace) => (await api.workspaceMembers(workspace)).filter(({ active }) => active),
      ({ account }) => account,
    ),
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
