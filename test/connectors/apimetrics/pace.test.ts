/** What a change costs is what it then costs. */
import { describe, expect, it } from "vitest";
import { apimetrics } from "../../../src/connectors/apimetrics/index.ts";
import type { Change } from "../../../src/model/contract.ts";
import { access, member, role, workspace } from "./changes.ts";
import { opening } from "./opening.ts";
import { change, contextOf, writes } from "./world.ts";

const open = opening();

const alice = { nativeId: "auth0|alice", before: { roles: ["AUDIT", "DEFAULT", "SRE"] } };
const alices = { nativeId: "grant_alice", holder: "auth0|alice", before: { level: "EDITOR" } };
const xenas = { nativeId: "inv_xena", holder: "inv_xena", before: { level: "VIEWER" } };
const loses = { subject: "x", verb: "loses", what: "x", on: "production", cascade: true } as const;

describe("the price of a change", () => {
  it.each<[string, Change, ...Change[]]>([
    [
      "a changed organization",
      change({
        address: "acme/organization",
        kind: "organization",
        action: "update",
        nativeId: "acme",
        before: { displayName: "Acme" },
        after: { displayName: "New" },
      }),
    ],
    ["a new role", role("OPS", { action: "create", after: { description: "Night" } })],
    [
      "a deleted role",
      role("OPS", { action: "delete", nativeId: "OPS", before: { name: "OPS", description: "Night" } }),
      role("OPS", { action: "create", after: { description: "Night" } }),
    ],
    ["a new project", workspace("lab", { action: "create", after: { displayName: "Lab" } })],
    [
      "a changed project",
      workspace("staging", {
        action: "update",
        nativeId: "proj_stage",
        before: { displayName: "Staging" },
        after: { displayName: "S" },
      }),
    ],
    [
      "a project that ends",
      workspace("staging", { action: "delete", nativeId: "proj_stage", before: { displayName: "Staging" } }),
      access("staging", "olga@acme.test", {
        action: "delete",
        nativeId: "grant_stage",
        holder: "auth0|olga",
      }),
    ],
    [
      "an invitation",
      member("x@acme.test", { action: "create", after: { email: "x@acme.test", roles: ["SRE"] } }),
    ],
    [
      "an invitation that says other roles",
      member("nina@acme.test", {
        action: "update",
        nativeId: "inv_nina",
        before: { roles: ["DEFAULT", "SRE"] },
        after: { email: "nina@acme.test", roles: ["AUDIT", "DEFAULT"] },
      }),
    ],
    [
      "an invitation that is taken back",
      member("nina@acme.test", {
        action: "delete",
        nativeId: "inv_nina",
        before: { email: "nina@acme.test", roles: ["DEFAULT", "SRE"], status: "invited" },
      }),
    ],
    [
      "one role more",
      member("alice@acme.test", { action: "update", ...alice, after: { roles: ["ADMIN", "AUDIT", "SRE"] } }),
    ],
    ["other roles", member("alice@acme.test", { action: "update", ...alice, after: { roles: ["ADMIN"] } })],
    [
      "a member who goes, with access to one project",
      member("alice@acme.test", {
        action: "delete",
        nativeId: "auth0|alice",
        before: { email: "Alice@acme.test", ...alice.before, status: "active" },
        effects: [{ ...loses, cascade: false }, loses],
      }),
    ],
    [
      "access of a role",
      access("staging", "role:SRE:VIEWER", { action: "create", after: { level: "VIEWER" } }),
    ],
    [
      "access of a role that ends",
      access("production", "role:SRE:EDITOR", {
        action: "delete",
        nativeId: "rg_1",
        before: { level: "EDITOR" },
      }),
    ],
    [
      "access of a member",
      access("staging", "bob@acme.test", {
        action: "create",
        holder: "auth0|bob",
        after: { level: "VIEWER" },
      }),
    ],
    [
      "another level",
      access("production", "alice@acme.test", { action: "update", ...alices, after: { level: "VIEWER" } }),
    ],
    ["access that ends", access("production", "alice@acme.test", { action: "delete", ...alices })],
    [
      "an invite to a project",
      access("staging", "n@partner.test", { action: "create", after: { level: "VIEWER" } }),
    ],
    ["access by id", access("staging", "id:auth0%7Cbob", { action: "create", after: { level: "VIEWER" } })],
    [
      "an invite to a project that says another level",
      access("production", "xena@partner.test", { action: "update", ...xenas, after: { level: "OWNER" } }),
    ],
    [
      "an invite to a project that ends",
      access("production", "xena@partner.test", { action: "delete", ...xenas }),
    ],
  ])("is what it sends: %s", async (_, each, ...earlier) => {
    const world = await open();
    for (const one of earlier) await world.writer().write(one, contextOf(one));
    const told = apimetrics.requests(each, world.settings);
    const sent = () => [world.sandbox.requests().length, writes(world).length] as const;
    const [all, written] = sent();

    await world.writer().write(each, contextOf(each));

    const [allNow, writtenNow] = sent();
    expect(writtenNow - written).toBe(told.writes);
    expect(allNow - all - (writtenNow - written)).toBeLessThanOrEqual(told.reads);
  });

  it("has no published pace behind it", async () => {
    expect(apimetrics.limits((await open()).settings)).toEqual({ shared: "own" });
  });
});
