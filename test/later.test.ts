import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectors } from "../src/connectors/index.ts";
import { intend } from "../src/intending.ts";
import { type DeclaredLater, type LaterRequest, later } from "../src/later.ts";
import { type Documents, parseManifests } from "../src/manifest/index.ts";
import type { Project } from "../src/model/contract.ts";
import { renderPlanMarkdown } from "../src/report/index.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const token = { env: "NOWHERE" };
const project: Project = {
  apiVersion: "orgwright/v1",
  kind: "Project",
  manifests: ["orgs/*.yaml"],
  connections: {
    signalsmith: { system: "signalsmith", endpoint: "https://one.test/api/v1", token },
    metrics: { system: "apimetrics", endpoint: "https://four.test", token },
  },
};

function documents(...texts: readonly string[]): Documents {
  const text = texts.map((each) => `apiVersion: orgwright/v1\n${each.trim()}\n`).join("---\n");
  const parsed = parseManifests([{ file: "orgs/acme.yaml", text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.value;
}

/** An organization with alice as its owner, and with these members beside her. */
function acme(members: readonly string[], more = "", head = "metadata: {name: acme}"): string {
  const entries = ["{email: alice@acme.test, role: owner}", ...members].map((each) => `    - ${each}\n`);
  const spec = `  connection: signalsmith\n  slug: acme-corp\n  members:\n${entries.join("")}${more}`;
  return `kind: Organization\n${head}\nspec:\n${spec}`;
}

function team(...people: readonly string[]): string {
  return `kind: Group\nmetadata: {name: team}\nspec: {members: [${people.join(", ")}]}`;
}

function ask(base: Documents | undefined, head: Documents, more: Partial<LaterRequest> = {}): DeclaredLater {
  return later({ project, connectors, now, base, head, ...more });
}

/** `day: action address` of everything, `no longer` before what is dropped. */
function told(
  base: readonly string[],
  head: readonly string[],
  more: Partial<LaterRequest> = {},
): readonly string[] {
  const intent = intend({ project, connectors, now, base: documents(...base), head: documents(...head) });
  if (!intent.valid) throw new Error(JSON.stringify(intent.diagnostics));
  return lines(ask(documents(...base), documents(...head), more));
}

function lines({ entries }: DeclaredLater): readonly string[] {
  return entries.flatMap(({ at, changes }) =>
    changes.map(
      ({ dropped, action, address }) =>
        `${at.slice(0, 10)}: ${dropped ? "no longer " : ""}${action} ${address}`,
    ),
  );
}

const mallory = "acme/member/mallory@acme.test";
const owner = (times: string) => `{email: mallory@acme.test, role: owner, ${times}}`;
const member = (times: string) => `{email: mallory@acme.test, role: member, ${times}}`;

describe("what begins and ends later", () => {
  test("an owner of the day after tomorrow, of whom the plan of today says nothing", () => {
    const [base, head] = [documents(acme([])), documents(acme([owner("from: 2026-11-24")]))];
    const intent = intend({ project, connectors, now, base, head });
    const found = ask(base, head);

    expect(intent).toMatchObject({ valid: true, plan: { verdict: "empty" } });
    expect(found).toMatchObject({
      more: 0,
      entries: [
        {
          at: "2026-11-24T00:00:00.000Z",
          organization: "acme",
          problems: [],
          changes: [
            {
              action: "create",
              address: mallory,
              verb: "add",
              dropped: false,
              risks: [{ code: "owner-gained" }],
              effects: [{ subject: "mallory@acme.test", verb: "gains", what: "owner", on: "acme" }],
              origins: [{ file: "orgs/acme.yaml", line: 9 }],
            },
          ],
        },
      ],
    });
    if (!intent.valid) throw new Error("invalid");
    expect(renderPlanMarkdown(intent.plan, { later: found })).toContain(
      "`2026-11-24 00:00 UTC` · `acme`: **owner gained** `mallory@acme.test` gains `owner` on `acme` `orgs/acme.yaml:9`",
    );
  });

  test("an owner who ends by itself, with the line that says so", () => {
    const found = ask(documents(acme([])), documents(acme([owner("until: 2026-12-31")])));

    expect(found.entries).toMatchObject([
      {
        at: "2027-01-01T00:00:00.000Z",
        changes: [
          {
            action: "delete",
            address: mallory,
            risks: [{ code: "owner-lost" }, { code: "last-but-one-owner" }],
            effects: [{ verb: "loses", what: "owner" }],
            origins: [{ line: 9 }],
          },
        ],
      },
    ]);
  });

  test("a day begins and ends in the project's time zone", () => {
    const found = ask(documents(acme([])), documents(acme([owner("from: 2026-11-24")])), {
      project: { ...project, timezone: "Asia/Tokyo" },
    });

    expect(found.entries.map(({ at }) => at)).toEqual(["2026-11-23T15:00:00.000Z"]);
  });

  test("one role after another, each at its time", () => {
    expect(told([acme([])], [acme([member("until: 2026-11-30"), owner("from: 2026-12-01")])])).toEqual([
      `2026-12-01: update ${mallory}`,
    ]);
    expect(
      told([acme([])], [acme([member("until: 2026-11-30"), owner("from: 2026-12-05, until: 2026-12-06")])]),
    ).toEqual([
      `2026-12-01: delete ${mallory}`,
      `2026-12-05: create ${mallory}`,
      `2026-12-07: delete ${mallory}`,
    ]);
  });

  test("in an additive section what ends is told once", () => {
    const more = "  ownership: {members: additive}";

    expect(
      told(
        [acme([], more)],
        [acme([member("until: 2026-11-30"), "{email: z@acme.test, role: member, from: 2026-12-09}"], more)],
      ),
    ).toEqual([`2026-12-01: delete ${mallory}`, "2026-12-09: create acme/member/z@acme.test"]);
  });

  test("access by entry and by a member's map", () => {
    const more = "  workspaces: [{name: production, id: ws_1}]\n";
    const admin =
      "{email: mallory@acme.test, role: member, workspaces: {production: admin}, from: 2026-11-24}";
    const metrics = (access: string) =>
      `kind: Organization\nmetadata: {name: m}\nspec:\n  connection: metrics\n  id: acmeid\n  workspaces: [{name: p, id: p1}]\n  access:\n    - {email: a@acme.test, workspace: p, level: EDITOR}\n${access}`;

    expect(told([acme([], more)], [acme([admin], more)])).toEqual([
      "2026-11-24: create acme/access/production/mallory@acme.test",
      `2026-11-24: create ${mallory}`,
    ]);
    expect(
      told(
        [metrics("")],
        [metrics("    - {email: ext@acme.test, workspace: p, level: VIEWER, until: 2026-12-01}")],
      ),
    ).toEqual(["2026-12-02: delete m/access/p/ext@acme.test"]);
  });

  test("what has a risk stands first", () => {
    const [entry] = ask(
      documents(acme([])),
      documents(acme(["{email: a@acme.test, role: member, from: 2026-11-24}", owner("from: 2026-11-24")])),
    ).entries;

    expect(entry?.changes.map(({ address }) => address)).toEqual([mallory, "acme/member/a@acme.test"]);
  });

  test("of a new organization everything", () => {
    expect(lines(ask(undefined, documents(acme([owner("from: 2026-11-24")]))))).toEqual([
      `2026-11-24: create ${mallory}`,
    ]);
  });
});

describe("whose doing it is", () => {
  test.each([
    ["the base has it as well", [owner("from: 2026-11-24")], [owner("from: 2026-11-24")]],
    [
      "the same end from another role now",
      [member("until: 2026-11-30")],
      ["{email: mallory@acme.test, role: admin, until: 2026-11-30}"],
    ],
    ["it is over", [], [owner("from: 2026-11-10, until: 2026-11-21")]],
    ["it is in force", [], [owner("from: 2026-11-22")]],
    ["now instead of later", [owner("from: 2026-11-24")], ["{email: mallory@acme.test, role: owner}"]],
  ])("nothing: %s", (_what, base, head) => {
    expect(told([acme(base)], [acme(head)])).toEqual([]);
  });

  test("a group that grows reaches further, and only that is told", () => {
    const spec = acme(["{group: team, role: admin, from: 2026-11-24}"]);

    expect(
      told([spec, team("carol@acme.test")], [spec, team("carol@acme.test", "mallory@acme.test")]),
    ).toEqual([`2026-11-24: create ${mallory}`]);
  });

  test("a renamed organization does not do anew what it did under its old name", () => {
    const renamed = "metadata: {name: anew}";

    expect(
      told([acme([owner("from: 2026-11-24")])], [acme([owner("from: 2026-11-24")], "", renamed)]),
    ).toEqual([]);
  });

  test("what the base would have ended goes on, with the risk of that", () => {
    const found = ask(
      documents(acme([owner("until: 2026-11-30")])),
      documents(acme(["{email: mallory@acme.test, role: owner}"])),
    );

    expect(lines(found)).toEqual([`2026-12-01: no longer delete ${mallory}`]);
    expect(found.entries[0]?.changes[0]).toMatchObject({
      effects: [{ verb: "loses", what: "owner" }],
      risks: [{ code: "owner-gained" }],
      origins: [{ line: 9 }],
    });
  });

  test("put off: no longer then, but later", () => {
    expect(told([acme([owner("from: 2026-11-24")])], [acme([owner("from: 2026-11-26")])])).toEqual([
      `2026-11-24: no longer create ${mallory}`,
      `2026-11-26: create ${mallory}`,
    ]);
  });

  test("only of the organizations that are asked for", () => {
    const other = acme([owner("from: 2026-11-25")], "", "metadata: {name: beta}").replace(
      "acme-corp",
      "beta",
    );
    const head = [acme([owner("from: 2026-11-24")]), other];

    expect(told([acme([])], head, { only: ["beta"] })).toEqual([
      "2026-11-25: create beta/member/mallory@acme.test",
    ]);
    expect(told([acme([])], head)).toHaveLength(2);
  });
});

describe("what cannot be told", () => {
  const empty = `kind: Organization\nmetadata: {name: acme}\nspec:\n  connection: signalsmith\n  slug: acme-corp\n  members:\n    - ${owner("until: 2026-11-30")}\n    - ${owner("from: 2026-12-03, until: 2026-12-05")}`;

  test("a section that becomes empty by itself is invalid from then on, said once", () => {
    const found = ask(documents(acme([])), documents(empty));

    expect(found.entries.map(({ at, problems }) => [at.slice(0, 10), problems.length])).toEqual([
      ["2026-12-01", 1],
    ]);
    expect(found.entries[0]?.problems[0]).toMatch(/members/u);
    expect(ask(documents(empty), documents(empty)).entries).toEqual([]);
  });

  test("an invalid head declares nothing; an invalid base counts as empty", () => {
    const invalid = documents(acme(["{email: bob@acme.test, role: ownr}", owner("from: 2026-11-24")]));
    const valid = documents(acme([owner("from: 2026-11-24")]));

    expect(ask(valid, invalid)).toEqual({ entries: [], more: 0 });
    expect(lines(ask(invalid, valid))).toEqual([`2026-11-24: create ${mallory}`]);
  });

  test("the 100 earliest times are looked at, the others counted", () => {
    const many = Array.from({ length: 103 }, (_, index) => {
      const from = new Date(now + (index + 1) * 60_000).toISOString();
      return `{email: p${index}@acme.test, role: member, from: "${from}"}`;
    });
    const found = ask(documents(acme([])), documents(acme(many.toReversed())));

    expect(found.more).toBe(3);
    expect(found.entries.map(({ changes }) => changes[0]?.address)).toEqual(
      many.slice(0, 100).map((_, index) => `acme/member/p${index}@acme.test`),
    );
  });
});

interface Timed {
  readonly person: string;
  readonly role: string;
  readonly from: number;
  readonly until: number;
}

const dayAt = (number: number) => now + number * 86_400_000;

function entryOf({ person, role, from, until }: Timed): string {
  const times = Object.entries({ from, until }).filter(([, number]) => Math.abs(number) < 50);
  const said = times.map(([key, number]) => `, ${key}: "${new Date(dayAt(number)).toISOString()}"`);
  return `{email: ${person}@acme.test, role: ${role}${said.join("")}}`;
}

/** Who has which role then, as the plan of today and all that is told of later give it. */
function holding(base: Documents, head: Documents, then: number): readonly string[] {
  const today = intend({ project, connectors, now, base, head });
  if (!today.valid) throw new Error(JSON.stringify(today.diagnostics));
  const due = ask(base, head).entries.filter(({ at }) => Date.parse(at) <= then);
  const effects = [...today.plan.organizations, ...due].flatMap(({ changes }) =>
    changes.flatMap((change) => change.effects),
  );
  const has = new Map(effects.map(({ subject, verb, what }) => [subject, verb === "loses" ? "" : what]));
  return [...has].filter(([, what]) => what !== "").map((each) => each.join(": "));
}

test("today's plan and what is told of later together give what the manifests want, at every time", () => {
  const entry = fc
    .record({
      person: fc.constantFrom("b", "c", "d"),
      role: fc.constantFrom("member", "admin", "owner"),
      from: fc.oneof(fc.constant(-99), fc.integer({ min: -2, max: 6 })),
      length: fc.oneof(fc.constant(200), fc.integer({ min: 1, max: 6 })),
    })
    .map(({ length, ...rest }): Timed => ({ ...rest, until: Math.max(rest.from, -3) + length }));
  const entries = fc.uniqueArray(entry, { maxLength: 3, selector: ({ person }) => person });

  fc.assert(
    fc.property(entries, fc.integer({ min: 0, max: 28 }), (head, half) => {
      const wanted = head.filter(({ from, until }) => from <= half / 2 && half / 2 < until);
      const found = holding(documents(acme([])), documents(acme(head.map(entryOf))), dayAt(half / 2));

      expect([...found].sort()).toEqual(
        wanted.map(({ person, role }) => `${person}@acme.test: ${role}`).sort(),
      );
    }),
    { numRuns: 150 },
  );
});
