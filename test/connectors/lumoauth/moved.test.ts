/** What somebody else did since the plan was made: something third stops the change, the very thing is done, and neither is written. */
import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/model/contract.ts";
import { member, openings, pia } from "./stage.ts";
import { acmeOf, change, context, elsewhere, type Opened } from "./world.ts";

const open = openings();

type Meddle = (world: Opened) => Promise<unknown>;
/** What another writer of ours does is what a colleague does. */
const colleague =
  (...changes: readonly Change[]): Meddle =>
  async (world) => {
    for (const each of changes) await world.writer().write(each, context);
  };
const patch =
  (where: string, body: object): Meddle =>
  async ({ sandbox }) =>
    await elsewhere(sandbox, "PATCH", where, body);
const post =
  (where: string, body: object): Meddle =>
  async ({ sandbox }) =>
    await elsewhere(sandbox, "POST", where, body);

const acme = (parts: Partial<Change>) =>
  change({
    address: "acme/organization",
    kind: "organization",
    action: "update",
    nativeId: "org_acme",
    ...parts,
  });
const rename = acme({ before: { displayName: "Acme" }, after: { displayName: "Acme New" } });
const end = acme({ action: "delete", before: { slug: "acme", displayName: "Acme", description: null } });
const viewer = (parts: Partial<Change>) =>
  change({ address: "acme/role/viewer", kind: "role", action: "update", nativeId: "3", ...parts });
const describeViewer = viewer({ before: { description: "Read only" }, after: { description: "Looks" } });
const spare = (parts: Partial<Change> = {}) =>
  change({
    address: "acme/role/spare",
    kind: "role",
    action: "delete",
    nativeId: "4",
    before: { name: "spare", displayName: "Spare", description: null },
    ...parts,
  });
const mia = { email: "mia@acme.test", nativeId: "u_mia" };
const toViewer = member({ ...mia, before: { roles: ["member"] }, after: { roles: ["viewer"] } });
const suspend = member({ ...mia, before: { status: "active" }, after: { status: "suspended" } });
const removeMia = member({
  ...mia,
  action: "delete",
  before: { email: "mia@acme.test", roles: ["member"], status: "active" },
});
const revoke = member({ action: "delete", nativeId: "invitation 1", before: pia });
const renew = member({
  nativeId: "invitation 1",
  before: { roles: ["viewer"] },
  after: { email: "pia@acme.test", roles: ["member"] },
});
const inviteOwner = post("/invitations", { email: "pia@acme.test", roleId: 1 });

const writes = ({ sandbox }: Opened) =>
  sandbox
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path}`);

describe("what somebody else changed to something third is left so", () => {
  it.each<[string, Change, Meddle, string]>([
    ["an organization", rename, patch("", { displayName: "Theirs" }), 'has got "Theirs" for displayName'],
    ["an organization that is gone", rename, colleague({ ...end, before: {} }), "was deleted by somebody"],
    ["an organization to be deleted", end, patch("", { description: "x" }), 'has got "x" for description'],
    ["a role", describeViewer, patch("/roles/3", { description: "x" }), 'has got "x" for description'],
    ["a role that is gone", { ...spare(), action: "update" }, colleague(spare()), "was deleted by somebody"],
    ["a role to be deleted", spare(), patch("/roles/4", { name: "Kept" }), 'has got "Kept" for displayName'],
    [
      "a role to be deleted that somebody got",
      spare(),
      patch("/members/u_mia", { roleId: 4 }),
      "has got a new holder among mia@acme.test",
    ],
    [
      "a role to be deleted that somebody is invited to",
      spare(),
      post("/invitations", { email: "x@acme.test", roleId: 4 }),
      "has got a new holder among x@acme.test (invited)",
    ],
    ["a member", toViewer, patch("/members/u_mia", { roleId: 1 }), "has another role (owner)"],
    [
      "a member's status",
      { ...toViewer, before: { roles: ["member"], status: "active" } },
      patch("/members/u_mia", { status: "suspended" }),
      "has another status (suspended)",
    ],
    ["a member who left", suspend, colleague(removeMia), "has left"],
    ["a member who is to go", removeMia, patch("/members/u_mia", { roleId: 1 }), "has another role (owner)"],
    [
      "somebody to be invited who joined",
      member({ email: "nora@acme.test", action: "create", after: { roles: ["viewer"] } }),
      post("/members", { userId: "u_nora", roleId: 1 }),
      "has joined as owner (active)",
    ],
    [
      "an invitation that was said anew",
      revoke,
      async (world) => {
        await colleague(revoke)(world);
        await inviteOwner(world);
      },
      "was invited again by somebody else, as owner,",
    ],
    [
      "an invitation that was said anew with another role",
      renew,
      async (world) => {
        await colleague(revoke)(world);
        await inviteOwner(world);
      },
      "has been invited with another role",
    ],
    [
      "an invitation of who was added by hand",
      member({
        ...revoke,
        email: "nora@acme.test",
        nativeId: "invitation 999",
        before: { email: "nora@acme.test", status: "invited" },
      }),
      post("/members", { userId: "u_nora", roleId: 3 }),
      "has become a member",
    ],
    [
      "an invitation of another role than the plan saw",
      { ...revoke, before: { ...pia, roles: ["owner"] } },
      async () => undefined,
      "has another role (viewer)",
    ],
    [
      "an invitation of another role than the plan saw, to be said anew",
      { ...renew, before: { roles: ["owner"] } },
      async () => undefined,
      "has another role (viewer)",
    ],
    [
      "an invitation that can be accepted again",
      { ...revoke, reason: "invitation-stale", before: { ...pia, status: "expired" } },
      async () => undefined,
      "was invited again by somebody else",
    ],
    [
      "an invitation that can be accepted again, to be said anew",
      { ...renew, before: { roles: ["viewer"], status: "expired" } },
      async () => undefined,
      "was invited again by somebody else",
    ],
  ])("%s", async (_, each, meddle, words) => {
    const world = await open();
    await meddle(world);
    const before = writes(world);

    const error = world.writer().write(each, context);

    await expect(error).rejects.toMatchObject({
      moved: true,
      status: 409,
      unknownResult: false,
      message: expect.stringContaining(words),
    });
    await expect(error).rejects.toThrow("since the plan was made; plan again");
    expect(writes(world)).toEqual(before);
  });
});

describe("what somebody else did just so is done", () => {
  it.each<[string, Change, Meddle]>([
    ["an organization was renamed", rename, patch("", { displayName: "Acme New" })],
    ["an organization was deleted", end, colleague(end)],
    ["a role was described", describeViewer, patch("/roles/3", { description: "Looks" })],
    ["a role was deleted", spare(), colleague(spare())],
    ["a member has the role", toViewer, patch("/members/u_mia", { roleId: 3 })],
    ["a member was suspended", suspend, patch("/members/u_mia", { status: "suspended" })],
    ["a member is gone", removeMia, colleague(removeMia)],
    ["an invitation was taken back", revoke, colleague(revoke)],
    ["an invitation was said anew", renew, colleague(renew)],
  ])("%s", async (_, each, meddle) => {
    const world = await open();
    await meddle(world);
    const before = writes(world);

    await world.writer().write(each, context);

    expect(writes(world)).toEqual(before);
  });
});

it("a member who lacks one of two things gets only that one", async () => {
  const world = await open();
  await patch("/members/u_mia", { status: "suspended" })(world);
  const both = member({
    ...mia,
    before: { roles: ["member"], status: "active" },
    after: { roles: ["viewer"], status: "suspended" },
  });

  await world.writer().write(both, context);

  expect(acmeOf(world.sandbox).members).toContainEqual(
    expect.objectContaining({ user: "u_mia", role: 3, status: "suspended" }),
  );
});

it("a role that was renamed as wished is known by its earlier name too", async () => {
  const world = await open();
  await patch("/roles/3", { slug: "reader" })(world);
  const writer = world.writer();

  await writer.write(viewer({ before: { name: "viewer" }, after: { name: "reader" } }), context);
  await writer.write(
    member({
      email: "vic@acme.test",
      nativeId: "u_vic",
      action: "delete",
      before: { roles: ["viewer"], status: "suspended" },
    }),
    context,
  );

  expect(acmeOf(world.sandbox).members.map(({ user }) => user)).not.toContain("u_vic");
});

it("an invitation that this apply took back is done a second time, whoever invites the person after that", async () => {
  const world = await open();
  const writer = world.writer();
  await writer.write(revoke, context);
  await inviteOwner(world);

  expect(await writer.write(revoke, context)).toEqual({});
});
