import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/model/contract.ts";
import { InternalError } from "../../../src/model/errors.ts";
import { access, member, role, workspace } from "./changes.ts";
import { opening } from "./opening.ts";
import {
  accept,
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

/** Every write twice, by one writer and by another: what comes after the first must change nothing and succeed (law 1). */
async function twice(world: Opened, ...changes: readonly Change[]): Promise<void> {
  const writer = world.writer();
  const ids: unknown[] = [];
  for (const each of changes) ids.push(await writer.write(each, contextOf(each)));
  const state = stateOf(world);
  for (const again of [writer, world.writer()]) {
    for (const [at, each] of changes.entries()) {
      expect({ ...Object(ids[at]), ...(await again.write(each, contextOf(each))) }).toEqual(ids[at]);
    }
  }
  expect(stateOf(world)).toEqual(state);
}

/** Times of change, the log and counters of ids move with repeated requests too. */
function stateOf({ sandbox }: Opened): unknown {
  const {
    audits: _,
    issued: __,
    ...state
  } = sandbox.state().apimetrics as unknown as Record<string, unknown>;
  return JSON.parse(
    JSON.stringify(state, (key, value: unknown) =>
      ["last_update", "audits", "issued", "counters"].includes(key) ? undefined : value,
    ),
  );
}

async function write(world: Opened, each: Change) {
  return await world.writer().write(each, contextOf(each));
}

describe("the organization", () => {
  it("is updated in what differs, and nothing else", async () => {
    const world = await open();
    const update = (after: Change["after"] & object) =>
      change({
        address: "acme/organization",
        kind: "organization",
        action: "update",
        nativeId: "acme",
        after,
      });

    await twice(world, update({ "settings.requireTwoFactor": false, "settings.tags": ["blue"] }));
    expect((await readAcme(world)).organization.attributes).toMatchObject({
      displayName: "Acme",
      "settings.requireTwoFactor": false,
      "settings.passwordExpiryDays": 90,
      "settings.tags": ["blue"],
    });

    await twice(
      world,
      update({ displayName: "New", "settings.passwordExpiryDays": null, "settings.tags": null }),
    );
    expect((await readAcme(world)).organization.attributes).toMatchObject({
      displayName: "New",
      "settings.requireTwoFactor": false,
      "settings.passwordExpiryDays": null,
      "settings.tags": null,
    });
  });

  it.each(["create", "delete"] as const)("is nobody's to %s here", async (action) => {
    const world = await open();

    const act = write(world, change({ address: "acme/organization", kind: "organization", action }));

    await expect(act).rejects.toThrow(InternalError);
  });
});

describe("roles", () => {
  it("are made and deleted", async () => {
    const world = await open();

    await twice(world, role("OPS", { action: "create", after: { description: "Night" } }));
    expect((await readAcme(world)).roles.find(({ name }) => name === "OPS")?.attributes).toEqual({
      description: "Night",
    });
    await twice(world, role("OPS", { action: "delete", nativeId: "OPS" }));
    expect((await readAcme(world)).roles.map(({ name }) => name)).not.toContain("OPS");
  });

  it("are not taken for made where they say something else", async () => {
    const world = await open();

    const error = await failureOf(
      write(world, role("SRE", { action: "create", after: { description: "x" } })),
    );

    expect(error.status).toBe(409);
    expect(error.message).toContain("plan again");
  });

  it("name who still has them where that keeps them", async () => {
    const world = await open();

    const error = await failureOf(write(world, role("SRE", { action: "delete", nativeId: "SRE" })));

    expect(error.message).toMatch(/Alice@acme\.test, nina@acme\.test \(invited\), project proj_prod/);
    expect((await readAcme(world)).roles.map(({ name }) => name)).toContain("SRE");
  });
});

describe("projects", () => {
  const lab = workspace("lab", {
    action: "create",
    after: { displayName: "Lab", "settings.tags": ["a", "b"], "settings.email": "lab@acme.test" },
  });

  it("are made once, by their display name or else their name", async () => {
    const world = await open();

    await twice(world, lab, workspace("plain", { action: "create", after: {} }));

    const { workspaces } = await readAcme(world);
    expect(workspaces.filter(({ name }) => name === "Lab")).toMatchObject([
      { attributes: { "settings.tags": ["a", "b"], "settings.email": "lab@acme.test" } },
    ]);
    expect(workspaces.filter(({ name }) => name === "plain")).toHaveLength(1);
  });

  it("are not taken for made where one of the name has other settings", async () => {
    const world = await open();
    await write(world, lab);

    const other = { ...lab, after: { ...lab.after, "settings.tags": ["c"] } };
    const error = await failureOf(write(world, other));

    expect(error.message).toContain("plan again");
  });

  it("are updated in what differs, and nothing else", async () => {
    const world = await open();
    const update = { action: "update", nativeId: "proj_prod" } as const;

    await twice(world, workspace("production", { ...update, after: { displayName: "Production EU" } }));
    await twice(
      world,
      workspace("production", {
        ...update,
        after: { "settings.tags": null, "settings.email": "x@acme.test", "settings.securityProfile": "open" },
      }),
    );

    const { workspaces } = await readAcme(world);
    expect(workspaces.find(({ id }) => id === "proj_prod")).toMatchObject({
      name: "Production EU",
      attributes: {
        "settings.tags": null,
        "settings.email": "x@acme.test",
        "settings.securityProfile": "open",
      },
    });
  });

  const end = (name: string, id: string) => workspace(name, { action: "delete", nativeId: id });

  it("end once nobody has access", async () => {
    const world = await open();
    const revoke = access("staging", "olga@acme.test", {
      action: "delete",
      nativeId: "grant_stage",
      holder: "auth0|olga",
    });

    await twice(world, revoke, end("staging", "proj_stage"));

    expect((await readAcme(world)).workspaces.map(({ id }) => id)).toEqual(["proj_prod"]);
  });

  it("stay as long as somebody has, by name, without asking the server to try", async () => {
    const world = await open();

    const error = await failureOf(write(world, end("production", "proj_prod")));

    expect(error.status).toBe(409);
    for (const holder of ["olga@acme.test (OWNER)", "nora@partner.test (VIEWER)", "role SRE (EDITOR)"])
      expect(error.message).toContain(holder);
    expect(writes(world)).toEqual([]);
  });
});

describe("invitations", () => {
  const invite = (email: string, roles: readonly string[]) =>
    member(email.toLowerCase(), { action: "create", after: { email, roles: [...roles] } });

  it("go out once, with the roles that are beside DEFAULT", async () => {
    const world = await open();

    await twice(world, invite("Pia@acme.test", ["AUDIT", "SRE"]), invite("rita@acme.test", ["DEFAULT"]));

    expect(await people(world)).toEqual(
      expect.arrayContaining(["Pia@acme.test DEFAULT+AUDIT+SRE invited", "rita@acme.test DEFAULT invited"]),
    );
    expect(writes(world)).toHaveLength(2);
  });

  it("are done where somebody has come in by them", async () => {
    const world = await open();
    await write(world, invite("pia@acme.test", ["SRE"]));
    await accept(world, "pia@acme.test");

    await write(world, invite("pia@acme.test", ["SRE"]));

    expect(await people(world)).toContain("pia@acme.test DEFAULT+SRE active");
    const error = await failureOf(write(world, invite("pia@acme.test", ["ADMIN"])));
    expect(error.message).toContain("plan again");
  });

  it("with other roles are not taken for done", async () => {
    const world = await open();

    const error = await failureOf(write(world, invite("nina@acme.test", ["ADMIN"])));

    expect(error.message).toContain("has been invited with other roles");
    expect(writes(world)).toEqual([]);
  });

  const renewal = member("nina@acme.test", {
    action: "update",
    nativeId: "inv_nina",
    before: { roles: ["SRE"] },
    after: { email: "nina@acme.test", roles: ["AUDIT"] },
  });

  it("are said anew where they shall say something else, and there is one of them", async () => {
    const world = await open();

    await twice(world, renewal);

    const ninas = (await people(world)).filter((line) => line.startsWith("nina"));
    expect(ninas).toEqual(["nina@acme.test DEFAULT+AUDIT invited"]);
  });

  it("are left alone where somebody accepted meanwhile", async () => {
    const world = await open();
    await accept(world, "nina@acme.test");
    const revoke = member("nina@acme.test", {
      action: "delete",
      nativeId: "inv_nina",
      before: { email: "nina@acme.test", roles: ["SRE"], status: "invited" },
    });

    for (const each of [renewal, revoke]) {
      const error = await failureOf(write(world, each));
      expect(error.message).toContain("has accepted the invitation since the plan was made");
    }
    await write(world, { ...revoke, reason: "invitation-stale" });

    expect((await people(world)).filter((line) => line.startsWith("nina"))).toEqual([
      "nina@acme.test DEFAULT+SRE active",
    ]);
  });

  it("are taken back", async () => {
    const world = await open();

    await twice(
      world,
      member("nina@acme.test", {
        action: "delete",
        nativeId: "inv_nina",
        before: { email: "nina@acme.test", roles: ["SRE"], status: "invited" },
      }),
    );

    expect(await people(world)).toHaveLength(4);
  });
});

describe("members", () => {
  const roles = (before: readonly string[], after: readonly string[]) =>
    member("alice@acme.test", {
      action: "update",
      nativeId: "auth0|alice",
      before: { roles: [...before] },
      after: { roles: [...after] },
    });

  it("get roles before they lose others, and keep DEFAULT", async () => {
    const world = await open();

    await write(world, roles(["AUDIT", "SRE"], ["ADMIN", "SRE"]));

    const account = "/api/2/organizations/acme/accounts/auth0%7Calice/role";
    expect(writes(world)).toEqual([`POST ${account}/ADMIN/`, `DELETE ${account}/AUDIT/`]);
    await twice(world, roles(["AUDIT", "SRE"], ["ADMIN", "SRE"]));
    expect(await people(world)).toContain("Alice@acme.test DEFAULT+SRE+ADMIN active");
    await twice(world, roles(["ADMIN", "SRE"], ["DEFAULT"]));
    expect(await people(world)).toContain("Alice@acme.test DEFAULT active");
    expect(writes(world).join()).not.toContain("DEFAULT");
  });

  const removal = member("alice@acme.test", {
    action: "delete",
    nativeId: "auth0|alice",
    before: { email: "Alice@acme.test", roles: ["AUDIT", "SRE"], status: "active" },
  });

  it.each(["revoked", "kept"] as const)(
    "go with all of their own access, even where a server would let it be %s",
    async (removedAccountAccess) => {
      const world = await open({ removedAccountAccess });

      await twice(world, removal);

      expect(await people(world)).not.toContain("Alice@acme.test DEFAULT+SRE+AUDIT active");
      expect((await holders(world)).join()).not.toContain("Alice");
    },
  );

  it("lose their access before they go, so that half a removal is found again", async () => {
    const world = await open({ faults: "500@1=DELETE:/accounts/" });

    const error = await failureOf(write(world, removal));

    expect(error.unknownResult).toBe(true);
    expect(await people(world)).toContain("Alice@acme.test DEFAULT+SRE+AUDIT active");
    expect((await holders(world)).join()).not.toContain("Alice");
  });
});

describe("access of roles", () => {
  const levels = ["EDITOR", "ANALYST"] as const;

  it("is given and taken by level, several at once", async () => {
    const world = await open();
    const give = levels.map((level) =>
      access("staging", `role:SRE:${level}`, { action: "create", after: { level } }),
    );

    await twice(world, ...give);
    expect((await holders(world)).filter((line) => line.startsWith("proj_stage role")).toSorted()).toEqual([
      "proj_stage role:SRE ANALYST",
      "proj_stage role:SRE EDITOR",
    ]);

    await twice(
      world,
      access("production", "role:SRE:EDITOR", {
        action: "delete",
        nativeId: "rg_1",
        before: { level: "EDITOR" },
      }),
    );
    expect(await holders(world)).not.toContain("proj_prod role:SRE EDITOR");
    expect(await holders(world)).toContain("proj_prod role:SRE ANALYST");
  });

  it("has no change of level", async () => {
    const update = access("production", "role:SRE:EDITOR", {
      action: "update",
      nativeId: "rg_1",
      after: { level: "OWNER" },
    });

    await expect(write(await open(), update)).rejects.toThrow(InternalError);
  });
});

describe.each(["refused", "updates"] as const)("access of accounts, a second time %s", (secondGrant) => {
  it("is given, changed in place and taken", async () => {
    const world = await open({ secondGrant });
    const bob = { holder: "auth0|bob" };

    await twice(
      world,
      access("staging", "bob@acme.test", { action: "create", after: { level: "VIEWER" }, ...bob }),
    );
    expect(await holders(world)).toContain("proj_stage bob@acme.test VIEWER");

    const { access: live } = await readAcme(world);
    const nativeId =
      live.find(({ workspace: id, level }) => id === "proj_stage" && level === "VIEWER")?.id ?? "";
    await twice(
      world,
      access("staging", "bob@acme.test", { action: "update", nativeId, after: { level: "OWNER" }, ...bob }),
    );
    expect(await holders(world)).toContain("proj_stage bob@acme.test OWNER");

    await twice(world, access("staging", "bob@acme.test", { action: "delete", nativeId, ...bob }));
    expect((await holders(world)).join()).not.toContain("bob");
  });

  it("never goes to the caller", async () => {
    const world = await open({ secondGrant });
    const before = (await holders(world)).filter((line) => line.includes("ci@clients"));

    for (const subject of ["id:auth0%7Cbob", "nora@partner.test", "new@partner.test"])
      await write(world, access("staging", subject, { action: "create", after: { level: "EDITOR" } }));

    expect((await holders(world)).filter((line) => line.includes("ci@clients"))).toEqual(before);
    expect(await holders(world)).toEqual(
      expect.arrayContaining([
        "proj_stage bob@acme.test EDITOR",
        "proj_stage nora@partner.test EDITOR",
        "proj_stage new@partner.test EDITOR",
      ]),
    );
  });

  it("leaves who got another level meanwhile", async () => {
    const world = await open({ secondGrant });
    const create = access("production", "alice@acme.test", {
      action: "create",
      after: { level: "VIEWER" },
      holder: "auth0|alice",
    });

    const error = await failureOf(write(world, create));

    expect(error.message).toContain("has got EDITOR there since the plan was made; plan again");
    expect(writes(world)).toEqual([]);
  });

  it("says so where the access to be changed is gone", async () => {
    const world = await open({ secondGrant });
    const update = access("production", "alice@acme.test", {
      action: "update",
      nativeId: "grant_none",
      after: { level: "VIEWER" },
      holder: "auth0|alice",
    });

    expect((await failureOf(write(world, update))).message).toContain("plan again");
  });
});

describe.each(["listed", "hidden"] as const)("people without an account, invites %s", (projectInviteRows) => {
  const give = (email: string, level: string) =>
    access("staging", email, { action: "create", after: { level } });

  it("are invited to the project, with one mail", async () => {
    const world = await open({ projectInviteRows });

    await twice(world, give("new@partner.test", "EDITOR"));

    expect(writes(world)).toEqual(["POST /api/2/projects/proj_stage/invites/"]);
    const error = await failureOf(write(world, give("new@partner.test", "OWNER")));
    expect(error.message).toContain("has been invited there with another level");
  });

  const xena = { nativeId: "inv_xena", holder: "inv_xena" };
  const update = access("production", "xena@partner.test", {
    action: "update",
    after: { level: "MANAGER" },
    ...xena,
  });
  const end = access("production", "xena@partner.test", { action: "delete", ...xena });

  it("are invited anew with another level, and taken back", async () => {
    const world = await open({ projectInviteRows });

    await twice(world, update);
    const made = world.sandbox.state().apimetrics.organizations.flatMap(({ invites }) => invites);
    expect(made.filter(({ email }) => email === "xena@partner.test")).toMatchObject([
      { access_level: "MANAGER" },
    ]);

    const again = await open({ projectInviteRows });
    await twice(again, end);
    expect((await holders(again)).join()).not.toContain("xena");
  });

  it("are left alone where they accepted meanwhile", async () => {
    const world = await open({ projectInviteRows });
    await accept(world, "xena@partner.test");

    for (const each of [update, end]) {
      const error = await failureOf(write(world, each));
      expect(error.message).toContain("has accepted the invitation since the plan was made");
    }

    expect(await holders(world)).toContain("proj_prod xena@partner.test VIEWER");
  });
});

it("somebody with two accounts is not guessed at", async () => {
  const seed = {
    ...acmeSeed,
    accounts: [...(acmeSeed.accounts ?? []), { id: "google-oauth2|nora", email: "nora@partner.test" }],
    projects: (acmeSeed.projects ?? []).map((project) =>
      project.id === "proj_prod"
        ? {
            ...project,
            access: [
              ...(project.access ?? []),
              { account: "google-oauth2|nora", access_level: "VIEWER" as const },
            ],
          }
        : project,
    ),
  };
  const world = await open({ seed });

  const error = await failureOf(
    write(world, access("staging", "nora@partner.test", { action: "create", after: { level: "VIEWER" } })),
  );

  expect(error.message).toContain("auth0|nora, google-oauth2|nora");
  expect(writes(world)).toEqual([]);
});
