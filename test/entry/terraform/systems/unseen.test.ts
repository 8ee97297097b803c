/** What no plan has shown is not done: values that come late, objects that outlive their successors, and what only looks. */
import { describe, expect, test } from "vitest";
import { hasTerraform } from "../client/terraform.ts";
import { joined } from "./acme.ts";
import { from, type Json } from "./configuration.ts";
import { leaves } from "./leaves.ts";
import { openScenes } from "./scene.ts";

const open = openScenes();
const everybody = { olga: { role: "owner" }, alice: { role: "owner" }, bob: { role: "member" } };

/** The whole membership, as one resource that Terraform has not seen before. */
function whole(members: Json, more: Json = {}): Json {
  return { orgwright_members: { all: { organization: "main/acme", members, ...more } } };
}

describe.skipIf(!hasTerraform())("with real Terraform", () => {
  test("who is not in a set that was not known at the plan is not removed by its creation", async () => {
    const scene = await open(leaves.lumoauth);
    await joined(scene, everybody);
    const before = (await scene.hand.live("acme"))?.members;
    const later = scene.another();
    const late = { terraform_data: { role: { input: "owner" } } };
    const members = { "olga@acme.test": { role: from("terraform_data.role.output") } };
    later.configure({ resource: { ...late, ...whole(members) } });
    const { code, text } = await later.run("apply", "-auto-approve");
    expect(code).toBe(1);
    expect(text).toMatch(/delete acme\/member\/bob@acme\.test|\.taken_over: was null/);
    scene.hand.forget();
    expect((await scene.hand.live("acme"))?.members).toEqual(before);
  });

  test("what is created before the one that it replaces outlives it", async () => {
    const scene = await open(leaves.lumoauth);
    await joined(scene, { olga: { role: "owner" }, bob: { role: "member" } });
    const bob = { organization: "main/acme", email: "bob@acme.test", role: "member" };
    const resource = { orgwright_member: { bob: { ...bob, lifecycle: { create_before_destroy: true } } } };
    const later = scene.another();
    later.configure({ resource });
    await later.ok("apply", "-auto-approve");
    expect(await later.ok("apply", "-auto-approve", "-replace=orgwright_member.bob")).toContain(
      "is not ended, for it was just created",
    );
    scene.hand.forget();
    expect((await scene.hand.live("acme"))?.members).toContain("bob@acme.test member active");
    expect(await later.isSettled()).toBe(true);
  });

  test("who only observes removes nobody when it goes", async () => {
    const scene = await open(leaves.lumoauth);
    await joined(scene, everybody);
    const before = (await scene.hand.live("acme"))?.members;
    const members = Object.fromEntries(
      Object.entries(everybody).map(([name, each]) => [`${name}@acme.test`, each]),
    );
    const later = scene.another();
    later.configure({ resource: whole(members, { ownership: "observe" }) });
    await later.settle();
    await later.ok("destroy", "-auto-approve");
    scene.hand.forget();
    expect((await scene.hand.live("acme"))?.members).toEqual(before);
  });
});
