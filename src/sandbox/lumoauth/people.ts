import { issueUuid } from "./ids.ts";
import type { LumoAuthState, Tenant, User } from "./state.ts";

/** Whether two e-mail addresses are the same mailbox; case does not count. */
export function sameEmail(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The tenant's user with this e-mail, if there is one. */
export function userByEmail({ users }: Tenant, email: string): User | undefined {
  return users.find((user) => sameEmail(user.email, email));
}

/** The tenant's user with this id, if there is one. */
export function userById({ users }: Tenant, id: string): User | undefined {
  return users.find((user) => user.id === id);
}

/** A new user of the tenant, named after their mailbox. */
export function addUser(state: LumoAuthState, tenant: Tenant, email: string): User {
  const user = { id: issueUuid(state, "user"), email, name: mailbox(email) };
  tenant.users.push(user);
  return user;
}

/** The part of an e-mail address before the `@`. */
export function mailbox(email: string): string {
  return email.slice(0, email.lastIndexOf("@"));
}
