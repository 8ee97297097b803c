import { expect, test } from "vitest";
import { memberPiece } from "../../../../src/entry/terraform/resources/member.ts";
import { type Attributes, UNKNOWN } from "../../../../src/entry/terraform/values/value.ts";
import { ACME, access, account, desk } from "./memory-parts.ts";

const owner = account("olga@acme.test", "owner");
const old = account("alice.old@acme.test", "member");

function member(more: Attributes): Attributes {
  return {
    organization: ACME,
    email: null,
    user_id: null,
    aliases: null,
    role: null,
    roles: null,
    workspaces: null,
    status: null,
    ...more,
  };
}

const alice = member({ email: "alice@acme.test", role: "member" });

/** `action address` of what is written for it. */
async function written(attributes: Attributes, members = [owner, old]): Promise<readonly string[]> {
  const { memory, parts } = desk({ members });
  const part = memberPiece.part(attributes, {});
  if (part !== undefined) await parts.apply(part, () => []);
  return memory.writes().map(({ action, address }) => `${action} ${address}`);
}

test("an account under an alias or with the id is the same person, and nobody is invited again", async () => {
  expect(await written({ ...alice, aliases: ["Alice.Old@acme.test"] })).toStrictEqual([]);
  expect(await written({ ...alice, user_id: "user_alice.old" })).toStrictEqual([]);
  // The other way round it is somebody else.
  expect(await written(alice)).toStrictEqual(["create acme/member/alice@acme.test"]);
});

test("the account is read back under the names of the state", async () => {
  const { refresh } = desk({ members: [owner, old] });
  for (const names of [{ aliases: ["alice.old@acme.test"] }, { user_id: "user_alice.old" }]) {
    const said = { ...alice, ...names };
    expect(await refresh(memberPiece, said)).toMatchObject({
      ...said,
      id: "memory/acme/member/alice@acme.test",
      pending: null,
    });
  }
});

test("its role and access are looked at under the other name too", async () => {
  const { refresh } = desk({
    members: [owner, old],
    workspaces: ["prod"],
    access: [access(old, "ws_prod", "member")],
  });
  const said = { ...alice, role: "admin", aliases: ["alice.old@acme.test"], workspaces: { prod: "admin" } };
  expect(await refresh(memberPiece, said)).toMatchObject({ role: "member", workspaces: { prod: "member" } });
});

test("the end removes the account that is live under another name", async () => {
  const { memory, parts } = desk({ members: [owner, old] });
  const part = memberPiece.ending({ ...alice, aliases: ["alice.old@acme.test"] }, {});
  if (part !== undefined) await parts.apply(part, () => []);
  expect(memory.writes().map(({ action, address }) => `${action} ${address}`)).toStrictEqual([
    "delete acme/member/alice@acme.test",
  ]);
});

const around = { kinds: undefined, isMoved: false };

test("another address is no other person while the one before, or the id, still means them", () => {
  const replaced = (prior: Attributes, next: Attributes) =>
    memberPiece.replaced(member(prior), member(next), around).map(({ path }) => path);
  const before = { email: "a@acme.test" };
  const after = { email: "b@acme.test" };
  expect(replaced(before, { email: "A@Acme.test" })).toStrictEqual([]);
  expect(replaced(before, { ...after, aliases: ["A@acme.test"] })).toStrictEqual([]);
  expect(replaced({ ...before, user_id: "u" }, { ...after, user_id: "u" })).toStrictEqual([]);
  expect(replaced(before, { ...before, user_id: "u" })).toStrictEqual([]);
  expect(replaced({ user_id: "u" }, { ...after, user_id: "u" })).toStrictEqual([]);
  expect(replaced(before, after)).toStrictEqual([["email"]]);
  expect(replaced({ ...before, aliases: ["b@acme.test"] }, after)).toStrictEqual([["email"]]);
  expect(replaced({ user_id: "u" }, { user_id: "v" })).toStrictEqual([["user_id"]]);
});

test("who is not there is gone; whom a system does not tell by address is found by id", async () => {
  const { email: _none, ...bare } = account("?", "member", { id: "auth0|x/y" });
  const { refresh } = desk({ members: [owner, bare] });
  expect(await refresh(memberPiece, alice)).toBeUndefined();
  expect(await refresh(memberPiece, member({ user_id: "auth0|x/y", role: "member" }))).toMatchObject({
    id: "memory/acme/member/id:auth0|x%2Fy",
    role: "member",
  });
});

test("an invitation that is out is as configured", async () => {
  const invited = account("alice@acme.test", "member", { id: "inv_1", status: "invited" });
  const { refresh } = desk({ members: [owner, invited] });
  expect(await refresh(memberPiece, alice)).toMatchObject({ role: "member", pending: "invited" });
});

test("an import begins with the name that the id says", () => {
  expect(memberPiece.imported("memory/acme/member/a@acme.test")).toStrictEqual({
    organization: ACME,
    email: "a@acme.test",
  });
  expect(memberPiece.imported("memory/acme/member/id:auth0|x%2Fy")).toStrictEqual({
    organization: ACME,
    user_id: "auth0|x/y",
  });
  expect(memberPiece.imported("memory/acme/members")).toBeUndefined();
});

test("a member is somebody, with one role or several", () => {
  const summaries = (more: Attributes) => memberPiece.validate(member(more)).map(({ summary }) => summary);
  expect(summaries({ role: "member" })).toStrictEqual(["One of `email` and `user_id` is missing"]);
  expect(summaries({ user_id: UNKNOWN, role: UNKNOWN })).toStrictEqual([]);
  expect(summaries({ email: "a@acme.test", user_id: "u", role: "member" })).toStrictEqual([]);
  expect(summaries({ email: "a@acme.test" })).toStrictEqual(["One of `role` and `roles` is missing"]);
});
