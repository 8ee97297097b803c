/** What the tests of the suite share: a world, a project on it and the words, opened for one test and closed after it. */
import { afterEach, expect } from "vitest";
import type {
  Change,
  OrganizationOutcome,
  OrganizationPlan,
  Outcome,
  Plan,
} from "../../src/model/contract.ts";
import { openProject, type ProjectOptions, type TestProject } from "./project.ts";
import { type Chapter, expectedOf, manifestOf } from "./story.ts";
import type { Subject } from "./subject.ts";
import { type Words, wordsOf } from "./words.ts";
import { type WiredWorld, type World, wired } from "./world.ts";

/** Where one test plays. */
export interface Stage {
  readonly world: World;
  readonly project: TestProject;
  readonly words: Words;
  /** The manifest of a chapter. */
  manifest(chapter: Chapter): string;
  /** Applies a chapter, which has to succeed wholly and to leave nothing to do. */
  settle(chapter: Chapter): Promise<void>;
  /** All people of a chapter accept; then what waited for that is done, and nothing is left to do. */
  join(chapter: Chapter): Promise<void>;
}

/** A stage whose requests go over HTTP. */
export interface WiredStage extends Stage {
  readonly world: WiredWorld;
}

/** Opens stages of a subject, which close by themselves. */
export function stagesOf(subject: Subject) {
  const worlds: World[] = [];
  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.close()));
  });
  const open = async (options: ProjectOptions = {}): Promise<Stage> => {
    const world = await subject.start();
    worlds.push(world);
    return stageOn(subject, world, options);
  };
  const openWired = async (options: ProjectOptions = {}): Promise<WiredStage> => {
    const stage = await open(options);
    return { ...stage, world: wired(stage.world) };
  };
  return { open, openWired };
}

/** A stage on a world that is there already, as for another project on it. */
export function stageOn(subject: Subject, world: World, options: ProjectOptions = {}): Stage {
  const project = openProject(subject.connector, world, options);
  const words = wordsOf(subject, project.settings);
  const manifest = (chapter: Chapter) => manifestOf(chapter, words);
  const settle = async (chapter: Chapter) => {
    expectComplete((await project.apply(manifest(chapter))).outcome);
    expectEmpty(await project.plan(manifest(chapter)));
  };
  return {
    world,
    project,
    words,
    manifest,
    settle,
    join: async (chapter) => {
      const { waiting } = acme(await project.plan(manifest(chapter)));
      for (const { email } of chapter.members) await world.accept(email);
      if (waiting.length > 0) await settle(chapter);
      expectEmpty(await project.plan(manifest(chapter)));
    },
  };
}

/** The plan of the story's organization. */
export function acme({ organizations }: Plan): OrganizationPlan {
  const plan = organizations.find(({ name }) => name === "acme");
  if (plan === undefined) throw new Error("the plan has no organization acme");
  return plan;
}

/** The outcome of the story's organization. */
export function outcomeOf({ organizations }: Outcome): OrganizationOutcome {
  const outcome = organizations.find(({ name }) => name === "acme");
  if (outcome === undefined) throw new Error("the outcome has no organization acme");
  return outcome;
}

/** All changes of a plan. */
export function changesOf({ organizations }: Plan): readonly Change[] {
  return organizations.flatMap(({ changes }) => changes);
}

/** An outcome with nothing that failed, was skipped or stopped. */
export function expectComplete(outcome: Outcome): void {
  expect({ complete: outcome.complete, problems: problemsOf(outcome) }).toEqual({
    complete: true,
    problems: [],
  });
}

/** What an outcome says that did not go well. */
export function problemsOf({ organizations }: Outcome): readonly string[] {
  return organizations.flatMap(({ name, status, results, diagnostics }) => [
    ...(status === "blocked" ? [`${name} is blocked by a guard`] : []),
    ...diagnostics.map(({ message }) => message),
    ...results.flatMap(({ error }) => (error === undefined ? [] : [error.message])),
  ]);
}

/** A plan that was made of complete reads and has nothing to change. */
export function expectEmpty({ organizations }: Plan): void {
  const found = organizations.flatMap(({ verdict, changes, diagnostics }) => [
    ...(verdict === "empty" ? [] : [verdict]),
    ...changes.map(({ address, action, fields }) => ({ address, action, fields })),
    ...diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message),
  ]);
  expect(found).toEqual([]);
}

/** Everything that a chapter wants is live. */
export async function expectLive({ project, words }: Stage, chapter: Chapter): Promise<void> {
  const { members, access } = expectedOf(chapter, words);
  expect(await project.live("acme")).toMatchObject({
    members: expect.arrayContaining(members),
    access: expect.arrayContaining(access),
  });
}
