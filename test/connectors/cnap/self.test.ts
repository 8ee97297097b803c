import { afterEach, describe, expect, it } from "vitest";
import { cnap } from "../../../src/connectors/cnap/index.ts";
import type { CnapSeed } from "../../../src/sandbox/index.ts";
import { openProject } from "../../conformance/project.ts";
import { type CnapWorld, openings, readAcme, startWorld } from "./world.ts";

const worlds: CnapWorld[] = [];
const open = openings();

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

/** Acme, in which the credential's user, ops, is an admin; perhaps not the only one. */
function seed(...admins: readonly string[]): CnapSeed {
  return {
    users: [{ id: "user_ops", email: "ops@acme.test" }],
    tokens: [{ token: "secret-token", user: "user_ops" }],
    organizations: [
      {
        id: "org_acme",
        name: "Acme",
        slug: "acme",
        members: [
          { user: "alice@acme.test", role: "owner" },
          { user: "user_ops", role: "admin" },
          { user: "bob@acme.test", role: "member" },
          ...admins.map((user) => ({ user, role: "admin" as const })),
        ],
      },
    ],
  };
}

describe("the credential's own account", () => {
  const ownIds = async (self: string | undefined, ...admins: readonly string[]) => {
    const world = await open({ seed: { cnap: seed(...admins) }, ...(self === undefined ? {} : { self }) });
    const { members, selfRoles } = await readAcme(world);
    expect(selfRoles).toEqual(["admin"]);
    return members.flatMap(({ id, protection }) => (protection === "self" ? [id] : []));
  };

  it.each([undefined, "opps@acme.test"])("is the only one with its role, where self is %s", async (self) => {
    expect(await ownIds(self)).toEqual(["user_ops"]);
    expect(await ownIds(self, "dora@acme.test")).toEqual([]);
  });

  it("is who self says, whatever the role", async () => {
    expect(await ownIds("bob@acme.test")).toHaveLength(1);
    expect(await ownIds("bob@acme.test")).not.toContain("user_ops");
    expect(await ownIds("ops@acme.test", "dora@acme.test")).toEqual(["user_ops"]);
  });
});

describe("an admin's credential whose account no manifest declares", () => {
  const wish = (admins: readonly string[]) => `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  members:
    - {email: alice@acme.test, role: owner}
    - {email: bob@acme.test, role: member}
${admins.map((email) => `    - {email: ${email}, role: admin}`).join("\n")}
`;

  it.each<[string | undefined, readonly string[]]>([
    [undefined, []],
    ["opps@acme.test", []],
    ["ops@acme.test", []],
    [undefined, ["dora@acme.test"]],
    ["opps@acme.test", ["dora@acme.test"]],
  ])("does not remove it: self %s, other admins %j", async (self, admins) => {
    const world = await startWorld({ seed: { cnap: seed(...admins) } });
    worlds.push(world);
    const { self: _, ...nameless } = world.connection;
    const connection = { ...nameless, ...(self === undefined ? {} : { self }) };
    const project = openProject(cnap, { ...world, connection }, { guards: {} });

    const { plan } = await project.apply(wish(admins));

    const [first] = plan.organizations;
    const isMarked = admins.length === 0 || self === "ops@acme.test";
    expect(first?.changes.map(({ address, blockedBy }) => [address, blockedBy])).toEqual(
      isMarked ? [] : [["acme/member/ops@acme.test", ["self"]]],
    );
    const members = world.sandbox.state().cnap.organizations[0]?.members.map(({ user }) => user);
    expect(members).toContain("user_ops");
  });
});
