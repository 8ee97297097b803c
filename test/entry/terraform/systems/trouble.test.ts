import { describe, expect, test } from "vitest";
import { hasTerraform } from "../client/terraform.ts";
import { acme } from "./acme.ts";
import { from, organization, organizationOf } from "./configuration.ts";
import { leaves } from "./leaves.ts";
import { writes } from "./life.ts";
import { openScenes } from "./scene.ts";

const open = openScenes();

describe.skipIf(!hasTerraform())("time and trouble, with real Terraform", () => {
  test("an invitation is sent once, and again when it expired", async () => {
    const scene = await open(leaves.lumoauth);
    scene.configure(acme(scene, { olga: { role: "owner" } }));
    await scene.settle();
    expect(await scene.isSettled()).toBe(true);
    expect(scene.values("orgwright_member.olga")).toMatchObject({ role: "owner", pending: "invited" });
    expect(scene.world.invitations()).toEqual(["olga@acme.test"]);

    const later = scene.later(10);
    const again = await later.ok("plan");
    expect(again).not.toMatch(/replaced|created/);
    await later.settle();
    expect(scene.world.invitations()).toEqual(["olga@acme.test", "olga@acme.test"]);
    await scene.world.accept("olga@acme.test");
    await later.settle();
    expect(scene.values("orgwright_member.olga")).toMatchObject({ role: "owner", pending: null });
  });

  test("a write that fails is said, and the next apply goes on", async () => {
    const scene = await open(leaves.lumoauth);
    scene.configure(acme(scene, {}));
    await scene.settle();
    for (const [fault, name] of [
      ["500@1=POST:/invitations", "alice"],
      ["reset-after@1=POST:/invitations", "bob"],
    ] as const) {
      scene.configure(acme(scene, { [name]: { role: "member" } }));
      await scene.world.faults(fault);
      const { code, text } = await scene.run("apply", "-auto-approve");
      expect(code).toBe(1);
      expect(text).toMatch(new RegExp(`Error: acme/member/${name}@acme\\.test: POST [\\s\\S]*Plan again`));
      await scene.world.faults("");
      await scene.settle();
      expect(scene.world.invitations()).toEqual([`${name}@acme.test`]);
    }
  });

  test("everything from nothing in one apply, of an organization whose name is not known yet", async () => {
    const scene = await open(leaves.referenceA);
    scene.configure({
      resource: {
        terraform_data: { name: { input: "acme" } },
        orgwright_organization: {
          acme: { ...organizationOf(scene.words), slug: from("terraform_data.name.output") },
        },
        orgwright_workspace: { production: { organization, name: "Production" } },
        orgwright_members: {
          acme: {
            organization,
            members: {
              "olga@acme.test": { role: "owner" },
              "bob@acme.test": { role: "member", workspaces: { Production: "member" } },
            },
            depends_on: ["orgwright_workspace.production"],
          },
        },
      },
    });
    await scene.settle();
    expect(await scene.hand.live("acme")).toMatchObject({
      members: expect.arrayContaining(["bob@acme.test member invited", "olga@acme.test owner invited"]),
    });
  });

  test("a renamed organization keeps what is in it", async () => {
    const scene = await open(leaves.lumoauth);
    const role = { orgwright_role: { auditor: { organization, name: "auditor" } } };
    scene.configure(acme(scene, { olga: { role: "owner" } }, role));
    await scene.settle();
    const configuration = acme(scene, { olga: { role: "owner" } }, role);
    const renamed = { ...organizationOf(scene.words), slug: "acme-new" };
    scene.configure({
      resource: { ...configuration.resource, orgwright_organization: { acme: renamed } },
    });
    const plan = await scene.ok("plan");
    expect(plan).toContain("0 to add");
    expect(plan).toContain("0 to destroy");
    await scene.settle();
    expect(await scene.hand.live("acme-new")).toBeDefined();
    expect(scene.world.invitations()).toEqual(["olga@acme.test"]);
  });
});

describe.skipIf(!hasTerraform())("what a terminal may show, with real Terraform", () => {
  test("neither the credential nor a secret that is told once", async () => {
    const scene = await open(leaves.cantila, { env: { TF_LOG: "trace" } });
    scene.configure(acme(scene, { bob: { role: "viewer" } }));
    const logs = [await scene.ok("plan", "-out=saved.plan")];
    logs.push(await scene.ok("show", "-json", "saved.plan"));
    logs.push(await scene.ok("apply", "saved.plan"));
    logs.push(await scene.ok("plan"), scene.read("terraform.tfstate"));
    const kept = scene.read("secrets.jsonl");
    const secrets = [...kept.matchAll(/"(?:value|secret)":\s*"([^"]+)"/g)].map(([, secret = ""]) => secret);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of [scene.world.token, ...secrets]) {
      for (const log of logs) expect(log.includes(secret)).toBe(false);
    }
  });
});

describe.skipIf(!hasTerraform())("how much is asked, with real Terraform", () => {
  test("many single members are refreshed by the requests of one; a plan only reads", async () => {
    const scene = await open(leaves.lumoauth);
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`p${index}`, { role: "member" }]),
    );
    scene.configure(acme(scene, { p0: { role: "member" } }));
    await scene.settle();
    const one = await scene.asked(async () => await scene.ok("plan"));
    scene.configure(acme(scene, many));
    await scene.settle();
    const all = await scene.asked(async () => await scene.ok("plan"));
    expect([...all].sort()).toEqual([...one].sort());
    expect(writes(all)).toEqual([]);
    expect(await scene.ok("plan", "-target=orgwright_member.p1")).toContain("No changes.");
  });
});
