/** What an apply reaches, and that reading changes nothing (laws 1, 2, 7, 12). */
import { afterEach, describe, expect, it, vi } from "vitest";
import type { WriteContext } from "../../src/model/connector.ts";
import type { Change, Plan } from "../../src/model/contract.ts";
import { acme, changesOf, expectComplete, expectEmpty, expectLive, stagesOf } from "./stage.ts";
import { story } from "./story.ts";
import type { Subject } from "./subject.ts";

const peopleOf = (...chapters: readonly (keyof typeof story)[]) =>
  new Set(chapters.flatMap((name) => story[name].members.map(({ email }) => email.toLowerCase())));

const DAY = 86_400_000;

/** The laws of reaching a wish and staying there. */
export function describeLaws(subject: Subject): void {
  describe(`${subject.name} reaches what is wished`, () => {
    describeReaching(subject);
    describeReading(subject);
    describeEnds(subject);
  });
}

function describeReaching(subject: Subject): void {
  const { open } = stagesOf(subject);
  afterEach(() => {
    vi.useRealTimers();
  });

  it("has nothing left to do after one apply, before and after the invitations are accepted (law 1)", async () => {
    const stage = await open();

    await stage.settle(story.start);
    await stage.join(story.start);

    await expectLive(stage, story.start);
  });

  it("changes roles and access, adds and removes, and is done after each (law 1)", async () => {
    const stage = await open();
    await stage.settle(story.start);
    await stage.join(story.start);

    await stage.settle(story.changed);
    await stage.join(story.changed);

    await expectLive(stage, story.changed);
    const live = await stage.project.live("acme");
    expect(JSON.stringify(live)).not.toContain("alice@acme.test");
    expect(live?.access.filter((line) => line.startsWith("Staging bob@acme.test"))).toEqual([]);
    expect(live?.roles.filter((line) => line.startsWith(`${stage.words.custom[2]} `))).toEqual([]);
  });

  it("changes and takes back what is only invited, as far as the system can (law 7)", async () => {
    const stage = await open();
    await stage.settle(story.start);

    await stage.settle(story.changed);
  });

  it("sends no second mail for the same wish, nor without a record where invitations are listed (law 7)", async () => {
    const { world, project, manifest, words, settle } = await open();
    await settle(story.start);
    const before = world.writes();

    expectComplete((await project.apply(manifest(story.start))).outcome);
    expect(world.writes()).toBe(before);

    if (words.kinds.member?.invitation.listed) {
      project.forget();
      expectEmpty(await project.plan(manifest(story.start)));
    }
  });

  it("sends an invitation again once it expired, and no sooner (law 7)", async () => {
    const { world, project, manifest, words, settle } = await open({ invitations: { quietDays: 0 } });
    const days = words.kinds.member?.invitation.lifetimeDays ?? Number.POSITIVE_INFINITY;
    if (world.advance === undefined || !Number.isFinite(days)) return;
    const pass = (count: number) => {
      world.advance?.(count * DAY);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + count * DAY });
    };
    await settle(story.start);
    pass(days - 1);
    expectEmpty(await project.plan(manifest(story.start)));
    pass(2);

    const plan = await project.plan(manifest(story.start));
    await settle(story.start);

    expect(mailsOf(plan)).toBe(story.start.members.length);
    expect([...new Set(world.invitations?.())]).toEqual([...peopleOf("start")].sort());
  });

  it("does the same when each change is written twice (law 1)", async () => {
    const once = await open();
    const twice = await open({ times: 2 });

    for (const { world, project, manifest } of [once, twice]) {
      expectComplete((await project.apply(manifest(story.start))).outcome);
      await world.accept("olga@acme.test");
      await world.accept("bob@acme.test");
      expectComplete((await project.apply(manifest(story.changed))).outcome);
    }

    expect(await twice.project.live("acme")).toEqual(await once.project.live("acme"));
    expect(twice.world.invitations?.()).toEqual(once.world.invitations?.());
  });

  it("adds somebody whom the system knows without a mail, where it can", async () => {
    const { known } = subject.vocabulary ?? {};
    const { project, manifest, words, settle } = await open();
    if (known === undefined) {
      expect(words.kinds.member?.addById ?? false).toBe(false);
      return;
    }
    await settle(story.emptied);
    const entry = { ...known, role: words.roles.less };
    const olga = { email: "olga@acme.test", role: words.roles.owner };
    const chapter = { ...story.emptied, roles: 3, spec: { members: [olga, entry] } };

    const plan = await project.plan(manifest(chapter));
    await settle(chapter);

    expect(mailsOf(plan)).toBe(0);
    const { members = [] } = (await project.state("acme")) ?? {};
    const added = members.find(({ id, email }) => id === known.id || email === known.email);
    expect(added).toMatchObject({ roles: words.held.less, status: "active" });
  });
}

function describeReading(subject: Subject): void {
  const { open } = stagesOf(subject);

  it("finds nothing where nothing is", async () => {
    const { project, words } = await open();

    expect((await project.live("acme")) !== undefined).toBe(words.exists);
  });

  it("writes nothing while it reads (law 2)", async () => {
    const { world, project, manifest } = await open();
    await project.plan(manifest(story.start));
    expect(world.writes()).toBe(0);
    await project.apply(manifest(story.start));
    const before = world.writes();

    await project.plan(manifest(story.changed));
    await project.live("acme");
    await project.reader().organizations();

    expect(before).toBeGreaterThan(0);
    expect(world.writes()).toBe(before);
  });

  it("gives the same bytes for the same input (law 12)", async () => {
    const { project, manifest, settle } = await open();
    await settle(story.start);

    const [first, second] = [
      await project.plan(manifest(story.changed)),
      await project.plan(manifest(story.changed)),
    ];

    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(acme(first).changes.length).toBeGreaterThan(0);
  });

  it("lists the organization for an import", async () => {
    const { project, settle } = await open();
    await settle(story.start);

    const all = await project.reader().organizations();

    const live = await project.state("acme");
    expect(all.map(({ id }) => id)).toContain(live?.organization.id);
  });
}

function describeEnds(subject: Subject): void {
  const { open } = stagesOf(subject);

  it("removes everything that is declared and that its API can remove", async () => {
    const stage = await open();
    await stage.settle(story.start);
    await stage.join(story.start);

    await stage.settle(story.emptied);

    const live = JSON.stringify(await stage.project.live("acme"));
    const gone = [...peopleOf("start")].filter((email) => email !== "olga@acme.test");
    expect(gone.filter((email) => live.includes(email))).toEqual([]);
  });

  it("deletes an organization, twice without harm, or says who can", async () => {
    const { world, project, manifest, words, settle } = await open();
    await settle(story.start);

    const plan = await project.plan(manifest(story.deleted));

    const byApi = words.kinds.organization.delete === "api";
    expect(acme(plan).forPerson.map(({ kind }) => kind)).toEqual(byApi ? [] : ["organization"]);
    const changes = changesOf(plan);
    expect(changes.map(({ kind, action }) => `${kind} ${action}`)).toEqual(
      byApi ? ["organization delete"] : [],
    );
    const writer = subject.connector.writer(project.settings, world.writeClient());
    for (const change of [...changes, ...changes]) await writer.write(change, idsOf(change));
    expect((await project.live("acme")) === undefined).toBe(byApi);
  });
}

/** Invitations that go out, be it that a person delivers them. */
function mailsOf(plan: Plan): number {
  return changesOf(plan).reduce((sum, { mails }) => sum + mails, 0);
}

function idsOf({ refs }: Change): WriteContext {
  return { id: (address) => refs[address] ?? address };
}
