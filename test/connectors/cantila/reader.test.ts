import { afterEach, describe, expect, it } from "vitest";
import { change, context, type Opened, openCantila, variants, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions = {}): Promise<Opened> {
  const world = await openCantila(options);
  opened.push(world);
  return world;
}

const key = (slug: string) => ({ slug, previousSlugs: [] });

describe.each(variants)("reading $speaks as $dialect", ({ dialect, speaks }) => {
  const start = (options: WorldOptions = {}) =>
    open({ speaks, ...options, connection: { dialect, ...options.connection } });
  const lowest = speaks === "server" ? "developer" : "member";

  it("finds an account by its handle and by its id, its look with it", async () => {
    const { reader } = await start();

    const [found] = await reader().find(key("acme"));

    expect(found).toMatchObject({
      id: "acc_acme",
      slug: "acme",
      attributes: {
        slug: "acme",
        displayName: "Acme",
        "branding.displayName": "Acme Cloud",
        "branding.primaryColor": "#00bb5a",
      },
    });
    expect(found?.attributes["branding.logoUrl"]).toBe(speaks === "server" ? null : undefined);
    expect(await reader().find({ id: "acc_acme", slug: "acme", previousSlugs: [] })).toEqual([found]);
    expect(await reader().find({ slug: "none", previousSlugs: ["acme"] })).toEqual([found]);
  });

  it("finds nothing where there is no such account", async () => {
    const { reader } = await start();

    expect(await reader().find(key("nobody"))).toEqual([]);
    expect(await reader().find({ id: "acc_nobody", previousSlugs: [] })).toEqual([]);
  });

  it("says that another tenant's account is not the credential's to manage", async () => {
    const { reader } = await start();

    await expect(reader().find(key("stranger"))).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("neither stranger nor its parent"),
    });
  });

  it("reads everybody: members, who is invited, and whose invitation ran out", async () => {
    const { live } = await start();

    const { members, roles, workspaces, access } = await live();

    expect(members).toMatchObject([
      { id: "mem_alice", email: "alice@acme.test", roles: ["owner"], status: "active" },
      { id: "mem_bob", email: "bob@acme.test", roles: [lowest], status: "active" },
      ...[
        { id: "inv_mia", email: "mia@acme.test", roles: ["admin"], status: "expired" },
        { id: "inv_nina", email: "nina@acme.test", roles: [lowest], status: "invited" },
      ].sort(
        (a, b) => members.findIndex(({ id }) => id === a.id) - members.findIndex(({ id }) => id === b.id),
      ),
    ]);
    expect([roles, workspaces, access]).toEqual([[], [], []]);
    const nina = members.find(({ id }) => id === "inv_nina");
    expect(Date.parse(nina?.expiresAt ?? "")).toBeGreaterThan(Date.now());
  });

  it("reads the credential's own account, acting as it", async () => {
    const { live, sandbox } = await start();

    expect((await live("agency")).members.map(({ id }) => id)).toEqual(["mem_olga", "mem_ivo"]);

    const asked = sandbox.requests().filter(({ path }) => path.endsWith("/team/members"));
    expect(asked).toHaveLength(1);
  });

  it("knows that a key is nobody", async () => {
    const { live } = await start();

    const state = await live("agency");

    expect(state.selfIsNobody).toBe(true);
    expect(state.selfEmail).toBeUndefined();
    expect(state.members.filter(({ protection }) => protection !== undefined)).toEqual([]);
  });

  it("knows whose a session is, by the e-mail", async () => {
    const { live } = await start({ token: "olga-session" });

    const state = await live("agency");

    expect(state.selfIsNobody).toBeUndefined();
    expect(state.selfEmail).toBe("olga@agency.test");
    expect((await live("acme")).selfEmail).toBe("olga@agency.test");
    expect(state.members).toMatchObject([{ id: "mem_olga", protection: "self" }, { id: "mem_ivo" }]);
    expect(state.members[1]?.protection).toBeUndefined();
  });

  it("lists the credential's account and all below it", async () => {
    const { reader } = await start();

    const all = await reader().organizations();

    expect(all.map(({ slug }) => slug).sort()).toEqual(["acme", "agency", "bolt"]);
    expect(all).toContainEqual((await reader().find(key("acme")))[0]);
  });

  it("tells which dialect answers, and asks for it once", async () => {
    const { reader, sandbox } = await start();
    const open = reader();

    expect(await open.dialect?.()).toBe(speaks);
    expect(await open.dialect?.()).toBe(speaks);
    await open.find(key("bolt"));
    await open.find(key("agency"));

    const probes = sandbox.requests().filter(({ path }) => path.endsWith("/accounts/me/branding"));
    const looks = speaks === "documented" ? 2 : 0;
    expect(probes).toHaveLength(looks + (dialect === "auto" ? 1 : 0));
  });

  it("writes nothing", async () => {
    const { reader, live, writes } = await start();
    await live();
    await reader().organizations();

    expect(writes()).toEqual([]);
  });

  it("asks three questions for an organization, and who it is once for all", async () => {
    const { reader, sandbox } = await start({ connection: { dialect: speaks } });
    const open = reader();
    for (const slug of ["agency", "acme", "bolt"]) {
      const [found] = await open.find(key(slug));
      if (found !== undefined) await open.read(found);
    }

    const looks = speaks === "documented" ? 3 : 0;
    expect(sandbox.requests()).toHaveLength(3 * 3 + looks + 1);
  });

  it("tells what happened since an instant, oldest first", async () => {
    const { reader, organization, writer, sandbox } = await start();
    const since = new Date(Date.now() - 1000).toISOString();
    const remove = (id: string) =>
      change({
        address: `acme/member/${id}@acme.test`,
        kind: "member",
        action: "delete",
        nativeId: `mem_${id}`,
      });
    await writer().write(remove("bob"), context);
    sandbox.advance(60_000);
    const later = new Date(Date.now() + 30_000).toISOString();
    await writer().write(
      change({
        address: "acme/member/x@acme.test",
        kind: "member",
        action: "create",
        after: { email: "x@acme.test", roles: ["admin"] },
      }),
      context,
    );

    const all = (await reader().history?.(await organization(), since)) ?? [];

    expect(all).toHaveLength(2);
    expect(all.map(({ at }) => Date.parse(at))).toEqual(
      all.map(({ at }) => Date.parse(at)).sort((a, b) => a - b),
    );
    expect(all.every(({ action }) => action !== "")).toBe(true);
    expect(await reader().history?.(await organization(), later)).toEqual([all[1]]);
  });
});

describe("self by the connection", () => {
  it("is believed where a key cannot tell", async () => {
    const { live } = await open({ connection: { self: "Bob@acme.test" } });

    const { members, selfIsNobody } = await live();

    expect(selfIsNobody).toBeUndefined();
    expect(members.filter(({ protection }) => protection === "self").map(({ id }) => id)).toEqual([
      "mem_bob",
    ]);
  });
});

describe("a credential", () => {
  it("that Cantila does not know is refused as such, though /me answers 200", async () => {
    const { reader } = await open({ token: "wrong" });

    await expect(reader().organizations()).rejects.toMatchObject({ status: 401 });
    await expect(reader().find(key("acme"))).rejects.toMatchObject({ status: 401 });
  });

  it("of a child sees the child alone", async () => {
    const { reader } = await open({ token: "acme-key" });

    expect((await reader().organizations()).map(({ slug }) => slug)).toEqual(["acme"]);
    await expect(reader().find(key("agency"))).rejects.toMatchObject({ status: 403 });
  });

  it("never reads another account than was asked for, when its session is moved by somebody else", async () => {
    const { reader, live, control } = await open({ token: "olga-session" });
    const before = await live("acme");
    await control("/cantila/sessions/switch", { token: "olga-session", account: "acme" });

    expect(await live("acme")).toEqual(before);
    await expect(reader().find(key("agency"))).rejects.toMatchObject({ status: 403 });
  });
});
