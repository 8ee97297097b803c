import type { Written } from "../../model/connector.ts";
import { ConnectorError, InternalError } from "../../model/errors.ts";
import type { Account, NewSubAccountReply } from "./contract.ts";
import { attributesOf, type Look, lookIn, lookOf, lookShown, otherField } from "./look.ts";
import { setLook } from "./write-look.ts";
import { doOrSettle, isStatus, isToDo, moved, nativeId, reachNow, textOf, type Writing } from "./writing.ts";

/** POST /accounts/sub as the parent; the look follows as the new account. */
export async function createOrganization(writing: Writing): Promise<Written> {
  const { change, reach } = writing;
  const { parent: above, slug: handle } = namesOf(writing);
  const parent = await reach(above);
  const wanted = { name: textOf(change.after, "displayName") ?? handle, handle };
  const { account, rawKey, wasThere } = await createBelow(writing, parent, wanted);
  const written = { id: account.id, ...(rawKey === undefined ? {} : { secret: rawKey }) };
  const look = lookOf(change.after ?? {});
  if (Object.keys(look).length === 0) return written;
  if (wasThere === true) await dressFound(writing, account, look);
  else {
    const unfinished = await failureOf(() => dress(writing, account.id, look));
    if (unfinished !== undefined) return { ...written, unfinished };
  }
  return written;
}

/** The failure of something, where a thrown one would take the new account's key with it. */
async function failureOf(act: () => Promise<void>): Promise<ConnectorError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    throw error;
  }
}

/** An account that was there already may be somebody else's work: only a bare one gets its look. */
async function dressFound(writing: Writing, account: Account, look: Look): Promise<void> {
  const isShown = (await writing.dialect()) === "documented";
  const now = isShown ? await lookApart(writing, account.id) : lookIn(account);
  if (otherField(now, look) === undefined) return;
  if (Object.values(now).some((value) => value)) throw moved(writing, "was made with another branding");
  await dress(writing, account.id, look);
}

/** Changes the look, which is all that can change. */
export async function updateOrganization(writing: Writing): Promise<Written> {
  const { address, after = {} } = writing.change;
  const look = lookOf(after);
  if (Object.keys(look).length === 0 || Object.keys(look).length < Object.keys(after).length) {
    throw new InternalError(`${address}: of an account only the branding can change`);
  }
  const account = nativeId(writing);
  const { api, dialect, reach } = writing;
  const isShown = (await dialect()) === "documented";
  const now = isShown
    ? await lookApart(writing, (await reach(account)).id)
    : lookIn(await reachNow(api, account));
  if (isToDo(writing, attributesOf(now))) await setLook({ api, dialect: await dialect() }, account, look);
  return {};
}

async function lookApart({ api }: Writing, account: string): Promise<Look> {
  return lookShown(await api.branding(account));
}

function namesOf({ change }: Writing): { readonly parent: string; readonly slug: string } {
  const [parent, slug] = ["parent", "slug"].map((name) => textOf(change.after, name));
  if (parent !== undefined && slug !== undefined) return { parent, slug };
  throw new InternalError(`${change.address}: a new account needs a parent and a slug`);
}

async function dress({ api, dialect, reach }: Writing, account: string, look: Look): Promise<void> {
  const { id } = await reach(account);
  await setLook({ api, dialect: await dialect() }, id, look);
}

interface Wanted {
  readonly name: string;
  readonly handle: string;
}

interface Made extends NewSubAccountReply {
  /** Found rather than made. */
  readonly wasThere?: boolean;
}

/** The key that comes with it is asked to be able to do as little as can be: acting as the account needs none. */
async function createBelow(writing: Writing, parent: Account, wanted: Wanted): Promise<Made> {
  const { api, dialect } = writing;
  const least = (await dialect()) === "server" ? ({ keyScope: "read" } as const) : {};
  const made = await doOrSettle<Made>(
    () => api.createSubAccount(parent.id, { ...wanted, ...least }),
    async () => {
      const account = await existing(api, wanted.handle);
      if (account === undefined || !isBelow(account, parent)) return undefined;
      if (account.name !== wanted.name) throw moved(writing, `was made, with the name ${account.name},`);
      return { account, wasThere: true };
    },
  );
  const { id, handle } = made.account;
  if (handle === wanted.handle && isBelow(made.account, parent)) return made;
  throw new ConnectorError(
    `POST /accounts/sub was asked for ${wanted.handle} below ${parent.id} and answered with ${id}`,
    { retryable: false, unknownResult: true },
  );
}

/** The account with a handle, when it is ours to manage. */
async function existing(api: Writing["api"], handle: string): Promise<Account | undefined> {
  try {
    return await api.account(handle);
  } catch (error) {
    if (isStatus(error, [403, 404])) return undefined;
    throw error;
  }
}

function isBelow({ id, handle, parentAccountId }: Account, parent: Account): boolean {
  return handle !== parent.handle && id !== parent.id && (parentAccountId ?? parent.id) === parent.id;
}
