import { expect, test } from "vitest";
import { endingWithout, membersPiece } from "../../../../src/entry/terraform/resources/members.ts";
import { type Attributes, UNKNOWN, type Value } from "../../../../src/entry/terraform/values/value.ts";
import { ACME, access, account, desk } from "./memory-parts.ts";

const owner = account("olga@acme.test", "owner");
const alice = account("alice@acme.test", "member");

function member(more: Attributes): Attributes {
  return {
    user_id: null,
    aliases: null,
    role: null,
    roles: null,
    workspaces: null,
    status: null,
    ensure: null,
    ...more,
  };
}

function state(members: Value, more: Attributes = {}): Attributes {
  return { organization: ACME, members, ownership: "exact", confirm_empty: null, ...more };
}

const isOwner = member({ role: "owner" });
const olga = { "Olga@acme.test": isOwner };
const isMember = member({ role: "member" });

test("who is as the state says stays as it is spelled there", async () => {
  const { refresh } = desk({ members: [owner] });
  expect(await refresh(membersPiece, state(olga))).toMatchObject({
    id: "memory/acme/members",
    members: olga,
    pending: {},
  });
});

test("who is not there is dropped, who is in another role is told in it, in the attribute of the state", async () => {
  const { refresh } = desk({ members: [owner, alice] });
  const said = state({
    ...olga,
    "alice@acme.test": member({ roles: ["admin"] }),
    "gone@acme.test": isMember,
  });
  const refreshed = await refresh(membersPiece, said);
  expect(refreshed?.["members"]).toStrictEqual({ ...olga, "alice@acme.test": member({ roles: ["member"] }) });
});

test("whom exact members do not name is told, protected ones are not; additive ones tell nobody else", async () => {
  const robot = account("robot@acme.test", "owner");
  const hidden = account("x@acme.test", "member", { protection: "hidden-email" });
  const service = account("s@acme.test", "member", { protection: "service-account" });
  const { refresh } = desk({ members: [owner, alice, robot, hidden, service] });
  const exact = await refresh(membersPiece, state(olga));
  expect(exact?.["members"]).toStrictEqual({ ...olga, "alice@acme.test": isMember });
  const additive = await refresh(membersPiece, state(olga, { ownership: "additive" }));
  expect(additive?.["members"]).toStrictEqual(olga);
});

test("of two accounts with one address the second is named by its id", async () => {
  const twins = [1, 2].map((number) => account("twin@acme.test", "member", { id: `user_${number}` }));
  const { refresh } = desk({ members: [owner, ...twins] });
  const refreshed = await refresh(membersPiece, state(olga));
  expect(refreshed?.["members"]).toStrictEqual({
    ...olga,
    "twin@acme.test": isMember,
    "id:user_2": isMember,
  });
});

test("who has no address is named by the id as it is, whatever is in it", async () => {
  const nameless = account("?", "member", { id: "auth0|a/b:c" });
  const { email: _none, ...bare } = nameless;
  const { refresh } = desk({ members: [owner, bare] });
  const refreshed = await refresh(membersPiece, state({ ...olga, "id:auth0|a/b:c": isMember }));
  expect(refreshed?.["members"]).toStrictEqual({ ...olga, "id:auth0|a/b:c": isMember });
});

test("who is live under another of the names is the same person, and stays under the key", async () => {
  const old = account("alice.old@acme.test", "member");
  const { memory, parts, refresh } = desk({ members: [owner, old] });
  const byAlias = state({
    ...olga,
    "alice@acme.test": member({ role: "member", aliases: ["Alice.Old@acme.test"] }),
  });
  const byId = state({
    ...olga,
    "alice@acme.test": member({ role: "member", user_id: "user_alice.old" }),
  });
  for (const said of [byAlias, byId]) {
    expect((await refresh(membersPiece, said))?.["members"]).toStrictEqual(said["members"]);
    const part = membersPiece.part(said, {});
    expect(part && (await parts.apply(part, () => [])).outcome?.status).toBe("unchanged");
  }
  expect(memory.writes()).toStrictEqual([]);
});

test("without the other names the same account is somebody else, who would be removed", async () => {
  const { refresh } = desk({ members: [owner, account("alice.old@acme.test", "member")] });
  const refreshed = await refresh(membersPiece, state({ ...olga, "alice@acme.test": isMember }));
  expect(refreshed?.["members"]).toStrictEqual({ ...olga, "alice.old@acme.test": isMember });
});

test("one alias of two members is one problem, of all members", async () => {
  const { compare } = desk({ members: [owner] });
  const claims = member({ role: "member", aliases: ["x@acme.test"] });
  const said = state({ "a@acme.test": claims, "b@acme.test": claims });
  const { problems } = await compare(membersPiece, said);
  expect(problems.map(({ path = [] }) => membersPiece.place(path, said))).toStrictEqual([["members"]]);
});

test("workspaces are told where members say them, as live has them", async () => {
  const { refresh } = desk({
    members: [owner, alice],
    workspaces: ["prod", "dev"],
    access: [access(owner, "ws_prod", "member"), access(alice, "ws_dev", "admin")],
  });
  const said = { ...isOwner, workspaces: { prod: "admin", dev: "member" } };
  const refreshed = await refresh(membersPiece, state({ "olga@acme.test": said }));
  expect(refreshed?.["members"]).toStrictEqual({
    "olga@acme.test": { ...isOwner, workspaces: { prod: "member" } },
    "alice@acme.test": member({ role: "member", workspaces: { dev: "admin" } }),
  });
});

test("an invitation with the right role is as configured, and pending says that it is out", async () => {
  const invited = { ...alice, id: "inv_1", status: "invited" } as const;
  const { refresh } = desk({ members: [owner, invited] });
  const wish = { ...olga, "alice@acme.test": isMember };
  expect(await refresh(membersPiece, state(wish))).toMatchObject({
    members: wish,
    pending: { "alice@acme.test": "invited" },
  });
});

test("an expired invitation is no membership: a plan has to show that it is sent again", async () => {
  const expired = { ...alice, id: "inv_1", status: "expired" } as const;
  const { refresh } = desk({ members: [owner, expired] });
  const refreshed = await refresh(membersPiece, state({ ...olga, "alice@acme.test": isMember }));
  expect(refreshed?.["members"]).toStrictEqual(olga);
});

test("who shall be absent and is there is taken out of the state; who is not there stays in it", async () => {
  const { refresh } = desk({ members: [owner, alice] });
  const absent = member({ ensure: "absent" });
  const refreshed = await refresh(
    membersPiece,
    state({ ...olga, "alice@acme.test": absent, "gone@acme.test": absent }, { ownership: "additive" }),
  );
  expect(refreshed?.["members"]).toStrictEqual({ ...olga, "gone@acme.test": absent });
});

test("an import tells everybody who would be managed", async () => {
  const robot = account("robot@acme.test", "owner");
  const { refresh } = desk({ members: [owner, alice, robot] });
  const imported = membersPiece.imported("memory/acme/members");
  expect(imported).toStrictEqual({ organization: ACME, members: {}, ownership: "exact" });
  const told = await refresh(membersPiece, imported ?? {}, true);
  expect(told?.["members"]).toStrictEqual({ "alice@acme.test": isMember, "olga@acme.test": isOwner });
  expect(membersPiece.imported("memory/acme/member/a@acme.test")).toBeUndefined();
  expect(membersPiece.imported("memory/members")).toBeUndefined();
});

test("an organization that is not there has no members", async () => {
  const { refresh } = desk();
  expect(await refresh(membersPiece, state(olga, { organization: "memory/other" }))).toBeUndefined();
});

test("while it is unknown who there is, it says nothing, so that nobody is taken for undeclared", () => {
  expect(membersPiece.part(state(UNKNOWN), {})).toBeUndefined();
  expect(membersPiece.part(state(olga, { ownership: UNKNOWN }), {})).toBeUndefined();
});

test("the end names everybody but those who are kept and those who were absent before", () => {
  const said = state({
    ...olga,
    "alice@acme.test": isMember,
    "id:u/9": isMember,
    "gone@acme.test": member({ ensure: "absent" }),
  });
  expect(membersPiece.ending(said, {})?.spec).toStrictEqual({
    members: [
      { email: "Olga@acme.test", ensure: "absent" },
      { email: "alice@acme.test", ensure: "absent" },
      { id: "u/9", ensure: "absent" },
    ],
    ownership: { members: "additive" },
  });
  const kept = new Set(["acme/member/olga@acme.test", "acme/member/id:u%2F9"]);
  expect(endingWithout(said, {}, kept)?.spec.members).toStrictEqual([
    { email: "alice@acme.test", ensure: "absent" },
  ]);
  expect(membersPiece.ending(state({}), {})).toBeUndefined();
});

test("the end finds people under their other names too", async () => {
  const { memory, parts } = desk({ members: [owner, account("alice.old@acme.test", "member")] });
  const said = state({ "alice@acme.test": member({ role: "member", aliases: ["alice.old@acme.test"] }) });
  const part = membersPiece.ending(said, {});
  if (part !== undefined) await parts.apply(part, () => []);
  expect(memory.writes().map(({ action, address }) => `${action} ${address}`)).toStrictEqual([
    "delete acme/member/alice@acme.test",
  ]);
});

test("a problem of an entry is at its member", () => {
  const said = state({
    "Olga@acme.test": isOwner,
    "a@acme.test": member({ role: "y" }),
    "id:u": member({ role: "x" }),
  });
  expect(membersPiece.place(["members", 0, "role"], said)).toStrictEqual([
    "members",
    "Olga@acme.test",
    "role",
  ]);
  // Who it is stands in the key itself.
  expect(membersPiece.place(["members", 1, "email"], said)).toStrictEqual(["members", "a@acme.test"]);
  expect(membersPiece.place(["members", 2, "id"], said)).toStrictEqual(["members", "id:u"]);
  expect(membersPiece.place(["members", 1, "id"], said)).toStrictEqual(["members", "a@acme.test", "user_id"]);
  expect(membersPiece.place(["members", 1, "workspaces", "prod"], said)).toStrictEqual([
    "members",
    "a@acme.test",
    "workspaces",
    "prod",
  ]);
  expect(membersPiece.place(["members", 3, "role"], said)).toStrictEqual(["members"]);
  expect(membersPiece.place(["workspaces", 0, "name"], said)).toStrictEqual(["members"]);
  expect(membersPiece.place(["ownership", "members"], said)).toStrictEqual(["ownership"]);
  expect(membersPiece.place(["confirmEmpty"], said)).toStrictEqual(["confirm_empty"]);
});

test("a key that is no address is said at the key", async () => {
  const { compare } = desk({ members: [owner] });
  const said = state({ ...olga, "not an address": isMember });
  const { problems } = await compare(membersPiece, said);
  expect(problems.map(({ path = [] }) => membersPiece.place(path, said))).toStrictEqual([
    ["members", "not an address"],
  ]);
});

test("members that come out empty have to be confirmed", () => {
  const summaries = (config: Attributes) => membersPiece.validate(config).map(({ summary }) => summary);
  const nobody = { "a@acme.test": member({ ensure: "absent" }) };
  expect(summaries(state({}))).toStrictEqual(["There are no members"]);
  expect(summaries(state(nobody))).toHaveLength(1);
  for (const config of [
    state({}, { confirm_empty: true }),
    state(UNKNOWN),
    state({}, { confirm_empty: UNKNOWN }),
    state(nobody, { ownership: "additive" }),
    state(olga),
  ])
    expect(summaries(config)).toStrictEqual([]);
});

test("a member has one role or several, and a problem is at the key", () => {
  const problems = (more: Attributes) =>
    membersPiece
      .validate(state({ ...olga, "a@acme.test": member(more) }))
      .map(({ summary, path }) => [summary, ...(path ?? [])]);
  expect(problems({ role: "member" })).toStrictEqual([]);
  expect(problems({})).toStrictEqual([["One of `role` and `roles` is missing", "members", "a@acme.test"]]);
  expect(problems({ role: "a", roles: ["b"] })).toStrictEqual([
    ["Only one of `role` and `roles` can be given", "members", "a@acme.test", "roles"],
  ]);
  expect(problems({ role: UNKNOWN })).toStrictEqual([]);
});

test("what was applied is read back as it was said", async () => {
  const { parts, refresh, memory } = desk({ members: [owner, alice], workspaces: ["prod"] });
  const wish = state({
    ...olga,
    "id:user_alice": member({ roles: ["admin"], workspaces: { ws_prod: "admin" } }),
    "New@acme.test": isMember,
  });
  const part = membersPiece.part(wish, {});
  const applied = part && (await parts.apply(part, () => []));
  expect(applied?.outcome?.status).toBe("complete");
  expect(
    memory
      .writes()
      .map(({ action }) => action)
      .sort(),
  ).toStrictEqual(["create", "create", "update"]);
  const read = await refresh(membersPiece, wish);
  expect(read?.["members"]).toStrictEqual(wish["members"]);
  expect(read?.["pending"]).toStrictEqual({ "new@acme.test": "invited" });
});
