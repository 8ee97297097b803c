/** What an import makes of each situation; the plan that follows is looked at each time. */
import { describe, expect, it, test } from "vitest";
import { type MemoryWorld, memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Kinds } from "../../src/model/kinds.ts";
import type { LiveAccess, LiveMember, LiveRole, LiveWorkspace } from "../../src/model/live.ts";
import { broken, type ImportOptions, imports, now, organization, person, spec } from "./import-world.ts";

interface Inside {
  readonly members?: readonly LiveMember[];
  readonly roles?: readonly LiveRole[];
  readonly workspaces?: readonly string[];
  readonly access?: readonly LiveAccess[];
  readonly attributes?: Readonly<Record<string, never>>;
}

function acme({ members = [], roles = [], workspaces = [], access = [] }: Inside): MemoryWorld {
  return {
    organizations: [{ organization: organization("acme"), members, roles, access }],
    workspaces: workspaces.map(
      (name): LiveWorkspace => ({
        kind: "workspace",
        id: `ws_${name}`,
        name,
        organization: "org_acme",
        attributes: {},
      }),
    ),
  };
}

/** The spec of acme behind its slug, once the promise was looked at. */
async function specOf(inside: Inside, options: ImportOptions = {}): Promise<readonly string[]> {
  const result = await imports(acme(inside), options);
  expect(await broken(result)).toEqual([]);
  return spec(result.texts["acme"]).slice(1);
}

async function notesOf(inside: Inside, options: ImportOptions = {}): Promise<readonly string[]> {
  return (await imports(acme(inside), options)).notes;
}

function role(name: string, more: Partial<LiveRole> = {}): LiveRole {
  return { kind: "role", id: `role_${name}`, name, attributes: {}, ...more };
}

function access(id: string, workspace: string, level: string, email?: string): LiveAccess {
  const subject = { type: "person", id, ...(email === undefined ? {} : { email }) } as const;
  return { kind: "access", workspace: `ws_${workspace}`, subject, level };
}

function roleAccess(name: string, workspace: string, level: string): LiveAccess {
  return { kind: "access", workspace: `ws_${workspace}`, subject: { type: "role", role: name }, level };
}

/** Memory with other abilities of members and access. */
function able(
  member: Partial<NonNullable<Kinds["member"]>>,
  grants: Partial<NonNullable<Kinds["access"]>> = {},
): Kinds {
  if (memoryKinds.member === undefined || memoryKinds.access === undefined)
    throw new Error("memory has both");
  return {
    ...memoryKinds,
    member: { ...memoryKinds.member, ...member },
    access: { ...memoryKinds.access, ...grants },
  };
}

function invited(email: string, more: Partial<LiveMember> = {}): LiveMember {
  return { kind: "member", id: `inv_${email}`, email, roles: ["member"], status: "invited", ...more };
}

test("the whole text: the editor's schema, the keys in their order, an entry on a line", async () => {
  const world = acme({
    members: [person("alice@acme.test", "owner")],
    roles: [role("VIEWER", { attributes: { displayName: "Viewer", description: "Read only" } })],
    workspaces: ["Production EU"],
    access: [
      access("user_alice@acme.test", "Production EU", "admin"),
      roleAccess("VIEWER", "Production EU", "member"),
    ],
  });
  const [first] = world.organizations;
  if (first === undefined) throw new Error("acme");
  const attributes = { slug: "acme", displayName: "Acme Corp", description: null };
  const { texts, notes } = await imports({
    ...world,
    organizations: [{ ...first, organization: { ...first.organization, attributes } }],
  });

  expect(notes).toEqual([]);
  expect(texts["acme"]).toBe(`# yaml-language-server: $schema=../schema.json

apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  displayName: Acme Corp
  roles:
    - {name: VIEWER, displayName: Viewer, description: Read only}
  workspaces:
    - {name: production-eu, id: ws_Production EU, displayName: Production EU}
  members:
    - {email: alice@acme.test, role: owner, workspaces: {production-eu: admin}}
  access:
    - {role: VIEWER, workspace: production-eu, level: member}
`);
});

describe("members", () => {
  it("are sorted by rank and name, by id where the e-mail is hidden or means two accounts", async () => {
    const members = [
      person("zoe@acme.test"),
      person("bob@acme.test", "member", { id: "b1" }),
      person("Bob@Acme.test", "admin", { id: "b2" }),
      { kind: "member", id: "auth0|1", roles: ["owner"], status: "active" } as const,
      person("not an e-mail", "member", { id: "x" }),
    ];

    expect(await specOf({ members })).toEqual([
      "members:",
      "  - {id: auth0|1, role: owner}",
      "  - {id: b2, role: admin}",
      "  - {id: b1, role: member}",
      "  - {id: x, role: member}",
      "  - {email: zoe@acme.test, role: member}",
    ]);
  });

  it("with several roles name all, where the system has several", async () => {
    const members = [person("a@acme.test", "member", { roles: ["member", "VIEWER", "owner"] })];

    expect(await specOf({ members }, { kinds: able({ severalRoles: true }) })).toEqual([
      "members:",
      "  - {email: a@acme.test, roles: [owner, member, VIEWER]}",
    ]);
  });

  it("that are suspended say so, where the system suspends", async () => {
    const members = [person("a@acme.test", "member", { status: "suspended" }), person("b@acme.test")];

    expect(await specOf({ members }, { kinds: able({ suspend: true }) })).toContain(
      "  - {email: a@acme.test, role: member, status: suspended}",
    );
    expect(await specOf({ members })).toContain("  - {email: a@acme.test, role: member}");
  });

  it("without a role cannot be declared, and an additive section keeps them", async () => {
    const members = [person("a@acme.test", "", { roles: [] }), person("b@acme.test")];

    expect(await specOf({ members })).toEqual([
      "members:",
      "  # Left out: `a@acme.test`, who holds no role.",
      "  # Not everything under `members` can be said, so the section is additive: what is not declared stays.",
      "  - {email: b@acme.test, role: member}",
      "ownership: {members: additive}",
    ]);
    expect(await notesOf({ members })).toHaveLength(2);
  });

  it("that the system keeps there itself are left to it; the credential's own account is declared", async () => {
    const members = [
      person("robot@acme.test", "owner", { protection: "service-account" }),
      person("above@acme.test", "owner", { protection: "inherited" }),
      person("ops@acme.test", "owner"),
    ];

    expect(await specOf({ members }, { connection: { self: "ops@acme.test" } })).toEqual([
      "members:",
      "  # Left to the system, and never removed by absence: `above@acme.test` and `robot@acme.test` (service accounts, inherited members).",
      "  - {email: ops@acme.test, role: owner}",
    ]);
  });

  it("of a Person with two accounts are named by id, so that each entry means one", async () => {
    const declared = `apiVersion: orgwright/v1
kind: Person
metadata: {name: bob}
spec: {email: bob@acme.test, aliases: [robert@acme.test]}
`;
    const members = [person("bob@acme.test"), person("robert@acme.test")];

    expect(await specOf({ members }, { declared })).toEqual([
      "members:",
      "  - {id: user_bob@acme.test, role: member}",
      "  - {id: user_robert@acme.test, role: member}",
    ]);
  });
});

describe("invitations", () => {
  it("that are open are members, with what they carry where the system tells", async () => {
    const members = [invited("a@acme.test"), invited("b@acme.test", { accessUnknown: true })];

    expect(
      await specOf({
        members,
        workspaces: ["p"],
        access: [access("inv_a@acme.test", "p", "admin", "a@acme.test")],
      }),
    ).toEqual([
      "workspaces:",
      "  - {name: p, id: ws_p}",
      "members:",
      "  - {email: a@acme.test, role: member, workspaces: {p: admin}}",
      "  - {email: b@acme.test, role: member}",
    ]);
  });

  it("that have expired, or are of somebody who is there, are left out; the first plan takes them back and it is told", async () => {
    const members = [
      person("a@acme.test"),
      invited("A@acme.test"),
      invited("b@acme.test", { status: "expired" }),
      invited("c@acme.test", { expiresAt: new Date(now - 1).toISOString() }),
      invited("d@acme.test", { expiresAt: new Date(now + 1).toISOString() }),
    ];
    const result = await imports(acme({ members }));

    expect(spec(result.texts["acme"]).filter((line) => line.startsWith("  - "))).toEqual([
      "  - {email: a@acme.test, role: member}",
      "  - {email: d@acme.test, role: member}",
    ]);
    const [plan] = await result.plans();
    expect(plan?.changes.map(({ action, reason, nativeId }) => `${action} ${nativeId} ${reason}`)).toEqual([
      "delete inv_b@acme.test invitation-stale",
      "delete inv_c@acme.test invitation-stale",
      "delete inv_A@acme.test invitation-stale",
    ]);
    expect(result.notes.map((note) => note.split(":")[0])).toEqual([
      "invitation-over",
      "invitation-over",
      "invitation-over",
    ]);
  });
});

describe("access", () => {
  const people = [person("a@acme.test", "admin"), person("b@acme.test")];

  it("of members is the whole of it: an empty map for who has none", async () => {
    expect(
      await specOf({
        members: people,
        workspaces: ["p", "q"],
        access: [access("user_a@acme.test", "q", "owner")],
      }),
    ).toEqual([
      "workspaces:",
      "  - {name: p, id: ws_p}",
      "  - {name: q, id: ws_q}",
      "members:",
      "  - {email: a@acme.test, role: admin, workspaces: {q: owner}}",
      "  - {email: b@acme.test, role: member, workspaces: {}}",
    ]);
  });

  it("of people who are no members stands under `access`, by id where their e-mail is a member's", async () => {
    const grants = [
      access("ext_1", "p", "member", "ext@partner.test"),
      access("ext_2", "p", "admin", "B@acme.test"),
      access("ext_3", "p", "admin"),
    ];

    expect((await specOf({ members: people, workspaces: ["p"], access: grants })).slice(-4)).toEqual([
      "access:",
      "  - {id: ext_2, workspace: p, level: admin}",
      "  - {email: ext@partner.test, workspace: p, level: member}",
      "  - {id: ext_3, workspace: p, level: admin}",
    ]);
  });

  it("with several levels is grouped, and a member's stands under `access` then", async () => {
    const kinds = able({}, { severalLevels: ["person", "role"] });
    const grants = [
      roleAccess("SRE", "p", "member"),
      roleAccess("SRE", "p", "admin"),
      access("user_a@acme.test", "p", "member"),
      access("user_a@acme.test", "p", "owner"),
      access("user_b@acme.test", "p", "owner"),
    ];

    expect(
      (
        await specOf({ members: people, roles: [role("SRE")], workspaces: ["p"], access: grants }, { kinds })
      ).slice(2),
    ).toEqual([
      "workspaces:",
      "  - {name: p, id: ws_p}",
      "members:",
      "  - {email: a@acme.test, role: admin}",
      "  - {email: b@acme.test, role: member, workspaces: {p: owner}}",
      "access:",
      "  - {role: SRE, workspace: p, levels: [admin, member]}",
      "  - {email: a@acme.test, workspace: p, levels: [owner, member]}",
    ]);
  });

  it("with a level that the workspace does not list is left, and told", async () => {
    const grants = [access("user_a@acme.test", "p", "GHOST")];

    expect(await specOf({ members: people, workspaces: ["p"], access: grants })).toEqual([
      "workspaces:",
      "  - {name: p, id: ws_p}",
      "members:",
      "  # Left out: the access of `a@acme.test`, not all of it can be said.",
      "  - {email: a@acme.test, role: admin}",
      "  - {email: b@acme.test, role: member, workspaces: {}}",
    ]);
  });

  it("of people who cannot be named on this system is left, and told", async () => {
    const kinds = able({}, { subjects: ["member"] });
    const grants = [access("ext_1", "p", "member", "ext@partner.test"), roleAccess("admin", "p", "member")];

    expect((await specOf({ members: [], workspaces: ["p"], access: grants }, { kinds })).slice(2)).toEqual([
      "# access: Left out: the access of the role `admin`, not all of it can be said.",
      "# access: Left out: the access of `ext@partner.test`, who is no member, Memory gives access to members only.",
    ]);
  });
});

describe("roles", () => {
  it("are the custom ones; a system's own is only named, where somebody holds it", async () => {
    const roles = [
      role("DEFAULT", { protection: "system", attributes: { displayName: "Default" } }),
      role("UNHELD", { protection: "system" }),
      role("SRE"),
    ];

    expect(await specOf({ members: [person("a@acme.test", "DEFAULT")], roles })).toEqual([
      "roles:",
      "  # The system's own, named because somebody holds it: `DEFAULT`.",
      "  - {name: SRE}",
      "  - {name: DEFAULT}",
      "members:",
      "  - {email: a@acme.test, role: DEFAULT}",
    ]);
    expect(await specOf({ members: [person("a@acme.test", "DEFAULT")], roles: roles.slice(0, 2) })).toEqual([
      "members:",
      "  - {email: a@acme.test, role: DEFAULT}",
    ]);
  });

  it("that somebody holds and the system does not list make the section additive", async () => {
    const lines = await specOf({ members: [person("a@acme.test", "GHOST")], roles: [role("SRE")] });

    expect(lines).toContain("ownership: {roles: additive}");
    expect(lines).toContain("  - {email: a@acme.test, role: GHOST}");
  });
});

describe("workspaces", () => {
  it("have tidy keys of their own, numbered where two have one name", async () => {
    const world = acme({ workspaces: ["Süd / 1", "süd 1", "本番", "***"] });

    const { texts } = await imports(world);

    expect(spec(texts["acme"]).slice(2)).toEqual(
      [
        "  - {name: süd-1, id: ws_Süd / 1, displayName: Süd / 1}",
        "  - {name: süd-1-2, id: ws_süd 1, displayName: süd 1}",
        '  - {name: ws, id: ws_***, displayName: "***"}',
        "  - {name: 本番, id: ws_本番}",
      ].sort(),
    );
  });

  it("that another manifest declares are left to it", async () => {
    const declared = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: other}
spec: {connection: main, slug: other, workspaces: [{name: p, id: ws_p}]}
`;
    const { texts } = await imports(acme({ workspaces: ["p", "q"] }), { declared });

    expect(spec(texts["acme"]).slice(1)).toEqual([
      "workspaces:",
      "  # Left out: the workspace `p` (`ws_p`), another manifest declares it.",
      "  # Not everything under `workspaces` can be said, so the section is additive: what is not declared stays.",
      "  - {name: q, id: ws_q}",
      "ownership: {workspaces: additive}",
    ]);
  });
});

describe("organizations", () => {
  const empty = { members: [], roles: [], access: [] };
  const world = (...all: readonly ReturnType<typeof organization>[]): MemoryWorld => ({
    organizations: all.map((each) => ({ organization: each, ...empty })),
    workspaces: [],
  });
  const nameless = (id: string, displayName?: string) =>
    ({ kind: "organization", id, attributes: displayName === undefined ? {} : { displayName } }) as const;

  it("without a slug are found by id, and named for what they show", async () => {
    const result = await imports(
      world(nameless("o1", "Zürich AG"), nameless("o2", "Zürich AG"), nameless("o3")),
    );

    expect(await broken(result)).toEqual([]);
    expect(Object.entries(result.texts).map(([name, text]) => [name, spec(text)[0]])).toEqual([
      ["o3", "id: o3"],
      ["zurich-ag", "id: o1"],
      ["zurich-ag-2", "id: o2"],
    ]);
  });

  it("with one slug between two are found by id", async () => {
    const twins = [organization("acme", { id: "o1" }), organization("acme", { id: "o2" })];
    const result = await imports(world(...twins));

    expect(await broken(result)).toEqual([]);
    expect(Object.values(result.texts).map((text) => spec(text)[0])).toEqual(["id: o1", "id: o2"]);
  });

  it("are found by id where the system cannot look for slugs", async () => {
    const result = await imports(world(organization("acme")), {
      keys: ["org_acme"],
      connector: (memory) => ({
        ...memory,
        reader: (...opened) => {
          const reader = memory.reader(...opened);
          return {
            ...reader,
            find: async (key) => {
              if (key.id === undefined) throw new Error("no list");
              return await reader.find(key);
            },
          };
        },
      }),
    });

    expect(spec(result.texts["acme"])).toEqual(["slug: acme", "id: org_acme"]);
    expect(await broken(result)).toEqual([]);
  });

  it("that are declared are not imported again, whatever they are found by", async () => {
    const declared = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: one}
spec: {connection: main, slug: new, previously: {slugs: [acme]}}
---
apiVersion: orgwright/v1
kind: Organization
metadata: {name: beta, labels: {a: b}}
spec: {connection: main, id: org_two}
`;
    const { organizations } = await imports(
      world(organization("acme"), organization("two"), organization("beta")),
      { declared },
    );

    expect(organizations.map((each) => ("name" in each ? [each.status, each.name] : []))).toEqual([
      ["declared", "beta"],
      ["imported", "beta-main"],
      ["declared", "one"],
    ]);
  });

  it("are those that are asked for, by slug or id; the unknown fail alone", async () => {
    const { organizations } = await imports(
      world(organization("acme"), organization("labs"), organization("x")),
      {
        keys: ["acme", "org_labs", "acme", "nobody"],
      },
    );

    expect(
      organizations.map((each) =>
        each.status === "failed" ? each.diagnostics.map(({ code }) => code) : each.name,
      ),
    ).toEqual(["acme", "labs", ["import/not-found"]]);
  });

  it("that cannot be read fail alone", async () => {
    const { organizations } = await imports(world(organization("acme"), organization("labs")), {
      connector: (memory) => ({
        ...memory,
        reader: (...opened) => {
          const reader = memory.reader(...opened);
          return {
            ...reader,
            read: async (live) => {
              if (live.slug === "acme") throw new Error("half a page");
              return await reader.read(live);
            },
          };
        },
      }),
    });

    expect(organizations.map(({ status }) => status)).toEqual(["failed", "imported"]);
  });

  it("below another name it as their parent, where it has a manifest", async () => {
    const kinds: Kinds = { ...memoryKinds, organization: { ...memoryKinds.organization, levels: 2 } };
    const all = world(
      organization("agency"),
      organization("client", { parent: "org_agency" }),
      organization("deep", { parent: "org_client" }),
    );
    const result = await imports(all, { kinds });

    expect(await broken(result)).toEqual([]);
    expect(spec(result.texts["client"])).toEqual(["slug: client", "parent: agency"]);
    expect(spec(result.texts["deep"])[1]).toMatch(/^# organization: Left out: its parent `org_client`/);
    const declared = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: top}
spec: {connection: main, slug: agency}
`;
    const alone = await imports(all, { kinds, declared, keys: ["client"] });
    expect(spec(alone.texts["client"])).toEqual(["slug: client", "parent: top"]);
  });

  it("that would make the project invalid are not given, and who names them as parent goes on without", async () => {
    const kinds: Kinds = { ...memoryKinds, organization: { ...memoryKinds.organization, levels: 2 } };
    const { organizations, texts } = await imports(
      world(organization("agency"), organization("client", { parent: "org_agency" })),
      {
        kinds,
        connector: (memory) => ({
          ...memory,
          check: ({ name, origins: [location] }) =>
            name === "agency" && location !== undefined
              ? [{ code: "test/handle", severity: "error", message: "no handle", location }]
              : [],
        }),
      },
    );

    expect(organizations.map(({ status }) => status)).toEqual(["failed", "imported"]);
    expect(spec(texts["client"])[0]).toBe("slug: client");
    expect(texts["client"]).not.toContain("parent:");
  });
});

test("a first plan that is not empty is told: what a connector wants beyond its kinds shows before the plan", async () => {
  const { notes } = await imports(acme({ members: [person("a@acme.test")] }), {
    connector: (memory) => ({
      ...memory,
      desired: (...wanted) =>
        memory
          .desired(...wanted)
          .map((resource) =>
            resource.kind === "member" ? { ...resource, attributes: { roles: ["owner"] } } : resource,
          ),
    }),
  });

  expect(notes).toEqual(["first-plan: The first plan is not empty: update acme/member/a@acme.test."]);
});

test("500 organizations are read with one list and one read each, and told as they come", async () => {
  const told: number[] = [];
  const asked = { lists: 0, finds: 0, reads: 0 };
  const world: MemoryWorld = {
    organizations: Array.from({ length: 500 }, (_, index) => ({
      organization: organization(`org-${index}`),
      members: Array.from({ length: 20 }, (__, at) =>
        person(`p${at}@acme.test`, at === 0 ? "owner" : "member"),
      ),
      roles: [],
      access: [],
    })),
    workspaces: [],
  };
  const started = performance.now();
  const { texts } = await imports(world, {
    connector: (memory) => ({
      ...memory,
      reader: (...opened) => {
        const reader = memory.reader(...opened);
        return {
          ...reader,
          organizations: () => {
            asked.lists += 1;
            return reader.organizations();
          },
          find: (key) => {
            asked.finds += 1;
            return reader.find(key);
          },
          read: (live) => {
            asked.reads += 1;
            return reader.read(live);
          },
        };
      },
    }),
    more: { onRead: ({ done }) => told.push(done) },
  });

  expect(Object.keys(texts)).toHaveLength(500);
  expect(asked).toEqual({ lists: 1, finds: 0, reads: 500 });
  expect(told.at(-1)).toBe(500);
  expect(performance.now() - started).toBeLessThan(60_000);
}, 60_000);
