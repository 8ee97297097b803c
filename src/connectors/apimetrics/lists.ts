/** What writing has to look up: lists that are kept in step with what is written, and read anew where others may have written. */
import type { Api } from "./api.ts";
import type { Account, AccountGrant, Invite, Project, Role, RoleGrant } from "./contract.ts";

/** One list of each organization. */
export interface Looked<Row> {
  /** As it was when it was last looked at, with what was written since. */
  rows(organization: string): Promise<readonly Row[]>;
  /** The same, looked at no more than a few seconds ago. */
  recent(organization: string): Promise<readonly Row[]>;
  /** As it is now. */
  now(organization: string): Promise<readonly Row[]>;
  /** Something was made or changed. */
  put(organization: string, row: Row): void;
  /** Something is gone. */
  drop(organization: string, id: string): void;
  /** Nobody knows what became of a write: the next look is a new one. */
  forget(organization: string): void;
}

/** The lists that writing looks at. */
export interface Lists {
  readonly accounts: Looked<Account>;
  readonly roles: Looked<Role>;
  readonly invites: Looked<Invite>;
  readonly projects: Looked<Project>;
  readonly grants: Looked<AccountGrant>;
  readonly roleGrants: Looked<RoleGrant>;
}

/** The lists of one connection, none of them read yet. */
export function createLists(api: Pick<Api, keyof Lists>): Lists {
  return {
    accounts: looked(api.accounts),
    roles: looked(api.roles),
    invites: looked(api.invites),
    projects: looked(api.projects),
    grants: looked(api.grants),
    roleGrants: looked(api.roleGrants),
  };
}

const RECENT_MS = 5_000;

/** A list as it is kept; one that is still being read is as recent as can be. */
interface Kept<Row> {
  readonly rows: Promise<readonly Row[]>;
  readonly read: { at: number };
}

function looked<Row extends { readonly id: string }>(
  read: (organization: string) => Promise<readonly Row[]>,
): Looked<Row> {
  const lists = new Map<string, Kept<Row>>();
  const keep = (organization: string, kept: Kept<Row>): void => {
    lists.set(organization, kept);
    kept.rows.catch(() => {
      if (lists.get(organization) === kept) lists.delete(organization);
    });
  };
  const look = async (organization: string) => {
    const kept = { rows: read(organization), read: { at: Number.POSITIVE_INFINITY } };
    keep(organization, kept);
    const rows = await kept.rows;
    kept.read.at = performance.now();
    return rows;
  };
  const change = (organization: string, to: (rows: readonly Row[]) => readonly Row[]) => {
    const known = lists.get(organization);
    if (known !== undefined) keep(organization, { rows: known.rows.then(to), read: known.read });
  };
  return {
    rows: async (organization) => await (lists.get(organization)?.rows ?? look(organization)),
    recent: async (organization) => {
      const known = lists.get(organization);
      const isRecent = known !== undefined && performance.now() - known.read.at < RECENT_MS;
      return await (isRecent ? known.rows : look(organization));
    },
    now: look,
    put: (organization, row) =>
      change(organization, (rows) => [...rows.filter(({ id }) => id !== row.id), row]),
    drop: (organization, gone) => change(organization, (rows) => rows.filter(({ id }) => id !== gone)),
    forget: (organization) => {
      lists.delete(organization);
    },
  };
}
