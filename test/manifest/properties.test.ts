/** Laws of the pure part: for any text, any people, any order. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseManifests, parseProject, resolve } from "../../src/manifest/index.ts";
import { sortDiagnostics } from "../../src/model/diagnostic.ts";
import { acme, document, documents, group, meaning, NOW, projectIn, systems } from "./fixture.ts";

const FRAGMENTS = [
  "apiVersion: orgwright/v1\n",
  "kind: Organization\n",
  "kind: Group\n",
  "metadata: {name: a}\n",
  "spec:\n",
  "  members:\n",
  "    - ",
  "email: a@acme.test",
  ", ",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "\n",
  "\r\n",
  "\t",
  "  ",
  "---\n",
  "&a ",
  "*a",
  "!x ",
  "<<: ",
  "? ",
  "| ",
  "> ",
  "# ",
  "%YAML 1.1\n",
  "\ufeff",
  "\u0000",
  "\u2028",
  "token: x",
  "connections:\n",
];
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 4 })))
    .map((parts) => parts.join("")),
);

describe("any text", () => {
  it("is parsed without a throw, and what is wrong comes sorted and with a place", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { diagnostics } of [
          parseManifests([{ file: "a.yaml", text }]),
          parseProject({ file: "a.yaml", text }),
        ]) {
          expect(diagnostics).toEqual(sortDiagnostics(diagnostics));
          for (const { location } of diagnostics) {
            const line = text.replace(/^\ufeff/, "").split("\n")[(location?.line ?? 0) - 1];
            expect(line?.length).toBeGreaterThanOrEqual((location?.column ?? 0) - 1);
            expect(location?.endColumn).toBeGreaterThanOrEqual(location?.column ?? 0);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("in place of a value or a key does not throw either, in what it means", () => {
    const good = acme(
      "displayName: x\nworkspaces: [{name: p}]\nmembers:\n  - {email: a@acme.test, role: admin, workspaces: {p: admin}}",
    );
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("main", "acme-corp", "displayName", "x", "p", "a@acme.test", "admin", "acme"),
        (text, word) => {
          const parsed = parseManifests([
            { file: "a.yaml", text: good.replaceAll(word, JSON.stringify(text)) },
          ]);
          if (parsed.ok) resolve(parsed.value, { now: NOW, project: projectIn("UTC"), systems });
        },
      ),
      { numRuns: 500 },
    );
  });
});

const PEOPLE = ["a@acme.test", "b@acme.test", "c@acme.test"];
const role = fc.constantFrom("owner", "admin", "member");
const workspaces = fc.option(fc.dictionary(fc.constantFrom("p", "q"), role), { nil: undefined });
const time = fc.option(fc.constantFrom("2026-01-01", "2026-06-15", "2026-06-16", "2027-01-01"), {
  nil: undefined,
});
const groupEntry = fc.record({
  group: fc.constantFrom("g0", "g1", "g2"),
  role,
  workspaces,
  from: time,
  until: time,
});
const explicitEntry = fc.record({ email: fc.constantFrom(...PEOPLE), role, workspaces, until: time });
const people = fc.uniqueArray(fc.constantFrom(...PEOPLE), { maxLength: 3 });
const story = fc.record({
  entries: fc.array(fc.oneof(groupEntry, explicitEntry), { maxLength: 6 }),
  groups: fc.tuple(people, people, people),
});

/** A project of one organization, three groups and a person, entries in the order given. */
function yamlOf({
  entries,
  groups,
}: {
  entries: readonly object[];
  groups: readonly (readonly string[])[];
}): string {
  return documents(
    acme(`workspaces: [{name: p}, {name: q}]\nconfirmEmpty: [members]\nmembers: ${JSON.stringify(entries)}`),
    ...groups.map((members, index) => group(`g${index}`, ...members)),
    document("Person", "a", "email: a@acme.test\naliases: [b@acme.test]"),
  );
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

describe("resolve", () => {
  it("is pure: frozen input, the same output twice", () => {
    fc.assert(
      fc.property(story, (told) => {
        const parsed = parseManifests([{ file: "a.yaml", text: yamlOf(told) }]);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
        const input = frozen(parsed.value);
        const context = frozen({ now: NOW, project: projectIn("Europe/Berlin"), systems });
        const first = resolve(input, context);
        expect(JSON.stringify(resolve(input, context))).toBe(JSON.stringify(first));
        expect(first.diagnostics).toEqual(sortDiagnostics(first.diagnostics));
      }),
    );
  });

  it("makes one member of each person, and who they are does not depend on the order of entries", () => {
    const who = (told: Parameters<typeof yamlOf>[0]) =>
      Object.fromEntries(
        (meaning(yamlOf(told)).organizations[0]?.members?.entries ?? []).map((member) => [
          member.identity.key,
          [member.roles, member.workspaces],
        ]),
      );
    const contradicts = (told: Parameters<typeof yamlOf>[0]) =>
      meaning(yamlOf(told)).diagnostics.some(({ code }) => code === "manifest/several-entries");
    fc.assert(
      fc.property(story, (told) => {
        const entries = meaning(yamlOf(told)).organizations[0]?.members?.entries ?? [];
        const keys = entries.map(({ identity }) => identity.key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).not.toContain("b@acme.test");
        const reversed = { ...told, entries: told.entries.toReversed() };
        expect(contradicts(reversed)).toBe(contradicts(told));
        if (!contradicts(told)) expect(who(reversed)).toEqual(who(told));
      }),
    );
  });

  it("gives among groups never less than any of them gives", () => {
    const rank = ["owner", "admin", "member"];
    fc.assert(
      fc.property(
        fc.array(fc.record({ group: fc.constantFrom("g0", "g1"), role }), { minLength: 1 }),
        (entries) => {
          const told = { entries, groups: [["c@acme.test"], ["c@acme.test"], []] };
          const [member] = meaning(yamlOf(told)).organizations[0]?.members?.entries ?? [];
          const highest = Math.min(...entries.map((entry) => rank.indexOf(entry.role)));
          expect(member?.roles).toEqual([rank[highest]]);
        },
      ),
    );
  });

  it("does not depend on the order of files, but for the order of what is said", () => {
    const files = [
      { file: "a.yaml", text: acme("members: [{group: g, role: owner}]") },
      { file: "b.yaml", text: group("g", "a@acme.test") },
      { file: "c.yaml", text: acme("members: [{group: h, role: owner}]", { name: "other" }) },
      { file: "d.yaml", text: document("Person", "a", "email: a@acme.test\nids: {main: u1}") },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(files, { minLength: 4 }), (shuffled) => {
        const parsed = parseManifests(shuffled);
        const straight = parseManifests(files);
        if (!parsed.ok || !straight.ok) throw new Error("good files");
        const context = { now: NOW, project: projectIn("UTC"), systems };
        expect(resolve(parsed.value, context)).toEqual(resolve(straight.value, context));
      }),
    );
  });
});

it("a project of 10,000 people is read and resolved in seconds", () => {
  const lines = Array.from(
    { length: 10_000 },
    (_, index) => `  - {email: person${index}@acme.test, role: member}`,
  );
  const started = performance.now();
  const { organizations, diagnostics } = meaning(acme(`members:\n${lines.join("\n")}`));
  expect(organizations[0]?.members?.entries).toHaveLength(10_000);
  expect(diagnostics).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5000);
});
