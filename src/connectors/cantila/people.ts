/** Who is in an account or invited into it, as the writer last saw it. */
import type { Api } from "./api.ts";
import type { Invite, Member } from "./contract.ts";

/** The people of one account, by the ids of memberships and invitations. */
export interface People {
  readonly members: Map<string, Member>;
  readonly invites: Map<string, Invite>;
}

/** Looks at the people of accounts. */
export interface Lookout {
  /** As they were at most half a minute ago. */
  people(account: string): Promise<People>;
  /** As they are now. */
  peopleNow(account: string): Promise<People>;
  /** Notes what was written, so that the next change need not ask again; nothing where nobody looked. */
  note(account: string, write: (people: People) => unknown): Promise<void>;
  /** Takes nothing seen so far for granted any more. */
  forget(): void;
}

/** As long as a look holds: many people of one account are invited one after another. */
const HOLDS_MS = 30_000;

interface Seen {
  readonly at: number;
  readonly people: Promise<People>;
}

/** A lookout that has seen nothing yet. */
export function createLookout(api: Pick<Api, "members" | "invites">): Lookout {
  const seen = new Map<string, Seen>();
  const peopleNow = (account: string): Promise<People> => {
    const people = ask(api, account);
    seen.set(account, { at: Date.now(), people });
    return people;
  };
  return {
    people: (account) => {
      const last = seen.get(account);
      return last !== undefined && Date.now() - last.at < HOLDS_MS ? last.people : peopleNow(account);
    },
    peopleNow,
    note: async (account, write) => {
      const people = await seen.get(account)?.people;
      if (people !== undefined) write(people);
    },
    forget: () => seen.clear(),
  };
}

async function ask(api: Pick<Api, "members" | "invites">, account: string): Promise<People> {
  const [members, invites] = await Promise.all([api.members(account), api.invites(account)]);
  return { members: byId(members), invites: byId(invites) };
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
