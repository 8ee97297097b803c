import { describe, expect, it } from "vitest";
import type { LiveState, LiveWorkspace } from "../../../src/model/live.ts";
import type { CnapSeed } from "../../../src/sandbox/index.ts";
import type { Alter } from "./proxy.ts";
import { acmeSeed, ahead, openings, past, readAcme } from "./world.ts";

const open = openings();

describe("what the credential's user may do", () => {
  const operations = ({ members }: LiveState) =>
    members.map(({ id, operations: own = {} }) => `${id} ${Object.keys(own).join("+")}`.trim());

  it("is everything for an owner", async () => {
    expect(operations(await readAcme(await open()))).toEqual([
      "user_ops",
      "user_alice",
      "user_bob",
      "orgi_nina",
      "orgi_olaf",
    ]);
  });

  it("is everything but other roles for an admin", async () => {
    expect(operations(await readAcme(await open({ token: "alice-token" })))).toEqual([
      "user_ops update",
      "user_alice update",
      "user_bob update",
      "orgi_nina",
      "orgi_olaf",
    ]);
  });

  it("is not an owner's invitation for an admin, who might cancel it and be refused another", async () => {
    const invitations = [
      { id: "orgi_nina", email: "nina@acme.test", role: "owner" as const, expires_at: ahead },
      { id: "orgi_olaf", email: "olaf@acme.test", role: "owner" as const, expires_at: past },
    ];
    const organizations = acmeSeed.organizations?.map((each) => ({ ...each, invitations })).slice(0, 1) ?? [];
    const world = await open({ token: "alice-token", seed: { cnap: { ...acmeSeed, organizations } } });

    expect(operations(await readAcme(world)).slice(3)).toEqual(["orgi_nina update", "orgi_olaf update"]);
  });

  it("is nothing for a member", async () => {
    // Members may not see invitations in the sandbox (inferred there), so they see none here.
    const alter: Alter = async (request, pass) =>
      request.path.endsWith("/invitations")
        ? { status: 200, body: { data: [], has_more: false, next_cursor: null } }
        : await pass();

    expect(operations(await readAcme(await open({ token: "bob-token", alter })))).toEqual([
      "user_ops update+delete",
      "user_alice update+delete",
      "user_bob update+delete",
    ]);
  });

  it("says what a person does instead", async () => {
    const { members } = await readAcme(await open({ token: "alice-token" }));

    expect(members[0]?.operations?.update).toEqual({ forPerson: expect.stringContaining("owner") });
  });
});

describe("ending a workspace", () => {
  const workspace = (id: string): LiveWorkspace => ({
    kind: "workspace",
    id,
    name: id,
    organization: "org_acme",
    attributes: {},
  });
  /** Acme with a second owner, so that the own role does not tell which account is the credential's. */
  const eve = { user: "user_eve", role: "owner" } as const;
  const [acme, ...others] = acmeSeed.organizations ?? [];
  const shared: CnapSeed = {
    ...acmeSeed,
    organizations:
      acme === undefined ? [] : [{ ...acme, members: [...(acme.members ?? []), eve] }, ...others],
  };

  it.each([
    ["its owner by id", "user_ops", "api"],
    ["its owner by e-mail, once the organization was read", "ops@acme.test", "api"],
    ["the only one who has the credential's role", undefined, "api"],
    ["somebody else", "user_alice", "object"],
  ])("is for %s", async (_, self, operation) => {
    const world = await open(self === undefined ? {} : { self });
    const reader = world.reader();
    const [found] = await reader.find({ slug: "acme", previousSlugs: [] });
    if (found === undefined) throw new Error("acme was not found");
    await reader.read(found);

    const own = await reader.ending?.(workspace("ws_own"));

    expect(typeof own === "string" ? own : typeof own).toBe(operation);
  });

  it("is for somebody unknown where two have the credential's role", async () => {
    const world = await open({ seed: { cnap: shared } });
    const reader = world.reader();
    const [found] = await reader.find({ slug: "acme", previousSlugs: [] });
    if (found === undefined) throw new Error("acme was not found");
    await reader.read(found);

    expect(await reader.ending?.(workspace("ws_own"))).toEqual({ forPerson: expect.any(String) });
  });

  it("is the customer's where the customer owns it, or where the credential does not see it", async () => {
    const reader = (await open({ self: "user_ops" })).reader();

    for (const id of ["ws_prod", "ws_nowhere"]) {
      expect(await reader.ending?.(workspace(id))).toEqual({ forPerson: expect.any(String) });
    }
  });

  it("is the customer's where its members are none of our business", async () => {
    const alter: Alter = async (request, pass) =>
      request.path.endsWith("ws_own/members") ? { status: 403, body: {} } : await pass();

    const ending = await (await open({ alter, self: "user_ops" })).reader().ending?.(workspace("ws_own"));

    expect(ending).toEqual({ forPerson: expect.any(String) });
  });

  it("asks for all workspaces once", async () => {
    const world = await open({ self: "user_ops" });
    const reader = world.reader();

    await Promise.all(["ws_a", "ws_b", "ws_c"].map((id) => reader.ending?.(workspace(id))));

    expect(world.sandbox.requests().map(({ path }) => path)).toEqual(["/workspaces"]);
  });
});
