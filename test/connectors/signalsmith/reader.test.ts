import { afterEach, describe, expect, it } from "vitest";
import { ConfigurationError, ConnectorError } from "../../../src/model/errors.ts";
import type { LiveState } from "../../../src/model/live.ts";
import { acmeSeed, type Opened, openSignalSmith, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: Parameters<typeof openSignalSmith>[0] = {}): Promise<Opened> {
  const world = await openSignalSmith(options);
  opened.push(world);
  return world;
}

async function readAcme({ reader }: Opened): Promise<LiveState> {
  const open = reader();
  const [acme] = await open.find({ slug: "acme", previousSlugs: [] });
  if (acme === undefined) throw new Error("acme was not found");
  return await open.read(acme);
}

const dialects = ["guide", "reference-a", "reference-b"] as const;

describe.each(dialects)("finding an organization in %s", (dialect) => {
  it("finds by id and by slug, earlier slugs included", async () => {
    const reader = (await open({ dialect })).reader();
    const acme = {
      kind: "organization",
      id: "org_acme",
      slug: "acme",
      attributes: { slug: "acme", displayName: "Acme", "branding.logoUrl": null },
    };

    expect(await reader.find({ id: "org_acme", previousSlugs: [] })).toEqual([acme]);
    expect(await reader.find({ slug: "acme", previousSlugs: [] })).toEqual([acme]);
    expect(await reader.find({ slug: "new", previousSlugs: ["acme"] })).toEqual([acme]);
    expect(await reader.find({ id: "org_none", previousSlugs: [] })).toEqual([]);
    expect(await reader.find({ slug: "none", previousSlugs: [] })).toEqual([]);
  });

  it("asks for the list once", async () => {
    const { sandbox, reader } = await open({ dialect });
    const shared = reader();

    await Promise.all(["acme", "other", "none"].map((slug) => shared.find({ slug, previousSlugs: [] })));

    expect(sandbox.requests().map(({ path }) => path)).toEqual(["/organizations"]);
  });
});

describe("a guide without a list of organizations", () => {
  it("asks for the id", async () => {
    const { reader } = await open({ dialect: "guide", organizationList: false });

    await expect(reader().find({ slug: "acme", previousSlugs: [] })).rejects.toThrow(ConfigurationError);
    expect(await reader().find({ id: "org_acme", previousSlugs: [] })).toHaveLength(1);
  });
});

describe.each(dialects)("reading an organization in %s", (dialect) => {
  it.each(["array", "paged"] as const)(
    "gives workspaces, members and access, from %s lists",
    async (lists) => {
      const world = await open({ dialect, lists });

      const { roles, workspaces, members, access } = await readAcme(world);

      const levels = dialect === "guide" ? {} : { levels: ["owner", "admin", "member"] };
      expect(roles).toEqual([]);
      expect(workspaces).toEqual([
        {
          kind: "workspace",
          id: "ws_prod",
          name: "Production",
          organization: "org_acme",
          attributes: { displayName: "Production" },
          ...levels,
        },
        {
          kind: "workspace",
          id: "ws_stage",
          name: "Staging",
          organization: "org_acme",
          attributes: { displayName: "Staging" },
          ...levels,
        },
      ]);
      expect(
        members.map(({ id, email, roles: held, status }) => ({ id, email, roles: held, status })),
      ).toEqual([
        { id: "acc_ops", email: "ops@acme.test", roles: ["owner"], status: "active" },
        { id: "acc_alice", email: "Alice@acme.test", roles: ["admin"], status: "active" },
        { id: "acc_bob", email: "bob@acme.test", roles: ["member"], status: "active" },
        { id: "inv_nina", email: "nina@acme.test", roles: ["member"], status: "invited" },
      ]);
      expect(access).toEqual(
        expect.arrayContaining([
          {
            kind: "access",
            workspace: "ws_prod",
            subject: { type: "person", id: "acc_alice", email: "Alice@acme.test" },
            level: "admin",
          },
          {
            kind: "access",
            workspace: "ws_prod",
            subject: { type: "person", id: "acc_ext", email: "ext@partner.test" },
            level: "member",
          },
        ]),
      );
    },
  );

  it("tells what an invitation carries where the dialect does", async () => {
    const { members, access } = await readAcme(await open({ dialect }));

    const nina = members.find(({ email }) => email === "nina@acme.test");
    const carried = access.filter(({ subject }) => subject.type === "person" && subject.id === "inv_nina");
    expect(nina?.expiresAt).toBeDefined();
    expect(nina?.accessUnknown ?? false).toBe(dialect === "guide");
    expect(carried.map(({ workspace, level }) => `${workspace} ${level}`)).toEqual(
      dialect === "guide" ? [] : ["ws_prod admin"],
    );
  });

  it("marks the credential's own account and workspace, by e-mail or id", async () => {
    for (const self of ["OPS@acme.test", "acc_ops", ...(dialect === "guide" ? ["mem_ops"] : [])]) {
      const { members, access, workspaces } = await readAcme(
        await open({ dialect, connection: { self, workspace: "ws_stage" } }),
      );

      expect(members.filter(({ protection }) => protection === "self").map(({ id }) => id)).toEqual([
        "acc_ops",
      ]);
      expect(access.filter(({ protection }) => protection === "self")).toHaveLength(2);
      expect(workspaces.map(({ id, protection }) => [id, protection])).toEqual([
        ["ws_prod", undefined],
        ["ws_stage", "own-workspace"],
      ]);
    }
  });

  it("lists all workspaces, with where they belong", async () => {
    const { reader } = await open({ dialect });

    const all = (await reader().workspaces?.()) ?? [];

    expect(all.map(({ id, organization }) => [id, organization])).toEqual([
      ["ws_prod", "org_acme"],
      ["ws_stage", "org_acme"],
      ["ws_free", undefined],
      ["ws_other", "org_other"],
    ]);
  });

  it("names the workspace in workspace-scoped calls, and sends nothing but GET", async () => {
    const world = await open({ dialect });

    await readAcme(world);

    expect(world.sandbox.requests().every(({ method, status }) => method === "GET" && status === 200)).toBe(
      true,
    );
  });

  it("reads lists of several pages whole", async () => {
    const many = Array.from({ length: 250 }, (_, index) => ({
      account: `m${index}@acme.test`,
      role: "member" as const,
    }));
    const [acme, ...others] = acmeSeed.organizations ?? [];
    if (acme === undefined) throw new Error("no acme in the seed");
    const organizations = [{ ...acme, members: [...(acme.members ?? []), ...many] }, ...others];

    const { members } = await readAcme(
      await open({ dialect, seed: { signalsmith: { ...acmeSeed, organizations } } }),
    );

    expect(members).toHaveLength(254);
    expect(new Set(members.map(({ id }) => id)).size).toBe(254);
  });
});

describe("pending members that the guide hides", () => {
  it("are not guessed", async () => {
    const { members } = await readAcme(await open({ dialect: "guide", pendingMembers: "hidden" }));

    expect(members.map(({ status }) => status)).toEqual(["active", "active", "active"]);
  });
});

describe("an incomplete read (law 3)", () => {
  const faults: Readonly<Record<string, string>> = {
    "a short page of members": "short-page@1=GET:/members",
    "a short list of workspaces": "short-page@1=GET:/organizations/org_acme/workspaces",
    "a members list that stays broken": "500%100=GET:/members",
    "half an answer, again and again": "truncate%100=GET:/organizations/org_acme/members",
    "a page in place of an answer": "html%100=GET:/workspaces/ws_prod/members",
    "a refusal": "403%100=GET:/workspaces/ws_stage/members",
  };

  it.each(Object.entries(faults))("is an error after %s", async (_, spec) => {
    const world = await open({ dialect: "reference-a", faults: spec });

    await expect(readAcme(world)).rejects.toThrow(ConnectorError);
  });

  it("is mended by asking again when the fault passes", async () => {
    const options: WorldOptions = {
      dialect: "reference-b",
      faults: "429@1:1=GET:/organizations,reset@2=GET:/members,html@4=GET:/members,503@1=GET:/workspaces",
    };

    const { members } = await readAcme(await open(options));

    expect(members).toHaveLength(4);
  });
});
