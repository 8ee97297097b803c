import { describe, expect, test } from "vitest";
import { hasTerraform } from "../client/terraform.ts";
import { type Json, organization, organizationOf } from "./configuration.ts";
import { byHand } from "./hand.ts";
import { leaves } from "./leaves.ts";
import { writes } from "./life.ts";
import { openScenes, type Scene } from "./scene.ts";

const open = openScenes();

/** Olga owns it, and Nora, whom the system knows, is a member. */
async function opened(): Promise<Scene & { readonly nora: (attributes: Json | undefined) => void }> {
  const scene = await open(leaves.lumoauth);
  const nora = (attributes: Json | undefined) => {
    const who = { organization, email: "nora@acme.test" };
    scene.configure({
      resource: {
        orgwright_organization: { acme: organizationOf(scene.words) },
        orgwright_member: {
          olga: { organization, email: "olga@acme.test", role: "owner" },
          ...(attributes === undefined ? {} : { nora: { ...who, ...attributes } }),
        },
      },
    });
  };
  nora({ role: "member" });
  await scene.settle();
  await scene.world.accept("olga@acme.test");
  return { ...scene, nora };
}

describe.skipIf(!hasTerraform())("what moved between a saved plan and its apply, with real Terraform", () => {
  test.each([
    ["an update", { role: "member", status: "suspended" }],
    ["a destroy", undefined],
  ])("%s stops, writes nothing, and the next plan is for what is there", async (_, wanted) => {
    const scene = await opened();
    scene.nora(wanted);
    await scene.ok("plan", "-out=saved.plan");
    await byHand(scene, { members: [{ email: "nora@acme.test", role: "owner" }] });

    const asked = await scene.asked(async () => {
      const { code, text } = await scene.run("apply", "saved.plan");
      expect(code).toBe(1);
      expect(text).toMatch(/Error: acme: what is live is not what the plan was made for\.[\s\S]*Plan again/);
    });

    expect(writes(asked)).toEqual([]);
    expect((await scene.hand.live("acme"))?.members).toContain("nora@acme.test owner active");
    expect(await scene.ok("plan", "-refresh-only")).toContain('"member" -> "owner"');
    await scene.ok("plan", "-out=again.plan");
    await scene.ok("apply", "again.plan");
    expect(await scene.isSettled()).toBe(true);
  });

  test("a creation of what is there stops, for the plan said what it takes over", async () => {
    const scene = await opened();
    await scene.ok("state", "rm", "orgwright_member.nora");
    await scene.ok("plan", "-out=saved.plan");
    await byHand(scene, { members: [{ email: "nora@acme.test", role: "owner" }] });

    const asked = await scene.asked(async () => {
      const { code, text } = await scene.run("apply", "saved.plan");
      expect(code).toBe(1);
      expect(text).toMatch(/live has\s+moved since the plan was made[\s\S]*\.taken_over: was null/);
    });

    expect(writes(asked)).toEqual([]);
    expect((await scene.hand.live("acme"))?.members).toContain("nora@acme.test owner active");
    expect(await scene.ok("plan", "-out=again.plan")).toMatch(
      /taken_over += \[[\s\S]*update acme\/member\/nora@acme\.test: roles \[\\"owner\\"\] → \[\\"member\\"\]/,
    );
    await scene.ok("apply", "again.plan");
    expect(await scene.isSettled()).toBe(true);
  });

  test("what moved elsewhere stops nothing", async () => {
    const scene = await opened();
    scene.nora({ role: "owner" });
    await scene.ok("plan", "-out=saved.plan");
    await byHand(scene, { roles: { mallory: "owner" }, spec: { displayName: "By hand" } });
    await scene.ok("apply", "saved.plan");
    expect((await scene.hand.live("acme"))?.members).toContain("nora@acme.test owner active");
  });
});
