/** A stage whose changes are written one by one, each with what it sent; somebody else may be at work before the first. */
import type { Change, ChangeOutcome, Outcome, Plan } from "../../src/model/contract.ts";
import { ConnectorError } from "../../src/model/errors.ts";
import type { Applied, ProjectOptions } from "./project.ts";
import { acme, type Stage, stageOn } from "./stage.ts";
import type { Chapter } from "./story.ts";
import type { Subject } from "./subject.ts";
import type { World } from "./world.ts";

/** What became of one change, and what was sent for it. */
export interface Watched {
  readonly change: Change;
  /** Whether it failed because live had moved. */
  readonly moved: boolean;
  readonly reads: number;
  /** Requests that changed something. */
  readonly writes: number;
  /** Requests that would have, and were refused. */
  readonly refused: number;
}

/** A stage, and every change that was written on it since the last look. */
export interface WatchedStage extends Stage {
  /** What was watched so far, which is forgotten with that. */
  take(): readonly Watched[];
  /** Done once, before the next change is written. */
  meanwhile(act: () => Promise<void>): void;
}

/** A watched stage on a world. */
export function watchedStage(subject: Subject, world: World, options: ProjectOptions = {}): WatchedStage {
  const all: Watched[] = [];
  let before: (() => Promise<void>) | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const { connector } = subject;
  const watch = async <T>(change: Change, write: () => Promise<T>): Promise<T> => {
    const act = before;
    before = undefined;
    await act?.();
    const sent = counter(world);
    let moved = false;
    try {
      return await write();
    } catch (error) {
      moved = error instanceof ConnectorError && error.moved;
      throw error;
    } finally {
      all.push({ change, moved, ...sent() });
    }
  };
  const stage = stageOn(
    {
      ...subject,
      connector: {
        ...connector,
        writer: (settings, client) => {
          const writer = connector.writer(settings, client);
          return {
            write: (change, context) => {
              const turn = last.then(() => watch(change, () => writer.write(change, context)));
              last = turn.catch(() => undefined);
              return turn;
            },
          };
        },
      },
    },
    world,
    options,
  );
  return {
    ...stage,
    take: () => all.splice(0),
    meanwhile: (act) => {
      before = act;
    },
  };
}

/** Counts what is sent from now on. */
function counter(world: World): () => Pick<Watched, "reads" | "writes" | "refused"> {
  const writesBefore = world.writes();
  const before = world.requests?.().length ?? 0;
  return () => {
    const sent = (world.requests?.().slice(before) ?? []).filter((each) => world.isWaiting?.(each) !== true);
    const tried = world.writes() - writesBefore;
    const refused = sent.filter(({ method, status }) => method !== "GET" && status >= 400).length;
    return {
      reads: world.requests === undefined ? 0 : sent.length - tried,
      writes: tried - refused,
      refused,
    };
  };
}

/** The results of the story's organization. */
export function resultsOf({ organizations }: Outcome): readonly ChangeOutcome[] {
  return organizations.flatMap(({ results }) => results);
}

/** Applies a chapter, whatever guards hold of it. */
export async function approved({ project, manifest }: Stage, chapter: Chapter): Promise<Applied> {
  const plan = await project.plan(manifest(chapter));
  const isHeld = plan.guards.length + acme(plan).guards.length > 0;
  return await project.apply(manifest(chapter), isHeld ? { approvals: approvalsOf(plan) } : {});
}

/** Approvals of all that guards hold in a plan of the story's organization. */
function approvalsOf(plan: Plan): string {
  const { digest, guards } = acme(plan);
  const documents = [...guards, ...plan.guards].map(({ guard, changes }) => ({
    apiVersion: "orgwright/v1",
    kind: "Approval",
    metadata: { name: guard },
    spec: { organization: "acme", guard, digest, changes, reason: "wanted", expires: "2999-12-31" },
  }));
  return documents.map((document) => JSON.stringify(document)).join("\n---\n");
}
