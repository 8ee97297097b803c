/** Who is asked for: the credential's own account, the one that is acted as, and the dialect of the answers. Remembers nothing. */
import type { ConnectionSettings } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Api } from "./api.ts";
import type { Account } from "./contract.ts";
import { type Dialect, dialectOf } from "./dialect.ts";
import { saysNotFound } from "./words.ts";

/** The credential's own account and its person, where it has one. */
export interface Caller {
  /** The id of the account that the credential is bound to, or that its session is in. */
  readonly account: string;
  /** The signed-in person; absent: an API key, which is nobody. */
  readonly person?: { readonly id?: string; readonly email?: string };
}

/** Whose the credential is. Throws ConnectorError for one that Cantila does not know, which it answers with 200. */
export async function readCaller(api: Pick<Api, "me">): Promise<Caller> {
  const { authenticated, accountId, account, user } = await api.me();
  if (authenticated === false) {
    throw new ConnectorError("GET /me does not know the credential", { status: 401, retryable: false });
  }
  const own = accountId ?? account?.id;
  if (own === undefined) {
    throw new ConnectorError("GET /me does not tell the credential's account", { retryable: false });
  }
  if (user === undefined || user === null) return { account: own };
  const { id, email } = user;
  const person = { ...(id === undefined ? {} : { id }), ...(email === undefined ? {} : { email }) };
  return { account: own, person };
}

/** The dialect that a connection names, else the one that answers: only the documented one shows a look by itself. */
export async function readDialect(
  settings: ConnectionSettings,
  api: Pick<Api, "branding">,
  caller: () => Promise<Caller>,
): Promise<Dialect> {
  const named = dialectOf(settings);
  if (named !== undefined) return named;
  const { account } = await caller();
  try {
    await api.branding(account);
    return "documented";
  } catch (error) {
    if (saysNotFound(error)) return "server";
    throw error;
  }
}

/** What names an account. */
export type Key = "id" | "handle";

/** The account that is acted as. Throws ConnectorError when another one answers: then acting as it does not work. */
export async function accountAs(api: Pick<Api, "account">, by: Key, asked: string): Promise<Account> {
  const account = await api.account(asked);
  if (account[by] === asked) return account;
  throw new ConnectorError(
    `GET /accounts/me was asked for ${asked} and answered for ${account[by]}; the act-as header was not followed`,
    { retryable: false },
  );
}
