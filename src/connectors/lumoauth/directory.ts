import { once } from "../../io/lazy.ts";
import { ConnectorError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { LiveAccount } from "../../model/live.ts";
import type { Api } from "./api.ts";
import type { User } from "./contract.ts";
import { pagesOf } from "./pages.ts";

type Ask = (emails: readonly string[]) => Promise<readonly LiveAccount[]>;

/**
 * Which e-mails belong to users of the tenant. They are searched one by one, or the whole list is read, whichever
 * takes fewer requests; nobody is asked for twice.
 */
export function createDirectory(api: Api): Ask {
  const first = once(api.firstUsers);
  const all = once(async () => await api.users(await first()));
  const searched = new Map<string, Promise<readonly User[]>>();
  let listed = false;

  async function rowsFor(emails: readonly string[]): Promise<readonly User[]> {
    const fresh = emails.filter((email) => !searched.has(email));
    if (!listed && fresh.length > 1) listed = pagesOf((await first()).meta) - 1 <= fresh.length;
    if (listed) return await all();
    for (const email of fresh) searched.set(email, api.usersLike(email));
    return (await Promise.all(emails.map((email) => searched.get(email) ?? []))).flat();
  }

  return async (emails) => {
    const wanted = new Set(emails.map(comparedEmail));
    if (wanted.size === 0) return [];
    const rows = await rowsFor([...wanted]);
    const found = rows.filter(({ email }) => wanted.has(comparedEmail(email)));
    const accounts = [...new Map(found.map(({ id, email }) => [id, { id, email }])).values()];
    for (const { id, email } of accounts) {
      const twin = accounts.find(
        (each) => each.id !== id && comparedEmail(each.email) === comparedEmail(email),
      );
      if (twin !== undefined)
        throw new ConnectorError(
          `${email} is two users of the tenant, ${id} and ${twin.id}; name the one that you mean by \`id:\``,
          { retryable: false },
        );
    }
    return accounts;
  };
}
