/** Random manifests against random live states, over real HTTP: an apply reaches the wish, and reading writes nothing (laws 1 and 2). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signalsmith } from "../../../src/connectors/signalsmith/index.ts";
import type { Plan } from "../../../src/model/contract.ts";
import type { SignalSmithSeed } from "../../../src/sandbox/index.ts";
import { openProject } from "../../conformance/project.ts";
import { startWorld } from "./world.ts";

const RUNS = Number(process.env["ORGWRIGHT_RUNS"] ?? 12);
const names = ["ann", "bea", "cid", "dov", "eli"];
const roles = ["owner", "admin", "member"] as const;
const role = fc.constantFrom(...roles);
const rooms = ["ws_0", "ws_1", "ws_2"];
const mail = (name: string) => `${name}@acme.test`;

interface Person {
  readonly state: "member" | "invited" | "stranger";
  readonly role: (typeof roles)[number];
  /** Role by workspace, with what it hangs on. */
  readonly rooms: readonly {
    readonly room: string;
    readonly role: (typeof roles)[number];
    readonly direct: boolean;
  }[];
}

const person: fc.Arbitrary<Person> = fc.record({
  state: fc.constantFrom("member", "member", "invited", "stranger"),
  role,
  rooms: fc.uniqueArray(fc.record({ room: fc.constantFrom(...rooms), role, direct: fc.boolean() }), {
    selector: ({ room }) => room,
    maxLength: 3,
  }),
});

const people = fc.tuple(...names.map(() => person));

const seeds = fc
  .record({ people, linked: fc.subarray(rooms) })
  .map(({ people: all, linked }): SignalSmithSeed => {
    const of = (state: Person["state"]) => names.filter((_, at) => all[at]?.state === state);
    const roleOf = (name: string) => all[names.indexOf(name)]?.role ?? "member";
    return {
      accounts: ["ops", ...names].map((name) => ({ id: `acc_${name}`, email: mail(name) })),
      tokens: [{ token: "secret-token", account: "acc_ops" }],
      organizations: [
        {
          id: "org_acme",
          name: "Acme",
          slug: "acme",
          members: [
            { account: "acc_ops", role: "owner" },
            ...of("member").map((name) => ({ account: `acc_${name}`, role: roleOf(name) })),
          ],
          invitations: of("invited").map((name) => ({
            email: mail(name),
            org_role: roleOf(name),
            workspace_access: [],
          })),
        },
      ],
      workspaces: [
        { id: "ws_home", name: "Home", members: [{ account: "acc_ops", role: "owner" }] },
        ...rooms.map((room) => ({
          id: room,
          name: room,
          organization_id: linked.includes(room) ? "org_acme" : null,
          members: [
            { account: "acc_ops", role: "owner" as const },
            ...names.flatMap((name, at) => {
              const held = all[at]?.rooms.find((each) => each.room === room);
              if (held === undefined || all[at]?.state === "invited") return [];
              const hangs = linked.includes(room) && all[at]?.state === "member" && !held.direct;
              return [
                {
                  account: `acc_${name}`,
                  role: held.role,
                  via: hangs ? ("organization" as const) : ("direct" as const),
                },
              ];
            }),
          ],
        })),
      ],
    };
  });

/** A manifest over the same people and the workspaces that a dialect can have in the organization. */
function manifests(linkable: (seed: SignalSmithSeed) => readonly string[]) {
  return seeds.chain((seed) =>
    fc.record({
      seed: fc.constant(seed),
      all: people,
      named: fc.subarray(names),
      exact: fc.boolean(),
      spaces: fc.subarray([...linkable(seed)]),
    }),
  );
}

function manifestOf(wish: {
  all: readonly Person[];
  named: readonly string[];
  exact: boolean;
  spaces: readonly string[];
}): string {
  const members = wish.named.map((name) => {
    const wanted = wish.all[names.indexOf(name)];
    const map = (wanted?.rooms ?? [])
      .filter(({ room }) => wish.spaces.includes(room))
      .map((each) => `${each.room}: ${each.role}`);
    const workspaces = wanted?.state === "stranger" ? "" : `, workspaces: {${map.join(", ")}}`;
    return `    - {email: ${mail(name)}, role: ${wanted?.role ?? "member"}${workspaces}}`;
  });
  return `apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  ownership: {members: ${wish.exact ? "exact" : "additive"}, workspaces: additive}
  workspaces: [${wish.spaces.map((id) => `{name: ${id}, id: ${id}}`).join(", ")}]
  confirmEmpty: [${wish.spaces.length === 0 ? "workspaces" : ""}]
  members:
    - {email: ops@acme.test, role: owner}
${members.join("\n")}
`.replace("  confirmEmpty: []\n", "");
}

function changesOf(plan: Plan): readonly string[] {
  return plan.organizations.flatMap((each) => [
    ...each.changes.map(({ action, address }) => `${action} ${address}`),
    ...each.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message),
  ]);
}

const variants = [
  { dialect: "guide" },
  { dialect: "guide", pendingMembers: "hidden" },
  { dialect: "reference-a" },
  { dialect: "reference-b" },
] as const;

describe.each(variants)("%o", (variant) => {
  test(`a random wish on a random world is reached in one apply (${RUNS} runs)`, async () => {
    const links = variant.dialect === "guide";
    const linkable = (seed: SignalSmithSeed) =>
      links
        ? rooms
        : rooms.filter((room) => seed.workspaces?.some((each) => each.id === room && each.organization_id));

    await fc.assert(
      fc.asyncProperty(manifests(linkable), async ({ seed, ...wish }) => {
        const world = await startWorld({ ...variant, seed: { signalsmith: seed } });
        try {
          const project = openProject(signalsmith, world);
          const manifest = manifestOf(wish);

          await project.plan(manifest);
          expect(world.writes()).toBe(0);
          const { outcome } = await project.apply(manifest);
          const second = await project.plan(manifest);

          expect(outcome.counts).toMatchObject({ failed: 0, skipped: 0, unknown: 0 });
          expect(changesOf(second)).toEqual([]);
        } finally {
          await world.close();
        }
      }),
      { numRuns: RUNS },
    );
  }, 60_000);
});
