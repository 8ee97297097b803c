import { expect, test } from "vitest";
import { endingWithout, membersPiece } from "../../../../src/entry/terraform/resources/members.ts";
import { type Attributes, UNKNOWN, type Value } from "../../../../src/entry/terraform/values/value.ts";
import { ACME, access, account, desk } from "./memory-parts.ts";

const owner = account("olga@acme.test", "owner");
const alice = account("alice@acme.test", "member");

function element(more: Attributes): Attributes {
  return {
    email: null,
    user_id: null,
    role: null,
    roles: null,
    workspaces: null,
    status: null,
    ensure: null,
    ...more,
  };
}

function set(members: Value, more: Attributes = {}): Attributes {
  return { organization: ACME, members, ownership: "exact", confirm_empty: null, ...more };
}

const olga = element({ email: "Olga@acme.test", role: "owner" });

test("who is as the state says stays as it is spelled there", async () => {
  const { refresh } = desk({ members: [owner] });
  expect(await refresh(membersPiece, set([olga]))).toMatchObject({
    id: "memory/acme/members",
    members: [olga],
    pending: {},
  });
});

test("who is not there is dropped, who is in another role is told in it, in the attribute of the state", async () => {
  const { refresh } = desk({ members: [owner, alice] });
  const state = set([
    olga,
    element({ email: "alice@acme.test", roles: ["admin"] }),
    element({ email: "gone@acme.test", role: "member" }),
  ]);
  const refreshed = await refresh(membersPiece, state);
  expect(refreshed?.["members"]).toStrictEqual([
    element({ email: "alice@acme.test", roles: ["member"] }),
    olga,
  ]);
});

test("whom an exact set does not name is told, protected ones are not; an additive set tells nobody else", async () => {
  const robot = account("robot@acme.test", "owner");
  const hidden = account("x@acme.test", "member", { protection: "hidden-email" });
  const service = account("s@acme.test", "member", { protection: "service-account" });
  const { refresh } = desk({ members: [owner, alice, robot, hidden, service] });
  const exact = await refresh(membersPiece, set([olga]));
  expect(exact?.["members"]).toStrictEqual([olga, element({ email: "alice@acme.test", role: "member" })]);
  const additive = await refresh(membersPiece, set([olga], { ownership: "additive" }));
  expect(additive?.["members"]).toStrictEqual([olga]);
});

test("of two accounts with one address the second is named by its id", async () => {
  const twins = [1, 2].map((number) => account("twin@acme.test", "member", { id: `user_${number}` }));
  const { refresh } = desk({ members: [owner, ...twins] });
  const refreshed = await refresh(membersPiece, set([olga]));
  expect(refreshed?.["members"]).toStrictEqual([
    olga,
    element({ user_id: "user_2", role: "member" }),
    element({ email: "twin@acme.test", role: "member" }),
  ]);
});

test("workspaces are told where the set says them, as live has them", async () => {
  const { refresh } = desk({
    members: [owner, alice],
    workspaces: ["prod", "dev"],
    access: [access(owner, "ws_prod", "member"), access(alice, "ws_dev", "admin")],
  });
  const said = { ...olga, workspaces: { prod: "admin", dev: "member" } };
  const refreshed = await refresh(membersPiece, set([said]));
  expect(refreshed?.["members"]).toStrictEqual([
    { ...olga, workspaces: { prod: "member" } },
    element({ email: "alice@acme.test", role: "member", workspaces: { dev: "admin" } }),
  ]);
});

test("an invitation with the right role is as configured, and pending says that it is out", async () => {
  const invited = { ...alice, id: "inv_1", status: "invited" } as const;
  const { refresh } = desk({ members: [owner, invited] });
  const wish = element({ email: "alice@acme.test", role: "member" });
  expect(await refresh(membersPiece, set([olga, wish]))).toMatchObject({
    members: [wish, olga],
    pending: { "alice@acme.test": "invited" },
  });
});

test("an expired invitation is no membership: a plan has to show that it is sent again", async () => {
  const expired = { ...alice, id: "inv_1", status: "expired" } as const;
  const { refresh } = desk({ members: [owner, expired] });
  const refreshed = await refresh(
    membersPiece,
    set([olga, element({ email: "alice@acme.test", role: "member" })]),
  );
  expect(refreshed?.["members"]).toStrictEqual([olga]);
});

test("who shall be absent and is there is taken out of the state; who is not there stays in it", async () => {
  const { refresh } = desk({ members: [owner, alice] });
  const absent = (email: string) => element({ email, ensure: "absent" });
  const refreshed = await refresh(
    membersPiece,
    set([olga, absent("alice@acme.test"), absent("gone@acme.test")], { ownership: "additive" }),
  );
  expect(refreshed?.["members"]).toStrictEqual([absent("gone@acme.test"), olga]);
});

test("an import tells everybody who would be managed", async () => {
  const robot = account("robot@acme.test", "owner");
  const { refresh } = desk({ members: [owner, alice, robot] });
  const imported = membersPiece.imported("memory/acme/members");
  expect(imported).toStrictEqual({ organization: ACME, members: [], ownership: "exact" });
  const state = await refresh(membersPiece, imported ?? {}, true);
  expect(state).toMatchObject({
    members: [
      element({ email: "alice@acme.test", role: "member" }),
      element({ email: "olga@acme.test", role: "owner" }),
    ],
  });
  expect(membersPiece.imported("memory/acme/member/a@acme.test")).toBeUndefined();
  expect(membersPiece.imported("memory/members")).toBeUndefined();
});

test("an organization that is not there has no members", async () => {
  const { refresh } = desk();
  expect(await refresh(membersPiece, set([olga], { organization: "memory/other" }))).toBeUndefined();
});

test("while somebody is unknown it says nothing, so that nobody is taken for undeclared", () => {
  expect(membersPiece.part(set(UNKNOWN), {})).toBeUndefined();
  expect(membersPiece.part(set([olga, element({ email: UNKNOWN, role: "member" })]), {})).toBeUndefined();
  expect(membersPiece.part(set([olga], { ownership: UNKNOWN }), {})).toBeUndefined();
});

test("the end names everybody but those who are kept and those who were absent before", () => {
  const state = set([
    olga,
    element({ email: "alice@acme.test", role: "member" }),
    element({ user_id: "u/9", role: "member" }),
    element({ email: "gone@acme.test", ensure: "absent" }),
  ]);
  expect(membersPiece.ending(state, {})?.spec).toStrictEqual({
    members: [
      { email: "alice@acme.test", ensure: "absent" },
      { id: "u/9", ensure: "absent" },
      { email: "Olga@acme.test", ensure: "absent" },
    ],
    ownership: { members: "additive" },
  });
  const kept = new Set(["acme/member/olga@acme.test", "acme/member/id:u%2F9"]);
  expect(endingWithout(state, {}, kept)?.spec.members).toStrictEqual([
    { email: "alice@acme.test", ensure: "absent" },
  ]);
  expect(membersPiece.ending(set([]), {})).toBeUndefined();
});

test("a problem of an entry is at its element", () => {
  const state = set([
    olga,
    element({ user_id: "u", role: "x" }),
    element({ email: "a@acme.test", role: "y" }),
  ]);
  const second = { member: element({ user_id: "u", role: "x" }) };
  expect(membersPiece.place(["members", 1, "id"], state)).toStrictEqual(["members", second, "user_id"]);
  expect(membersPiece.place(["workspaces", 0, "name"], state)).toStrictEqual(["members"]);
  expect(membersPiece.place(["ownership", "members"], state)).toStrictEqual(["ownership"]);
});

test("a set that comes out empty has to be confirmed", () => {
  const summaries = (config: Attributes) => membersPiece.validate(config).map(({ summary }) => summary);
  expect(summaries(set([]))).toStrictEqual(["The set of members is empty"]);
  expect(summaries(set([element({ email: "a@acme.test", ensure: "absent" })]))).toHaveLength(1);
  for (const config of [
    set([], { confirm_empty: true }),
    set(UNKNOWN),
    set([], { confirm_empty: UNKNOWN }),
    set([olga]),
  ])
    expect(summaries(config)).toStrictEqual([]);
});

test("an element has one person and a role", () => {
  const summaries = (more: Attributes) =>
    membersPiece.validate(set([element(more)])).map(({ summary }) => summary);
  expect(summaries({ role: "member" })).toStrictEqual(["One of `email` and `user_id` is missing"]);
  expect(summaries({ email: "a@acme.test", role: "a", roles: ["b"] })).toStrictEqual([
    "Only one of `role` and `roles` can be given",
  ]);
  expect(summaries({ email: UNKNOWN, role: UNKNOWN })).toStrictEqual([]);
});

test("what was applied is read back as it was said", async () => {
  const { parts, refresh, memory } = desk({ members: [owner, alice], workspaces: ["prod"] });
  const wish = set([
    olga,
    element({ user_id: "user_alice", roles: ["admin"], workspaces: { ws_prod: "admin" } }),
    element({ email: "New@acme.test", role: "member" }),
  ]);
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
  expect(new Set(read?.["members"] as readonly Value[])).toStrictEqual(
    new Set(wish["members"] as readonly Value[]),
  );
  expect(read?.["pending"]).toStrictEqual({ "new@acme.test": "invited" });
});
