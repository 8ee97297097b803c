/** What somebody else did since the plan was made: something third stops the change, the very thing is done, and neither is written. */
import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/model/contract.ts";
import { access, member, role, workspace } from "./changes.ts";
import { opening } from "./opening.ts";
import { accept, change, contextOf, failureOf, type Opened, people, writes } from "./world.ts";

const open = opening();

type Meddle = (world: Opened) => Promise<unknown>;
/** What another writer of ours does is what a colleague does. */
const colleague =
  (...changes: readonly Change[]): Meddle =>
  async (world) => {
    for (const each of changes) await world.writer().write(each, contextOf(each));
  };
const nothing: Meddle = async () => await Promise.resolve();
/** What no change of ours does: a request of somebody else's. */
const byHand =
  (method: "POST" | "DELETE", where: string, body: object = {}): Meddle =>
  async ({ settings }) => {
    const response = await fetch(`${settings.endpoint}${where}`, {
      method,
      headers: {
        authorization: "Bearer secret-token",
        "content-type": "application/json",
        "Apimetrics-Project-Id": "proj_prod",
      },
      ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(await response.text());
  };

const organization = (parts: Partial<Change>) =>
  change({
    address: "acme/organization",
    kind: "organization",
    action: "update",
    nativeId: "acme",
    ...parts,
  });
const rename = (to: string) => organization({ before: { displayName: "Acme" }, after: { displayName: to } });
const renameProject = (to: string) =>
  workspace("production", {
    action: "update",
    nativeId: "proj_prod",
    before: { displayName: "Production" },
    after: { displayName: to },
  });
const endStage = workspace("staging", {
  action: "delete",
  nativeId: "proj_stage",
  before: { displayName: "Staging", "settings.tags": null },
});
const revokeStage = access("staging", "olga@acme.test", {
  action: "delete",
  nativeId: "grant_stage",
  holder: "auth0|olga",
  before: { level: "OWNER" },
});
const ops = role("OPS", { action: "create", after: { description: "Night" } });
const endOps = role("OPS", {
  action: "delete",
  nativeId: "OPS",
  before: { name: "OPS", description: "Night" },
});
const roles = (before: readonly string[], after: readonly string[], parts: Partial<Change> = {}) =>
  member("alice@acme.test", {
    action: "update",
    nativeId: "auth0|alice",
    before: { roles: [...before] },
    after: { roles: [...after] },
    ...parts,
  });
const bobs = (after: readonly string[]) =>
  roles(["DEFAULT"], after, { address: "acme/member/bob@acme.test", nativeId: "auth0|bob" });
const ours = roles(["AUDIT", "DEFAULT", "SRE"], ["ADMIN", "DEFAULT", "SRE"]);
const removeAlice = member("alice@acme.test", {
  action: "delete",
  nativeId: "auth0|alice",
  before: { email: "Alice@acme.test", roles: ["AUDIT", "DEFAULT", "SRE"], status: "active" },
});
const revoke = member("nina@acme.test", {
  action: "delete",
  nativeId: "inv_nina",
  before: { email: "nina@acme.test", roles: ["DEFAULT", "SRE"], status: "invited" },
});
const renew = member("nina@acme.test", {
  action: "update",
  nativeId: "inv_nina",
  before: { roles: ["DEFAULT", "SRE"] },
  after: { email: "nina@acme.test", roles: ["AUDIT", "DEFAULT"] },
});
const invite = (email: string, as: readonly string[]) =>
  member(email, { action: "create", after: { email, roles: [...as] } });
const level = (after: string, parts: Partial<Change> = {}) =>
  access("production", "alice@acme.test", {
    action: "update",
    nativeId: "grant_alice",
    holder: "auth0|alice",
    before: { level: "EDITOR" },
    after: { level: after },
    ...parts,
  });
const revokeAlice = access("production", "alice@acme.test", {
  action: "delete",
  nativeId: "grant_alice",
  holder: "auth0|alice",
  before: { level: "EDITOR" },
});
const giveAlice = (to: string) =>
  access("production", "alice@acme.test", { action: "create", holder: "auth0|alice", after: { level: to } });
const revokeSre = access("production", "role:SRE:EDITOR", {
  action: "delete",
  nativeId: "rg_1",
  before: { level: "EDITOR" },
});
const giveSre = access("production", "role:SRE:EDITOR", { action: "create", after: { level: "EDITOR" } });
const xena = { nativeId: "inv_xena", holder: "inv_xena", before: { level: "VIEWER" } };
const endXena = access("production", "xena@partner.test", {
  action: "delete",
  ...xena,
  before: { level: "VIEWER", status: "invited" },
});
const raiseXena = access("production", "xena@partner.test", {
  action: "update",
  ...xena,
  after: { level: "MANAGER" },
});
const inviteXena = access("production", "xena@partner.test", { action: "create", after: { level: "OWNER" } });

describe("what somebody else changed to something third is left so", () => {
  it.each<[string, Change, Meddle, string]>([
    ["an organization", rename("Ours"), colleague(rename("Theirs")), 'has got "Theirs" for displayName'],
    ["a project", renameProject("Ours"), colleague(renameProject("Theirs")), 'has got "Theirs"'],
    [
      "a project that is to end",
      { ...endStage, before: { displayName: "Lab" } },
      nothing,
      'has got "Staging" for displayName',
    ],
    ["a project that is to end and has access", endStage, nothing, "olga@acme.test (OWNER)"],
    [
      "a role that is to go",
      { ...endOps, before: { description: "Day" } },
      colleague(ops),
      'has got "Night" for description',
    ],
    [
      "a role that is to go and that somebody got",
      endOps,
      colleague(ops, bobs(["DEFAULT", "OPS"])),
      "has got a new holder or project among bob@acme.test",
    ],
    [
      "a role that is to go and that somebody is invited to",
      endOps,
      colleague(ops, invite("x@acme.test", ["OPS"])),
      "x@acme.test (invited)",
    ],
    [
      "a role that is to go and that got access",
      endOps,
      colleague(ops, access("staging", "role:OPS:VIEWER", { action: "create", after: { level: "VIEWER" } })),
      "project proj_stage",
    ],
    [
      "a member who has none of them any more",
      ours,
      colleague(roles(["AUDIT", "SRE"], ["DEFAULT"])),
      "has got other roles (DEFAULT)",
    ],
    [
      "a member who lost a role that stays",
      ours,
      colleague(roles(["AUDIT", "SRE"], ["AUDIT"])),
      "has got other roles (AUDIT)",
    ],
    [
      "a member who lost the role that goes, without the one that comes",
      ours,
      colleague(roles(["AUDIT", "SRE"], ["SRE"])),
      "has got other roles (SRE)",
    ],
    [
      "a member who got a role that nobody saw",
      bobs(["DEFAULT", "SRE"]),
      colleague(bobs(["DEFAULT", "ADMIN"])),
      "has got other roles (ADMIN)",
    ],
    ["a member who left", ours, colleague(removeAlice), "has left"],
    [
      "a member who is to go and lost a role",
      removeAlice,
      colleague(roles(["AUDIT", "SRE"], ["AUDIT"])),
      "has got other roles (AUDIT)",
    ],
    ["an invitation that was accepted", revoke, (world) => accept(world, "nina@acme.test"), "has accepted"],
    [
      "an invitation that was said anew",
      revoke,
      colleague(revoke, invite("nina@acme.test", ["ADMIN"])),
      "has been invited again by somebody else",
    ],
    [
      "an invitation that was said anew with other roles",
      renew,
      colleague(revoke, invite("nina@acme.test", ["ADMIN"])),
      "has been invited with other roles",
    ],
    [
      "an invitation with other roles than the plan saw",
      { ...revoke, before: { email: "nina@acme.test", roles: ["ADMIN"], status: "invited" } },
      nothing,
      "has been invited with other roles (SRE)",
    ],
    [
      "an invitation with other roles than the plan saw, to be said anew",
      { ...renew, before: { roles: ["ADMIN"] } },
      nothing,
      "has been invited with other roles (SRE)",
    ],
    ["a level", level("VIEWER"), colleague(level("OWNER")), "has got OWNER there"],
    ["access that is gone", level("VIEWER"), colleague(revokeAlice), "has lost the access"],
    ["access to be taken", revokeAlice, colleague(level("OWNER")), "has got OWNER there"],
    [
      "access to be taken that was given again",
      revokeAlice,
      colleague(revokeAlice, giveAlice("VIEWER")),
      "was given VIEWER there again by somebody else",
    ],
    ["access to be given", giveAlice("VIEWER"), nothing, "has got EDITOR there"],
    [
      "access of a role to be taken that was given again",
      revokeSre,
      colleague(revokeSre, giveSre),
      "was given again by somebody else",
    ],
    [
      "access of a role to be taken that has another level",
      revokeSre,
      byHand("POST", "/api/2/projects/proj_prod/roles/rg_1/", { access_level: "OWNER" }),
      "has got OWNER there",
    ],
    [
      "an invite to a project that was said anew",
      endXena,
      colleague(endXena, inviteXena),
      "has been invited there again by somebody else",
    ],
    [
      "an invite to a project that was said anew with another level",
      raiseXena,
      colleague(endXena, inviteXena),
      "has been invited there with another level",
    ],
    [
      "an invite to a project with another level than the plan saw",
      { ...endXena, before: { level: "OWNER", status: "invited" } },
      nothing,
      "has been invited there with another level",
    ],
    [
      "an invite to a project with another level than the plan saw, to be said anew",
      { ...raiseXena, before: { level: "OWNER" } },
      nothing,
      "has been invited there with another level",
    ],
    [
      "somebody who is invited to the project",
      inviteXena,
      nothing,
      "has been invited there with another level",
    ],
  ])("%s", async (_, each, meddle, words) => {
    const world = await open({ deleteRoleInUse: "cascades" });
    await meddle(world);
    const before = writes(world);

    const failure = await failureOf(world.writer().write(each, contextOf(each)));

    expect(failure).toMatchObject({ moved: true, status: 409, retryable: false, unknownResult: false });
    expect(failure.message).toContain(words);
    expect(failure.message).toContain("since the plan was made; plan again");
    expect(writes(world)).toEqual(before);
  });
});

describe("what somebody else did just so is done", () => {
  it.each<[string, Change, Meddle]>([
    ["an organization was renamed", rename("New"), colleague(rename("New"))],
    ["a project was renamed", renameProject("New"), colleague(renameProject("New"))],
    ["a project ended", endStage, colleague(revokeStage, endStage)],
    ["a role is gone", endOps, nothing],
    ["a member has the roles", ours, colleague(ours)],
    ["a member is gone", removeAlice, colleague(removeAlice)],
    ["an invitation was taken back", revoke, colleague(revoke)],
    ["an invitation was said anew", renew, colleague(renew)],
    ["a level is as wished", level("VIEWER"), colleague(level("VIEWER"))],
    ["access was taken", revokeAlice, colleague(revokeAlice)],
    ["access of a role was taken", revokeSre, colleague(revokeSre)],
    ["access of a role was given", giveSre, nothing],
    ["an invite to a project was taken back", endXena, colleague(endXena)],
    ["an invite to a project was said anew", raiseXena, colleague(raiseXena)],
  ])("%s", async (_, each, meddle) => {
    const world = await open();
    await meddle(world);
    const before = writes(world);

    await world.writer().write(each, contextOf(each));

    expect(writes(world)).toEqual(before);
  });
});

describe("roles, which are given and taken one by one,", () => {
  it.each([
    ["given", ["AUDIT", "SRE", "ADMIN"]],
    ["taken", ["ADMIN"]],
  ])("go on from the half that was done, the first being %s", async (_, half) => {
    const world = await open();
    await colleague(roles(["AUDIT", "SRE"], half))(world);
    const to = roles(["AUDIT", "SRE"], ["ADMIN", "DEFAULT"]);

    await world.writer().write(to, contextOf(to));

    expect(await people(world)).toContain("Alice@acme.test DEFAULT+ADMIN active");
  });

  it("are looked at where the caller's own are told", async () => {
    const world = await open({ token: "olga-token", accountRoles: "absent" });
    const olgas = roles(["ADMIN", "DEFAULT"], ["ADMIN", "DEFAULT", "SRE"], {
      address: "acme/member/olga@acme.test",
      nativeId: "auth0|olga",
    });
    const third = { ...olgas, before: { roles: ["AUDIT"] }, after: { roles: ["SRE"] } };

    await world.writer().write(olgas, contextOf(olgas));
    const error = await failureOf(world.writer().write(third, contextOf(third)));

    expect(error).toMatchObject({ moved: true });
    expect(error.message).toContain("has got other roles (ADMIN, SRE)");
    expect(writes(world)).toEqual(["POST /api/2/organizations/acme/accounts/auth0%7Colga/role/SRE/"]);
  });
});

it("a role whose holders the plan saw goes, with what it gave", async () => {
  const world = await open({ deleteRoleInUse: "cascades" });
  const loses = (subject: string, on: string) =>
    ({ subject, verb: "loses", what: "SRE", on, cascade: true }) as const;
  const end = role("SRE", {
    action: "delete",
    nativeId: "SRE",
    effects: [
      loses("alice@acme.test", "acme"),
      loses("nina@acme.test", "acme"),
      loses("role:SRE", "production"),
      loses("role:SRE", "production"),
    ],
  });

  await world.writer().write(end, contextOf(end));

  expect((await people(world)).join()).not.toContain("SRE");
});
