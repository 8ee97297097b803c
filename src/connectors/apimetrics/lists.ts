/** What writing has to look up: lists that are read once, and kept in step with what is written. */
import type { Api } from "./api.ts";
import type { Account, AccountGrant, Invite, Project, RoleGrant } from "./contract.ts";

/** One list of each organization. */
export interface Looked<Row> {
  /** As it was when it was first looked at, with what was written since. */
  rows(organization: string): Promise<readonly Row[]>;
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
  readonly invites: Looked<Invite>;
  readonly projects: Looked<Project>;
  readonly grants: Looked<AccountGrant>;
  readonly roleGrants: Looked<RoleGrant>;
}

/** The lists of one connection, none of them read yet. */
export function createLists(api: Api): Lists {
  return {
    accounts: looked(api.accounts),
    invites: looked(api.invites),
    projects: looked(api.projects),
    grants: looked(api.grants),
    roleGrants: looked(api.roleGrants),
  };
}

function looked<Row extends { readonly id: string }>(
  read: (organization: string) => Promise<readonly Row[]>,
): Looked<Row> {
  const lists = new Map<string, Promise<readonly Row[]>>();
  const keep = (organization: string, list: Promise<readonly Row[]>): void => {
    lists.set(organization, list);
    list.catch(() => {
      if (lists.get(organization) === list) lists.delete(organization);
    });
  };
  const look = async (organization: string) => {
    const list = read(organization);
    keep(organization, list);
    return await list;
  };
  const change = (organization: string, to: (rows: readonly Row[]) => readonly Row[]) => {
    const known = lists.get(organization);
    if (known !== undefined) keep(organization, known.then(to));
  };
  return {
    rows: async (organization) => await (lists.get(organization) ?? look(organization)),
    now: look,
    put: (organization, row) =>
      change(organization, (rows) => [...rows.filter(({ id }) => id !== row.id), row]),
    drop: (organization, gone) => change(organization, (rows) => rows.filter(({ id }) => id !== gone)),
    forget: (organization) => {
      lists.delete(organization);
    },
  };
}
