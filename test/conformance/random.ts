/** Random wishes, one after another, on what the ones before left behind: each is reached in one apply (laws 1 and 2). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparedEmail } from "../../src/model/identity.ts";
import type { LiveMember } from "../../src/model/live.ts";
import { acme, expectComplete, expectEmpty, type Stage, stageOn } from "./stage.ts";
import { type Chapter, expectedOf, type Person, workspaces } from "./story.ts";
import type { Subject } from "./subject.ts";
import type { LevelWord, RoleWord, Words } from "./words.ts";

const RUNS = Number(process.env["ORGWRIGHT_RUNS"] ?? 4);
const emails = ["ann", "bea", "cid", "dov", "Eli"].map((name) => `${name}@acme.test`);
const levels: readonly LevelWord[] = ["high", "mid", "low"];

/** A chapter, and who of the invited accepts before the next one. */
interface Turn {
  readonly chapter: Chapter;
  readonly accepting: readonly string[];
}

const role = fc.constantFrom<RoleWord>("owner", "more", "less");
const level = fc.constantFrom(...levels);

/** The first owner stays, with the highest level everywhere: what happens to the last one is another matter. */
const olga: Person = {
  email: "olga@acme.test",
  role: "owner",
  workspaces: { production: "high", staging: "high" },
};

function personIn(names: readonly string[]): fc.Arbitrary<Omit<Person, "email">> {
  return fc.record(
    {
      role,
      status: fc.constantFrom("active", "suspended"),
      workspaces: fc.dictionary(fc.constantFrom(...names, names[0] ?? ""), level, { noNullPrototype: true }),
    },
    { requiredKeys: ["role"] },
  );
}

const grants = fc.uniqueArray(
  fc.record({
    role: fc.constantFrom<RoleWord>("more", "less"),
    workspace: fc.constantFrom(...Object.keys(workspaces)),
    level,
  }),
  { selector: ({ role: who, workspace }) => `${who} ${workspace}`, maxLength: 3 },
);

const chapters: fc.Arbitrary<Chapter> = fc
  .record({
    roles: fc.constantFrom(2, 3),
    people: fc.uniqueArray(fc.tuple(fc.constantFrom(...emails), personIn(Object.keys(workspaces))), {
      selector: ([email]) => email,
      maxLength: emails.length,
    }),
    access: grants,
    ownership: fc.constantFrom("exact", "additive"),
  })
  .map(({ people, ...rest }) => ({
    ...rest,
    members: [olga, ...people.map(([email, person]) => ({ ...person, email }))],
  }));

const turns: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.record({ chapter: chapters, accepting: fc.subarray(emails) }),
  { minLength: 2, maxLength: 3 },
);

/** Random wishes in the words of a subject; ORGWRIGHT_RUNS says how many series of them. */
export function describeRandom(subject: Subject): void {
  if (subject.variant === true) return;
  describe(`${subject.name} with random wishes`, () => {
    it(`reaches each in one apply, and what it reads back is the wish (${RUNS} series)`, async () => {
      await fc.assert(
        fc.asyncProperty(turns, async (series) => {
          const world = await subject.start();
          try {
            const stage = stageOn(subject, world, { invitations: { quietDays: 0, maxPerPerson: 100 } });
            for (const turn of series) await play(turn, stage);
          } finally {
            await world.close();
          }
        }),
        { numRuns: RUNS },
      );
    }, 120_000);
  });
}

async function play({ chapter, accepting }: Turn, stage: Stage): Promise<void> {
  const { world, project, manifest } = stage;
  const before = world.writes();
  const planned = await project.plan(manifest(chapter));
  expect(world.writes()).toBe(before);

  const { plan, outcome } = await project.apply(manifest(chapter));
  expect(acme(plan).changes.map(({ id }) => id)).toEqual(acme(planned).changes.map(({ id }) => id));
  expectComplete(outcome);
  expectEmpty(await project.plan(manifest(chapter)));

  for (const email of [olga.email, ...accepting]) await world.accept(email);
  expectComplete((await project.apply(manifest(chapter))).outcome);
  expectEmpty(await project.plan(manifest(chapter)));
  await expectReached(chapter, stage);
}

/** Everybody who is in has what the chapter says, once; nobody else is in where it says the whole. */
async function expectReached(chapter: Chapter, { project, words }: Stage): Promise<void> {
  const { members = [] } = (await project.state("acme")) ?? {};
  const { access = [] } = (await project.live("acme")) ?? {};
  const free = members.filter(({ protection }) => protection === undefined);
  const emails = free.map(({ email }) => comparedEmail(email ?? "?"));
  expect(emails).toEqual([...new Set(emails)]);
  if (chapter.ownership === "exact") {
    const wished = chapter.members.map(({ email }) => comparedEmail(email)).sort();
    const shown = words.kinds.member?.invitation.listed
      ? wished
      : wished.filter((email) => emails.includes(email));
    expect(emails.sort()).toEqual(shown);
  }

  for (const person of chapter.members) {
    const found = free.find(({ email, status }) => sameEmail(email, person.email) && status !== "invited");
    if (found !== undefined) expectPerson({ person, found, access, chapter, words });
  }
}

interface Found {
  readonly person: Person;
  readonly found: LiveMember;
  readonly access: readonly string[];
  readonly chapter: Chapter;
  readonly words: Words;
}

function expectPerson({ person, found, access, chapter, words }: Found): void {
  const key = comparedEmail(person.email);
  const status = words.kinds.member?.suspend ? (person.status ?? found.status) : "active";
  expect({ key, roles: [...found.roles].sort(), status: found.status }).toEqual({
    key,
    roles: words.held[person.role],
    status,
  });
  if (!words.memberAccess || person.workspaces === undefined) return;
  const held = access.filter((line) => line.split(" ")[1] === key && /^(Production|Staging) /.test(line));
  const wanted = expectedOf({ members: [person] }, words).access.sort();
  // A declared map is the whole of somebody's access only where undeclared things are removed.
  expect(held).toEqual(chapter.ownership === "exact" ? wanted : expect.arrayContaining(wanted));
}

function sameEmail(a: string | undefined, b: string): boolean {
  return a !== undefined && comparedEmail(a) === comparedEmail(b);
}
