import { memberAddress } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import { ConnectorError, InternalError } from "../../model/errors.ts";
import type { Place } from "./write-api.ts";
import {
  doOrSettle,
  organizationId,
  remove,
  targetOf,
  textOf,
  type Writing,
  workspaceId,
} from "./writing.ts";

/** Gives a member a level on a workspace. Who has another one there by now keeps it: nobody has seen what that would take away. */
export async function grantAccess(writing: Writing): Promise<Written> {
  const { api } = writing;
  const { place, account } = grantOf(writing);
  const level = levelOf(writing);
  return await doOrSettle(
    async () => {
      await api.grant(place, account, level);
      return {};
    },
    async () => {
      const held = (await api.workspaceMembers(place.workspace)).find((row) => row.account === account);
      if (held === undefined) return undefined;
      if (held.level !== level) throw other(writing.change.address, held.level);
      return {};
    },
  );
}

function other(address: string, level: string): ConnectorError {
  return new ConnectorError(`${address}: the account has ${level} there by now; plan again`, {
    status: 409,
    retryable: false,
  });
}

/** PUT /workspaces/{id}/members/{account}. */
export async function setLevel(writing: Writing): Promise<Written> {
  const { place, account } = grantOf(writing);
  await writing.api.setLevel(place.workspace, account, levelOf(writing));
  return {};
}

/** DELETE /workspaces/{id}/members/{account}: the person stays a member of the organization. */
export async function revokeAccess(writing: Writing): Promise<Written> {
  const { place, account } = grantOf(writing);
  await remove(() => writing.api.revoke(place.workspace, account));
  return {};
}

function grantOf(writing: Writing): { readonly place: Place; readonly account: string } {
  const target = targetOf(writing, "access");
  return {
    place: {
      organization: organizationId(writing, target),
      workspace: workspaceId(writing, target.organization, target.workspace),
    },
    account: writing.context.id(memberAddress(target.organization, target.subject)),
  };
}

function levelOf({ change }: Writing): string {
  const level = textOf(change.after, "level");
  if (level !== undefined) return level;
  throw new InternalError(`${change.address} has no level`);
}
