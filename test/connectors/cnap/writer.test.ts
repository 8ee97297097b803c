import { afterEach, describe, expect, it } from "vitest";
import { ConnectorError, InternalError } from "../../../src/model/errors.ts";
import type { Alter } from "./proxy.ts";
import {
  acmeSeed,
  change,
  context,
  control,
  failureOf,
  type Opened,
  openCnap,
  past,
  people,
  readAcme,
  type WorldOptions,
  writes,
} from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions = {}): Promise<Opened> {
  const world = await openCnap(options);
  opened.push(world);
  return world;
}

type Parts = ReturnType<typeof change>;

/** Every write twice, the second time by another writer: the second changes nothing and succeeds (law 1). */
async function twice(world: Opened, ...changes: readonly Parts[]): Promise<void> {
  const writer = world.writer();
  for (const each of changes) await writer.write(each, context);
  const state = JSON.stringify(world.sandbox.state().cnap.organizations);
  const before = writes(world).length;
  for (const each of changes) await world.writer().write(each, context);
  expect(JSON.stringify(world.sandbox.state().cnap.organizations)).toBe(state);
  expect(writes(world)).toHaveLength(before);
}

const ofMember = (key: string) => ({ address: `acme/member/${key}`, kind: "member" }) as const;
const invitePia = change({
  ...ofMember("pia@acme.test"),
  action: "create",
  after: { email: "Pia@acme.test", roles: ["admin"] },
});
const addEve = change({
  ...ofMember("id:user_eve"),
  action: "create",
  after: { id: "user_eve", roles: ["admin"] },
});
const promoteBob = change({
  ...ofMember("bob@acme.test"),
  action: "update",
  nativeId: "user_bob",
  before: { roles: ["member"] },
  after: { roles: ["admin"] },
});
const removeBob = change({
  ...ofMember("bob@acme.test"),
  action: "delete",
  nativeId: "user_bob",
  before: { email: "bob@acme.test", roles: ["member"], status: "active" },
});
const removeNina = change({
  ...ofMember("nina@acme.test"),
  action: "delete",
  nativeId: "orgi_nina",
  before: { email: "nina@acme.test", roles: ["member"], status: "invited" },
});
const promoteNina = change({
  ...ofMember("nina@acme.test"),
  action: "update",
  nativeId: "orgi_nina",
  before: { roles: ["member"] },
  after: { email: "nina@acme.test", roles: ["admin"] },
});
const renewOlaf = change({
  ...ofMember("olaf@acme.test"),
  action: "update",
  reason: "invitation-expired",
  nativeId: "orgi_olaf",
  before: { roles: ["member"], status: "expired" },
  after: { email: "olaf@acme.test", roles: ["member"], status: "invited" },
});

const bumps = [true, false] as const;

describe.each(bumps)(
  "members, where memberChangesBumpOrganization is %s",
  (memberChangesBumpOrganization) => {
    it("are added by their user id, at once and without a mail", async () => {
      const world = await open({ memberChangesBumpOrganization });

      expect(await world.writer().write(addEve, context)).toEqual({ id: "user_eve" });
      await twice(world, addEve);

      expect(await people(world)).toContain("eve@acme.test admin active");
      expect(writes(world)).toEqual(["POST /organizations/org_acme/members"]);
    });

    it("get another role", async () => {
      const world = await open({ memberChangesBumpOrganization });

      await twice(world, promoteBob);

      expect(await people(world)).toContain("bob@acme.test admin active");
    });

    it("are removed", async () => {
      const world = await open({ memberChangesBumpOrganization });

      await twice(world, removeBob);

      expect((await people(world)).join()).not.toContain("bob");
    });

    it("come all at once without pushing each other's version away", async () => {
      const newcomers = Array.from({ length: 12 }, (_, index) => `user_new${index}`);
      const users = [...(acmeSeed.users ?? []), ...newcomers.map((id) => ({ id, email: `${id}@acme.test` }))];
      const world = await open({ memberChangesBumpOrganization, seed: { cnap: { ...acmeSeed, users } } });
      const writer = world.writer();

      await Promise.all(
        newcomers.map((id) =>
          writer.write(
            change({ ...ofMember(`id:${id}`), action: "create", after: { id, roles: ["member"] } }),
            context,
          ),
        ),
      );

      expect((await people(world)).filter((each) => each.startsWith("user_new"))).toHaveLength(12);
      expect(writes(world)).toHaveLength(12);
    });
  },
);

describe("members that somebody else changed since the plan", () => {
  it.each([
    ["who joined with another role", { ...addEve, after: { id: "user_alice", roles: ["member"] } }],
    ["whose role is a third one by now", { ...promoteBob, before: { roles: ["owner"] } }],
    ["who left", { ...promoteBob, nativeId: "user_eve" }],
    [
      "who got another role before the removal",
      { ...removeBob, before: { ...removeBob.before, roles: ["admin"] } },
    ],
  ])("are left alone: one %s", async (_, each) => {
    const world = await open();

    const failure = await failureOf(world.writer().write(each, context));

    expect(failure).toMatchObject({ retryable: false, unknownResult: false });
    expect(failure.message).toContain(each.address);
    expect(failure.message).toContain("since the plan was made");
    expect(writes(world)).toEqual([]);
  });

  it("keep the last owner, whatever is asked", async () => {
    const world = await open();
    const ops = { nativeId: "user_ops", ...ofMember("ops@acme.test") };
    const before = { email: "ops@acme.test", roles: ["owner"], status: "active" };

    for (const each of [
      change({ ...ops, action: "delete", before }),
      change({ ...ops, action: "update", before: { roles: ["owner"] }, after: { roles: ["member"] } }),
    ]) {
      expect(await failureOf(world.writer().write(each, context))).toMatchObject({ retryable: false });
    }
    expect(await people(world)).toContain("ops@acme.test owner active");
  });

  it("are no user at all", async () => {
    const world = await open();
    const nobody = { ...addEve, after: { id: "user_nobody", roles: ["admin"] } };

    expect(await failureOf(world.writer().write(nobody, context))).toMatchObject({ status: 400 });
  });

  it("are changed by owners only", async () => {
    const world = await open({ token: "alice-token" });

    expect(await failureOf(world.writer().write(promoteBob, context))).toMatchObject({ status: 403 });
  });
});

describe("invitations", () => {
  it("are sent with their role, and with one mail however often they are written", async () => {
    const world = await open();

    await twice(world, invitePia);

    expect(await people(world)).toContain("Pia@acme.test admin invited");
    expect(writes(world)).toEqual(["POST /organizations/org_acme/invitations"]);
  });

  it("tell their id", async () => {
    const world = await open();

    const { id } = await world.writer().write(invitePia, context);

    const { members } = await readAcme(world);
    expect(members.find(({ email }) => email === "Pia@acme.test")?.id).toBe(id);
  });

  it("were accepted before they were written again", async () => {
    const world = await open();
    await world.writer().write(invitePia, context);
    await control(world, "invitations/accept", { email: "pia@acme.test" });

    await world.writer().write(invitePia, context);

    expect(await people(world)).toContain("Pia@acme.test admin active");
  });

  it.each([
    ["another role is pending", { ...invitePia, after: { email: "Nina@acme.test", roles: ["owner"] } }],
    [
      "they are a member with another one",
      { ...invitePia, after: { email: "bob@acme.test", roles: ["owner"] } },
    ],
  ])("are not taken for sent where %s", async (_, each) => {
    const world = await open();

    expect((await failureOf(world.writer().write(each, context))).message).toContain(
      "since the plan was made",
    );
  });

  it("get another role by another invitation", async () => {
    const world = await open();

    await twice(world, promoteNina);

    const all = await people(world);
    expect(all.filter((each) => each.startsWith("nina"))).toEqual(["nina@acme.test admin invited"]);
    expect(writes(world)).toEqual([
      "DELETE /organizations/org_acme/invitations/orgi_nina",
      "POST /organizations/org_acme/invitations",
    ]);
  });

  it("are sent again when they ran out", async () => {
    const world = await open();

    await twice(world, renewOlaf);

    const all = await people(world);
    expect(all.filter((each) => each.startsWith("olaf"))).toEqual(["olaf@acme.test member invited"]);
  });

  it("are taken back", async () => {
    const world = await open();

    await world.writer().write(removeNina, context);
    await world.writer().write(removeNina, context);

    expect((await people(world)).join()).not.toContain("nina");
  });

  it("are taken back when they are stale, even of somebody who is a member by now", async () => {
    const world = await open();
    await control(world, "invitations/accept", { email: "nina@acme.test" });
    const stale = { ...removeNina, reason: "invitation-stale" } as const;

    await world.writer().write(stale, context);

    expect(await people(world)).toContain("nina@acme.test member active");
  });

  it.each([
    ["taken back", removeNina],
    ["given another role", promoteNina],
  ])("that were accepted meanwhile are not %s", async (_, each) => {
    const world = await open();
    await control(world, "invitations/accept", { email: "nina@acme.test" });

    const { message } = await failureOf(world.writer().write(each, context));

    expect(message).toContain("has accepted the invitation since the plan was made");
    expect(await people(world)).toContain("nina@acme.test member active");
  });

  it("of somebody else's that stand in the way are named", async () => {
    const world = await open();
    const olaf = { ...renewOlaf, after: { ...renewOlaf.after, roles: ["admin"], email: "nina@acme.test" } };

    const { message } = await failureOf(world.writer().write(olaf, context));

    expect(message).toContain("was invited as member");
    expect(writes(world)).toEqual([]);
  });

  it("that ran out make room, where CNAP lets them stand and where it does not", async () => {
    for (const expiredInvitations of ["standing", "replaced"] as const) {
      const world = await open({ expiredInvitations });

      await world.writer().write(renewOlaf, context);

      const all = await people(world);
      expect(all.filter((each) => each.startsWith("olaf"))).toEqual(["olaf@acme.test member invited"]);
    }
  });
});

const createNew = change({
  address: "new/organization",
  kind: "organization",
  action: "create",
  after: { slug: "brand-new", displayName: "Brand New", "branding.logoUrl": "https://new.test/logo.png" },
});
const ofAcme = { address: "acme/organization", kind: "organization", nativeId: "org_acme" } as const;
const renameAcme = change({
  ...ofAcme,
  action: "update",
  before: { slug: "acme", displayName: "Acme", "branding.logoUrl": null },
  after: { slug: "acme-new", displayName: "Acme New", "branding.logoUrl": "https://acme.test/logo.png" },
});
const deleteOther = change({
  address: "other/organization",
  kind: "organization",
  action: "delete",
  nativeId: "org_other",
  before: { slug: "other" },
});

describe("organizations", () => {
  it("are made, with a logo, once", async () => {
    const world = await open();

    const { id } = await world.writer().write(createNew, context);
    expect(await world.writer().write(createNew, context)).toEqual({ id });

    const found = await world.reader().find({ slug: "brand-new", previousSlugs: [] });
    expect(found).toEqual([
      {
        kind: "organization",
        id,
        slug: "brand-new",
        attributes: {
          slug: "brand-new",
          displayName: "Brand New",
          "branding.logoUrl": "https://new.test/logo.png",
        },
      },
    ]);
    expect(writes(world)).toEqual(["POST /organizations", `PATCH /organizations/${id}`]);
  });

  it("are made with their slug as name where there is no other", async () => {
    const world = await open();

    await world.writer().write({ ...createNew, after: { slug: "brand-new" } }, context);

    const [found] = await world.reader().find({ slug: "brand-new", previousSlugs: [] });
    expect(found?.attributes["displayName"]).toBe("brand-new");
  });

  it("that somebody else made under the slug are not taken for ours", async () => {
    const world = await open();
    const other = { ...createNew, after: { slug: "other", displayName: "Mine" } };

    expect((await failureOf(world.writer().write(other, context))).message).toContain(
      "was made by somebody else",
    );
    expect(writes(world)).toEqual([]);
  });

  it("whose slug is somebody else's are refused", async () => {
    const organizations = [
      ...(acmeSeed.organizations ?? []),
      {
        id: "org_foreign",
        name: "Foreign",
        slug: "foreign",
        members: [{ user: "user_carl", role: "owner" as const }],
      },
    ];
    const world = await open({ seed: { cnap: { ...acmeSeed, organizations } } });

    const created = { ...createNew, after: { slug: "foreign", displayName: "Mine" } };
    expect(await failureOf(world.writer().write(created, context))).toMatchObject({ status: 400 });
    const renamed = { ...renameAcme, after: { slug: "foreign" }, before: { slug: "acme" } };
    expect(await failureOf(world.writer().write(renamed, context))).toMatchObject({ status: 409 });
  });

  it("are changed, and a logo is cleared", async () => {
    const world = await open();
    const clear = change({
      ...ofAcme,
      action: "update",
      before: { "branding.logoUrl": "https://acme.test/logo.png" },
      after: { "branding.logoUrl": null },
    });

    await twice(world, renameAcme);
    expect((await readAcme(world)).organization.attributes).toEqual(renameAcme.after);
    await twice(world, clear);
    expect((await readAcme(world)).organization.attributes).toEqual({ ...renameAcme.after, ...clear.after });
  });

  it("that another hand changed half are brought the rest of the way", async () => {
    const world = await open();
    await world.writer().write({ ...renameAcme, after: { slug: "acme-new" } }, context);

    await world.writer().write(renameAcme, context);

    expect((await readAcme(world)).organization.attributes).toEqual(renameAcme.after);
  });

  it("that another hand changed to something else are left so", async () => {
    const world = await open();
    const third = {
      ...renameAcme,
      before: { displayName: "Acme Before" },
      after: { displayName: "Acme After" },
    };

    const { message } = await failureOf(world.writer().write(third, context));

    expect(message).toContain('has the displayName "Acme" by now');
    expect(writes(world)).toEqual([]);
  });

  it.each([false, true])(
    "are deleted, and gone when that is said (asynchronous: %s)",
    async (asyncDeletes) => {
      const world = await open({ asyncDeletes });

      await twice(world, deleteOther);

      expect(await world.reader().find({ id: "org_other", previousSlugs: [] })).toEqual([]);
    },
  );

  it("are not deleted while they manage workspaces, where CNAP says so", async () => {
    const removal = change({ ...ofAcme, action: "delete", before: { slug: "acme" } });

    const world = await open();
    expect(await failureOf(world.writer().write(removal, context))).toMatchObject({ status: 400 });
    const other = await open({ deleteWhileManaging: "allowed" });
    await other.writer().write(removal, context);
    expect(await other.reader().find({ id: "org_acme", previousSlugs: [] })).toEqual([]);
  });
});

describe("management of a workspace", () => {
  const ending = (name: string, nativeId: string) =>
    change({
      address: `acme/workspace/${name}`,
      kind: "workspace",
      action: "delete",
      reason: "declared-absent",
      nativeId,
      before: {},
    });

  it("is revoked by the workspace's owner", async () => {
    const world = await open();

    await twice(world, ending("own", "ws_own"));

    expect((await readAcme(world)).workspaces.map(({ id }) => id)).toEqual(["ws_prod"]);
  });

  it("is revoked by nobody else", async () => {
    const world = await open();

    const failure = await failureOf(world.writer().write(ending("production", "ws_prod"), context));

    expect(failure).toMatchObject({ status: 403, retryable: false });
    expect((await readAcme(world)).workspaces).toHaveLength(2);
  });

  it("that another organization has by now is over for this one", async () => {
    const world = await open();
    const writer = world.writer();
    await writer.write(ending("own", "ws_own"), context);
    await control(world, "workspaces/grant", { workspace: "ws_own", organization: "org_other" });

    await writer.write(ending("own", "ws_own"), context);

    expect(writes(world)).toEqual(["POST /workspaces/ws_own:revokeManagement"]);
  });

  it("of a workspace that is gone is over", async () => {
    const world = await open();

    expect(await world.writer().write(ending("production", "ws_nowhere"), context)).toEqual({});
  });
});

describe("versions that move", () => {
  /** Somebody else changes the organization just before each of the first writes that pass. */
  function meddling(times: number, meddle: (count: number) => Promise<void>): Alter {
    let count = 0;
    return async (request, pass) => {
      if (request.method === "PATCH" && count < times) {
        count += 1;
        await meddle(count);
      }
      return await pass();
    };
  }

  /** Changes the logo of acme, behind the proxy. */
  async function meddle(world: () => Opened, icon: string): Promise<void> {
    const { sandbox } = world();
    const url = `${sandbox.endpoints.cnap}/organizations/org_acme`;
    const authorization = "Bearer secret-token";
    const { etag } = (await (await fetch(url, { headers: { authorization } })).json()) as { etag: string };
    await fetch(url, {
      method: "PATCH",
      headers: { authorization, "if-match": etag, "content-type": "application/json" },
      body: JSON.stringify({ icon }),
    });
  }

  const rename = { ...renameAcme, before: { displayName: "Acme" }, after: { displayName: "Acme New" } };

  it.each(["etag", "current_etag", "currentETag"])(
    "are read anew, up to five times, where the metadata calls them %s",
    async (etagMetadata) => {
      let world: Opened | undefined;
      const alter = meddling(4, async (count) => {
        if (world !== undefined) await meddle(() => world as Opened, `https://acme.test/${count}.png`);
      });
      world = await open({ alter, etagMetadata });

      await world.writer().write(rename, context);

      const { attributes } = (await readAcme(world)).organization;
      expect(attributes).toMatchObject({
        displayName: "Acme New",
        "branding.logoUrl": "https://acme.test/4.png",
      });
    },
  );

  it("that never stand still are given up", async () => {
    let world: Opened | undefined;
    const alter = meddling(100, async (count) => {
      if (world !== undefined) await meddle(() => world as Opened, `https://acme.test/${count}.png`);
    });
    world = await open({ alter });

    expect(await failureOf(world.writer().write(rename, context))).toMatchObject({ status: 409 });
    const mine = world.sandbox.requests().filter(({ status }) => status === 409);
    expect(mine).toHaveLength(5);
  });

  it("that move what the change is about are not written over", async () => {
    let world: Opened | undefined;
    const alter = meddling(1, async () => {
      if (world !== undefined) await meddle(() => world as Opened, "https://acme.test/theirs.png");
    });
    world = await open({ alter });
    const logo = {
      ...renameAcme,
      before: { "branding.logoUrl": null },
      after: { "branding.logoUrl": "https://acme.test/ours.png" },
    };

    const { message } = await failureOf(world.writer().write(logo, context));

    expect(message).toContain("https://acme.test/theirs.png");
    expect((await readAcme(world)).organization.attributes["branding.logoUrl"]).toBe(
      "https://acme.test/theirs.png",
    );
  });
});

describe("keys against doing things twice", () => {
  it("stay the same while one request is repeated, and are others for every further one", async () => {
    const keys: unknown[] = [];
    const alter: Alter = async (request, pass) => {
      if (request.method === "GET") return await pass();
      keys.push(request.headers["idempotency-key"]);
      return keys.length === 1
        ? { status: 429, body: { success: false, errors: [], result: {} } }
        : await pass();
    };
    const world = await open({ alter });
    const writer = world.writer();

    await writer.write(promoteBob, context);
    await writer.write(removeBob2, context);
    await writer.write(invitePia, context);

    expect(keys).toHaveLength(4);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[3]).toBeUndefined();
  });

  const removeBob2 = { ...removeBob, before: { ...removeBob.before, roles: ["admin"] } };
});

describe("what no plan asks for", () => {
  it.each([
    change({ address: "acme/role/VIEWER", kind: "role", action: "create", after: {} }),
    change({ address: "acme/workspace/production", kind: "workspace", action: "create", after: {} }),
    change({
      address: "acme/workspace/production",
      kind: "workspace",
      action: "update",
      nativeId: "ws_prod",
    }),
    change({ ...ofMember("bob@acme.test"), action: "update", after: { roles: ["admin"] } }),
    change({
      ...ofMember("bob@acme.test"),
      action: "update",
      nativeId: "user_bob",
      after: { roles: ["king"] },
    }),
    change({ ...ofMember("id:user_eve"), action: "create", after: { roles: ["member"] } }),
    change({ address: "new/organization", kind: "organization", action: "create", after: {} }),
  ])("is our own mistake: %o", async (each) => {
    const world = await open();

    await expect(world.writer().write(each, context)).rejects.toThrow(InternalError);
    expect(writes(world)).toEqual([]);
  });

  it("is told apart from what CNAP refuses", async () => {
    const world = await open({ seed: { cnap: { ...acmeSeed, organizations: [], workspaces: [] } } });

    await expect(world.writer().write(renameAcme, context)).rejects.toThrow(ConnectorError);
    expect(past).toBeLessThan(Date.now() / 1000);
  });
});
