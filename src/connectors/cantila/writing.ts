/** What the writes of Cantila have in common. */
import { organizationAddress, parseAddress } from "../../model/address.ts";
import type { WriteContext } from "../../model/connector.ts";
import type { Change } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Caller } from "./caller.ts";
import type { Account } from "./contract.ts";
import type { Dialect } from "./dialect.ts";
import type { Lookout } from "./people.ts";
import type { WriteApi } from "./write-api.ts";

export { isMade, isToDo, moved, nativeId, textOf } from "../../model/writing.ts";

/** What the writes of one connection share. */
export interface WriteSession {
  readonly api: WriteApi;
  readonly caller: () => Promise<Caller>;
  readonly dialect: () => Promise<Dialect>;
  readonly lookout: Lookout;
  /** The account that acting as an id or a handle reaches, looked at before the first write to it. */
  readonly reach: (account: string) => Promise<Account>;
}

/** One change on its way, with what writing it needs. */
export interface Writing extends WriteSession {
  readonly change: Change;
  readonly context: WriteContext;
}

/** Looks, before the first write to an account, whether acting as it reaches it; a look that succeeded is remembered. */
export function createReach(api: Pick<WriteApi, "account">): WriteSession["reach"] {
  const reached = new Map<string, Promise<Account>>();
  return (asked) => {
    const look = reached.get(asked) ?? reachNow(api, asked);
    reached.set(asked, look);
    look.catch(() => reached.delete(asked));
    return look;
  };
}

/** The account, as it is now, that acting as an id or a handle reaches. Throws ConnectorError when it is another one. */
export async function reachNow(api: Pick<WriteApi, "account">, asked: string): Promise<Account> {
  const account = await api.account(asked);
  if (account.id === asked || account.handle === asked) return account;
  throw new ConnectorError(
    `Acting as ${asked} reaches ${account.id}, so nothing is written; the act-as header was not followed`,
    { retryable: false },
  );
}

/** The id of the account that a change is inside of, which acting as it reaches. */
export async function homeOf({ change, context, reach }: Writing): Promise<string> {
  const { organization } = parseAddress(change.address);
  const { id } = await reach(context.id(organizationAddress(organization)));
  return id;
}

/**
 * Does something that Cantila refuses when it is done already; then `settle` looks, and gives undefined when it is not.
 */
export async function doOrSettle<T>(act: () => Promise<T>, settle: () => Promise<T | undefined>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isStatus(error, [400, 404, 409, 422])) throw error;
    const done = await settle();
    if (done === undefined) throw error;
    return done;
  }
}

/** Whether something is a refusal with one of the statuses. */
export function isStatus(error: unknown, statuses: readonly number[]): error is ConnectorError {
  return error instanceof ConnectorError && statuses.includes(error.status ?? 0);
}
