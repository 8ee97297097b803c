import { afterEach, describe, expect, it, vi } from "vitest";
import type { Change } from "../../../src/model/contract.ts";
import { access, member, workspace } from "./changes.ts";
import { opening } from "./opening.ts";
import {
  acmeSeed,
  change,
  contextOf,
  failureOf,
  holders,
  type Opened,
  people,
  readAcme,
  writes,
} from "./world.ts";

const open = opening();

afterEach(() => {
  vi.restoreAllMocks();
});

async function write(world: Opened, each: Change) {
  return await world.writer().write(each, contextOf(each));
}

/** Somebody else writes: another change by another writer. */
const meanwhile = write;

const organization = (parts: Partial<Change>) =>
  change({
    address: "acme/organization",
    kind: "organization",
    action: "update",
    nativeId: "acme",
    ...parts,
  });
const production = (parts: Partial<Change>) =>
  workspace("production", { action: "update", nativeId: "proj_prod", ...parts });
const alices = (parts: Partial<Change>) =>
  access("production", "alice@acme.test", {
    action: "update",
    nativeId: "grant_alice",
    holder: "auth0|alice",
    ...parts,
  });

describe("an update looks whether somebody else was here", () => {
  it.each([
    ["the organization", organization, "gold"],
    ["a project", production, "live"],
  ])("at the tags of %s, which go whole", async (_, update, tag) => {
    const world = await open();
    const tags = tag === "gold" ? ["gold"] : ["live", "eu"];
    const ours = update({ before: { "settings.tags": tags }, after: { "settings.tags": ["ours"] } });
    await meanwhile(world, update({ after: { "settings.tags": [...tags, "theirs"] } }));
    const before = writes(world);

    const error = await failureOf(write(world, ours));

    expect(error.status).toBe(409);
    expect(error.message).toContain("theirs");
    expect(error.message).toContain("for settings.tags since the plan was made; plan again");
    expect(writes(world)).toEqual(before);
  });

  it.each([
    ["the organization", organization, ["gold"]],
    ["a project", production, ["live", "eu"]],
  ])(
    "and writes %s where it is as it was seen, in whatever order, and once more",
    async (_, update, tags) => {
      const world = await open();
      const ours = update({ before: { "settings.tags": tags }, after: { "settings.tags": ["ours"] } });

      await write(world, ours);
      await write(world, ours);

      const { organization: acme, workspaces } = await readAcme(world);
      const all = [acme, ...workspaces].map(({ attributes }) => attributes["settings.tags"]);
      expect(all).toContainEqual(["ours"]);
    },
  );

  it("at a project that has left the organization", async () => {
    const error = await failureOf(
      write(await open(), production({ nativeId: "proj_none", after: { displayName: "X" } })),
    );

    expect(error.message).toContain("has left the organization since the plan was made; plan again");
  });

  it("at a level", async () => {
    const world = await open();
    await meanwhile(world, alices({ after: { level: "OWNER" } }));
    const before = writes(world);

    const error = await failureOf(
      write(world, alices({ before: { level: "EDITOR" }, after: { level: "VIEWER" } })),
    );

    expect(error.message).toContain("has got OWNER there since the plan was made; plan again");
    expect(writes(world)).toEqual(before);
    expect(await holders(world)).toContain("proj_prod Alice@acme.test OWNER");
  });

  it("in a list that is a few seconds old at most", async () => {
    const world = await open();
    const writer = world.writer();
    const lower = alices({ before: { level: "EDITOR" }, after: { level: "VIEWER" } });
    const olgas = access("production", "olga@acme.test", {
      action: "update",
      nativeId: "grant_olga",
      holder: "auth0|olga",
      before: { level: "OWNER" },
      after: { level: "OWNER" },
    });
    const looks = () =>
      world.sandbox
        .requests()
        .filter(({ method, path }) => method === "GET" && path.includes("projects/access"));
    await writer.write(olgas, contextOf(olgas));
    await writer.write(olgas, contextOf(olgas));
    expect(looks()).toHaveLength(1);

    await meanwhile(world, alices({ after: { level: "OWNER" } }));
    const now = performance.now();
    vi.spyOn(performance, "now").mockReturnValue(now + 6_000);
    const error = await failureOf(writer.write(lower, contextOf(lower)));

    expect(error.message).toContain("has got OWNER there");
  });
});

describe("the removal of a member looks again", () => {
  const removal = (parts: Partial<Change> = {}) =>
    member("bob@acme.test", {
      action: "delete",
      nativeId: "auth0|bob",
      before: { email: "bob@acme.test", roles: ["DEFAULT"], status: "active" },
      ...parts,
    });
  const promoted = member("bob@acme.test", {
    action: "update",
    nativeId: "auth0|bob",
    before: { roles: ["DEFAULT"] },
    after: { roles: ["DEFAULT", "ADMIN"] },
  });
  const invited = (email: string) => ({
    ...acmeSeed,
    organizations: (acmeSeed.organizations ?? []).map((each) =>
      each.id === "acme"
        ? {
            ...each,
            invites: [
              ...(each.invites ?? []),
              { id: "inv_bob", email, project_id: "proj_stage", access_level: "OWNER" as const },
            ],
          }
        : each,
    ),
  });

  it("and leaves who has got a role that nobody saw", async () => {
    const world = await open();
    await meanwhile(world, promoted);
    const before = writes(world);

    const error = await failureOf(write(world, removal()));

    expect(error.message).toContain("has got other roles (ADMIN) since the plan was made; plan again");
    expect(writes(world)).toEqual(before);
    expect(await people(world)).toContain("bob@acme.test DEFAULT+ADMIN active");
  });

  it("takes access that came meanwhile", async () => {
    const world = await open({ removedAccountAccess: "kept" });
    const writer = world.writer();
    const first = access("staging", "alice@acme.test", {
      action: "create",
      after: { level: "VIEWER" },
      holder: "auth0|alice",
    });
    await writer.write(first, contextOf(first));
    await meanwhile(
      world,
      access("staging", "bob@acme.test", {
        action: "create",
        after: { level: "VIEWER" },
        holder: "auth0|bob",
      }),
    );
    const now = performance.now();
    vi.spyOn(performance, "now").mockReturnValue(now + 6_000);

    await writer.write(removal(), contextOf(removal()));

    expect((await holders(world)).join()).not.toContain("bob");
  });

  it("takes their invites to projects back first, which would bring them in again, and nobody else's", async () => {
    const world = await open({ seed: invited("Bob@acme.test") });

    await write(world, removal());
    await write(world, removal());

    expect(writes(world).slice(0, 2)).toEqual([
      "DELETE /api/2/projects/proj_stage/invites/inv_bob/",
      "DELETE /api/2/organizations/acme/accounts/auth0%7Cbob/",
    ]);
    expect(await holders(world)).toContain("proj_prod xena@partner.test VIEWER");
    expect((await holders(world)).join()).not.toMatch(/bob/i);
  });
});
