import { issueId } from "./ids.ts";
import type { Account, ApimetricsState } from "./state.ts";

/** Whether two e-mail addresses are the same mailbox; case does not count. */
export function sameEmail(one: string | null, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

/** Every account with this e-mail: identity providers may bring several. */
export function accountsByEmail(state: ApimetricsState, email: string): readonly Account[] {
  return state.accounts.filter((account) => sameEmail(account.email, email));
}

/** The account with this id, if there is one. */
export function accountById(state: ApimetricsState, id: string): Account | undefined {
  return state.accounts.find((account) => account.id === id);
}

/** A new account, named after its mailbox. */
export function addAccount(state: ApimetricsState, email: string): Account {
  const account = { id: issueId(state, "account"), email, name: mailbox(email) };
  state.accounts.push(account);
  return account;
}

/** The part of an e-mail address before the `@`. */
export function mailbox(email: string): string {
  return email.slice(0, email.lastIndexOf("@"));
}
