/** The construct on valid manifests: what it yields. Needs cdktf/ and cdktn/, as `npm test` makes them. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith } from "../../io/folder.ts";
import { type Kit, kit, kitNames, type Synthesized, stackOf, synthesized } from "./kit.ts";
import { now, rich, shuffled } from "./rich.ts";

async function synthOf(
  it: Kit,
  files: Readonly<Record<string, string>>,
  props: { readonly mayEnd?: readonly string[]; readonly path?: string } = {},
): Promise<Synthesized> {
  const folder = await folderWith(files);
  const { path = "orgs", ...rest } = props;
  const { stack } = stackOf(
    it,
    (scope) =>
      new it.orgwright.OrganizationManifests(scope, "orgs", { path: join(folder, path), now, ...rest }),
  );
  return synthesized(it, stack);
}

function warningsOf({ node }: { readonly node: { readonly metadata: { type: string; data: unknown }[] } }) {
  return node.metadata.filter(({ type }) => type.endsWith("warn")).map(({ data }) => data);
}

describe.each(kitNames)("%s", (name) => {
  const it = kit(name);

  test("yields every kind of entry as what Terraform has for it", async () => {
    const json = await synthOf(it, rich);

    await expect(`${JSON.stringify(json, undefined, 2)}\n`).toMatchFileSnapshot("goldens/rich.tf.json");
  });

  test("gives the same bytes whatever the files are and in which order", async () => {
    expect(JSON.stringify(await synthOf(it, shuffled))).toBe(JSON.stringify(await synthOf(it, rich)));
  });

  test("releases everything on destroy", async () => {
    const { resource } = await synthOf(it, rich);
    const { orgwright_ownership: _, ...destroyed } = resource;
    const all = Object.values(destroyed).flatMap((each) => Object.values(each));

    expect(all.length).toBeGreaterThan(10);
    expect(all.filter((each) => each["on_destroy"] !== "release")).toEqual([]);
  });

  test("ends only organizations that are named", async () => {
    const closed = async (mayEnd: readonly string[]) =>
      (await synthOf(it, rich, { mayEnd })).resource["orgwright_organization"]?.["orgs_closed"];

    expect(await closed([])).toMatchObject({ ensure: "absent", deletion_protection: true });
    expect(await closed(["closed"])).toMatchObject({ ensure: "absent", deletion_protection: false });
    await expect(closed(["close"])).rejects.toThrow(
      'There is no organization "close". Did you mean "closed"?',
    );
  });

  test("yields the organizations of the named files; the rest of the project is only referred to", async () => {
    const json = await synthOf(it, rich, { path: "orgs/beta.yaml" });

    expect(Object.keys(json.resource["orgwright_organization"] ?? {})).toEqual(["orgs_beta--2eeu"]);
  });

  test("refers to a parent in another file by its key", async () => {
    const files = { ...rich };
    const [parent = "", ...children] = (rich["orgs/studio.yaml"] ?? "").split("---\n");
    const json = await synthOf(
      it,
      { ...files, "orgs/studio.yaml": parent, "orgs/children/all.yaml": children.join("---\n") },
      { path: "orgs/children" },
    );

    expect(json.resource["orgwright_organization"]?.["orgs_bakery"]).toMatchObject({
      parent: "studio/studio",
    });
  });

  test("says what is only observed, and what validate warns of", async () => {
    const folder = await folderWith(rich);
    const { made } = stackOf(
      it,
      (stack) => new it.orgwright.OrganizationManifests(stack, "orgs", { path: join(folder, "orgs"), now }),
    );

    expect(warningsOf(made)).toEqual([expect.stringContaining("beta.eu: `workspaces` is only observed")]);
  });

  test("gives its resources to others by the names of the manifests", async () => {
    const folder = await folderWith(rich);
    const { stack, made } = stackOf(it, (scope) => {
      const { OrganizationManifests, Role } = it.orgwright;
      const orgs = new OrganizationManifests(scope, "orgs", { path: join(folder, "orgs"), now });
      new Role(scope, "more", {
        organization: orgs.organization("acme").id,
        name: "MORE",
        dependsOn: [orgs.members("acme"), orgs.role("acme", "SRE"), orgs.workspace("acme", "search")],
      });
      return orgs;
    });

    expect([...made.organizations.keys()]).toEqual([
      "acme",
      "bakery",
      "beta.eu",
      "clinic",
      "closed",
      "school",
      "studio",
    ]);
    expect(synthesized(it, stack).resource["orgwright_role"]?.["more"]).toEqual({
      organization: `\${orgwright_organization.orgs_acme.id}`,
      name: "MORE",
      depends_on: [
        "orgwright_members.orgs_acme_members",
        "orgwright_role.orgs_acme_role_SRE",
        "orgwright_workspace.orgs_acme_workspace_search",
      ],
    });
    expect(() => made.organization("acmee")).toThrow(
      'There is no organization "acmee". Did you mean "acme"?',
    );
    expect(() => made.role("acme", "SREE")).toThrow(
      'There is no role in acme called "SREE". Did you mean "SRE"?',
    );
    expect(() => made.workspace("acme", "warehouse")).toThrow("The manifests declare search, checkout.");
    expect(() => made.members("bakery")).toThrow("declares no members");
  });

  test("two constructs, each with its own names and its provider", async () => {
    const folder = await folderWith(rich);
    const { stack } = stackOf(it, (scope) => {
      const { OrganizationManifests, OrgwrightProvider } = it.orgwright;
      const provider = new OrgwrightProvider(scope, "second", { alias: "second" });
      new OrganizationManifests(scope, "one", { path: join(folder, "orgs/beta.yaml"), now });
      new OrganizationManifests(scope, "two_2", { path: join(folder, "orgs/beta.yaml"), now, provider });
    });
    const { resource, moved } = synthesized(it, stack);

    expect(Object.keys(resource["orgwright_organization"] ?? {})).toEqual([
      "one_beta--2eeu",
      "two__2_beta--2eeu",
    ]);
    expect(resource["orgwright_members"]?.["two__2_beta--2eeu_members"]).toMatchObject({
      provider: "orgwright.second",
    });
    expect(moved?.map(({ to }) => to)).toContain("orgwright_members.one_beta--2eeu_members");
    expect(moved?.map(({ to }) => to)).toContain("orgwright_members.two__2_beta--2eeu_members");
  });

  test("moves, as HCL too", async () => {
    const folder = await folderWith(rich);
    const { stack } = stackOf(
      it,
      (scope) => new it.orgwright.OrganizationManifests(scope, "orgs", { path: join(folder, "orgs"), now }),
    );

    expect(stack.toHclTerraform()["hcl"].replace(/\s+/g, " ")).toContain(
      "moved { from = orgwright_organization.orgs_academy to = orgwright_organization.orgs_school }",
    );
  });

  test("warns of what Terraform cannot say: aliases of access, earlier slugs", async () => {
    const folder = await folderWith({
      ...rich,
      "orgs/beta.yaml": (rich["orgs/beta.yaml"] ?? "").replace("{names:", "{slugs: [beta], names:"),
      "people/more.yaml": `apiVersion: orgwright/v1
kind: Person
metadata: {name: zoe}
spec: {email: zoe@acme.test, aliases: [zo@acme.test]}
---
apiVersion: orgwright/v1
kind: Person
metadata: {name: pat}
spec: {email: pat@payments.test, aliases: [p@payments.test]}
---
apiVersion: orgwright/v1
kind: Person
metadata: {name: olga}
spec: {email: olga@acme.test, aliases: [o@acme.test], ids: {metrics: "auth0|olga", studio: user_olga}}
`,
    });
    const { made } = stackOf(
      it,
      (scope) => new it.orgwright.OrganizationManifests(scope, "orgs", { path: join(folder, "orgs"), now }),
    );

    expect(warningsOf(made)).toEqual([
      expect.stringContaining("only observed"),
      expect.stringMatching(/^acme: access of pat@payments\.test is looked for under that address alone/),
      expect.stringMatching(/^beta\.eu: `previously\.slugs` is not looked at/),
    ]);
  });

  test("takes the project file that is named", async () => {
    const { "orgwright.yaml": text = "", ...files } = rich;
    const folder = await folderWith({ ...files, "deep/orgwright.yaml": "kind: Nothing", "prod.yaml": text });
    const { made } = stackOf(
      it,
      (scope) =>
        new it.orgwright.OrganizationManifests(scope, "orgs", {
          path: [join(folder, "orgs/acme.yaml"), join(folder, "orgs/beta.yaml")],
          project: join(folder, "prod.yaml"),
          now,
        }),
    );

    expect([...made.organizations.keys()]).toEqual(["acme", "beta.eu"]);
  });

  test("a resource with the same name is an error, made before or after", async () => {
    const folder = await folderWith(rich);
    const { OrganizationManifests, Organization } = it.orgwright;
    const hand = (scope: Parameters<Parameters<typeof stackOf>[1]>[0]) =>
      new Organization(scope, "orgs_acme", { connectionName: "metrics", slug: "other" });
    const ours = (scope: Parameters<Parameters<typeof stackOf>[1]>[0]) =>
      new OrganizationManifests(scope, "orgs", { path: join(folder, "orgs"), now });

    expect(() => stackOf(it, (scope) => [hand(scope), ours(scope)])).toThrow(
      "Two resources are called orgwright_organization.orgs_acme",
    );
    const { stack } = stackOf(it, (scope) => [ours(scope), hand(scope)]);
    expect(() => it.cdktf.Testing.synth(stack, true)).toThrow(
      "Two resources are called orgwright_organization.orgs_acme",
    );
  });
});
