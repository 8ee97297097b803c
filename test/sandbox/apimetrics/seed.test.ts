import { describe, expect, it } from "vitest";
import { type SandboxSeed, SandboxSeedError, startSandbox } from "../../../src/sandbox/index.ts";
import { open } from "../client.ts";
import { LONG_AGO, START, STARTED } from "./acme.ts";
import { acme, as } from "./client.ts";

async function problems(apimetrics: unknown): Promise<readonly string[]> {
  const error = await startSandbox({ seed: { apimetrics } as SandboxSeed }).catch(
    (thrown: unknown) => thrown,
  );
  return error instanceof SandboxSeedError ? error.problems : [];
}

const SHORT: SandboxSeed = {
  apimetrics: {
    tokens: [{ token: "t", account: "olga@acme.test" }],
    organizations: [
      {
        name: "Acme Corp",
        roles: [{ id: "SRE" }],
        members: [{ account: "Olga@acme.test", roles: ["ADMIN"] }],
        service_accounts: [{ name: "org_wright", roles: ["ADMIN"] }, { name: "idle" }],
        invites: [
          { email: "new@acme.test", roles: ["SRE"] },
          { email: "x@partner.test", project_id: "EU" },
        ],
      },
    ],
    projects: [
      {
        name: "EU",
        org_id: "acmecorp",
        access: [
          { account: "org-wright@clients", access_level: "OWNER" },
          { account: "x@acme.test", access_level: "VIEWER" },
        ],
        role_access: [{ role: "DEFAULT", access_level: "VIEWER" }],
      },
    ],
  },
};

describe("a short seed", () => {
  it("is filled in, the same way every time", async () => {
    const { apimetrics } = (await open({ seed: SHORT, now: () => START })).state();
    const [organization] = apimetrics.organizations;

    expect(apimetrics.accounts).toEqual([
      { id: "org-wright@clients", email: null, name: "org_wright" },
      { id: "idle@clients", email: null, name: "idle" },
      { id: "auth0|acc1", email: "x@acme.test", name: "x" },
      { id: "auth0|acc2", email: "Olga@acme.test", name: "Olga" },
    ]);
    expect(organization).toMatchObject({ id: "acmecorp", billing_admin_id: "auth0|acc2", created: LONG_AGO });
    expect(organization?.roles.map(({ id }) => id)).toEqual(["DEFAULT", "ADMIN", "SRE"]);
    expect(organization?.members).toEqual([
      { account: "auth0|acc2", roles: ["DEFAULT", "ADMIN"] },
      { account: "org-wright@clients", roles: ["DEFAULT", "ADMIN"] },
    ]);
    expect(organization?.invites).toMatchObject([
      { id: "inv_1", roles: ["SRE"], project_id: null, access_level: null, created: STARTED },
      { id: "inv_2", roles: [], project_id: "proj_1", access_level: "VIEWER" },
    ]);
    expect(apimetrics.tokens).toEqual([{ token: "t", account: "auth0|acc2" }]);
    expect(apimetrics).toEqual((await open({ seed: SHORT, now: () => START })).state().apimetrics);
  });

  it("never has an id it chose itself given out again", async () => {
    const seed: SandboxSeed = {
      apimetrics: {
        accounts: [{ id: "auth0|acc4", email: "a@b.test" }, { email: "c@d.test" }],
        organizations: [{ name: "Acme" }],
        projects: [
          { name: "A", org_id: "acme" },
          { id: "proj_7", name: "B", org_id: "acme" },
          { name: "C", org_id: "acme" },
        ],
      },
    };

    const { accounts, projects, issued } = (await open({ seed })).state().apimetrics;

    expect(accounts.map(({ id }) => id)).toEqual(["auth0|acc4", "auth0|acc5"]);
    expect(projects.map(({ id }) => id)).toEqual(["proj_8", "proj_7", "proj_9"]);
    expect(issued).toMatchObject({ account: 5, project: 9 });
  });

  it("may say what was done, and by an account without a name", async () => {
    const seed: SandboxSeed = {
      apimetrics: {
        accounts: [{ email: null }],
        organizations: [{ name: "Acme", billing_admin_id: null }],
        audits: [{ organization: "acme", account_id: "auth0|acc1", action: "role.create" }],
      },
    };

    const { accounts, audits } = (await open({ seed })).state().apimetrics;

    expect(accounts).toEqual([{ id: "auth0|acc1", email: null, name: "auth0|acc1" }]);
    expect(audits).toMatchObject([{ id: "aud_1", object: null, created: LONG_AGO }]);
  });
});

it("a state is a seed and gives the same state", async () => {
  const sandbox = await acme();
  const ci = as(sandbox, "ci");
  await ci.post("/api/2/organizations/acme/invites/", { email: "x@y.test", roles: ["SRE"] });
  await ci.post("/api/2/projects/proj_1/invites/", { email: "x@y.test" });
  await ci.delete("/api/2/projects/proj_2/access/grant_4/");
  await ci.delete("/api/2/organizations/acme/projects/proj_2/");
  await as(sandbox, "olga").delete("/api/2/organizations/acme/accounts/ci%40clients/");
  const { apimetrics } = sandbox.state();

  const again = await open({ seed: { apimetrics }, now: () => 0 });

  expect(again.state().apimetrics).toEqual(apimetrics);
});

describe("a bad seed", () => {
  it("is refused with every problem of its shape, each with its place", async () => {
    const found = await problems({
      organizations: [{ name: "A", members: [{ roles: [] }], colour: "red" }],
      projects: [{ name: "P", org_id: "a", access: [{ account: "x", access_level: "BOSS" }] }],
    });

    expect(found).toHaveLength(3);
    expect(found.join("\n")).toContain("apimetrics.organizations.0.members.0.account");
    expect(found.join("\n")).toContain("colour");
    expect(found.join("\n")).toContain("apimetrics.projects.0.access.0.access_level");
  });

  it("is refused with everything that cannot be so in an organization", async () => {
    const found = await problems({
      accounts: [
        { id: "auth0|a", email: "a@b.test" },
        { id: "auth0|a", email: "c@b.test" },
        { id: "not so", email: null },
      ],
      tokens: [{ token: "t", account: "nobody" }],
      organizations: [
        {
          name: "Acme",
          roles: [{ id: "sre" }],
          members: [{ account: "auth0|a", roles: ["PILOT"] }, { account: "auth0|a" }],
          service_accounts: [{ name: "-" }, { name: "ci" }, { name: "ci" }],
          invites: [{ email: "x@b.test", roles: ["PILOT"], project_id: "P" }],
        },
        { id: "acme", name: "Acme again" },
        { id: "A-B", name: "B" },
        { name: "Community" },
      ],
      audits: [{ organization: "nowhere", account_id: "auth0|a", action: "x" }],
    });

    expect(found.toSorted()).toEqual(
      [
        "apimetrics: account id auth0|a is there twice",
        "apimetrics: account id not so must match /^[A-Za-z0-9._|@-]{3,400}$/",
        "apimetrics: organization id acme is there twice",
        "apimetrics: organization id A-B must match /^[a-z0-9]{3,400}$/",
        "apimetrics: service account with the account ci@clients is there twice",
        "apimetrics: a token: there is no account nobody",
        "apimetrics: organization acme: role sre must match /^[A-Z][A-Z0-9_]{2,399}$/",
        "apimetrics: organization acme: member auth0|a is there twice",
        "apimetrics: organization acme: service account ci is there twice",
        "apimetrics: organization acme: service account - must match /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/",
        "apimetrics: organization acme: auth0|a: the organization acme has no role PILOT",
        "apimetrics: organization acme: the invite of x@b.test: the organization acme has no role PILOT",
        "apimetrics: organization acme: the invite of x@b.test names project P, which the organization does not have",
        "apimetrics: organization community: the id is that of projects without an organization",
        "apimetrics: audit aud_1: there is no organization nowhere",
      ].toSorted(),
    );
  });

  it("is refused with everything that cannot be so in a project", async () => {
    const found = await problems({
      accounts: [{ id: "auth0|a", email: "a@b.test" }],
      organizations: [{ name: "Acme" }],
      projects: [
        { id: "p/1", name: "A", org_id: "nowhere" },
        {
          id: "p2",
          name: "B",
          org_id: "acme",
          access: [
            { id: "g", account: "auth0|a", access_level: "VIEWER" },
            { id: "g", account: "auth0|a", access_level: "OWNER" },
            { account: "auth0|b", access_level: "OWNER" },
          ],
          role_access: [
            { role: "ADMIN", access_level: "OWNER" },
            { role: "ADMIN", access_level: "OWNER" },
            { role: "ADMIN", access_level: "VIEWER" },
            { role: "PILOT", access_level: "VIEWER" },
          ],
        },
      ],
      community: [
        {
          id: "p2",
          name: "C",
          org_id: "community",
          access: [{ account: "auth0|a", access_level: "VIEWER" }],
        },
      ],
    });

    expect(found).toEqual([
      "apimetrics: project id p2 is there twice",
      "apimetrics: project id p/1 must match /^[A-Za-z0-9_-]+$/",
      "apimetrics: access id g is there twice",
      "apimetrics: project p/1: there is no organization nowhere",
      "apimetrics: project p2: access of auth0|a is there twice",
      "apimetrics: project p2: role access ADMIN OWNER is there twice",
      "apimetrics: project p2: there is no account auth0|b",
      "apimetrics: project p2: the organization acme has no role PILOT",
      "apimetrics: project p2: somebody has access although it left its organization",
    ]);
  });

  it("names an e-mail that could be two people", async () => {
    const found = await problems({
      accounts: [
        { id: "auth0|a", email: "a@b.test" },
        { id: "google|a", email: "A@b.test" },
      ],
      tokens: [{ token: "t", account: "a@b.test" }],
    });

    expect(found[0]).toBe("apimetrics: a@b.test is the e-mail of several accounts, name one by its id");
  });
});
