/** Which live account a change touches, where its address does not say so: a person can have many names. */
import { subjectIn } from "../model/address.ts";
import type { Change } from "../model/contract.ts";
import { personKey } from "../model/identity.ts";
import type { Draft } from "./findings.ts";

/** The account's own e-mail or id, unless the address is that; letters that only look alike count as another name. */
export function accountOf({ address, live }: Pick<Draft, "address" | "live">): Pick<Change, "account"> {
  const person = personIn(live);
  const key = subjectIn(address);
  if (person === undefined || key === undefined) return {};
  const { id, email } = person;
  const same = email !== undefined && personKey({ email }) === key && isPlain(email) === isPlain(key);
  return same || key === personKey({ id }) ? {} : { account: email ?? id };
}

function personIn(live: Draft["live"]): { readonly id: string; readonly email?: string } | undefined {
  if (live?.kind === "member") return live;
  return live?.kind === "access" && live.subject.type === "person" ? live.subject : undefined;
}

function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}
