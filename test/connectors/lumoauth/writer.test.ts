import { afterEach, describe, expect, it } from "vitest";
import { InternalError } from "../../../src/model/errors.ts";
import {
  accept,
  acmeOf,
  change,
  context,
  type Opened,
  openLumoAuth,
  readAcme,
  type WorldOptions,
} from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions = {}): Promise<Opened> {
  const world = await openLumoAuth(options);
  opened.push(world);
  return world;
}

type Changes = readonly ReturnType<typeof change>[];

/** Every change, then every change again with the same writer and with a new one: nothing moves any more (law 1). */
async function twice(world: Opened, ...changes: Changes): Promise<void> {
  const writer = world.writer();
  for (const each of changes) await writer.write(each, context);
  const state = still(world);
  for (const again of [writer, world.writer()]) {
    for (const each of changes) await again.write(each, context);
    expect(still(world)).toEqual(state);
  }
}

/** Times of change, the log and counters of ids move with writes that change nothing. */
function still({ sandbox }: Opened): unknown {
  const moving = ["updatedAt", "issued", "audit"];
  const { lumoauth } = sandbox.state();
  return JSON.parse(
    JSON.stringify(lumoauth, (name, value: unknown) => (moving.includes(name) ? undefined : value)),
  );
}

/** Invitations sent so far, whether new or again. */
const mails = ({ sandbox }: Opened) =>
  sandbox
    .requests()
    .filter(({ method, path }) => method === "POST" && /invitations(\/\d+\/resend)?$/.test(path))
    .filter(({ status }) => status < 300).length;

const member = (parts: Partial<Parameters<typeof change>[0]> & { readonly email?: string }) => {
  const { email = "pia@acme.test", action = "update", ...rest } = parts;
  return change({ address: `acme/member/${email}`, kind: "member", action, ...rest });
};

const pia = { email: "pia@acme.test", roles: ["viewer"], status: "invited" };

describe.each(["t", "orgs"] as const)("writing an organization below %s", (dialect) => {
  const only = { dialect, connection: { dialect } };

  it("creates it with all that is given, changes it, and deletes it", async () => {
    const world = await open(only);
    const after = {
      slug: "new",
      displayName: "New",
      description: "A new one",
      "branding.logoUrl": "https://new.test/logo.png",
    };
    const address = "new/organization";
    const create = change({ address, kind: "organization", action: "create", after });

    await twice(world, create);
    const { id = "" } = await world.writer().write(create, context);
    const [made] = await world.reader().find({ id, previousSlugs: [] });
    expect(made).toMatchObject({ id, slug: "new", attributes: after });

    const changed = { slug: "newer", displayName: "Newer", description: null, "branding.logoUrl": null };
    await twice(
      world,
      change({ address, kind: "organization", action: "update", nativeId: id, after: changed }),
    );
    const [found] = await world.reader().find({ slug: "newer", previousSlugs: [] });
    expect(found).toMatchObject({ id, attributes: changed });

    await twice(world, change({ address, kind: "organization", action: "delete", nativeId: id }));
    expect(await world.reader().find({ id, previousSlugs: [] })).toEqual([]);
  });
});

describe("an organization's name", () => {
  const nameOf = ({ sandbox }: Opened) => acmeOf(sandbox).name;
  const rename = (displayName: string) =>
    change({
      address: "acme/organization",
      kind: "organization",
      action: "update",
      nativeId: "org_acme",
      after: { displayName },
    });

  it("is the name to show at creation, or else the slug", async () => {
    const world = await open();
    const create = (name: string, after: Record<string, string>) =>
      world
        .writer()
        .write(
          change({ address: `${name}/organization`, kind: "organization", action: "create", after }),
          context,
        );

    await create("a", { slug: "a", displayName: "A" });
    await create("b", { slug: "b" });

    const made = world.sandbox.state().lumoauth.tenants[0]?.organizations.slice(2);
    expect(made?.map(({ name, displayName }) => [name, displayName])).toEqual([
      ["A", "A"],
      ["b", null],
    ]);
  });

  it("follows the name to show where both were the same, and only there", async () => {
    const world = await open();

    await twice(world, rename("Acme Incorporated"));
    expect(nameOf(world)).toBe("Acme Incorporated");

    const other = await open({
      alter: async ({ method, path }, pass) => {
        const reply = await pass();
        return method === "GET" && path.endsWith("/org_acme")
          ? { ...reply, body: { data: { ...(reply.body as { data: object }).data, name: "Something else" } } }
          : reply;
      },
    });
    await other.writer().write(rename("Acme Incorporated"), context);
    expect(acmeOf(other.sandbox)).toMatchObject({ name: "Acme", displayName: "Acme Incorporated" });
  });
});

describe("an organization that is refused", () => {
  const create = (after: Record<string, string>) =>
    change({ address: "x/organization", kind: "organization", action: "create", after });

  it("exists already as somebody else's", async () => {
    const write = (await open()).writer().write(create({ slug: "acme", displayName: "X" }), context);

    await expect(write).rejects.toMatchObject({
      status: 409,
      requestId: expect.any(String),
      message: expect.stringContaining("another organization has the slug acme by now"),
    });
  });

  it("has a wrong field", async () => {
    const write = (await open()).writer().write(create({ slug: "Not a slug!", displayName: "X" }), context);

    await expect(write).rejects.toMatchObject({ status: 409, message: expect.stringContaining("a field") });
  });

  it.each([
    ["a slug that is taken", {}, "other"],
    ["a slug that cannot change", { slugs: "fixed" } as const, "acme-new"],
  ])("keeps its slug: %s", async (_, options, slug) => {
    const world = await open(options);
    const update = change({
      address: "acme/organization",
      kind: "organization",
      action: "update",
      nativeId: "org_acme",
      after: { slug },
    });

    await expect(world.writer().write(update, context)).rejects.toMatchObject({ status: 409 });
    expect(acmeOf(world.sandbox).slug).toBe("acme");
  });
});

describe("a role", () => {
  const address = "acme/role/auditor";
  const create = change({
    address,
    kind: "role",
    action: "create",
    after: { displayName: "Auditor", description: "Looks" },
  });

  it("is created, changed, renamed and deleted", async () => {
    const world = await open();

    await twice(world, create);
    const { id: nativeId = "" } = await world.writer().write(create, context);
    const after = { name: "inspector", displayName: "Inspector", description: null };
    await twice(world, change({ address, kind: "role", action: "update", nativeId, after }));
    const { roles } = await readAcme(world);
    expect(roles.at(-1)).toMatchObject({
      id: nativeId,
      name: "inspector",
      attributes: { displayName: "Inspector", description: null },
    });
    await twice(world, change({ address, kind: "role", action: "delete", nativeId }));
    expect((await readAcme(world)).roles.map(({ name }) => name)).toEqual([
      "owner",
      "member",
      "viewer",
      "spare",
    ]);
  });

  it("is called by its slug where it has no name to show", async () => {
    const world = await open();

    await twice(world, change({ address, kind: "role", action: "create", after: { description: "Looks" } }));

    expect(acmeOf(world.sandbox).roles.at(-1)).toMatchObject({ slug: "auditor", name: "auditor" });
  });

  it("that came with the organization is there already where only its slug is declared", async () => {
    const world = await open();
    const declare = change({ address: "acme/role/member", kind: "role", action: "create", after: {} });

    await twice(world, declare);

    expect(await world.writer().write(declare, context)).toEqual({ id: "2" });
  });

  it("is not taken for another one of its slug or name", async () => {
    const { writer } = await open();
    const same = change({
      address: "acme/role/viewer",
      kind: "role",
      action: "create",
      after: { displayName: "V" },
    });
    const named = change({ address, kind: "role", action: "create", after: { displayName: "Viewer" } });

    await expect(writer().write(same, context)).rejects.toMatchObject({ status: 409 });
    await expect(writer().write(named, context)).rejects.toMatchObject({ status: 409 });
  });

  it("of the system stays as it is, in words", async () => {
    const { writer } = await open();
    const update = change({
      address: "acme/role/member",
      kind: "role",
      action: "update",
      nativeId: "2",
      after: { displayName: "M" },
    });

    await expect(writer().write(update, context)).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("comes with the organization"),
    });
  });

  it("that is in use says by whom", async () => {
    const { writer } = await open();
    const remove = change({ address: "acme/role/viewer", kind: "role", action: "delete", nativeId: "3" });

    await expect(writer().write(remove, context)).rejects.toMatchObject({
      status: 422,
      requestId: expect.any(String),
      message: expect.stringContaining("held by vic@acme.test, pia@acme.test (invited)"),
    });
  });
});

describe("a member", () => {
  const add = (after: Record<string, unknown>) =>
    member({
      email: "nora@acme.test",
      action: "create",
      after: { email: "Nora@acme.test", ...after } as never,
    });
  const nora = async (world: Opened) => (await readAcme(world)).members.filter(({ id }) => id === "u_nora");

  it("who is a user of the tenant is added without a mail", async () => {
    const world = await open();

    await twice(world, add({ id: "u_nora", roles: ["viewer"] }));

    expect(await nora(world)).toMatchObject([{ roles: ["viewer"], status: "active" }]);
    expect(mails(world)).toBe(0);
    expect(await world.writer().write(add({ id: "u_nora", roles: ["viewer"] }), context)).toEqual({
      id: "u_nora",
    });
  });

  it.each([
    ["the answer is late", "slow@1:400=POST:/members"],
    ["the connection is lost behind the work", "reset-after@1=POST:/members"],
    ["half of the answer comes", "truncate@1=POST:/members"],
    ["a page comes in place of an answer", "html@1=POST:/members"],
    ["the server fails", "500@1=POST:/members"],
  ])("is added once, and nobody claims to know before, when %s", async (_, faults) => {
    const world = await open({ faults, timeoutMs: 150 });
    const wish = add({ id: "u_nora", roles: ["viewer"] });

    await expect(world.writer().write(wish, context)).rejects.toMatchObject({ unknownResult: true });

    expect(await world.writer().write(wish, context)).toEqual({ id: "u_nora" });
    expect(await nora(world)).toMatchObject([{ roles: ["viewer"] }]);
  });

  it("is added suspended where that is wished for", async () => {
    const world = await open();

    await twice(world, add({ id: "u_nora", roles: ["viewer"], status: "suspended" }));

    expect(await nora(world)).toMatchObject([{ roles: ["viewer"], status: "suspended" }]);
  });

  it("who became one meanwhile gets the role that is wished for", async () => {
    const world = await open();
    await world.writer().write(add({ id: "u_nora", roles: ["member"] }), context);

    await twice(world, add({ id: "u_nora", roles: ["viewer"] }));

    expect(await nora(world)).toMatchObject([{ roles: ["viewer"] }]);
  });

  it("who became an owner meanwhile is not made less", async () => {
    const world = await open();
    await world.writer().write(add({ id: "u_nora", roles: ["owner"] }), context);

    await expect(world.writer().write(add({ id: "u_nora", roles: ["viewer"] }), context)).rejects.toThrow(
      "has become an owner since the plan was made",
    );
    expect(await nora(world)).toMatchObject([{ roles: ["owner"] }]);
  });

  it("who is no user of the tenant is refused by id", async () => {
    const { writer } = await open();

    await expect(writer().write(add({ id: "u_none", roles: ["viewer"] }), context)).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining("the tenant has no user u_none"),
    });
  });

  it("needs a role of the organization", async () => {
    const world = await open();

    for (const after of [{ id: "u_nora", roles: ["nothing"] }, { roles: ["nothing"] }]) {
      await expect(world.writer().write(add(after), context)).rejects.toThrow("has no role nothing");
    }
    await expect(world.writer().write(add({ roles: [] }), context)).rejects.toThrow(InternalError);
    expect(world.sandbox.requests().every(({ method }) => method === "GET")).toBe(true);
  });

  it("may have a role that was made in the same apply", async () => {
    const world = await open();
    const writer = world.writer();
    await writer.write(add({ id: "u_nora", roles: ["viewer"] }), context);
    await writer.write(
      change({ address: "acme/role/auditor", kind: "role", action: "create", after: {} }),
      context,
    );
    const promote = member({ email: "mia@acme.test", nativeId: "u_mia", after: { roles: ["auditor"] } });

    await writer.write(promote, context);

    expect((await readAcme(world)).members.find(({ id }) => id === "u_mia")?.roles).toEqual(["auditor"]);
  });

  it("changes role and status", async () => {
    const world = await open();
    const mia = (after: Record<string, unknown>) =>
      member({
        email: "mia@acme.test",
        nativeId: "u_mia",
        before: { roles: ["member"], status: "active" },
        after: after as never,
      });
    const live = async () => (await readAcme(world)).members.find(({ id }) => id === "u_mia");

    await twice(world, mia({ roles: ["viewer"] }));
    expect(await live()).toMatchObject({ roles: ["viewer"], status: "active" });
    await twice(world, mia({ status: "suspended" }));
    expect(await live()).toMatchObject({ roles: ["viewer"], status: "suspended" });
    await twice(world, mia({ roles: ["owner"], status: "active" }));
    expect(await live()).toMatchObject({ roles: ["owner"], status: "active" });
  });

  it("who left meanwhile cannot be changed", async () => {
    const { writer } = await open();

    await expect(
      writer().write(
        member({ email: "nora@acme.test", nativeId: "u_nora", after: { roles: ["viewer"] } }),
        context,
      ),
    ).rejects.toMatchObject({ status: 404, message: expect.stringContaining("no longer a member") });
  });

  it("is removed, and stays a user of the tenant", async () => {
    const world = await open();
    const removal = member({
      email: "mia@acme.test",
      action: "delete",
      nativeId: "u_mia",
      before: { email: "mia@acme.test", roles: ["member"], status: "active" },
    });

    await twice(world, removal);

    expect((await readAcme(world)).members.map(({ id }) => id)).not.toContain("u_mia");
    expect(await world.reader().accounts?.(["mia@acme.test"])).toEqual([
      { id: "u_mia", email: "mia@acme.test" },
    ]);
  });

  it.each([
    [
      "removed",
      member({ email: "olga@acme.test", action: "delete", nativeId: "u_olga", before: { status: "active" } }),
    ],
    ["demoted", member({ email: "olga@acme.test", nativeId: "u_olga", after: { roles: ["viewer"] } })],
    ["suspended", member({ email: "olga@acme.test", nativeId: "u_olga", after: { status: "suspended" } })],
  ])("who is the last owner is not %s, in words", async (_, each) => {
    const world = await open();

    await expect(world.writer().write(each, context)).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("last owner"),
    });
    expect((await readAcme(world)).members[0]).toMatchObject({ roles: ["owner"], status: "active" });
  });
});

describe.each(["refused", "allowed"] as const)(
  "an invitation, a second one being %s",
  (duplicateInvitations) => {
    const invite = member({
      email: "new@acme.test",
      action: "create",
      after: { email: "New@acme.test", roles: ["viewer"] },
    });

    it("is sent once, however often it is written", async () => {
      const world = await open({ duplicateInvitations });

      await twice(world, invite);

      const { members } = await readAcme(world);
      expect(members.filter(({ email }) => email === "New@acme.test")).toMatchObject([
        { roles: ["viewer"], status: "invited" },
      ]);
      expect(mails(world)).toBe(1);
    });

    it("is sent once although the first answer was lost", async () => {
      const world = await open({ duplicateInvitations, faults: "reset-after@1=POST:/invitations" });

      await expect(world.writer().write(invite, context)).rejects.toMatchObject({ unknownResult: true });
      await world.writer().write(invite, context);

      expect(acmeOf(world.sandbox).invitations.filter(({ email }) => /new@/i.test(email))).toHaveLength(1);
    });

    it("with another role is not overwritten by who did not see it", async () => {
      const world = await open({ duplicateInvitations });
      const other = member({ action: "create", after: { email: "pia@acme.test", roles: ["owner"] } });

      await expect(world.writer().write(other, context)).rejects.toMatchObject({
        status: 409,
        message: expect.stringContaining("has been invited with another role since the plan was made"),
      });
      expect(mails(world)).toBe(0);
    });

    it("that shall say another role is made anew, with one mail", async () => {
      const world = await open({ duplicateInvitations });
      const renewed = member({
        nativeId: "1",
        before: { roles: ["viewer"] },
        after: { email: "pia@acme.test", roles: ["member"] },
      });

      await twice(world, renewed);

      expect((await readAcme(world)).members.filter(({ email }) => email === "pia@acme.test")).toMatchObject([
        { roles: ["member"], status: "invited" },
      ]);
      expect(mails(world)).toBe(1);
    });

    it("that is expired by its status is followed by another one", async () => {
      const world = await open({ duplicateInvitations });
      const again = member({
        email: "late@acme.test",
        reason: "invitation-expired",
        nativeId: "2",
        before: { roles: [], status: "expired" },
        after: { email: "late@acme.test", roles: ["viewer"], status: "invited" },
      });

      await twice(world, again);

      expect((await readAcme(world)).members.filter(({ email }) => email === "late@acme.test")).toMatchObject(
        [{ roles: ["viewer"], status: "invited" }],
      );
      expect(mails(world)).toBe(1);
    });

    it("is taken back", async () => {
      const world = await open({ duplicateInvitations });

      await twice(world, member({ action: "delete", nativeId: "1", before: pia }));

      expect(acmeOf(world.sandbox).invitations.find(({ id }) => id === 1)?.status).toBe("revoked");
      expect((await readAcme(world)).members.map(({ id }) => id)).not.toContain("1");
    });
  },
);

describe("an invitation", () => {
  const stale = { action: "delete", nativeId: "1", before: pia, reason: "invitation-stale" } as const;
  const again = member({ reason: "invitation-expired", nativeId: "1", before: pia, after: pia });

  it("that was accepted since the plan is a member, and neither taken back nor renewed", async () => {
    const world = await open();
    await accept(world.sandbox, "pia@acme.test");

    for (const each of [member({ action: "delete", nativeId: "1", before: pia }), again]) {
      await expect(world.writer().write(each, context)).rejects.toThrow(
        "has accepted the invitation since the plan",
      );
    }
    expect(await world.writer().write(member(stale), context)).toEqual({});
    expect(world.sandbox.requests().every(({ method }) => method === "GET")).toBe(true);
  });

  it("of somebody who accepted and left is over", async () => {
    const world = await open();
    const [left] = acmeOf(world.sandbox).invitations.filter(({ status }) => status === "accepted");
    await world
      .writer()
      .write(
        member({ email: "mia@acme.test", action: "delete", nativeId: "u_mia", before: { status: "active" } }),
        context,
      );

    const removal = member({
      email: "mia@acme.test",
      action: "delete",
      nativeId: String(left?.id),
      before: pia,
    });
    expect(await world.writer().write(removal, context)).toEqual({});
  });

  it("of an unknown id or one that is over is gone already", async () => {
    const world = await open();

    for (const nativeId of ["2", "3", "999"]) {
      await world.writer().write(member({ ...stale, nativeId }), context);
    }

    expect(world.sandbox.requests().every(({ method }) => method === "GET")).toBe(true);
  });

  it("that is refused as a member's is done when the role is the same", async () => {
    const world = await open();
    const mia = (role: string) =>
      member({ email: "mia@acme.test", action: "create", after: { email: "mia@acme.test", roles: [role] } });

    expect(await world.writer().write(mia("member"), context)).toEqual({ id: "u_mia" });
    await expect(world.writer().write(mia("viewer"), context)).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining("is a member or invited already"),
    });
  });
});

describe("what LumoAuth does not know", () => {
  it.each(["workspace", "access"] as const)("is no %s", async (kind) => {
    const { writer } = await open();
    const address = kind === "access" ? "acme/access/production/a@acme.test" : "acme/workspace/production";

    await expect(writer().write(change({ address, kind, action: "create" }), context)).rejects.toThrow(
      InternalError,
    );
  });

  it("is a change of what is live without its id, or of another kind than its address", async () => {
    const { writer } = await open();
    const bare = change({ address: "acme/role/viewer", kind: "role", action: "delete" });
    const odd = change({ address: "acme/member/a@acme.test", kind: "role", action: "create", after: {} });

    await expect(writer().write(bare, context)).rejects.toThrow(InternalError);
    await expect(writer().write(odd, context)).rejects.toThrow(InternalError);
  });
});
