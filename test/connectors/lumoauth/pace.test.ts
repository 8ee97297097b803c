/** What a change costs is what it then costs. */
import { describe, expect, it } from "vitest";
import { lumoauth } from "../../../src/connectors/lumoauth/index.ts";
import type { Change } from "../../../src/model/contract.ts";
import { member, openings, pia } from "./stage.ts";
import { change, context } from "./world.ts";

const open = openings();

const ofAcme = { address: "acme/organization", kind: "organization", nativeId: "org_acme" } as const;
const role = (name: string, parts: Partial<Change> & Pick<Change, "action">) =>
  change({ address: `acme/role/${name}`, kind: "role", ...parts });
const mia = { email: "mia@acme.test", nativeId: "u_mia" };
const add = (status?: string) =>
  member({
    email: "nora@acme.test",
    action: "create",
    after: { id: "u_nora", roles: ["viewer"], ...(status === undefined ? {} : { status }) },
  });

describe("the price of a change", () => {
  it.each<[string, Change]>([
    [
      "a new organization",
      change({ address: "x/organization", kind: "organization", action: "create", after: { slug: "x" } }),
    ],
    [
      "a changed organization",
      change({ ...ofAcme, action: "update", before: { displayName: "Acme" }, after: { displayName: "New" } }),
    ],
    ["a deleted organization", change({ ...ofAcme, action: "delete", before: { slug: "acme" } })],
    ["a new role", role("ops", { action: "create", after: { displayName: "Ops" } })],
    [
      "a changed role",
      role("viewer", {
        action: "update",
        nativeId: "3",
        before: { displayName: "Viewer" },
        after: { displayName: "V" },
      }),
    ],
    ["a deleted role", role("spare", { action: "delete", nativeId: "4", before: { name: "spare" } })],
    ["somebody who is added", add()],
    ["somebody who is added as active", add("active")],
    ["somebody who is added and suspended", add("suspended")],
    [
      "somebody who is invited",
      member({ email: "x@acme.test", action: "create", after: { email: "x@acme.test", roles: ["viewer"] } }),
    ],
    ["another role", member({ ...mia, before: { roles: ["member"] }, after: { roles: ["viewer"] } })],
    ["another status", member({ ...mia, before: { status: "active" }, after: { status: "suspended" } })],
    [
      "a member who goes",
      member({ ...mia, action: "delete", before: { roles: ["member"], status: "active" } }),
    ],
    [
      "an invitation that says another role",
      member({
        nativeId: "invitation 1",
        before: { roles: ["viewer"] },
        after: { email: "pia@acme.test", roles: ["member"] },
      }),
    ],
    [
      "an invitation that is followed by another",
      member({
        email: "late@acme.test",
        reason: "invitation-expired",
        nativeId: "invitation 2",
        before: { roles: [], status: "expired" },
        after: { email: "late@acme.test", roles: ["viewer"], status: "invited" },
      }),
    ],
    ["an invitation that is taken back", member({ action: "delete", nativeId: "invitation 1", before: pia })],
  ])("is what it sends: %s", async (_, each) => {
    const world = await open();
    const told = lumoauth.requests(each, world.settings);

    await world.writer().write(each, context);

    const all = world.sandbox.requests();
    const sent = all.filter(({ method }) => method !== "GET").length;
    expect(sent).toBe(told.writes);
    expect(all.length - sent).toBeLessThanOrEqual(told.reads);
  });

  it("of an invitation that ran out unseen is one mail", async () => {
    const now = { value: Date.now() - 8 * 86_400_000 };
    const world = await open({ now: () => now.value });
    now.value = Date.now();
    const again = member({
      reason: "invitation-expired",
      nativeId: "invitation 1",
      before: { roles: ["viewer"], status: "expired" },
      after: { ...pia, status: "invited" },
    });

    await world.writer().write(again, context);

    const sent = world.sandbox.requests().filter(({ method }) => method !== "GET");
    expect(sent).toHaveLength(lumoauth.requests(again, world.settings).writes);
  });

  it("is paid at the published pace, of each token", async () => {
    expect(lumoauth.limits((await open()).settings)).toEqual({
      reads: { perMinute: 1000 },
      writes: { perMinute: 100 },
      shared: "own",
    });
  });
});
