import { afterEach, describe, expect, it } from "vitest";
import { ConnectorError, InternalError } from "../../../src/model/errors.ts";
import { change, context, type Opened, openSignalSmith } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: Parameters<typeof openSignalSmith>[0] = {}): Promise<Opened> {
  const world = await openSignalSmith(options);
  opened.push(world);
  return world;
}

async function acme({ reader }: Opened) {
  const open = reader();
  const [found] = await open.find({ id: "org_acme", previousSlugs: [] });
  if (found === undefined) throw new Error("acme is gone");
  return await open.read(found);
}

/** Every write twice: the second must change nothing and succeed (law 1). */
async function twice(world: Opened, ...changes: readonly ReturnType<typeof change>[]) {
  const writer = world.writer();
  for (const each of changes) await writer.write(each, context);
  const state = world.sandbox.state();
  for (const each of changes) await writer.write(each, context);
  expect(withoutTimes(world.sandbox.state())).toEqual(withoutTimes(state));
}

/** Times of change and counters of ids move with refused requests too. */
function withoutTimes(state: unknown): unknown {
  return JSON.parse(
    JSON.stringify(state, (key, value: unknown) =>
      key === "updated_at" || key === "issued" ? undefined : value,
    ),
  );
}

const dialects = ["guide", "reference-a", "reference-b"] as const;

const invitePia = change({
  address: "acme/member/pia@acme.test",
  kind: "member",
  action: "create",
  after: {
    email: "Pia@acme.test",
    roles: ["member"],
    workspaces: { production: "admin", staging: "member" },
  },
});

describe.each(dialects)("writing in %s", (dialect) => {
  it("invites with the role and the access, and with one mail however often it is written", async () => {
    const world = await open({ dialect });

    await twice(world, invitePia);

    const { members } = await acme(world);
    expect(members.filter(({ email }) => email === "Pia@acme.test")).toMatchObject([
      { roles: ["member"], status: "invited" },
    ]);
  });

  it("changes the role of a member", async () => {
    const world = await open({ dialect });
    const promote = change({
      address: "acme/member/bob@acme.test",
      kind: "member",
      action: "update",
      nativeId: "acc_bob",
      before: { roles: ["member"] },
      after: { roles: ["admin"] },
    });

    await twice(world, promote);

    expect((await acme(world)).members.find(({ id }) => id === "acc_bob")?.roles).toEqual(["admin"]);
  });

  it("removes a member, and their access goes with it", async () => {
    const world = await open({ dialect });
    const removal = change({
      address: "acme/member/alice@acme.test",
      kind: "member",
      action: "delete",
      nativeId: "acc_alice",
      before: { email: "Alice@acme.test", roles: ["admin"], status: "active" },
    });

    await twice(world, removal);

    expect(JSON.stringify(await acme(world))).not.toContain("acc_alice");
  });

  it("takes an invitation back", async () => {
    const world = await open({ dialect });
    const removal = change({
      address: "acme/member/nina@acme.test",
      kind: "member",
      action: "delete",
      nativeId: "inv_nina",
      before: { email: "nina@acme.test", roles: ["member"], status: "invited" },
    });

    await twice(world, removal);

    expect(JSON.stringify(await acme(world))).not.toContain("nina");
  });

  it("says so when the invitation was accepted before it was taken back", async () => {
    const world = await open({ dialect });
    await fetch(`${world.sandbox.url}/_sandbox/signalsmith/invitations/accept`, {
      method: "POST",
      body: JSON.stringify({ email: "nina@acme.test" }),
    });
    const removal = change({
      address: "acme/member/nina@acme.test",
      kind: "member",
      action: "delete",
      nativeId: "inv_nina",
      before: { email: "nina@acme.test", roles: ["member"], status: "invited" },
    });

    await expect(world.writer().write(removal, context)).rejects.toThrow("has accepted the invitation");
  });

  it("does not take a pending invitation with another role for done", async () => {
    const world = await open({ dialect });
    const other = change({
      address: "acme/member/nina@acme.test",
      kind: "member",
      action: "create",
      after: { email: "nina@acme.test", roles: ["owner"] },
    });

    await expect(world.writer().write(other, context)).rejects.toThrow(ConnectorError);
  });

  it("sends an expired invitation again", async () => {
    const world = await open({ dialect });
    world.sandbox.advance(30 * 86_400_000);
    const again = change({
      address: "acme/member/nina@acme.test",
      kind: "member",
      action: "update",
      reason: "invitation-expired",
      nativeId: "inv_nina",
      before: { roles: ["member"], status: "expired" },
      after: {
        email: "nina@acme.test",
        roles: ["member"],
        workspaces: { production: "admin" },
        status: "invited",
      },
    });

    await twice(world, again);

    const nina = (await acme(world)).members.filter(({ email }) => email === "nina@acme.test");
    expect(nina).toMatchObject([{ status: "invited", roles: ["member"] }]);
  });

  it("gives, changes and takes access", async () => {
    const world = await open({ dialect });
    const place = { address: "acme/access/staging/bob@acme.test", kind: "access" } as const;

    await twice(world, change({ ...place, action: "create", after: { level: "member" } }));
    expect(await levelOfBob(world)).toBe("member");
    await twice(
      world,
      change({ ...place, action: "update", before: { level: "member" }, after: { level: "owner" } }),
    );
    expect(await levelOfBob(world)).toBe("owner");
    await twice(world, change({ ...place, action: "delete", before: { level: "owner" } }));
    expect(await levelOfBob(world)).toBeUndefined();
  });

  it("leaves the level of somebody who got another one meanwhile, and says so", async () => {
    const world = await open({ dialect });
    const place = { address: "acme/access/production/alice@acme.test", kind: "access" } as const;

    const write = world
      .writer()
      .write(change({ ...place, action: "create", after: { level: "member" } }), context);
    await expect(write).rejects.toMatchObject({ moved: true });

    const { access } = await acme(world);
    const held = access.filter(({ subject }) => subject.type === "person" && subject.id === "acc_alice");
    expect(held).toMatchObject([{ workspace: "ws_prod" }]);
    expect(held[0]?.level).not.toBe("member");
    expect(world.sandbox.requests().filter(({ method }) => method === "PUT")).toEqual([]);
  });

  it("creates and updates an organization", async () => {
    const world = await open({ dialect });
    const address = "new/organization";
    const after = { slug: "new", displayName: "New", "branding.logoUrl": "https://x.test/logo.png" };
    const create = change({ address, kind: "organization", action: "create", after });

    await twice(world, create);
    const { id = "" } = await world.writer().write(create, context);
    const [created] = await world.reader().find({ id, previousSlugs: [] });
    expect(created?.attributes).toEqual(after);
    await twice(
      world,
      change({
        address,
        kind: "organization",
        action: "update",
        nativeId: id,
        before: { "branding.logoUrl": "https://x.test/logo.png" },
        after: { "branding.logoUrl": null },
      }),
    );

    const [found] = await world.reader().find({ slug: "new", previousSlugs: [] });
    expect(found).toMatchObject({
      id,
      attributes: { slug: "new", displayName: "New", "branding.logoUrl": null },
    });
  });

  it("refuses a slug that somebody else has", async () => {
    const world = await open({ dialect });
    const create = change({
      address: "new/organization",
      kind: "organization",
      action: "create",
      after: { slug: "acme", displayName: "New" },
    });

    await expect(world.writer().write(create, context)).rejects.toMatchObject({ status: 409 });
  });

  it("knows no roles of an organization's own", async () => {
    const world = await open({ dialect });

    await expect(
      world.writer().write(change({ address: "acme/role/x", kind: "role", action: "create" }), context),
    ).rejects.toThrow(InternalError);
  });
});

async function levelOfBob(world: Opened): Promise<string | undefined> {
  const { access } = await acme(world);
  return access.find(
    ({ workspace, subject }) =>
      workspace === "ws_stage" && subject.type === "person" && subject.id === "acc_bob",
  )?.level;
}

describe("linking in the guide", () => {
  const link = (name: string, id: string) =>
    change({ address: `acme/workspace/${name}`, kind: "workspace", action: "create", after: { id } });

  it("links, and unlinks without harm to the workspace", async () => {
    const world = await open();

    await twice(world, link("free", "ws_free"));
    expect((await acme(world)).workspaces.map(({ id }) => id)).toContain("ws_free");
    await twice(
      world,
      change({ address: "acme/workspace/free", kind: "workspace", action: "delete", nativeId: "ws_free" }),
    );

    expect((await acme(world)).workspaces.map(({ id }) => id)).not.toContain("ws_free");
    expect((await world.reader().workspaces?.())?.map(({ id }) => id)).toContain("ws_free");
  });

  it("refuses a workspace of another organization by name", async () => {
    const world = await open();

    await expect(world.writer().write(link("other", "ws_other"), context)).rejects.toThrow(
      "workspace ws_other belongs to organization org_other",
    );
  });

  it("fails clearly for a workspace that is not there", async () => {
    const world = await open();

    await expect(world.writer().write(link("none", "ws_none"), context)).rejects.toMatchObject({
      status: 404,
    });
  });

  it("renames a workspace, and changes a pending invitation's role in place", async () => {
    const world = await open();

    await twice(
      world,
      change({
        address: "acme/workspace/production",
        kind: "workspace",
        action: "update",
        nativeId: "ws_prod",
        before: { displayName: "Production" },
        after: { displayName: "Production EU" },
      }),
      change({
        address: "acme/member/nina@acme.test",
        kind: "member",
        action: "update",
        nativeId: "inv_nina",
        before: { roles: ["member"] },
        after: { roles: ["admin"] },
      }),
    );

    const { workspaces, members } = await acme(world);
    expect(workspaces.map(({ name }) => name)).toContain("Production EU");
    expect(members.find(({ id }) => id === "inv_nina")?.roles).toEqual(["admin"]);
  });

  it("takes a refused invitation for sent where pending people are hidden, since nobody can look", async () => {
    const world = await open({ pendingMembers: "hidden" });

    await twice(world, invitePia);

    expect(world.sandbox.requests().filter(({ path }) => path.endsWith("/invite"))).toHaveLength(2);
  });
});

describe.each(["reference-a", "reference-b"] as const)("creating in %s", (dialect) => {
  it("creates a workspace once", async () => {
    const world = await open({ dialect });
    const create = change({
      address: "acme/workspace/lab",
      kind: "workspace",
      action: "create",
      after: { displayName: "Lab" },
    });

    await twice(world, create);

    expect((await acme(world)).workspaces.filter(({ name }) => name === "Lab")).toHaveLength(1);
  });

  it("says an invitation anew that shall say something else", async () => {
    const world = await open({ dialect });
    const renewed = change({
      address: "acme/member/nina@acme.test",
      kind: "member",
      action: "update",
      nativeId: "inv_nina",
      before: { roles: ["member"] },
      after: { email: "nina@acme.test", roles: ["admin"], workspaces: { staging: "member" } },
    });

    await twice(world, renewed);

    const { members, access } = await acme(world);
    const nina = members.filter(({ email }) => email === "nina@acme.test");
    expect(nina).toMatchObject([{ roles: ["admin"], status: "invited" }]);
    const carried = access.filter(({ subject }) => subject.type === "person" && subject.id === nina[0]?.id);
    expect(carried).toMatchObject([{ workspace: "ws_stage", level: "member" }]);
  });

  it("deletes an organization; its workspaces stay", async () => {
    const world = await open({ dialect });

    await twice(
      world,
      change({ address: "acme/organization", kind: "organization", action: "delete", nativeId: "org_acme" }),
    );

    expect(await world.reader().find({ slug: "acme", previousSlugs: [] })).toEqual([]);
    expect((await world.reader().workspaces?.())?.map(({ id }) => id)).toContain("ws_prod");
  });
});
