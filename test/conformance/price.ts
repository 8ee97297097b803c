/** What a plan says that it costs is what an undisturbed apply sends: the writes exactly, and no more reads. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseAddress } from "../../src/model/address.ts";
import type { Kind } from "../../src/model/contract.ts";
import { type Case, cases, isKept } from "./moving.ts";
import { expectComplete, stagesOf } from "./stage.ts";
import { story } from "./story.ts";
import type { Subject } from "./subject.ts";
import { approved, type Watched, type WatchedStage, watchedStage } from "./watched.ts";
import type { Words } from "./words.ts";

const DAY = 86_400_000;

/** Holds a connector to what it says of the price of its changes. */
export function describePrice(subject: Subject): void {
  describe(`${subject.name} and the price of its changes`, () => {
    const { open } = stagesOf(subject);
    afterEach(() => {
      vi.useRealTimers();
    });
    const watched = async () => watchedStage(subject, (await open()).world);

    it("is told before, for the whole story", async () => {
      const stage = await watched();
      await stage.settle(story.start);
      await stage.join(story.start);
      await stage.settle(story.changed);
      await stage.join(story.changed);
      expectComplete((await approved(stage, story.emptied)).outcome);
      const all = stage.take();

      expect(wrong(subject, stage, all)).toEqual([]);
      expect(all.length).toBeGreaterThan(8);
    });

    it("is told before, for what is only invited", async () => {
      const stage = await watched();
      await stage.settle(story.start);
      await stage.settle(story.changed);

      expect(wrong(subject, stage, stage.take())).toEqual([]);
    });

    it("is told before, for invitations that ran out", async () => {
      const { world } = await open();
      const stage = watchedStage(subject, world, { invitations: { quietDays: 0 } });
      const days = stage.words.kinds.member?.invitation.lifetimeDays ?? Number.POSITIVE_INFINITY;
      if (world.advance === undefined || !Number.isFinite(days)) return;
      await stage.settle(story.start);
      stage.take();
      world.advance((days + 1) * DAY);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + (days + 1) * DAY });
      await stage.settle(story.start);
      const all = stage.take();

      expect(wrong(subject, stage, all)).toEqual([]);
      expect(all.map(({ change }) => change.reason)).toEqual(
        story.start.members.map(() => "invitation-expired"),
      );
    });

    it("is told before, for every kind of change that it knows", async () => {
      const seen = new Set<string>();
      for (const told of cases) {
        const stage = await watched();
        const all = seen.has(formOf(told, stage)) ? [] : await played(stage, told);
        expect({ what: told.what, wrong: wrong(subject, stage, all) }).toEqual({
          what: told.what,
          wrong: [],
        });
        for (const { change } of all) seen.add(`${change.kind} ${change.action}`);
      }

      const { words } = await watched();
      expect([...seen].filter((form) => known(words).includes(form)).sort()).toEqual(known(words));
    });
  });
}

function formOf({ address, action }: Case, { words }: WatchedStage): string {
  return `${parseAddress(address(words)).kind} ${action}`;
}

/** Every change of one case, that of its beginning among them; none where the system knows no such change. */
async function played(stage: WatchedStage, told: Case): Promise<readonly Watched[]> {
  const { words, project } = stage;
  if (!told.isKnown(words)) return [];
  const { base = story.start, isPending } = told;
  await stage.settle(base);
  if (isPending !== true) await stage.join(base);
  const live = await project.state("acme");
  if (live === undefined) throw new Error("there is no organization acme");
  const wish = told.wish(words, live);
  if (told.mayBeKept === true && (await isKept(stage, told, wish))) return [];
  expectComplete((await approved(stage, wish)).outcome);
  return stage.take();
}

/** The changes that cost something else than was told. */
function wrong(
  { connector }: Subject,
  { project }: WatchedStage,
  all: readonly Watched[],
): readonly string[] {
  return all.flatMap(({ change, reads, writes, refused }) => {
    const told = connector.requests(change, project.settings);
    if (told.writes === writes && reads <= told.reads && refused === 0) return [];
    const sent = `${writes} writes, ${refused} refused, ${reads} reads`;
    return [`${change.action} ${change.address} told ${JSON.stringify(told)} and sent ${sent}`];
  });
}

/** What the system's API can do of all kinds of changes. */
function known({ kinds, workspaces }: Words): readonly string[] {
  // Where it ends only once nobody has access, somebody may have it who is not ours to revoke.
  const isKeepable = (kind: Kind, action: string) =>
    kind === "workspace" && action === "delete" && kinds.workspace?.endsEmpty === true;
  const all: readonly Kind[] = ["organization", "role", "workspace", "member", "access"];
  return all
    .filter((kind) => kind !== "workspace" || workspaces)
    .flatMap((kind) =>
      (["create", "update", "delete"] as const).flatMap((action) =>
        kinds[kind]?.[action] === "api" && !isKeepable(kind, action) ? [`${kind} ${action}`] : [],
      ),
    )
    .sort();
}
