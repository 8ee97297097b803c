import { describe, expect, test } from "vitest";
import { hasTerraform } from "../client/terraform.ts";
import { type Json, organization, organizationOf } from "./configuration.ts";
import { leaves } from "./leaves.ts";
import { openScenes } from "./scene.ts";

const open = openScenes();

describe.skipIf(!hasTerraform())("what only some systems have, with real Terraform", () => {
  test("what cannot be changed is made anew where that is possible", async () => {
    const scene = await open(leaves.apimetrics);
    const configuration = (description: string) => ({
      resource: {
        orgwright_organization: { acme: { ...organizationOf(scene.words), settings: { tags: ["gold"] } } },
        orgwright_role: { sre: { organization, name: "SRE", description } },
        orgwright_workspace: { production: { organization, name: "Production" } },
        orgwright_access: {
          sre: {
            organization,
            workspace: "Production",
            role: "SRE",
            level: "EDITOR",
            depends_on: ["orgwright_role.sre", "orgwright_workspace.production"],
            // APImetrics ends no role that is in use.
            lifecycle: { replace_triggered_by: ["orgwright_role.sre"] },
          },
        },
      },
    });
    scene.configure(configuration("On call"));
    await scene.settle();
    scene.configure(configuration("Always awake"));
    const plan = await scene.ok("plan");
    expect(plan).toMatch(
      /orgwright_role\.sre must be replaced[\s\S]*"On call" -> "Always awake" # forces replacement/,
    );
    await scene.ok("apply", "-auto-approve");
    await scene.settle();
    expect(await scene.hand.live("acme")).toMatchObject({
      roles: expect.arrayContaining(['SRE {"description":"Always awake"}']),
      access: ["Production role:SRE EDITOR"],
    });
  });

  test("what nothing can take the place of is refused at its attribute", async () => {
    const scene = await open(leaves.cantila);
    const acme = organizationOf(scene.words);
    scene.configure({ resource: { orgwright_organization: { acme } } });
    await scene.settle();
    scene.configure({ resource: { orgwright_organization: { acme: { ...acme, display_name: "Other" } } } });
    const { code, text } = await scene.run("plan");
    expect(code).toBe(1);
    expect(text).toMatch(/Error: It cannot be changed[\s\S]*"display_name": "Other"/);

    // Nothing deletes it either: said by the plan, and by the apply.
    const deletable = { ...acme, on_destroy: "delete", deletion_protection: false };
    scene.configure({ resource: { orgwright_organization: { acme: deletable } } });
    await scene.settle();
    const refused = await scene.run("destroy", "-auto-approve");
    expect(refused.code).toBe(1);
    expect(refused.text).toMatch(
      /Warning: [\s\S]*for a person[\s\S]*Ask Cantila's support[\s\S]*Error: It cannot be ended now/,
    );
  });

  test("a workspace that a customer grants waits and comes", async () => {
    const scene = await open(leaves.cnap);
    const workspace: Json = { organization, workspace_id: "ws_production" };
    const configuration = (production: Json) => ({
      resource: {
        orgwright_organization: { acme: organizationOf(scene.words) },
        orgwright_workspace: { production },
      },
    });
    scene.configure(configuration(workspace));
    await scene.settle();
    expect(scene.values("orgwright_workspace.production")["pending"]).toContain("The customer who owns");
    await grant(scene.world.connection.endpoint ?? "");
    await scene.settle();
    expect(scene.values("orgwright_workspace.production")["pending"]).toBeNull();
    expect((await scene.hand.live("acme"))?.workspaces).toEqual(["Production"]);

    // Only its owner gives it back; a resource can let go of it.
    const refused = await scene.run("destroy", "-auto-approve", "-target=orgwright_workspace.production");
    expect(refused.code).toBe(1);
    expect(refused.text).toMatch(/Error: It cannot be ended now[\s\S]*on_destroy = "release"/);
    scene.configure(configuration({ ...workspace, on_destroy: "release" }));
    await scene.settle();
    await scene.ok("destroy", "-auto-approve", "-target=orgwright_workspace.production");
    expect((await scene.hand.live("acme"))?.workspaces).toEqual(["Production"]);
  });
});

/** What only the customer does. */
async function grant(endpoint: string): Promise<void> {
  const response = await fetch(new URL("/_sandbox/cnap/workspaces/grant", endpoint), {
    method: "POST",
    body: JSON.stringify({ workspace: "ws_production", organization: "acme" }),
  });
  if (!response.ok) throw new Error(await response.text());
}
