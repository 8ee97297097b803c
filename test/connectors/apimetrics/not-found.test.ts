import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/model/contract.ts";
import { access, member, role, workspace } from "./changes.ts";
import { opening } from "./opening.ts";
import { type Alter, altering, answering } from "./proxy.ts";
import { acmeSeed, contextOf, failureOf, type Opened, people, readAcme } from "./world.ts";

const open = opening();

async function write(world: Opened, each: Change) {
  return await world.writer().write(each, contextOf(each));
}

/** A server without the way to take things away: the path is unknown to it, whatever the thing. */
const wayless: Alter = async (request, pass) =>
  request.method === "DELETE" ? { status: 404, body: { error: { message: "Not Found" } } } : await pass();

const removals = {
  "a role of somebody": member("alice@acme.test", {
    action: "update",
    nativeId: "auth0|alice",
    before: { roles: ["AUDIT", "SRE"] },
    after: { roles: ["AUDIT"] },
  }),
  "a member": member("bob@acme.test", {
    action: "delete",
    nativeId: "auth0|bob",
    before: { email: "bob@acme.test", roles: ["DEFAULT"], status: "active" },
  }),
  "a member with access": member("alice@acme.test", {
    action: "delete",
    nativeId: "auth0|alice",
    before: { email: "alice@acme.test", roles: ["AUDIT", "SRE"], status: "active" },
  }),
  "an invitation": member("nina@acme.test", {
    action: "delete",
    nativeId: "inv_nina",
    before: { email: "nina@acme.test", roles: ["SRE"], status: "invited" },
  }),
  "a role": role("AUDIT", {
    action: "delete",
    nativeId: "AUDIT",
    effects: [{ subject: "alice@acme.test", verb: "loses", what: "AUDIT", on: "acme", cascade: true }],
  }),
  "access of an account": access("production", "alice@acme.test", {
    action: "delete",
    nativeId: "grant_alice",
    holder: "auth0|alice",
  }),
  "access of a role": access("production", "role:SRE:EDITOR", { action: "delete", nativeId: "rg_1" }),
  "an invite to a project": access("production", "xena@partner.test", {
    action: "delete",
    nativeId: "inv_xena",
    holder: "inv_xena",
  }),
};

describe("a 404 to a removal counts as done only where a look says so", () => {
  it.each(Object.entries(removals))("%s that is still told is an error", async (_, removal) => {
    const world = await open({ alter: wayless });
    const before = await readAcme(world);

    const error = await failureOf(write(world, removal));

    expect(error.status).toBe(404);
    expect(error.message).toContain("answered 404: Not Found");
    expect(await readAcme(world)).toEqual(before);
  });

  it.each(Object.entries(removals))("%s that is gone is done", async (_, removal) => {
    const lost: Alter = async (request, pass) => {
      const answer = await pass();
      return request.method === "DELETE" ? { status: 404, body: {} } : answer;
    };

    await write(await open({ alter: lost, deleteRoleInUse: "cascades" }), removal);
  });

  it("of a role of somebody whose roles nobody tells is not even tried", async () => {
    const world = await open({ accountRoles: "absent" });

    const { message } = await failureOf(write(world, removals["a role of somebody"]));

    expect(message).toContain("nobody tells which roles auth0|alice has by now, so they stay");
    expect(world.sandbox.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  });
});

const accounts = /\/organizations\/acme\/accounts\/$/;
const told = (row: object) => altering(accounts, (rows) => rows.map((each) => ({ ...each, ...row })));

describe("what the organization does not list is no role", () => {
  it.each([
    { app_metadata: {}, permissions: ["read:projects"] },
    { app_metadata: {}, permissions: ["DEFAULT", "read:projects"] },
    { app_metadata: { org_roles: { acme: ["GONE"] } }, permissions: [] },
  ])("%j tells nothing, and nothing is planned", async (row) => {
    const error = await failureOf(readAcme(await open({ alter: told(row) })));

    expect(error.message).toContain("does not tell the roles of auth0|");
    expect(error.message).toContain("that the organization lists");
  });

  it("and another place is asked", async () => {
    const row = { app_metadata: { org_roles: { acme: ["GONE"] }, acme: ["AUDIT"] }, permissions: ["SRE"] };

    const lines = await people(await open({ alter: told(row) }));

    expect(lines).toContain("bob@acme.test DEFAULT+AUDIT active");
  });

  it("nor is it one in the lists of the caller and of service accounts", async () => {
    const alter: Alter = async (request, pass) => {
      const answer = await pass();
      if (!/service_accounts$/.test(request.path)) return answer;
      const { results } = answer.body as { readonly results: readonly object[] };
      const odd = results.map((each) => ({ ...each, service_account: { roles: ["read:all"] } }));
      return { ...answer, body: { meta: { more: false }, results: odd } };
    };
    const seed = {
      ...acmeSeed,
      organizations: [{ id: "acme", name: "Acme", service_accounts: [{ name: "ci", roles: ["ADMIN"] }] }],
      projects: [],
    };

    const error = await failureOf(readAcme(await open({ alter, seed, accountRoles: "absent" })));

    expect(error.message).toContain("does not tell the roles of ci@clients");
  });
});

describe("rows of another organization", () => {
  const elsewhere = (path: RegExp) =>
    altering(path, (rows) => rows.map((row) => ({ ...row, org_id: "other" })));
  const services = altering(/service_accounts$/, (rows) =>
    rows.map((row) => ({ ...row, meta: { ...Object(row["meta"]), org_id: "other" } })),
  );

  it.each([
    ["roles", elsewhere(/acme\/roles\/$/)],
    ["projects", elsewhere(/acme\/projects\/$/)],
    ["invites", elsewhere(/acme\/invites\/$/)],
    ["service accounts", services],
  ])("are nobody's to plan with: %s", async (_, alter) => {
    const error = await failureOf(readAcme(await open({ alter })));

    expect(error.message).toMatch(/a list of acme has .+, which is of other/);
    expect(error.retryable).toBe(false);
  });

  it("are nobody's to write with", async () => {
    const world = await open({ alter: elsewhere(/acme\/projects\/$/) });
    const lab = workspace("lab", { action: "create", after: {} });

    expect((await failureOf(write(world, lab))).message).toContain("which is of other");
  });

  it("nor are invites of another project", async () => {
    const alter = altering(/proj_prod\/invites\/$/, (rows) =>
      rows.map((row) => ({ ...row, project_id: "proj_x" })),
    );
    const invite = access("production", "new@partner.test", { action: "create", after: { level: "VIEWER" } });

    const error = await failureOf(write(await open({ alter }), invite));

    expect(error.message).toContain("which is of proj_x");
  });
});

describe("an invite to the organization and a project of it", () => {
  const seed = {
    ...acmeSeed,
    organizations: (acmeSeed.organizations ?? []).map((each) =>
      each.id === "acme"
        ? {
            ...each,
            invites: [
              {
                id: "inv_zoe",
                email: "zoe@acme.test",
                roles: ["SRE"],
                project_id: "proj_stage",
                access_level: "VIEWER" as const,
              },
            ],
          }
        : each,
    ),
  };

  it("is a member's row and that of access", async () => {
    const { members, access: live } = await readAcme(await open({ seed }));

    expect(members.find(({ id }) => id === "inv_zoe")).toMatchObject({
      roles: ["DEFAULT", "SRE"],
      status: "invited",
    });
    expect(live.find(({ id }) => id === "inv_zoe")).toMatchObject({ level: "VIEWER", pending: true });
  });

  it("is not sent again", async () => {
    const world = await open({ seed });
    const invite = member("zoe@acme.test", {
      action: "create",
      after: { email: "zoe@acme.test", roles: ["SRE"] },
    });

    expect(await write(world, invite)).toEqual({ id: "inv_zoe" });
  });
});

describe("an invite to a project that the plan names by its id", () => {
  const update = access("production", "id:inv_xena", {
    action: "update",
    nativeId: "inv_xena",
    holder: "inv_xena",
    before: { level: "VIEWER" },
    after: { level: "ANALYST" },
  });

  it("is said anew to its own address", async () => {
    const world = await open();

    await write(world, update);

    const { access: live } = await readAcme(world);
    expect(live.filter(({ pending }) => pending)).toMatchObject([
      { level: "ANALYST", subject: { email: "xena@partner.test" } },
    ]);
  });

  it("asks for a new plan where it is gone", async () => {
    const world = await open({
      alter: answering(/proj_prod\/invites\/$/, () => ({ status: 200, body: { results: [] } })),
    });

    const error = await failureOf(write(world, update));

    expect(error.message).toContain("has lost the invitation since the plan was made; plan again");
  });
});

it("tags that are told twice are one", async () => {
  const twice = (rows: readonly Readonly<Record<string, unknown>>[]) =>
    rows.map((row) => ({ ...row, tags: ["a", "b", "a"] }));
  const { workspaces } = await readAcme(await open({ alter: altering(/acme\/projects\/$/, twice) }));

  expect(workspaces[0]?.attributes["settings.tags"]).toEqual(["a", "b"]);
});
