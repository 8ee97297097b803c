/** What somebody else does between the plan and the write: nothing is taken away unseen. */
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Sandbox } from "../../../src/sandbox/index.ts";
import { acmeProjects, manifest, meanwhile, olga } from "./acme.ts";
import { member, openings } from "./stage.ts";
import { acmeOf, change, context, elsewhere, readAcme } from "./world.ts";

const openAcme = acmeProjects();
const open = openings();

afterEach(() => {
  vi.restoreAllMocks();
});

const allRemovals = { maxRemovals: { percent: 100 } };
const users = ["bob", "cho", "new"].map((name) => ({ id: `u_${name}`, email: `${name}@acme.test` }));
const viewers = [olga, { user: "u_bob", role: "viewer" }, { user: "u_cho", role: "viewer" }];

/** So many milliseconds pass. */
function pass(ms: number): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + ms);
}

/** A server that is known only once it runs. */
function later() {
  const held: { sandbox?: Sandbox } = {};
  return {
    held,
    act: async (method: "POST" | "PATCH", where: string, body: object) => {
      if (held.sandbox === undefined) throw new Error("the server does not run yet");
      await elsewhere(held.sandbox, method, where, body);
    },
  };
}

describe("who became an owner since the plan was made", () => {
  const promoted = async (spec: string) => {
    const { held, act } = later();
    const alter = meanwhile("POST", /members$/, async () => {
      await act("PATCH", "/members/u_bob", { roleId: 1 });
      await act("PATCH", "/members/u_cho", { roleId: 1 });
    });
    const acme = await openAcme({ alter, users, organization: { members: viewers }, guards: allRemovals });
    held.sandbox = acme.sandbox;
    return { acme, applied: await acme.project.apply(manifest(spec)) };
  };

  it("is not removed", async () => {
    const { acme, applied } = await promoted(
      "members: [{email: olga@acme.test, role: owner}, {email: new@acme.test, role: member}, {email: bob@acme.test, role: viewer}]",
    );

    expect(acme.owners()).toEqual(["u_olga", "u_bob", "u_cho"]);
    expect(applied.outcome.organizations[0]?.results).toContainEqual(
      expect.objectContaining({
        address: "acme/member/cho@acme.test",
        status: "failed",
        error: expect.objectContaining({
          message: expect.stringContaining("has another role (owner) since the plan was made"),
        }),
      }),
    );
  });

  it.each([
    [
      "demoted",
      member({ email: "mia@acme.test", before: { roles: ["member"] }, after: { roles: ["viewer"] } }),
    ],
    [
      "removed",
      member({
        email: "mia@acme.test",
        action: "delete",
        before: { email: "mia@acme.test", roles: ["member"], status: "active" },
      }),
    ],
  ])("is not %s by a single change either", async (_, each) => {
    const world = await open();
    await elsewhere(world.sandbox, "PATCH", "/members/u_mia", { roleId: 1 });

    await expect(world.writer().write({ ...each, nativeId: "u_mia" }, context)).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining("has another role (owner)"),
    });
    expect((await readAcme(world)).members).toContainEqual(
      expect.objectContaining({ id: "u_mia", roles: ["owner"] }),
    );
  });

  it("is seen although the members were looked at for an earlier change", async () => {
    const world = await open();
    const writer = world.writer();
    const vic = { email: "vic@acme.test", nativeId: "u_vic" };
    await writer.write(
      member({ ...vic, before: { status: "suspended" }, after: { status: "active" } }),
      context,
    );
    await elsewhere(world.sandbox, "PATCH", "/members/u_mia", { roleId: 1 });
    pass(5000);

    const demote = { email: "mia@acme.test", nativeId: "u_mia", before: { roles: ["member"] } };
    await expect(
      writer.write(member({ ...demote, after: { roles: ["viewer"] } }), context),
    ).rejects.toMatchObject({ status: 409 });
  });
});

describe("a member", () => {
  const mia = { email: "mia@acme.test", nativeId: "u_mia" };

  it("who was suspended since the plan was made is not made an owner", async () => {
    const world = await open();
    await elsewhere(world.sandbox, "PATCH", "/members/u_mia", { status: "suspended" });
    const promote = member({
      ...mia,
      before: { roles: ["member"], status: "active" },
      after: { roles: ["owner"] },
    });

    await expect(world.writer().write(promote, context)).rejects.toThrow("has another status (suspended)");
  });

  it("who was changed by this apply is not taken for somebody else's", async () => {
    const world = await open();
    const writer = world.writer();
    const write = async (before: string, after: string) =>
      await writer.write(member({ ...mia, before: { roles: [before] }, after: { roles: [after] } }), context);

    await write("member", "viewer");
    await write("viewer", "spare");
    await write("spare", "owner");
    const gone = { email: "mia@acme.test", roles: ["owner"], status: "active" };
    await writer.write(member({ ...mia, action: "delete", before: gone }), context);

    expect((await readAcme(world)).members.map(({ id }) => id)).not.toContain("u_mia");
  });

  it("without a role is none with one", async () => {
    const { project, sandbox } = await openAcme({
      users,
      organization: { members: [olga, { user: "u_bob", role: null }] },
    });

    const { outcome } = await project.apply(
      manifest("members: [{email: olga@acme.test, role: owner}, {email: bob@acme.test, role: viewer}]"),
    );

    expect(outcome.complete).toBe(true);
    expect(acmeOf(sandbox).members).toContainEqual(expect.objectContaining({ user: "u_bob", role: 3 }));
  });

  it.each([
    ["the earlier name", "viewer"],
    ["the new name", "reader"],
  ])("whose role was renamed in the same apply is known by %s", async (_, name) => {
    const world = await open();
    const writer = world.writer();
    const vic = { email: "vic@acme.test", nativeId: "u_vic" };
    // So that the members are known with the role's earlier name.
    await writer.write(
      member({ ...vic, before: { status: "suspended" }, after: { status: "active" } }),
      context,
    );
    const rename = change({
      address: "acme/role/reader",
      kind: "role",
      action: "update",
      nativeId: "3",
      before: { name: "viewer" },
      after: { name: "reader" },
    });

    await writer.write(rename, context);
    await writer.write(member({ ...vic, before: { roles: [name] }, after: { roles: ["member"] } }), context);

    expect((await readAcme(world)).members).toContainEqual(
      expect.objectContaining({ id: "u_vic", roles: ["member"] }),
    );
  });

  it("whose role was renamed before the members were looked at is known by the earlier name", async () => {
    const world = await open();
    const writer = world.writer();
    const rename = { before: { name: "viewer" }, after: { name: "reader" }, nativeId: "3" };
    const removal = {
      email: "vic@acme.test",
      nativeId: "u_vic",
      before: { email: "vic@acme.test", roles: ["viewer"], status: "suspended" },
    };

    await writer.write(
      change({ address: "acme/role/reader", kind: "role", action: "update", ...rename }),
      context,
    );
    await writer.write(member({ ...removal, action: "delete" }), context);

    expect((await readAcme(world)).members.map(({ id }) => id)).not.toContain("u_vic");
  });
});

describe("a role", () => {
  it("that became the default one since the plan was made is not deleted", async () => {
    const { held, act } = later();
    const alter = meanwhile("POST", /roles$/, () => act("PATCH", "/roles/3", { isDefault: true }));
    const acme = await openAcme({ alter, organization: { members: [olga] } });
    held.sandbox = acme.sandbox;

    const { outcome } = await acme.project.apply(manifest("roles: [{name: editor}]"));

    expect(acme.roles()).toEqual(["owner", "member", "viewer", "editor"]);
    expect(outcome.organizations[0]?.status).toBe("partial");
  });
});

describe("an invitation", () => {
  it("that somebody sent while the apply ran is no second mail", async () => {
    const world = await open({ duplicateInvitations: "allowed" });
    const writer = world.writer();
    const invite = (email: string) =>
      writer.write(member({ email, action: "create", after: { email, roles: ["viewer"] } }), context);
    await invite("a@acme.test");
    await elsewhere(world.sandbox, "POST", "/invitations", { email: "b@acme.test", roleId: 3 });
    pass(5000);

    await invite("b@acme.test");

    const sent = acmeOf(world.sandbox).invitations.filter(({ email }) => email === "b@acme.test");
    expect(sent).toHaveLength(1);
  });
});
