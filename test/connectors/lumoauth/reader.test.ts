import { afterEach, describe, expect, it } from "vitest";
import { ConfigurationError, ConnectorError } from "../../../src/model/errors.ts";
import { acmeSeed, type Opened, openLumoAuth, readAcme, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions = {}): Promise<Opened> {
  const world = await openLumoAuth(options);
  opened.push(world);
  return world;
}

const acme = {
  kind: "organization",
  id: "org_acme",
  slug: "acme",
  attributes: { slug: "acme", displayName: "Acme", description: null, "branding.logoUrl": null },
};

describe.each(["t", "orgs"] as const)("reading below the prefix %s", (dialect) => {
  const only = { dialect, connection: { dialect } };

  it("finds an organization by id and by slug, earlier slugs included", async () => {
    const reader = (await open(only)).reader();

    expect(await reader.find({ id: "org_acme", previousSlugs: [] })).toEqual([acme]);
    expect(await reader.find({ slug: "acme", previousSlugs: [] })).toEqual([acme]);
    expect(await reader.find({ slug: "new", previousSlugs: ["acme"] })).toEqual([acme]);
    expect(await reader.find({ id: "acme", previousSlugs: [] })).toEqual([]);
    expect(await reader.find({ slug: "none", previousSlugs: [] })).toEqual([]);
    expect((await reader.organizations()).map(({ slug }) => slug)).toEqual(["acme", "other"]);
  });

  it("gives roles, members and what is left of invitations, with three requests", async () => {
    const world = await open(only);

    const state = await readAcme(world);

    expect(state.roles).toEqual([
      role("1", "owner", "Owner", { owner: true, ...theSystems }),
      role("2", "member", "Member", theSystems),
      role("3", "viewer", "Viewer", { description: "Read only" }),
      role("4", "spare", "Spare", {}),
    ]);
    expect(state.members).toMatchObject([
      {
        id: "u_olga",
        email: "Olga@acme.test",
        roles: ["owner"],
        status: "active",
        observed: { name: "Olga" },
      },
      { id: "u_mia", email: "mia@acme.test", roles: ["member"], status: "active" },
      { id: "u_vic", email: "vic@acme.test", roles: ["viewer"], status: "suspended" },
      { id: "invitation 1", email: "pia@acme.test", roles: ["viewer"], status: "invited" },
      { id: "invitation 2", email: "late@acme.test", status: "expired", past: true },
    ]);
    expect(state.members).toHaveLength(5);
    expect(state).toMatchObject({ organization: acme, workspaces: [], access: [], selfIsNobody: true });
    expect(world.sandbox.requests().map(({ method, status }) => [method, status])).toEqual(
      Array.from({ length: 4 }, () => ["GET", 200]),
    );
  });
});

const byAPerson = { forPerson: expect.any(String) };
const theSystems = { protection: "system", operations: { update: byAPerson, delete: byAPerson } };

function role(
  id: string,
  name: string,
  displayName: string,
  {
    description = null,
    owner = false,
    ...rest
  }: { description?: string | null; owner?: boolean; protection?: string; operations?: object },
) {
  return { kind: "role", id, name, attributes: { displayName, description }, owner, ...rest };
}

describe("reading", () => {
  it("asks for the organizations once, however many are looked for", async () => {
    const { sandbox, reader } = await open();
    const shared = reader();

    await Promise.all(["acme", "other", "none"].map((slug) => shared.find({ slug, previousSlugs: [] })));

    expect(sandbox.requests()).toHaveLength(1);
  });

  it("tells the end of a pending invitation", async () => {
    const { members } = await readAcme(await open());

    const pia = members.find(({ id }) => id === "invitation 1");
    expect(Date.parse(pia?.expiresAt ?? "")).toBeGreaterThan(Date.now() + 6 * 86_400_000);
  });

  it.each(["MIA@acme.test", "u_mia"])("protects oneself, told as %s, and is then somebody", async (self) => {
    const state = await readAcme(await open({ connection: { self } }));

    expect(state.members.filter(({ protection }) => protection === "self").map(({ id }) => id)).toEqual([
      "u_mia",
    ]);
    expect(state.selfIsNobody).toBeUndefined();
  });

  it("says of an organization that it is inactive", async () => {
    const seed = structuredClone(acmeSeed);
    const [tenant] = seed.tenants ?? [];
    const organizations = (tenant?.organizations ?? []).map((each) => ({
      ...each,
      isActive: each.slug !== "acme",
    }));
    const { reader } = await open({
      seed: { lumoauth: { tenants: [{ ...tenant, slug: "acme-corp", organizations }] } },
    });

    const all = await reader().organizations();

    expect(all.map(({ observed }) => observed)).toEqual([{ state: "inactive" }, undefined]);
  });

  it("reads lists of several pages whole", async () => {
    const [tenant] = acmeSeed.tenants ?? [];
    const [first, ...others] = tenant?.organizations ?? [];
    if (tenant === undefined || first === undefined) throw new Error("no acme in the seed");
    const crowd = Array.from({ length: 230 }, (_, index) => ({
      user: `m${index}@acme.test`,
      role: "member",
    }));
    const organizations = [{ ...first, members: [...(first.members ?? []), ...crowd] }, ...others];

    const { members } = await readAcme(
      await open({ seed: { lumoauth: { tenants: [{ ...tenant, organizations }] } } }),
    );

    expect(new Set(members.map(({ id }) => id)).size).toBe(235);
  });

  it.each([undefined, ""])("wants a tenant, and %j is none", async (tenant) => {
    const { settings, readClient } = await open();
    const { lumoauth } = await import("../../../src/connectors/lumoauth/index.ts");
    const { tenant: _, ...rest } = settings;

    const reader = lumoauth.reader(tenant === undefined ? rest : { ...rest, tenant }, readClient());

    await expect(reader.organizations()).rejects.toThrow(ConfigurationError);
  });

  it("does not take an unknown tenant for one without organizations", async () => {
    const { reader } = await open({ connection: { tenant: "nobody" } });

    await expect(reader().find({ slug: "acme", previousSlugs: [] })).rejects.toMatchObject({ status: 404 });
    await expect(reader().find({ id: "org_acme", previousSlugs: [] })).rejects.toMatchObject({ status: 404 });
  });

  it("says that the key lacks a scope", async () => {
    const [tenant] = acmeSeed.tenants ?? [];
    const keys = [{ token: "lmk_secret-token", name: "CI", scopes: ["admin:write"] }] as const;
    const { reader } = await open({
      seed: { lumoauth: { tenants: [{ ...tenant, slug: "acme-corp", keys }] } },
    });

    await expect(reader().organizations()).rejects.toMatchObject({ status: 403 });
  });
});

describe("an incomplete read (law 3)", () => {
  it.each([
    ["a short page of members", "short-page%100=GET:/members"],
    ["a short page of roles", "short-page%100=GET:/roles"],
    ["a short page of invitations", "short-page%100=GET:/invitations"],
    ["a short page of organizations", "short-page%100=GET:/admin/organizations"],
    ["a list that stays broken", "500%100=GET:/members"],
    ["half an answer, again and again", "truncate%100=GET:/roles"],
    ["a page in place of an answer", "html%100=GET:/invitations"],
    ["a lost connection, again and again", "reset%100=GET:/members"],
    ["a limit that never ends", "429%100=GET:/members"],
    ["a refusal", "403%100=GET:/roles"],
  ])("is an error after %s", async (_, faults) => {
    await expect(readAcme(await open({ faults }))).rejects.toThrow(ConnectorError);
  });

  it("is an error when the server is slower than the patience", async () => {
    const world = await open({ faults: "slow%100:400=GET:/members", timeoutMs: 60 });

    await expect(readAcme(world)).rejects.toThrow(ConnectorError);
  });

  it("is mended by asking again when the fault passes", async () => {
    const faults =
      "429@1:1=GET:/organizations,reset@2=GET:/members,html@1=GET:/members,503@1=GET:/roles,truncate@1=GET:/invitations";

    const { members } = await readAcme(await open({ faults }));

    expect(members).toHaveLength(5);
  });
});
