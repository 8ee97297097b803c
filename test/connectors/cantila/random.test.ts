/** Random wishes against random live states, over real HTTP: one apply reaches the wish, and the second plan is empty (law 1). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CantilaSeed } from "../../../src/sandbox/index.ts";
import { openTestProject, ranksOf, type Speaks } from "./world.ts";

const RUNS = Number(process.env["ORGWRIGHT_RUNS"] ?? 10);
const names = ["ann", "bea", "cid", "dov", "eli"];
const mail = (name: string) => `${name}@acme.test`;

interface Person {
  readonly live: "member" | "invited" | "overdue" | "both" | "stranger";
  readonly liveRole: number;
  readonly wanted: boolean;
  readonly wantedRole: number;
}

interface Look {
  readonly displayName?: string | null;
  readonly primaryColor?: string | null;
}

interface Random {
  readonly people: readonly Person[];
  readonly before: Look;
  readonly after: Look;
}

const person: fc.Arbitrary<Person> = fc.record({
  live: fc.constantFrom("member", "invited", "overdue", "both", "stranger"),
  liveRole: fc.nat(3),
  wanted: fc.boolean(),
  wantedRole: fc.nat(3),
});
const look: fc.Arbitrary<Look> = fc.record(
  {
    displayName: fc.constantFrom("Acme Cloud", "Ä & <b>", null),
    primaryColor: fc.constantFrom("#0B5", "#00BB55", "#123456", null),
  },
  { requiredKeys: [] },
);
const worlds: fc.Arbitrary<Random> = fc.record({
  people: fc.tuple(...names.map(() => person)),
  before: look,
  after: look,
});

function seedOf(speaks: Speaks, { people, before }: Random): CantilaSeed {
  const rows = (...states: readonly Person["live"][]) =>
    people.flatMap(({ live, liveRole }, at) =>
      states.includes(live) ? [{ email: mail(names[at] ?? ""), role: roleAt(speaks, liveRole) }] : [],
    );
  return {
    accounts: [
      { handle: "agency", name: "Agency", plan: "agency" },
      {
        handle: "acme",
        name: "Acme",
        parent: "agency",
        branding: { displayName: before.displayName ?? null, primaryColor: sixDigits(before.primaryColor) },
        members: [{ email: "alice@acme.test", role: "owner" }, ...rows("member", "both")],
        invites: [...rows("invited", "both"), ...rows("overdue").map((row) => ({ ...row, overdue: true }))],
      },
    ],
    keys: [{ key: "agency-key", account: "agency" }],
  };
}

function sixDigits(color: string | null | undefined): string | null {
  return color === "#0B5" ? "#00bb55" : (color ?? null);
}

function roleAt(speaks: Speaks, position: number) {
  const ranks = ranksOf(speaks);
  return ranks[position % ranks.length] ?? "owner";
}

function manifestOf(speaks: Speaks, { people, after }: Random): string {
  const members = people.flatMap(({ wanted, wantedRole }, at) =>
    wanted ? [{ email: mail(names[at] ?? ""), role: roleAt(speaks, wantedRole) }] : [],
  );
  const spec = {
    connection: "main",
    slug: "acme",
    branding: after,
    members: [{ email: "alice@acme.test", role: "owner" }, ...members],
  };
  return JSON.stringify({
    apiVersion: "orgwright/v1",
    kind: "Organization",
    metadata: { name: "acme" },
    spec,
  });
}

describe.each(["server", "documented"] as const)("random wishes of %s", (speaks) => {
  it("are reached by one apply, and nobody who is a member is invited", async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (random) => {
        const { project, sandbox } = await openTestProject({
          speaks,
          seed: { cantila: seedOf(speaks, random) },
        });
        try {
          const manifest = manifestOf(speaks, random);

          const { outcome } = await project.apply(manifest);

          expect(outcome.complete).toBe(true);
          const { organizations, verdict } = await project.plan(manifest);
          expect([verdict, organizations.flatMap(({ changes }) => changes)]).toEqual(["empty", []]);
          const live = (await project.live("acme"))?.members.map((row) => row.split(" ")) ?? [];
          const wanted = random.people.flatMap(({ wanted: is, wantedRole }, at) =>
            is ? [[mail(names[at] ?? ""), roleAt(speaks, wantedRole)]] : [],
          );
          expect(live.map(([email, role]) => [email, role])).toEqual(
            [["alice@acme.test", "owner"], ...wanted].sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
          );
        } finally {
          await sandbox.close();
        }
      }),
      { numRuns: RUNS },
    );
  });
});
