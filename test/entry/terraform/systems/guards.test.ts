import { describe, expect, test } from "vitest";
import { hasTerraform } from "../client/terraform.ts";
import { acme, joined } from "./acme.ts";
import { type Json, organization } from "./configuration.ts";
import { byHand } from "./hand.ts";
import { leaves } from "./leaves.ts";
import { openScenes } from "./scene.ts";

const open = openScenes();

describe.skipIf(!hasTerraform())("guards, with real Terraform", () => {
  test("the last owner is not destroyed; a handover in one apply is", async () => {
    const scene = await open(leaves.lumoauth);
    await joined(scene, { olga: { role: "owner" }, alice: { role: "member" } });
    scene.configure(acme(scene, { alice: { role: "member" } }));
    const plan = await scene.ok("plan");
    expect(plan).toMatch(/Warning: acme: 0 active owners would be left[\s\S]*The apply stops here, unless/);
    const refused = await scene.run("apply", "-auto-approve");
    expect(refused.code).toBe(1);
    expect(refused.text).toMatch(/Error: acme: [\s\S]*Give it to somebody else first/);
    expect((await scene.hand.live("acme"))?.members).toContain("olga@acme.test owner active");

    scene.configure(acme(scene, { olga: { role: "member" }, alice: { role: "owner" } }));
    await scene.settle();
    expect((await scene.hand.live("acme"))?.members).toEqual([
      "alice@acme.test owner active",
      "olga@acme.test member active",
    ]);
  });

  test("the credential's own account is neither demoted nor removed", async () => {
    const scene = await open(leaves.referenceA);
    scene.configure(acme(scene, { ops: { role: "owner" }, olga: { role: "owner" } }));
    await scene.settle();
    await scene.world.accept("olga@acme.test");
    for (const members of [
      { ops: { role: "member" }, olga: { role: "owner" } },
      { olga: { role: "owner" } },
    ]) {
      scene.configure(acme(scene, members));
      const { code, text } = await scene.run("plan");
      expect(code).toBe(1);
      expect(text).toContain("(guard/self)");
    }
    expect((await scene.hand.live("acme"))?.members).toContain("ops@acme.test owner active");
  });

  test("single removals count together", async () => {
    const scene = await open(leaves.lumoauth);
    const all = {
      olga: { role: "owner" },
      a: { role: "member" },
      b: { role: "member" },
      c: { role: "member" },
    };
    await joined(scene, all);
    scene.configure(acme(scene, { olga: all.olga }), { max_removals: { count: 1, percent: 100 } });
    const { code, text } = await scene.run("apply", "-auto-approve");
    expect(code).toBe(1);
    expect(text).toContain("(guard/max-removals)");
    const left = (await scene.hand.live("acme"))?.members ?? [];
    expect(left.length).toBeGreaterThanOrEqual(3);
  });

  test("a system role stays", async () => {
    const scene = await open(leaves.lumoauth);
    scene.configure(acme(scene, {}, { orgwright_role: { member: { organization, name: "member" } } }));
    await scene.settle();
    scene.configure(acme(scene, {}));
    const { code, text } = await scene.run("apply", "-auto-approve");
    expect(code).toBe(1);
    expect(text).toMatch(
      /Error: It cannot be ended now\s+acme\/role\/member: LumoAuth keeps its system roles/,
    );
    expect((await scene.hand.live("acme"))?.roles.join()).toContain("member");
  });

  test("a protected organization stays, and a released one is only forgotten", async () => {
    const scene = await open(leaves.lumoauth);
    const organizationWith = (more: Json) => ({
      resource: {
        orgwright_organization: {
          acme: { connection_name: "main", slug: "acme", display_name: "Acme", ...more },
        },
      },
    });
    scene.configure(organizationWith({}));
    await scene.settle();
    const refused = await scene.run("destroy", "-auto-approve");
    expect(refused.code).toBe(1);
    expect(refused.text).toMatch(/Error: The organization is protected[\s\S]*deletion_protection = false/);
    scene.configure(organizationWith({ on_destroy: "release" }));
    await scene.settle();
    await scene.ok("destroy", "-auto-approve");
    expect(await scene.hand.live("acme")).toBeDefined();

    // Taken over again, with a word of what changes.
    await byHand(scene, { spec: { displayName: "Another" } });
    const plan = await scene.ok("plan");
    expect(plan).toMatch(/Warning: It is there already, and will be changed[\s\S]*"Another" → "Acme"/);
    scene.configure(organizationWith({ deletion_protection: false }));
    await scene.settle();
    await scene.ok("destroy", "-auto-approve");
    expect(await scene.hand.live("acme")).toBeUndefined();
  });

  test("one membership is not said in two ways", async () => {
    const scene = await open(leaves.lumoauth);
    const set = { acme: { organization, members: { "olga@acme.test": { role: "owner" } } } };
    scene.configure(acme(scene, { olga: { role: "owner" } }, { orgwright_members: set }));
    const { code, text } = await scene.run("plan");
    expect(code).toBe(1);
    expect(text).toMatch(/Error: Members of one organization are said in two ways[\s\S]*removed/);
  });
});
