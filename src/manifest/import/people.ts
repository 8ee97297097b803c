/** How people are named in a manifest: by e-mail where that means one account and no other, else by the system's id. */
import { comparedEmail, type Identity } from "../../model/identity.ts";
import type { LiveMember } from "../../model/live.ts";
import type { People } from "../meaning/people.ts";
import { isSayable } from "./text.ts";

const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** What an entry says of who it is about. */
export type Named = { readonly email: string } | { readonly id: string };

/** Somebody live: a member, or the subject of a grant. */
export interface Live {
  readonly id: string;
  readonly email?: string;
}

/** Names for the people of one organization; nobody is named twice. */
export interface Naming {
  account(live: LiveMember): Named | undefined;
  /** An invitation with an e-mail; undefined where somebody of that e-mail is a member, or named already. */
  invitation(live: LiveMember): Named | undefined;
  /** Somebody who is no member, out of all of those. */
  outsider(live: Live, all: readonly Live[]): Named | undefined;
  /** Somebody who is invited to a workspace: by e-mail alone; undefined where a member has it, or somebody named already. */
  invited(live: Live): Named | undefined;
}

/** Names that mean one of these members each, with the aliases and ids of declared persons counted. */
export function naming(people: People, members: readonly LiveMember[]): Naming {
  const rows = index(members);
  const used = new Set<string>();

  function first(forms: readonly Named[], fits: (identity: Identity) => boolean): Named | undefined {
    const found = forms
      .map((form) => ({ form, identity: people.identify(form) }))
      .find(({ identity }) => !used.has(identity.key) && fits(identity));
    if (found !== undefined) used.add(found.identity.key);
    return found?.form;
  }
  return {
    account: (live) =>
      first([...byEmail(live), ...byId(live)], (identity) => {
        const meant = meantBy(identity, rows).filter(isAccount);
        return meant.length === 1 && meant[0] === live;
      }),
    invitation: (live) =>
      first(byEmail(live), (identity) => !meantBy(identity, rows).some((row) => isAccount(row))),
    outsider: (live, all) =>
      first([...byEmail(live), ...byId(live)], (identity) => {
        const meant = all.filter((other) => means(identity, other));
        return meant.length === 1 && meantBy(identity, rows).length === 0;
      }),
    invited: (live) => first(byEmail(live), (identity) => meantBy(identity, rows).length === 0),
  };
}

/** An account that is a member, active or not: no invitation. */
export function isAccount({ status }: Pick<LiveMember, "status">): boolean {
  return status === "active" || status === "suspended";
}

/** By e-mail, where a manifest can hold it. */
export function byEmail({ email }: Live): readonly Named[] {
  return email !== undefined && EMAIL.test(email) && isSayable(email) ? [{ email }] : [];
}

function byId({ id }: Live): readonly Named[] {
  return isSayable(id) ? [{ id }] : [];
}

type Rows = ReadonlyMap<string, readonly LiveMember[]>;

function index(members: readonly LiveMember[]): Rows {
  const rows = new Map<string, LiveMember[]>();
  for (const member of members) {
    const names = [`id ${member.id}`, ...(member.email === undefined ? [] : [comparedEmail(member.email)])];
    for (const name of names) {
      const own = rows.get(name);
      if (own === undefined) rows.set(name, [member]);
      else own.push(member);
    }
  }
  return rows;
}

function meantBy(identity: Identity, rows: Rows): readonly LiveMember[] {
  return [...new Set(namesOf(identity).flatMap((name) => rows.get(name) ?? []))];
}

function means(identity: Identity, { id, email }: Live): boolean {
  const names = namesOf(identity);
  return names.includes(`id ${id}`) || (email !== undefined && names.includes(comparedEmail(email)));
}

function namesOf({ id, email, aliases }: Identity): readonly string[] {
  return [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(email === undefined ? [] : [comparedEmail(email)]),
    ...aliases,
  ];
}
