import { afterEach, describe, expect, it, vi } from "vitest";
import type { Written } from "../../../src/model/connector.ts";
import { InternalError } from "../../../src/model/errors.ts";
import { change, context, lowest, type Opened, openCantila, variants, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions = {}): Promise<Opened> {
  const world = await openCantila(options);
  opened.push(world);
  return world;
}

type Parts = Parameters<typeof change>[0];

/** Every write twice by one writer, and once more by another: only the first may change anything (law 1). */
async function twice(world: Opened, ...changes: readonly Parts[]) {
  const writer = world.writer();
  const written: Written[] = [];
  for (const each of changes) written.push(await writer.write(change(each), context));
  const state = stateOf(world);
  for (const each of changes) await writer.write(change(each), context);
  expect(stateOf(world)).toEqual(state);
  for (const each of changes) await world.writer().write(change(each), context);
  expect(stateOf(world)).toEqual(state);
  return written;
}

/** What is held, but for the log of what was done. */
function stateOf({ sandbox }: Opened): unknown {
  const { events: _events, issued: _issued, ...rest } = sandbox.state().cantila;
  return rest;
}

const member = (name: string, parts: Omit<Parts, "address" | "kind">): Parts => ({
  address: `acme/member/${name}@acme.test`,
  kind: "member",
  ...parts,
});
const invite = (name: string, role: string): Parts =>
  member(name, {
    action: "create",
    reason: "not-live",
    after: { email: `${name}@acme.test`, roles: [role] },
  });
const uninvite = (name: string, role: string, status = "invited"): Parts =>
  member(name, {
    action: "delete",
    nativeId: `inv_${name}`,
    before: { email: `${name}@acme.test`, roles: [role], status },
  });
const invited = async ({ live }: Opened, name: string) =>
  (await live()).members.filter(({ email }) => email?.toLowerCase() === `${name}@acme.test`);

describe.each(variants)("writing people to $speaks as $dialect", ({ dialect, speaks }) => {
  const start = (options: WorldOptions = {}) => open({ speaks, connection: { dialect }, ...options });
  const low = lowest(speaks);

  it("invites with the role, and hands out the token where the server sends no mail", async () => {
    const world = await start();

    const [written] = await twice(world, {
      ...invite("pia", "admin"),
      after: { email: "Pia@acme.test", roles: ["admin"] },
    });

    expect(await invited(world, "pia")).toMatchObject([
      { id: written?.id, roles: ["admin"], status: "invited" },
    ]);
    expect(typeof written?.secret).toBe(speaks === "server" ? "string" : "undefined");
    expect(world.writes()).toEqual(["POST /invites"]);
  });

  it("looks once at the invitations of an account for many of them, and each time at its members", async () => {
    const world = await start();
    const writer = world.writer();
    // However slow the machine is, no time passes.
    vi.spyOn(performance, "now").mockReturnValue(performance.now());
    for (let count = 0; count < 20; count += 1) await writer.write(change(invite(`p${count}`, low)), context);

    const reads = (path: string) =>
      world.sandbox.requests().filter((each) => each.method === "GET" && each.path.endsWith(path));
    expect(reads("/invites")).toHaveLength(1);
    expect(reads("/team/members")).toHaveLength(20);
  });

  it("never invites a member: done when the role is right, refused when it is not", async () => {
    const world = await start();

    expect(await world.writer().write(change(invite("alice", "owner")), context)).toEqual({
      id: "mem_alice",
    });
    await expect(world.writer().write(change(invite("bob", "owner")), context)).rejects.toMatchObject({
      status: 409,
    });
    expect(world.writes()).toEqual([]);
  });

  it("takes a pending invitation with the right role for done, and refuses one with another", async () => {
    const world = await start();

    expect(await world.writer().write(change(invite("nina", low)), context)).toEqual({ id: "inv_nina" });
    await expect(world.writer().write(change(invite("nina", "owner")), context)).rejects.toMatchObject({
      status: 409,
    });
    expect(world.writes()).toEqual([]);
  });

  it("revokes an invitation that ran out before it invites anew", async () => {
    const world = await start();

    await twice(world, invite("mia", low));

    expect(await invited(world, "mia")).toMatchObject([{ roles: [low], status: "invited" }]);
    expect(world.writes()).toEqual(["DELETE /invites/inv_mia", "POST /invites"]);
  });

  it("invites an expired one again", async () => {
    const world = await start();

    const [written] = await twice(
      world,
      member("mia", {
        action: "update",
        reason: "invitation-expired",
        nativeId: "inv_mia",
        before: { roles: ["admin"], status: "expired" },
        after: { email: "mia@acme.test", roles: ["admin"], status: "invited" },
      }),
    );

    expect(await invited(world, "mia")).toMatchObject([
      { id: written?.id, roles: ["admin"], status: "invited" },
    ]);
  });

  it("revokes a pending invitation whose role shall be another, and invites anew", async () => {
    const world = await start();

    await twice(
      world,
      member("nina", {
        action: "update",
        nativeId: "inv_nina",
        before: { roles: [low] },
        after: { email: "nina@acme.test", roles: ["admin"] },
      }),
    );

    expect(await invited(world, "nina")).toMatchObject([{ roles: ["admin"], status: "invited" }]);
    expect(world.writes()).toEqual(["DELETE /invites/inv_nina", "POST /invites"]);
  });

  it("says so when the invitation to be renewed was accepted meanwhile, and invites nobody", async () => {
    const world = await start();
    await world.control("/cantila/invitations/accept", { email: "nina@acme.test" });
    const renewal = member("nina", {
      action: "update",
      nativeId: "inv_nina",
      before: { roles: [low] },
      after: { email: "nina@acme.test", roles: ["admin"] },
    });

    await expect(world.writer().write(change(renewal), context)).rejects.toMatchObject({ status: 409 });
    expect(world.writes()).toEqual([]);
  });

  it("invites nobody anew who accepted after this writer looked", async () => {
    const world = await start();
    const writer = world.writer();
    await writer.write(change(invite("pia", low)), context);
    await world.control("/cantila/invitations/accept", { email: "nina@acme.test" });
    const before = { roles: [low] };
    const after = { email: "nina@acme.test", roles: ["admin"] };
    const renewal = member("nina", { action: "update", nativeId: "inv_nina", before, after });

    await expect(writer.write(change(renewal), context)).rejects.toMatchObject({ status: 409 });

    expect(await invited(world, "nina")).toMatchObject([{ roles: [low], status: "active" }]);
    expect(world.writes().filter((line) => line === "POST /invites")).toHaveLength(1);
  });

  it("changes the role of a member", async () => {
    const world = await start();

    await twice(
      world,
      member("bob", {
        action: "update",
        nativeId: "mem_bob",
        before: { roles: [low] },
        after: { roles: ["admin"] },
      }),
    );

    expect((await world.live()).members.find(({ id }) => id === "mem_bob")?.roles).toEqual(["admin"]);
  });

  it("refuses to change who is gone", async () => {
    const { writer } = await start();
    const promotion = member("x", { action: "update", nativeId: "mem_x", after: { roles: ["admin"] } });

    await expect(writer().write(change(promotion), context)).rejects.toMatchObject({ status: 409 });
  });

  it("removes a member", async () => {
    const world = await start();

    await twice(
      world,
      member("bob", {
        action: "delete",
        nativeId: "mem_bob",
        before: { email: "bob@acme.test", roles: [low], status: "active" },
      }),
    );

    expect(JSON.stringify(await world.live())).not.toContain("bob@acme.test");
  });

  it("takes back an invitation, open or past its time", async () => {
    const world = await start();

    await twice(world, uninvite("nina", low), {
      ...uninvite("mia", "admin", "expired"),
      reason: "invitation-stale",
    });

    const left = (await world.live()).members;
    expect(left.map(({ status }) => status)).toEqual(["active", "active"]);
  });

  it("says so when the invitation was accepted before it was taken back; the member stays", async () => {
    const world = await start();
    await world.control("/cantila/invitations/accept", { email: "nina@acme.test" });

    await expect(world.writer().write(change(uninvite("nina", low)), context)).rejects.toMatchObject({
      status: 409,
    });
    await world.writer().write(change({ ...uninvite("nina", low), reason: "invitation-stale" }), context);

    expect(await invited(world, "nina")).toMatchObject([{ status: "active" }]);
  });

  it("writes nothing for an account that acting as it does not reach", async () => {
    const { writer, writes } = await start();
    const elsewhere = { ...invite("pia", low), address: "stranger/member/pia@acme.test" };

    await expect(writer().write(change(elsewhere), context)).rejects.toMatchObject({ status: 403 });
    await expect(
      writer().write(change({ ...elsewhere, address: "nobody/member/pia@acme.test" }), context),
    ).rejects.toMatchObject({ status: 404 });
    expect(writes()).toEqual([]);
  });

  it("looks once whether it reaches an account", async () => {
    const { writer, sandbox } = await start({ connection: { dialect: speaks } });
    const one = writer();
    for (const name of ["a", "b", "c"]) await one.write(change(invite(name, low)), context);

    const looks = sandbox.requests().filter(({ path }) => path.endsWith("/accounts/me"));
    expect(looks).toHaveLength(1);
  });

  it("gives a refusal of the scope in Cantila's words", async () => {
    const { writer } = await start({ token: "reading-key" });

    await expect(writer().write(change(invite("pia", low)), context)).rejects.toMatchObject({
      status: 403,
      message: expect.stringMatching(/^POST \/invites answered 403: .*scope/),
    });
  });

  it("knows no roles, workspaces or access, and ends no account", async () => {
    const { writer } = await start();

    for (const kind of ["role", "workspace", "access", "organization"] as const) {
      const removal = change({ address: "acme/organization", kind, action: "delete", nativeId: "x" });
      await expect(writer().write(removal, context)).rejects.toThrow(InternalError);
    }
  });
});

describe("the last owner", () => {
  it("stays as documented, and the refusal says so", async () => {
    const world = await open({ speaks: "documented" });
    const removal = member("alice", {
      action: "delete",
      nativeId: "mem_alice",
      before: { roles: ["owner"], status: "active" },
    });

    await expect(world.writer().write(change(removal), context)).rejects.toMatchObject({ status: 400 });
  });
});
