import { issueId } from "./ids.ts";
import type { Account, SignalSmithState } from "./state.ts";

/** Whether two e-mail addresses are the same mailbox; case does not count. */
export function sameEmail(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The account with this e-mail, if there is one. */
export function accountByEmail(state: SignalSmithState, email: string): Account | undefined {
  return state.accounts.find((account) => sameEmail(account.email, email));
}

/** The account with this id, if there is one. */
export function accountById(state: SignalSmithState, id: string): Account | undefined {
  return state.accounts.find((account) => account.id === id);
}

/** A new account, named after its mailbox. */
export function addAccount(state: SignalSmithState, email: string): Account {
  const account = { id: issueId(state, "acc"), email, name: mailbox(email) };
  state.accounts.push(account);
  return account;
}

/** The part of an e-mail address before the `@`. */
export function mailbox(email: string): string {
  return email.slice(0, email.lastIndexOf("@"));
}
