/** What is handed out once, and what else an apply leaves behind, through the whole engine. */
import { afterEach, describe, expect, it } from "vitest";
import { cantila } from "../../../src/connectors/cantila/index.ts";
import type { CantilaSeed } from "../../../src/sandbox/index.ts";
import { openProject } from "../../conformance/project.ts";
import { worldOf } from "../../conformance/world.ts";
import type { Alter } from "../proxy.ts";
import { colleague, type Later } from "./colleague.ts";
import { type Opened, openCantila, openTestProject, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: Partial<WorldOptions> = {}) {
  const world = await openTestProject({ speaks: "server", lawless: true, ...options });
  opened.push(world);
  return world;
}

const organization = (name: string, lines: readonly string[]) => `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: ${name}}
spec:
  connection: main
  slug: ${name}
  ownership: {members: additive}
${lines.map((line) => `  ${line}`).join("\n")}
`;
const corner = `${organization("agency", [])}---${organization("corner", [
  "parent: agency",
  "displayName: Corner",
  "branding: {displayName: Ours}",
])}`;
const invitesPia = (role = "admin") =>
  organization("acme", [`members: [{email: pia@acme.test, role: ${role}}]`]);

describe("the key of a new account", () => {
  it("is kept though its look is refused, and the next run gives it its look", async () => {
    const { project, sandbox } = await open({ faults: "501@1=PATCH:/accounts/me/branding" });

    const first = await project.apply(corner);

    expect(first.outcome.counts).toMatchObject({ applied: 0, failed: 1 });
    expect(project.secrets).toMatchObject([{ value: expect.stringMatching(/^ctk_|key/) }]);
    const second = await project.apply(corner);
    expect(second.outcome.complete).toBe(true);
    expect(
      sandbox.state().cantila.accounts.find(({ handle }) => handle === "corner")?.branding,
    ).toMatchObject({
      displayName: "Ours",
    });
  });
});

describe("an account that somebody else makes meanwhile", () => {
  const making = (ref: Later, branding: object | undefined): Alter => {
    return async ({ method, path }, pass) => {
      if (method === "POST" && path === "/accounts/sub") {
        await colleague(ref.world, {
          request: "POST /accounts/sub",
          account: "agency",
          body: { name: "Corner", handle: "corner" },
        });
        const body = branding ?? {};
        if (branding !== undefined)
          await colleague(ref.world, { request: "PATCH /accounts/me/branding", account: "corner", body });
      }
      return await pass();
    };
  };

  it.each([
    ["keeps another look", { brandDisplayName: "Theirs" }, "Theirs", false],
    ["keeps a look in another field", { brandLogoUrl: "https://t.test/x.png" }, null, false],
    ["is found with the look as it is wanted", { brandDisplayName: "Ours" }, "Ours", true],
    ["is given its look where it has none", undefined, "Ours", true],
  ])("%s", async (_, branding, displayName, isComplete) => {
    const ref: Later = {};
    const world = await open({ alter: making(ref, branding) });
    ref.world = world;

    const { outcome } = await world.project.apply(corner);

    expect(outcome.complete).toBe(isComplete);
    expect((await world.organization("corner")).attributes["branding.displayName"]).toBe(displayName);
  });
});

describe("the token of an invitation", () => {
  it("that somebody else made just now is said to be nobody's", async () => {
    const ref: Later = {};
    const world = await open({
      alter: async (request, pass) => {
        if (request.method === "POST" && request.path === "/invites")
          await colleague(ref.world, {
            request: "POST /invites",
            account: "acme",
            body: JSON.parse(request.body),
          });
        return await pass();
      },
    });
    ref.world = world;

    const { outcome } = await world.project.apply(invitesPia());

    expect(outcome.organizations.flatMap(({ results }) => results)).toMatchObject([
      { status: "failed", error: { code: "apply/secret-lost" } },
    ]);
    expect(world.project.secrets).toEqual([]);
  });

  it.each(["auto", "documented"] as const)("is kept where %s did not expect one", async (dialect) => {
    const world = await open({
      speaks: "documented",
      connection: { dialect },
      alter: async (request, pass) => {
        const answer = await pass();
        const isInvite = request.method === "POST" && request.path === "/invites";
        return isInvite ? { ...answer, body: { ...(answer.body as object), token: "cti_once" } } : answer;
      },
    });

    const { outcome } = await world.project.apply(invitesPia());

    expect(outcome.complete).toBe(true);
    expect(world.project.secrets).toMatchObject([{ value: "cti_once" }]);
  });
});

const seed: CantilaSeed = {
  accounts: [
    {
      handle: "agency",
      name: "Agency",
      plan: "agency",
      members: [{ email: "olga@agency.test", role: "owner" }],
    },
    {
      handle: "acme",
      name: "Acme",
      parent: "agency",
      members: [
        { email: "alice@acme.test", role: "owner" },
        { id: "mem_sub:ivo", email: "ivo@agency.test", role: "owner" },
      ],
    },
  ],
  keys: [{ key: "agency-key", account: "agency" }],
  sessions: [{ token: "olga-session", user: "olga@agency.test", account: "agency" }],
};

async function plan(token: string, lines: readonly string[]) {
  const world = await openCantila({ lawless: true, seed: { cantila: seed } });
  opened.push(world);
  const connection = { dialect: "server" as const };
  const wired = worldOf(world.sandbox, { system: "cantila", token, connection });
  const project = openProject(cantila, wired, { guards: { minOwners: 1 } });
  return await project.plan(organization("acme", lines));
}

describe("people of the parent account", () => {
  it("are no owners of the account below", async () => {
    const { verdict, organizations } = await plan("agency-key", [
      "members: [{email: alice@acme.test, role: admin}]",
    ]);

    expect(verdict).toBe("blocked");
    expect(organizations[0]?.changes.map(({ blockedBy }) => blockedBy)).toEqual([["last-owner"]]);
  });

  it("are never invited by themselves: a session's own person is for somebody else to bring in", async () => {
    const { organizations } = await plan("olga-session", [
      "members: [{email: olga@agency.test, role: admin}]",
    ]);

    expect(organizations[0]?.changes).toEqual([]);
    expect(organizations[0]?.forPerson).toMatchObject([{ address: "acme/member/olga@agency.test" }]);
  });
});
