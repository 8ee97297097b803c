/** Live state behind a change, as far as that can be told without reading. */
import { describe, expect, test } from "vitest";
import type { LiveState } from "../../src/model/live.ts";
import { advance, isTold } from "../../src/plan/advance.ts";
import { change } from "../model/change.ts";
import { liveAccess, liveMember, liveWorkspace } from "./desk.ts";

const ann = liveMember("ann@acme.test", "member");
const bob = liveMember("bob@acme.test", "owner");
const roleGrant = {
  kind: "access",
  workspace: "ws_one",
  subject: { type: "role", role: "sre" },
  level: "admin",
} as const;
const live: LiveState = {
  organization: { kind: "organization", id: "org_acme", slug: "acme", attributes: {} },
  roles: [],
  workspaces: [liveWorkspace("one")],
  members: [ann, bob],
  access: [
    liveAccess("ann@acme.test", "one", "admin"),
    liveAccess("bob@acme.test", "one", "admin"),
    roleGrant,
  ],
};
const created = change({
  address: "acme/member/new@acme.test",
  kind: "member",
  action: "create",
  after: { email: "new@acme.test", roles: ["member"] },
});
const updated = change({
  address: "acme/member/ann@acme.test",
  kind: "member",
  action: "update",
  nativeId: ann.id,
  after: { roles: ["admin"] },
});
const deleted = change({
  address: "acme/member/ann@acme.test",
  kind: "member",
  action: "delete",
  nativeId: ann.id,
});

describe("told", () => {
  test("somebody who is invited, or added at once, joins once", () => {
    const invited = advance(live, { ...created, mails: 1 }, "inv_1");
    const added = advance(live, created, "user_1");

    const row = { kind: "member", id: "inv_1", email: "new@acme.test", roles: ["member"], status: "invited" };
    expect(invited?.members).toEqual([ann, bob, row]);
    expect(added?.members.at(-1)).toEqual({ ...row, id: "user_1", status: "active" });
    expect(invited && advance(invited, { ...created, mails: 1 }, "inv_1")).toEqual(invited);
  });

  test("somebody is suspended, and comes back", () => {
    const suspended = advance(live, { ...updated, after: { status: "suspended" } });
    const back = suspended && advance(suspended, { ...updated, after: { status: "active" } });

    expect(suspended?.members[0]).toEqual({ ...ann, status: "suspended" });
    expect(back).toEqual(live);
  });

  test("other roles are one person's alone", () => {
    expect(advance(live, updated)).toEqual({ ...live, members: [{ ...ann, roles: ["admin"] }, bob] });
  });

  test("who leaves takes their own access along, and nobody else's", () => {
    const left = advance(live, deleted);

    expect(left?.members).toEqual([bob]);
    expect(left?.access).toEqual([liveAccess("bob@acme.test", "one", "admin"), roleGrant]);
    expect(left && advance(left, deleted)).toEqual(left);
  });

  test("what was given is left as it was", () => {
    const before = JSON.stringify(live);

    for (const each of [created, updated, deleted]) advance(live, each, "x");

    expect(JSON.stringify(live)).toBe(before);
  });
});

test.each([
  ["somebody new without an id", created, undefined],
  [
    "an invitation that carries access",
    { ...created, after: { ...created.after, workspaces: { one: "admin" } } },
    "x",
  ],
  ["somebody new without roles", { ...created, after: { email: "new@acme.test" } }, "x"],
  ["an invitation that is sent again", { ...updated, mails: 1 }, undefined],
  ["somebody who is replaced", { ...updated, action: "replace" as const }, undefined],
  ["a role", { ...updated, kind: "role" as const }, undefined],
  ["a workspace", { ...deleted, kind: "workspace" as const }, undefined],
  ["access", { ...deleted, kind: "access" as const }, undefined],
  ["the organization", { ...updated, kind: "organization" as const }, undefined],
])("only the system can tell of %s", (_, each, id) => {
  expect(advance(live, each, id)).toBeUndefined();
  expect(isTold(each, id)).toBe(false);
});
