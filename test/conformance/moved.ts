/** Somebody else is at work between the plan and the apply: what has moved is left, what is done already is not done again. */
import { describe, expect, it } from "vitest";
import { type Case, cases, isKept } from "./moving.ts";
import { acme, expectComplete, stageOn, stagesOf } from "./stage.ts";
import { type Chapter, story } from "./story.ts";
import type { Subject } from "./subject.ts";
import { approved, resultsOf, type WatchedStage, watchedStage } from "./watched.ts";

/** Who is invited beside, which nobody else has to do with. */
const bystander = { email: "zoe@acme.test", role: "less", workspaces: {} } as const;

/** Holds a connector to looking before it takes anything away, and to leaving what is not as the plan saw it. */
export function describeMoved(subject: Subject): void {
  if (subject.variant) return;
  describe(`${subject.name} and somebody else`, () => {
    const { open } = stagesOf(subject);
    const begin = async (told: Case) =>
      await ready(subject, watchedStage(subject, (await open()).world), told);

    it.each(cases)("leaves what has moved: $what", async (told) => {
      const ground = await begin(told);
      if (ground?.theirs === undefined) return;

      const { own, others } = await applyMeanwhile(subject, ground, ground.theirs);

      expect(own).toMatchObject({ status: "failed", moved: true, writes: 0 });
      expect(own.said).toContain("since the plan was made; plan again");
      expect(others).toEqual([]);
    });

    it.each(cases)("finds done what is done: $what", async (told) => {
      const ground = await begin(told);
      if (ground === undefined) return;

      const { own, others } = await applyMeanwhile(subject, ground, ground.same);

      // What was told once was told to somebody else.
      const fate = own.isSecret ? { status: "failed", code: "apply/secret-lost" } : { status: "applied" };
      expect(own).toMatchObject({ ...fate, moved: false, writes: 0 });
      if (told.action !== "create") expect(own.refused).toBe(0);
      expect(others).toEqual([]);
    });
  });
}

interface Ground {
  readonly stage: WatchedStage;
  readonly told: Case;
  /** What we wish, with the bystander; the same without; what somebody else wishes. */
  readonly wish: Chapter;
  readonly same: Chapter;
  readonly theirs: Chapter | undefined;
}

/** A stage on which the case can play; undefined where the system knows no such change. */
async function ready(subject: Subject, stage: WatchedStage, told: Case): Promise<Ground | undefined> {
  const { words, project } = stage;
  if (!told.isKnown(words)) return undefined;
  const { base = story.start, isPending } = told;
  await stage.settle(base);
  if (isPending !== true) await stage.join(base);
  const live = await project.state("acme");
  if (live === undefined) throw new Error(`${subject.name} has no organization acme`);
  const same = told.wish(words, live);
  if (told.mayBeKept === true && (await isKept(stage, told, same))) return undefined;
  const isEnd = same.spec?.["ensure"] === "absent";
  const wish = isEnd ? same : { ...same, members: [...same.members, bystander] };
  return { stage, told, wish, same, theirs: told.theirs?.(words, live) };
}

/** Applies our wish after somebody else's, which no plan of ours has seen. */
async function applyMeanwhile(subject: Subject, { stage, told, wish }: Ground, theirs: Chapter) {
  const { words } = stage;
  const somebody = stageOn(subject, stage.world);
  stage.take();
  stage.meanwhile(async () => {
    expectComplete((await approved(somebody, theirs)).outcome);
  });

  const { plan, outcome } = await approved(stage, wish);

  const address = told.address(words);
  const planned = acme(plan).changes.map((change) => `${change.action} ${change.address}`);
  expect(planned).toContain(`${told.action} ${address}`);
  const results = resultsOf(outcome);
  const own = results.find((result) => result.address === address);
  const watched = stage.take().find(({ change }) => change.address === address);
  if (own === undefined || watched === undefined) throw new Error(`nobody wrote ${address}`);
  const others = results
    .filter((result) => result !== own && result.status !== "applied" && result.because !== address)
    .map(({ address: where, status, error }) => `${where} ${status} ${error?.message}`);
  const { moved, writes, refused, change } = watched;
  const { status, error } = own;
  const isSecret = change.secret?.need === "needed";
  return {
    own: { status, code: error?.code, said: error?.message, moved, writes, refused, isSecret },
    others,
  };
}
