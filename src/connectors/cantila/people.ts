/** Who is invited into an account and who is in it, as the writer sees it. */
import type { Api } from "./api.ts";
import type { Invite, Member } from "./contract.ts";

/**
 * Looks at the people of accounts, by the ids of invitations and memberships. Whoever needs both asks for the invitations
 * first: who accepts between the two looks is then seen twice, never not at all.
 */
export interface Lookout {
  /** The invitations as they were at most two seconds ago. */
  invites(account: string): Promise<ReadonlyMap<string, Invite>>;
  /** The invitations as they are now. */
  invitesNow(account: string): Promise<ReadonlyMap<string, Invite>>;
  /** The members as they are now. */
  members(account: string): Promise<ReadonlyMap<string, Member>>;
  /** Notes what was written, so that the next change need not ask again; nothing where nobody looked, or a look failed. */
  note(account: string, write: (invites: Map<string, Invite>) => unknown): void;
  /** Takes nothing seen so far for granted any more. */
  forget(): void;
}

/** As long as a look at invitations holds: many people of one account are invited one after another. */
const HOLDS_MS = 2000;

interface Seen {
  readonly at: number;
  readonly invites: Promise<Map<string, Invite>>;
}

/** A lookout that has seen nothing yet. */
export function createLookout(api: Pick<Api, "members" | "invites">): Lookout {
  const seen = new Map<string, Seen>();
  const invitesNow = (account: string): Promise<ReadonlyMap<string, Invite>> => {
    const invites = api.invites(account).then(byId);
    seen.set(account, { at: performance.now(), invites });
    return invites;
  };
  return {
    invites: (account) => {
      const last = seen.get(account);
      return last !== undefined && performance.now() - last.at < HOLDS_MS
        ? last.invites
        : invitesNow(account);
    },
    invitesNow,
    members: async (account) => byId(await api.members(account)),
    // What was written is written: it neither waits for a look that is on its way nor fails with it.
    note: (account, write) => void seen.get(account)?.invites.then(write, () => undefined),
    forget: () => seen.clear(),
  };
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
