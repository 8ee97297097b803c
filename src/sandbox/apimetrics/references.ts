import { addAccount } from "./accounts.ts";
import type { ApimetricsState } from "./state.ts";

/** Turns references to accounts into ids; `problems` has those that could mean several. */
export interface AccountFinder {
  readonly problems: readonly string[];
  /** Of an id or an e-mail, whose first mention makes its account; a reference to nothing stays as written. */
  idOf(reference: string): string;
}

const EMAIL = /^[^@\s|]+@[^@\s|]+\.[^@\s|]+$/;

/** Finds the accounts that a state holds now; call it when all that have ids of their own are in. */
export function accountFinder(state: ApimetricsState): AccountFinder {
  // A seed may hold thousands of people, too many to search the list once for each of them.
  const ids = new Set(state.accounts.map(({ id }) => id));
  const byEmail = new Map<string, string>();
  const shared = new Set<string>();
  for (const { id, email } of state.accounts) {
    const key = email?.toLowerCase();
    if (key !== undefined && byEmail.has(key)) {
      shared.add(key);
    } else if (key !== undefined) {
      byEmail.set(key, id);
    }
  }
  const problems = new Set<string>();

  return {
    get problems() {
      return [...problems];
    },
    idOf: (reference) => {
      const email = reference.toLowerCase();
      if (ids.has(reference) || !EMAIL.test(reference)) {
        return reference;
      }
      if (shared.has(email)) {
        problems.add(`apimetrics: ${reference} is the e-mail of several accounts, name one by its id`);
        return reference;
      }
      const id = byEmail.get(email) ?? addAccount(state, reference).id;
      byEmail.set(email, id);
      return id;
    },
  };
}
