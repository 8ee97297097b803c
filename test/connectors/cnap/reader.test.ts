import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../src/model/errors.ts";
import { altering } from "./proxy.ts";
import { acmeSeed, ahead, openings, past, readAcme, writes } from "./world.ts";

const open = openings();

const acme = {
  kind: "organization",
  id: "org_acme",
  slug: "acme",
  attributes: { slug: "acme", displayName: "Acme", "branding.logoUrl": null },
};

describe("finding an organization", () => {
  it("finds by id and by slug, earlier slugs included", async () => {
    const reader = (await open()).reader();

    expect(await reader.find({ id: "org_acme", previousSlugs: [] })).toEqual([acme]);
    expect(await reader.find({ slug: "acme", previousSlugs: [] })).toEqual([acme]);
    expect(await reader.find({ slug: "new", previousSlugs: ["acme"] })).toEqual([acme]);
    expect(await reader.find({ slug: "none", previousSlugs: [] })).toEqual([]);
    expect(await reader.find({ id: "org_none", previousSlugs: [] })).toEqual([]);
  });

  it("gives both when the present and an earlier key are live", async () => {
    const reader = (await open()).reader();

    const found = await reader.find({ slug: "acme", previousSlugs: ["other"] });

    expect(found.map(({ id }) => id)).toEqual(["org_acme", "org_other"]);
  });

  it("knows an organization without a slug by its id alone", async () => {
    const world = await open({
      seed: {
        cnap: {
          ...acmeSeed,
          organizations: [
            { id: "org_acme", name: "Acme", slug: null, members: [{ user: "user_ops", role: "owner" }] },
          ],
          workspaces: [],
        },
      },
    });

    const found = await world.reader().find({ id: "org_acme", previousSlugs: [] });

    expect(found).toEqual([
      { kind: "organization", id: "org_acme", attributes: { ...acme.attributes, slug: null } },
    ]);
    expect(await world.reader().find({ slug: "acme", previousSlugs: [] })).toEqual([]);
  });

  it("asks for the list once", async () => {
    const { sandbox, reader } = await open();
    const shared = reader();

    await Promise.all(["acme", "other", "none"].map((slug) => shared.find({ slug, previousSlugs: [] })));
    await shared.find({ id: "org_acme", previousSlugs: [] });

    expect(sandbox.requests().map(({ path }) => path)).toEqual(["/organizations"]);
  });

  it("gives an import what the user manages, and not where they are only a member", async () => {
    const ids = async (token: string) =>
      (await (await open({ token })).reader().organizations()).map(({ id }) => id);

    expect(await ids("secret-token")).toEqual(["org_acme", "org_other"]);
    expect(await ids("alice-token")).toEqual(["org_acme"]);
    expect(await ids("bob-token")).toEqual([]);
  });
});

describe("reading an organization", () => {
  it("gives members, invitations and managed workspaces, and no access of its own", async () => {
    const world = await open();

    const { organization, roles, workspaces, members, access, selfRoles } = await readAcme(world);

    expect(organization).toEqual(acme);
    expect(roles).toEqual([]);
    expect(access).toEqual([]);
    expect(selfRoles).toEqual(["owner"]);
    expect(workspaces).toEqual(
      [
        { id: "ws_prod", name: "Production" },
        { id: "ws_own", name: "Own" },
      ].map(({ id, name }) => ({
        kind: "workspace",
        id,
        name,
        organization: "org_acme",
        attributes: { displayName: name },
        protection: "irrevocable",
      })),
    );
    expect(members.map(({ observed: _, protection: __, ...member }) => member)).toEqual([
      { kind: "member", id: "user_ops", email: "ops@acme.test", roles: ["owner"], status: "active" },
      { kind: "member", id: "user_alice", email: "Alice@acme.test", roles: ["admin"], status: "active" },
      { kind: "member", id: "user_bob", email: "bob@acme.test", roles: ["member"], status: "active" },
      {
        kind: "member",
        id: "orgi_nina",
        email: "nina@acme.test",
        roles: ["member"],
        status: "invited",
        expiresAt: new Date(ahead * 1000).toISOString(),
      },
      {
        kind: "member",
        id: "orgi_olaf",
        email: "olaf@acme.test",
        roles: ["member"],
        status: "expired",
        expiresAt: new Date(past * 1000).toISOString(),
      },
    ]);
    expect(members[0]?.observed).toMatchObject({ name: "Ops", joined: expect.stringMatching(/Z$/) });
    expect(writes(world)).toEqual([]);
  });

  it.each(["OPS@acme.test", "user_ops"])("marks the credential's own account, %s", async (self) => {
    const { members } = await readAcme(await open({ self }));

    expect(members.filter(({ protection }) => protection === "self").map(({ id }) => id)).toEqual([
      "user_ops",
    ]);
  });

  it("takes three requests beside the list", async () => {
    const world = await open();

    await readAcme(world);

    expect(world.sandbox.requests()).toHaveLength(4);
  });

  it("reads lists of several pages whole", async () => {
    const many = Array.from({ length: 250 }, (_, index) => ({
      user: `m${index}@acme.test`,
      role: "member" as const,
    }));
    const [first, ...others] = acmeSeed.organizations ?? [];
    if (first === undefined) throw new Error("no acme in the seed");
    const organizations = [{ ...first, members: [...(first.members ?? []), ...many] }, ...others];

    const { members } = await readAcme(await open({ seed: { cnap: { ...acmeSeed, organizations } } }));

    expect(members).toHaveLength(255);
    expect(new Set(members.map(({ id }) => id)).size).toBe(255);
  });

  it("says nothing of an e-mail that is hidden", async () => {
    const alter = altering(/members$/, (row) =>
      row["user_id"] === "user_bob" ? { ...row, email: null } : row,
    );

    const { members } = await readAcme(await open({ alter }));

    expect(members.find(({ id }) => id === "user_bob")).not.toHaveProperty("email");
  });

  it("counts an invitation that somebody accepted or cancelled for none", async () => {
    const alter = altering(/invitations$/, (row) =>
      row["id"] === "orgi_nina" ? { ...row, status: "canceled" } : row,
    );

    const { members } = await readAcme(await open({ alter }));

    expect(members.map(({ id }) => id)).toEqual(["user_ops", "user_alice", "user_bob", "orgi_olaf"]);
  });

  it("stands an end that no date can tell", async () => {
    const alter = altering(/invitations$/, (row) => ({ ...row, expires_at: Number.MAX_SAFE_INTEGER }));

    const { members } = await readAcme(await open({ alter }));

    expect(members.filter(({ status }) => status === "invited")).toHaveLength(2);
  });
});

describe("an incomplete read (law 3)", () => {
  const faults: Readonly<Record<string, string>> = {
    "a members list that stays broken": "500%100=GET:/members",
    "half an answer, again and again": "truncate%100=GET:/members",
    "a page in place of an answer": "html%100=GET:/invitations",
    "a refusal": "403%100=GET:/organizations/org_acme/workspaces",
    "no list of organizations": "502%100=GET:/organizations",
  };

  it.each(Object.entries(faults))("is an error after %s", async (_, spec) => {
    await expect(readAcme(await open({ faults: spec }))).rejects.toThrow(ConnectorError);
  });

  it("is mended by asking again when the fault passes", async () => {
    const faults =
      "429@1:1=GET:/organizations,reset@2=GET:/members,html@1=GET:/invitations,503@1=GET:/workspaces";

    const { members } = await readAcme(await open({ faults }));

    expect(members).toHaveLength(5);
  });

  it("is told where the user's own role is held by nobody who is listed", async () => {
    const alter = altering(/members$/, (row) => (row["role"] === "owner" ? undefined : row));

    await expect(readAcme(await open({ alter }))).rejects.toThrow(
      "GET /organizations/org_acme/members is incomplete",
    );
  });
});
