/** Persons: many addresses and ids, one identity. */
import type { Diagnostic, PersonManifest } from "../../model/contract.ts";
import { comparedEmail, type Identity, personKey } from "../../model/identity.ts";
import type { Located, Path } from "../syntax/source.ts";
import { claimedTwice } from "../words/meaning.ts";
import { at } from "../words/problem.ts";
import { given, own } from "./given.ts";

/** How an entry names somebody: exactly one of the two. */
export interface Who {
  readonly email?: string | undefined;
  readonly id?: string | undefined;
}

/** The people of one connection. */
export interface People {
  /** Who somebody is on the connection: with the Person's e-mail, id and aliases where a Person is declared. */
  identify(who: Who): Identity;
  /** Everybody who is declared, by their key. */
  readonly all: readonly Identity[];
  /** The Person document behind it. */
  find(who: Who): Located<PersonManifest> | undefined;
}

type Person = Located<PersonManifest>;

/** Persons by every address that means them; the first claim counts. */
export function personsByEmail(persons: readonly Person[]): ReadonlyMap<string, Person> {
  const byEmail = new Map<string, Person>();
  for (const person of persons) {
    for (const { email } of emailsOf(person)) if (!byEmail.has(email)) byEmail.set(email, person);
  }
  return byEmail;
}

/** The people of a connection; ids are those of its name, else of its system. */
export function peopleOn(
  connection: { readonly name: string; readonly system: string },
  persons: readonly Person[],
  byEmail: ReadonlyMap<string, Person>,
): People {
  const byId = new Map<string, Person>();
  for (const person of persons) {
    const id = idOn(connection, person);
    if (id !== undefined && !byId.has(id)) byId.set(id, person);
  }
  const find = ({ email, id }: Who): Person | undefined =>
    email === undefined ? byId.get(id ?? "") : byEmail.get(comparedEmail(email));
  const identify = (who: Who): Identity => {
    const person = find(who);
    if (person === undefined)
      return { key: personKey(who), ...given({ email: who.email, id: who.id }), aliases: [] };
    const { email } = person.value.spec;
    const id = who.id ?? idOn(connection, person);
    const aliases = emailsOf(person).flatMap((one) =>
      one.email === comparedEmail(email) ? [] : [one.email],
    );
    return { key: personKey({ email }), email, ...given({ id }), aliases: [...new Set(aliases)] };
  };
  return { find, identify, all: persons.map(({ value }) => identify({ email: value.spec.email })) };
}

/** The Person's id on a connection. */
export function idOn(
  connection: { readonly name: string; readonly system: string },
  { value }: Person,
): string | undefined {
  return own(value.spec.ids, connection.name) ?? own(value.spec.ids, connection.system);
}

/** Addresses and ids that several Persons claim. */
export function claimProblems(
  persons: readonly Person[],
  connections: readonly { readonly name: string; readonly system: string }[],
): readonly Diagnostic[] {
  const emails = persons.flatMap((person) =>
    emailsOf(person).map(({ email, path }) => ({ person, path, key: email, shown: email })),
  );
  const ids = connections.flatMap((connection) =>
    persons.flatMap((person) => {
      const id = idOn(connection, person);
      const keys = [connection.name, connection.system].filter(
        (name) => own(person.value.spec.ids, name) === id,
      );
      const path: Path = ["spec", "ids", keys[0] ?? ""];
      return id === undefined
        ? []
        : [{ person, path, key: JSON.stringify([connection.name, id]), shown: id }];
    }),
  );
  return [...secondClaims(emails), ...secondClaims(ids)];
}

interface Claim {
  readonly person: Person;
  readonly path: Path;
  readonly key: string;
  readonly shown: string;
}

function secondClaims(claims: readonly Claim[]): readonly Diagnostic[] {
  const first = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const earlier = first.get(claim.key);
    if (earlier === undefined) first.set(claim.key, claim);
    if (earlier === undefined || earlier.person === claim.person) return [];
    const problem = claimedTwice(claim.shown, earlier.person.value.metadata.name);
    return [at(problem, claim.person.locate(claim.path), [earlier.person.locate(earlier.path)])];
  });
}

function emailsOf({ value }: Person): readonly { readonly email: string; readonly path: Path }[] {
  const { email, aliases = [] } = value.spec;
  return [
    { email: comparedEmail(email), path: ["spec", "email"] },
    ...aliases.map((alias, index) => ({ email: comparedEmail(alias), path: ["spec", "aliases", index] })),
  ];
}
