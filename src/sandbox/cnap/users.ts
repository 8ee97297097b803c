import { issueId } from "./ids.ts";
import type { CnapState, User } from "./state.ts";

/** Whether two e-mail addresses are the same mailbox; case does not count, and no address equals none. */
export function sameEmail(one: string | null, other: string | null): boolean {
  return one !== null && one.toLowerCase() === other?.toLowerCase();
}

/** The user with this e-mail, if there is one. */
export function userByEmail(state: CnapState, email: string): User | undefined {
  return state.users.find((user) => sameEmail(user.email, email));
}

/** The user with this id, if there is one. */
export function userById(state: CnapState, id: string | null): User | undefined {
  return state.users.find((user) => user.id === id);
}

/** A new user, named after their mailbox. */
export function addUser(state: CnapState, email: string): User {
  const user = { id: issueId(state, "user"), email, name: mailbox(email), image: null };
  state.users.push(user);
  return user;
}

/** The part of an e-mail address before the `@`. */
export function mailbox(email: string): string {
  return email.slice(0, email.lastIndexOf("@"));
}
