/** What an organization holds, read off a sandbox's own state: no connector has a hand in it. */

/** The story's organization at one moment. */
export interface Holdings {
  /** By name: `member bob@acme.test` is what they hold, `access Production bob@acme.test` the level. */
  readonly things: ReadonlyMap<string, string>;
  /** Active people with the owner's role; the credential's own account and service accounts do not count. */
  readonly owners: readonly string[];
  /** Mails of each invitation: by its id. None where a person delivers a token. */
  readonly mails: ReadonlyMap<string, { readonly email: string; readonly sends: number }>;
}

/** Collects holdings; the same name twice gets a mark, so that nothing hides behind another. */
export interface Collector {
  add(name: string, value: string): void;
  owner(email: string): void;
  mail(id: string | number, email: string, sends?: number): void;
  holdings(): Holdings;
}

/** Marks what is there a second time. */
export const TWICE = "#2";

/** A collector of nothing so far. */
export function collector(): Collector {
  const things = new Map<string, string>();
  const owners: string[] = [];
  const mails = new Map<string, { email: string; sends: number }>();
  return {
    add: (name, value) => void things.set(things.has(name) ? `${name}${TWICE}` : name, value),
    owner: (email) => void owners.push(email.toLowerCase()),
    mail: (id, email, sends = 1) => void mails.set(String(id), { email: email.toLowerCase(), sends }),
    holdings: () => ({ things, owners, mails }),
  };
}

/** What is gone or is something else now. */
export interface Loss {
  readonly name: string;
  readonly before: string;
  /** Absent when it is gone. */
  readonly now?: string;
}

/** What of the first is not in the second as it was. */
export function lost(before: Holdings, now: Holdings): readonly Loss[] {
  return [...before.things].flatMap(([name, value]): readonly Loss[] => {
    const other = now.things.get(name);
    if (other === value) return [];
    return [{ name, before: value, ...(other === undefined ? {} : { now: other }) }];
  });
}

/** E-mails to which mails went out between two moments, each as often as that. */
export function mailed(before: Holdings, now: Holdings): readonly string[] {
  return [...now.mails].flatMap(([id, { email, sends }]) => {
    const more = sends - (before.mails.get(id)?.sends ?? 0);
    return Array.from({ length: Math.max(0, more) }, () => email);
  });
}

/** One line for each thing, sorted. */
export function told({ things }: Holdings): readonly string[] {
  return [...things].map(([name, value]) => `${name}: ${value}`).sort();
}
