/** Parts, one by one, say what a whole manifest says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemory, type MemoryWorld } from "../src/connectors/memory/index.ts";
import { openParts, type Part, type PartSpec, type Parts, parseManifests, reconcile } from "../src/index.ts";
import type { Connector } from "../src/model/connector.ts";
import type { AccessEntry, MemberEntry, Project, RoleEntry, WorkspaceEntry } from "../src/model/contract.ts";
import { partOf, yes } from "./part-desk.ts";
import { liveAccess, liveMember, liveWorkspace, now, wide, world } from "./plan/desk.ts";

const emails = ["a@acme.test", "b@acme.test", "c@acme.test"];
const rooms = ["one", "two"];
const levels = ["owner", "admin", "member"];
const custom = ["sre", "dev"];
const boss: MemberEntry = { email: "boss@acme.test", role: "owner" };

interface Wish {
  readonly displayName: string;
  readonly roles: readonly RoleEntry[];
  readonly workspaces: readonly WorkspaceEntry[];
  readonly members: readonly MemberEntry[];
  readonly access: readonly AccessEntry[];
}

const wishes: fc.Arbitrary<Wish> = fc
  .record({
    displayName: fc.constantFrom("Acme", "Acme Corp"),
    roles: fc.subarray(custom),
    spaces: fc.subarray(rooms),
    people: fc.subarray(emails),
    picks: fc.array(fc.nat(11), { minLength: 8, maxLength: 8 }),
  })
  .map(({ displayName, roles, spaces, people, picks }) => {
    const pick = (at: number) => picks[at % picks.length] ?? 0;
    const names = [...levels, ...roles];
    const space = (at: number) => spaces[pick(at) % Math.max(1, spaces.length)];
    return {
      displayName,
      roles: roles.map((name) => ({ name, displayName: `The ${name}` })),
      workspaces: spaces.map((name) => ({ name })),
      members: [
        boss,
        ...people.map((email, at) => {
          const workspace = pick(at + 3) % 2 === 0 ? space(at) : undefined;
          const level = levels[pick(at + 4) % 3] ?? "member";
          const role = names[pick(at) % names.length] ?? "member";
          return { email, role, ...(workspace === undefined ? {} : { workspaces: { [workspace]: level } }) };
        }),
      ],
      access: roles.flatMap((role, at) => {
        const workspace = space(at + 5);
        return workspace === undefined
          ? []
          : [{ role, workspace, level: levels[pick(at + 6) % 3] ?? "member" }];
      }),
    };
  });

const lives: fc.Arbitrary<MemoryWorld> = fc
  .record({ people: fc.subarray(emails), spaces: fc.subarray(rooms), seed: fc.nat(11) })
  .map(({ people, spaces, seed }) => {
    const level = (at: number) => levels[(seed + at) % 3] ?? "member";
    const [first] = spaces;
    const access =
      first === undefined ? [] : people.map((email, at) => liveAccess(email, first, level(at * 2)));
    const members = [
      liveMember("boss@acme.test", "owner"),
      ...people.map((email, at) => liveMember(email, level(at))),
    ];
    return world(
      [{ members, access }],
      spaces.map((name) => liveWorkspace(name)),
    );
  });

const empty: fc.Arbitrary<MemoryWorld> = fc.constant(world([]));
const nothing = () => Promise.reject(new Error("memory sends nothing"));
const project: Project = {
  apiVersion: "orgwright/v1",
  kind: "Project",
  manifests: [],
  guards: wide,
  connections: {
    memory: {
      system: "signalsmith",
      endpoint: "http://127.0.0.1:1/",
      self: "robot@acme.test",
      token: { env: "X" },
    },
  },
};
const additive = {
  roles: "additive",
  workspaces: "additive",
  members: "additive",
  access: "additive",
} as const;

async function byManifest(connector: Connector, wish: Wish): Promise<void> {
  const text = JSON.stringify({
    apiVersion: "orgwright/v1",
    kind: "Organization",
    metadata: { name: "acme" },
    spec: { connection: "memory", slug: "acme", ...sections(wish), ownership: ownershipOf(sections(wish)) },
  });
  const documents = parseManifests([{ file: "acme.yaml", text }]);
  if (!documents.ok) throw new Error(JSON.stringify(documents.diagnostics));
  const result = await reconcile({
    project,
    documents: documents.value,
    connectors: { signalsmith: connector },
    readClient: () => ({ get: nothing }),
    records: [],
    now,
    writing: {
      writeClient: () => ({ get: nothing, send: nothing }),
      confirm: () => Promise.resolve(true),
      records: { put: () => Promise.resolve(), remove: () => Promise.resolve() },
    },
  });
  expect(result).toMatchObject({ valid: true, outcome: { complete: true } });
}

/** Sections with nothing in them are left out: as a part they do not exist. */
function sections({ displayName, ...lists }: Wish): PartSpec {
  return { displayName, ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) };
}

function ownershipOf(spec: PartSpec): NonNullable<PartSpec["ownership"]> {
  return Object.fromEntries(Object.entries(additive).filter(([section]) => section in spec));
}

function partsOf({ displayName, roles, workspaces, members, access }: Wish): readonly Part[] {
  const own = (spec: PartSpec) => partOf({ ...spec, ownership: ownershipOf(spec) });
  return [
    partOf({ displayName }),
    ...roles.map((each) => own({ roles: [each] })),
    ...workspaces.map((each) => own({ workspaces: [each] })),
    ...members.map((each) => own({ members: [each] })),
    ...access.map((each) => own({ access: [each] })),
  ];
}

function partsOn(connector: Connector): Parts {
  const clients = { read: () => ({ get: nothing }), write: () => ({ get: nothing, send: nothing }) };
  return openParts({ project, connectors: { signalsmith: connector }, clients, now: () => now });
}

/** Everything held, in an order of its own. */
function sorted({ organizations, workspaces }: MemoryWorld): unknown {
  const order = <T>(all: readonly T[]) =>
    [...all].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return {
    workspaces: order(workspaces),
    organizations: order(
      organizations.map(({ organization, roles, members, access }) => ({
        organization,
        roles: order(roles),
        members: order(members),
        access: order(access),
      })),
    ),
  };
}

test.each([
  ["an organization that is there", lives],
  ["one that is to be made", empty],
])("parts applied one by one leave what the whole manifest leaves: %s", async (_, worlds) => {
  let written = 0;
  await fc.assert(
    fc.asyncProperty(wishes, worlds, async (wish, live) => {
      const whole = createMemory(live);
      await byManifest(whole.connector, wish);
      const apart = createMemory(live);
      const parts = partsOn(apart.connector);

      for (const part of partsOf(wish)) {
        expect((await parts.apply(part, yes)).problems).toEqual([]);
      }

      expect(sorted(apart.state())).toEqual(sorted(whole.state()));
      for (const run of [parts, partsOn(apart.connector)]) {
        for (const part of partsOf(wish)) {
          const { plan, problems } = await run.compare(part);
          expect({ changes: plan?.changes, problems }).toEqual({ changes: [], problems: [] });
        }
      }
      written += apart.writes().length;
    }),
    { numRuns: 25 },
  );
  expect(written).toBeGreaterThan(25);
});

test("the same parts side by side, level by level", async () => {
  await fc.assert(
    fc.asyncProperty(wishes, lives, async (wish, live) => {
      const whole = createMemory(live);
      await byManifest(whole.connector, wish);
      const apart = createMemory(live);
      const parts = partsOn(apart.connector);
      const { displayName, access, members, ...rest } = wish;
      const none = { roles: [], workspaces: [], members: [], access: [], displayName };

      for (const step of [
        { ...none, ...rest },
        { ...none, members },
        { ...none, access },
      ]) {
        const done = await Promise.all(partsOf(step).map((part) => parts.apply(part, yes)));
        expect(done.flatMap(({ problems }) => problems)).toEqual([]);
      }

      expect(sorted(apart.state())).toEqual(sorted(whole.state()));
    }),
    { numRuns: 25 },
  );
});
