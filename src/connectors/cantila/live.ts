/** What Cantila's rows are, as live resources. Pure; a time that is none is refused. */
import type { HistoryEntry } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { LiveMember, LiveOrganization } from "../../model/live.ts";
import type { Account, ActivityEvent, Branding, Invite, Member } from "./contract.ts";
import { attributesOf, lookIn, lookShown } from "./look.ts";

/** An account; its look stands in itself, but for the dialect that shows it apart. */
export function liveOrganization(account: Account, branding: Branding | undefined): LiveOrganization {
  const { id, handle, name, plan } = account;
  const look = branding === undefined ? lookIn(account) : lookShown(branding);
  return {
    kind: "organization",
    id,
    slug: handle,
    attributes: { slug: handle, displayName: name, ...attributesOf(look) },
    observed: told({ plan }),
    ...told({
      parent: account.parentAccountId,
      parentSlug: account.parentAccountId?.replace(/^acc_/, ""),
    }),
  };
}

/** Somebody in the account, by the membership's id; the time they joined is their user's, so it is not shown. */
export function liveMember({ id, email, role, name, lastActiveAt }: Member): LiveMember {
  return {
    kind: "member",
    id,
    ...told({ email }),
    roles: [role],
    status: "active",
    observed: told({ name, lastActive: lastActiveAt }),
  };
}

/** An invitation that can be accepted, or could; nothing for what became of any other. */
export function liveInvitation(invite: Invite, now: number): readonly LiveMember[] {
  if (invite.status !== "pending") return [];
  const { id, email, role, expiresAt } = invite;
  const status = isOver(invite, now) ? "expired" : "invited";
  return [{ kind: "member", id, ...told({ email }), roles: [role], status, expiresAt }];
}

/** Whether a pending invitation is past its time: Cantila notices that only when somebody follows the link. */
export function isOver({ expiresAt }: Pick<Invite, "expiresAt">, now: number): boolean {
  return instantOf(expiresAt) <= now;
}

/** An entry of the activity; who acted is told where it was another account. */
export function historyEntry({ at, kind, title, detail, actorAccountId }: ActivityEvent): HistoryEntry {
  instantOf(at);
  const target = [title, detail].filter((text) => text).join(": ");
  return { at, action: kind, ...told({ actor: actorAccountId, target }) };
}

function instantOf(text: string): number {
  const instant = Date.parse(text);
  if (!Number.isNaN(instant)) return instant;
  throw new ConnectorError(`Cantila told ${JSON.stringify(text)} where a time was expected`, {
    retryable: false,
  });
}

function told<Name extends string>(
  texts: Readonly<Record<Name, string | null | undefined>>,
): Readonly<Partial<Record<Name, string>>> {
  const entries = Object.entries(texts).filter(([, text]) => text);
  return Object.fromEntries(entries) as Partial<Record<Name, string>>;
}
