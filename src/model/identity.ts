/** Who somebody is: how e-mails are compared and how a person is named in addresses. */
import { encodeKey } from "./address.ts";

/** One wished-for person on one connection: every way in which a live account may be theirs. */
export interface Identity {
  /** How the person is named in addresses: `alice@acme.test` or `id:user_9`. */
  readonly key: string;
  /** The e-mail as written, which is what is sent. */
  readonly email?: string;
  /** The account's id on this connection, from the entry or the Person. */
  readonly id?: string;
  /** Compared forms of the other e-mails that mean this person. */
  readonly aliases: readonly string[];
}

/** The form in which e-mails are compared: NFC and lower case. */
export function comparedEmail(email: string): string {
  return email.normalize("NFC").toLowerCase();
}

/** A person's key: the compared e-mail, or else `id:` and the system's id. */
export function personKey(person: {
  readonly email?: string | undefined;
  readonly id?: string | undefined;
}): string {
  return person.email === undefined
    ? `id:${encodeKey(person.id ?? "")}`
    : encodeKey(comparedEmail(person.email));
}
