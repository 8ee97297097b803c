import * as z from "zod";
import { created, ok, type Reply } from "../reply.ts";
import { note } from "./activity.ts";
import { type Call, type Operation, readBody, type Visit } from "./call.ts";
import { refuse } from "./errors.ts";
import { isoTime } from "./expiry.ts";
import { accountBy } from "./gate.ts";
import { accountId, issueId, rawKeyOf } from "./ids.ts";
import { DIALECTS, isHandle, mayHaveChildren } from "./rules.ts";
import { type Account, type Key, PLANS, SCOPES } from "./state.ts";
import { accountBody, keyBody, prefixOf, userBody } from "./wire.ts";

const subBody = z.object({
  name: z.string().trim().min(1),
  handle: z
    .string()
    .transform((handle) => handle.toLowerCase())
    .refine(isHandle, "3 to 40 letters, digits and inner hyphens"),
  plan: z.enum(PLANS).default("hobby"),
  keyName: z.string().min(1).default("default"),
  keyScope: z.enum(SCOPES).default("admin"),
});

/** Who one is, the account one acts on, and the accounts under it. */
export const accountOperations: readonly Operation[] = [
  { method: "GET", path: "/me", dialects: DIALECTS, by: "anybody", answer: readMe },
  { method: "GET", path: "/accounts/me", dialects: DIALECTS, by: "account", answer: readAccount },
  { method: "GET", path: "/accounts", dialects: ["documented"], by: "account", answer: listAccounts },
  { method: "GET", path: "/accounts/sub", dialects: DIALECTS, by: "account", answer: listChildren },
  { method: "POST", path: "/accounts/sub", dialects: DIALECTS, by: "account", answer: createChild },
];

function readMe({ state, settings: { dialect }, caller }: Visit): Reply {
  if (caller === undefined) {
    if (dialect === "documented") {
      throw refuse(401, "authentication required: send a bearer token");
    }
    return ok({ authenticated: false });
  }
  const { account, scope, key, session } = caller;
  const person = state.users.find(({ email }) => email === session?.user);
  const user = person === undefined ? undefined : userBody(person);
  if (dialect === "documented") {
    return ok({ user: user ?? null, account: accountBody(dialect, account) });
  }
  return ok({
    authenticated: true,
    accountId: accountId(account.handle),
    scope,
    ...(key === undefined ? {} : { keyName: key.name, prefix: prefixOf(key.key) }),
    account: accountBody(dialect, account),
    ...(user === undefined ? {} : { user }),
  });
}

function readAccount({ settings, account }: Call): Reply {
  return ok(accountBody(settings.dialect, account));
}

function listAccounts(call: Call): Reply {
  return accountList(call, [call.account, ...childrenOf(call)]);
}

function listChildren(call: Call): Reply {
  return accountList(call, childrenOf(call));
}

function createChild(call: Call): Reply {
  const { state, settings, account: parent } = call;
  const { name, handle, plan, keyName, keyScope } = readBody(call, subBody, "text");
  // The plan comes before the level, so a sub-account is mostly told about its plan.
  if (!mayHaveChildren(parent.plan)) {
    throw refuse(
      400,
      `parent account plan '${parent.plan}' cannot create sub-accounts: agency and dedicated can`,
    );
  }
  if (parent.parent !== null) {
    throw refuse(400, "a sub-account cannot have sub-accounts");
  }
  if (accountBy(state, handle) !== undefined) {
    throw refuse(400, "handle already taken");
  }
  const createdAt = isoTime(call.now);
  const account: Account = {
    handle,
    name,
    plan,
    parent: parent.handle,
    branding: { displayName: null, primaryColor: null, accentColor: null, logoUrl: null },
    createdAt,
    members: [],
    memberships: [],
    invites: [],
  };
  const id = issueId(state, "key");
  const key: Key = { id, key: rawKeyOf(id), account: handle, name: keyName, scope: keyScope, createdAt };
  state.accounts.push(account);
  state.keys.push(key);
  note(call, "account.sub_created", handle);
  const { dialect } = settings;
  return created({ account: accountBody(dialect, account), key: keyBody(dialect, key), rawKey: key.key });
}

function childrenOf({ state, account }: Call): readonly Account[] {
  return state.accounts.filter(({ parent }) => parent === account.handle);
}

function accountList({ settings }: Call, accounts: readonly Account[]): Reply {
  return ok({ accounts: accounts.map((account) => accountBody(settings.dialect, account)) });
}
