/** The reading endpoints of Cantila; no decisions. Paths are those of its pages and its control plane, see README.md. */
import { readReply, type Validate } from "../../io/reply.ts";
import type { ReadClient } from "../../model/connector.ts";
import type { Account, ActivityEvent, Branding, Invite, Me, Member } from "./contract.ts";
import { type List, readList } from "./pages.ts";
import * as replies from "./replies.js";
import { inItsWords } from "./words.ts";

/** The most that can be asked for; there is no next page. */
export const MOST_EVENTS = 500;

/** Reading endpoints. Lists come whole. `account` is who is acted as: an id, or a handle where there is no id yet. */
export interface Api {
  /** Whose the credential is; nobody is acted as. */
  me(): Promise<Me>;
  account(account: string): Promise<Account>;
  /** Only in the documented dialect. */
  branding(account: string): Promise<Branding>;
  subAccounts(account: string): Promise<readonly Account[]>;
  /** Whoever has a membership of their own. */
  members(account: string): Promise<readonly Member[]>;
  /** Of every status, where the dialect lists those. */
  invites(account: string): Promise<readonly Invite[]>;
  /** The latest, at most MOST_EVENTS. */
  activity(account: string): Promise<readonly ActivityEvent[]>;
}

/** The reading endpoints of one connection. */
export function createApi(client: ReadClient): Api {
  const one = async <T>(validate: Validate<T>, path: string, account?: string): Promise<T> => {
    const request = `GET ${path}`;
    const options = account === undefined ? {} : { headers: actingAs(account) };
    return readReply(validate, await inItsWords(request, () => client.get(path, options)), request);
  };
  const people = <Told, Row extends { readonly id: string; readonly accountId?: string }>(
    list: List<Told, Row>,
    account: string,
  ) => readList(client, list, { headers: actingAs(account), account });
  return {
    me: () => one(replies.Me, "/me"),
    account: (account) => one(replies.Account, "/accounts/me", account),
    branding: (account) => one(replies.Branding, "/accounts/me/branding", account),
    subAccounts: (account) => readList(client, SUB_ACCOUNTS, { headers: actingAs(account) }),
    members: (account) => people(MEMBERS, account),
    invites: (account) => people(INVITES, account),
    activity: (account) =>
      readList(client, ACTIVITY, { headers: actingAs(account), query: { limit: MOST_EVENTS } }),
  };
}

const SUB_ACCOUNTS: List<{ readonly accounts: readonly Account[] }, Account> = {
  path: "/accounts/sub",
  reply: replies.SubAccountList,
  rows: ({ accounts }) => accounts,
};
/**
 * Synthetic rows of people who are there through the parent account. Lists have none, as documented; one that came all the
 * same is no membership here: it can be neither changed nor removed, and is no owner.
 */
const THROUGH_PARENT = "mem_sub:";

const MEMBERS: List<{ readonly members: readonly Member[] }, Member> = {
  path: "/team/members",
  reply: replies.MemberList,
  rows: ({ members }) => members.filter(({ id }) => !id.startsWith(THROUGH_PARENT)),
};
const INVITES: List<{ readonly invites: readonly Invite[] }, Invite> = {
  path: "/invites",
  reply: replies.InviteList,
  rows: ({ invites }) => invites,
};
const ACTIVITY: List<{ readonly events: readonly ActivityEvent[] }, ActivityEvent> = {
  path: "/activity",
  reply: replies.ActivityList,
  rows: ({ events }) => events,
};

/** Every request says whom it is about, the credential's own account too: a session's active one can be moved by others. */
export function actingAs(account: string): Readonly<Record<string, string>> {
  return { "X-Cantila-Act-As": account };
}
