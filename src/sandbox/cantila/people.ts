import * as z from "zod";
import { created, ok, type Reply } from "../reply.ts";
import { type Operation, type PersonalCall, param, readBody, type Visit } from "./call.ts";
import { foundOr404, refuse } from "./errors.ts";
import { sessionExpiry, settle } from "./expiry.ts";
import { accountBy } from "./gate.ts";
import { accountId, issueId } from "./ids.ts";
import { accept, expel, findInvite, reachableBy } from "./membership.ts";
import { DIALECTS } from "./rules.ts";
import type { Account, CantilaState, Session } from "./state.ts";
import { sessionBody } from "./wire.ts";

const acceptBody = z.object({
  token: z.string(),
  name: z.string().trim().min(1).optional(),
  password: z.string().optional(),
});

/** What a person does for themselves, with an invitation's link or in a session. */
export const peopleOperations: readonly Operation[] = [
  { method: "GET", path: "/invites/by-token/:token", dialects: DIALECTS, by: "anybody", answer: lookUp },
  { method: "POST", path: "/invites/accept", dialects: DIALECTS, by: "anybody", answer: acceptInvite },
  { method: "GET", path: "/me/orgs", dialects: DIALECTS, by: "session", answer: listOrgs },
  { method: "POST", path: "/me/orgs/switch", dialects: DIALECTS, by: "session", answer: switchOrg },
  { method: "POST", path: "/me/orgs/leave", dialects: DIALECTS, by: "session", answer: leaveOrg },
];

/** Moves a session to another account of its user, and tells whether there is a way. */
export function move(state: CantilaState, session: Session, handle: string): boolean {
  const reachable = reachableBy(state, session.user).some((account) => account.handle === handle);
  if (reachable) {
    session.account = handle;
  }
  return reachable;
}

function lookUp(visit: Visit): Reply {
  const { account, invite } = byToken(visit, param(visit, "token"));
  settle(invite, visit.now);
  const { id, email, role, status, expiresAt } = invite;
  return ok({
    id,
    email,
    role,
    accountId: accountId(account.handle),
    accountName: account.name,
    status,
    expiresAt,
  });
}

function acceptInvite(visit: Visit): Reply {
  const { state, settings, now } = visit;
  const { token, name } = readBody(visit, acceptBody);
  const { account, invite } = byToken(visit, token);
  const user = accept(state, account, invite, { dialect: settings.dialect, now, name });
  if (typeof user === "string") {
    throw refuse(400, user);
  }
  const session = {
    token: issueId(state, "cts"),
    user: user.email,
    account: account.handle,
    expiresAt: sessionExpiry(now),
  };
  state.sessions.push(session);
  return created(sessionBody(session, user));
}

function listOrgs({ state, session }: PersonalCall): Reply {
  const orgs = state.accounts.flatMap((account) =>
    account.memberships
      .filter(({ user }) => user === session.user)
      .flatMap(({ id, role }) => [
        { ...orgBody(account), role, membershipId: id },
        ...state.accounts
          .filter(({ parent }) => parent === account.handle)
          .map((child) => ({
            ...orgBody(child),
            role,
            membershipId: `mem_sub:${id}:${child.handle}`,
            viaParentAccountId: accountId(account.handle),
          })),
      ]),
  );
  return ok({ orgs, currentAccountId: accountId(session.account) });
}

function switchOrg(call: PersonalCall): Reply {
  const account = wantedAccount(call);
  if (account === undefined || !move(call.state, call.session, account.handle)) {
    throw refuse(403, "not a member of this account");
  }
  return ok({ ok: true, accountId: accountId(account.handle) });
}

function leaveOrg(call: PersonalCall): Reply {
  const { state, settings, session } = call;
  const account = wantedAccount(call);
  const own = account?.memberships.find(({ user }) => user === session.user);
  if (account === undefined || own === undefined) {
    throw refuse(400, "not a member of this account");
  }
  const owners = account.memberships.filter(({ role }) => role === "owner").length;
  const staying = settings.dialect === "server" ? owners === 1 : account.members.length > 1;
  if (own.role === "owner" && staying) {
    throw refuse(400, "an owner cannot leave this account as it is");
  }
  expel(state, account, session.user);
  return ok({ ok: true });
}

function wantedAccount(call: PersonalCall): Account | undefined {
  const wanted =
    call.settings.dialect === "server"
      ? readBody(call, z.object({ accountId: z.string() })).accountId
      : readBody(call, z.object({ orgId: z.string() })).orgId;
  return accountBy(call.state, wanted.replace(/^acc_/, ""));
}

function byToken({ state }: Visit, token: string): NonNullable<ReturnType<typeof findInvite>> {
  return foundOr404(
    findInvite(state, (invite) => invite.token === token),
    "invite",
  );
}

function orgBody({ handle, name }: Account): object {
  return { accountId: accountId(handle), accountName: name, handle };
}
