/** What happens when a change fails, was not reviewed, or tells a secret (laws 8, 9, 11). */
import { describe, expect, it } from "vitest";
import type { Change, Outcome } from "../../src/model/contract.ts";
import { ConnectorError } from "../../src/model/errors.ts";
import { changesOf, expectComplete, expectEmpty, outcomeOf, problemsOf, stagesOf } from "./stage.ts";
import { story } from "./story.ts";
import type { Subject } from "./subject.ts";

/** The laws of going on, of reviews and of secrets. */
export function describeFailures(subject: Subject): void {
  describe(`${subject.name} does no more than it should`, () => {
    describeGoingOn(subject);
    describeSecrets(subject);
  });
}

function describeGoingOn(subject: Subject): void {
  const { open } = stagesOf(subject);

  it("skips only what depends on a failed change, and goes on at the next run (law 8)", async () => {
    const first = await open();
    const all = changesOf(await first.project.plan(first.manifest(story.start)));
    expect(all.length).toBeGreaterThan(3);

    for (const { address: failing } of spread(all, 4)) {
      let healed = false;
      const stage = await open({
        before: ({ address }) => {
          if (address === failing && !healed)
            throw new ConnectorError("refused by the test", { retryable: false });
        },
      });
      const { outcome } = await stage.project.apply(stage.manifest(story.start));
      healed = true;

      const skipped = dependents(failing, all);
      const expected = all.map(({ address }) => {
        if (address === failing) return `${address} failed`;
        return skipped.has(address) ? `${address} skipped because of ${failing}` : `${address} applied`;
      });
      expect(statuses(outcome)).toEqual(expected.sort());
      await stage.settle(story.start);
    }
  });

  it("applies what was reviewed, and nothing else (law 9)", async () => {
    const { world, project, manifest } = await open();
    const reviewed = await project.plan(manifest(story.start));

    const other = await project.apply(manifest(story.changed), { reviewed });
    expect(outcomeOf(other.outcome)).toMatchObject({ status: "stopped", results: [] });
    expect(world.writes()).toBe(0);

    const same = await project.apply(manifest(story.start), { reviewed });
    expectComplete(same.outcome);
    const again = await project.apply(manifest(story.start), { reviewed });
    expectEmpty(again.plan);
  });
}

function describeSecrets(subject: Subject): void {
  const { open } = stagesOf(subject);

  it("shows neither the credential nor what is told once (law 11)", async () => {
    const { world, project, manifest, settle } = await open();
    const told = [
      await project.plan(manifest(story.start)),
      await project.apply(manifest(story.start)),
      await project.apply(manifest(story.changed)),
    ];
    await settle(story.changed);

    const secrets = [world.token, ...project.secrets.map(({ value }) => value)].filter(
      (each) => each !== undefined,
    );
    const text = JSON.stringify(told);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    const marked = told.flatMap((each) => ("plan" in each ? changesOf(each.plan) : []));
    const kinds = marked.filter(({ secret }) => secret !== undefined).map(({ address }) => address);
    expect(project.secrets.map(({ address }) => address).sort()).toEqual(kinds.sort());
  });

  it("refuses what would tell a needed secret where there is no place for it (law 11)", async () => {
    const { world, project, manifest, words } = await open({ secrets: false });
    const { outcome } = await project.apply(manifest(story.start));

    const needed = words.kinds.member?.invitation.token?.need === "needed";
    const lacking = outcomeOf(outcome).results.filter(({ error }) => error?.code === "apply/no-secrets-out");
    expect(lacking.map(({ address }) => address).sort()).toEqual(
      needed ? story.start.members.map(({ email }) => `acme/member/${email.toLowerCase()}`).sort() : [],
    );
    if (needed) expect(world.invitations?.()).toEqual([]);
    else expect(problemsOf(outcome)).toEqual([]);
  });
}

/** At most so many of a list, the first and the last among them. */
function spread<T>(list: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, (list.length - 1) / (most - 1));
  const places = new Set(Array.from({ length: most }, (_, at) => Math.round(at * step)));
  return list.filter((_, at) => places.has(at));
}

/** What cannot be done once a change failed. */
function dependents(failing: string, changes: readonly Change[]): ReadonlySet<string> {
  const found = new Set<string>();
  const isLost = (address: string) => address === failing || found.has(address);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { address, dependsOn } of changes) if (dependsOn.some(isLost)) found.add(address);
  }
  return found;
}

function statuses({ organizations }: Outcome): readonly string[] {
  return organizations
    .flatMap(({ results }) => results)
    .map(({ address, status, because }) =>
      because === undefined ? `${address} ${status}` : `${address} ${status} because of ${because}`,
    )
    .sort();
}
