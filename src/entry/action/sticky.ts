/** Comments that are kept up to date in place of being added to: found by a hidden mark and by who wrote them. */
import type { Comment, GitHub } from "../../io/github/index.ts";

/** GitHub's limit of a comment's, an issue's and a pull request's body. */
export const BODY_LIMIT = 65_536;

/** A series of comments of ours: the first, and those for what does not fit into it. */
export interface Sticky {
  readonly kind: "plan" | "outcome";
  /** The project's folder: several projects in one repository have comments of their own. */
  readonly folder: string;
}

/** The hidden first line of a comment; `part` counts from 1. Nothing in it can end it. */
export function markOf({ kind, folder }: Sticky, part: number): string {
  const place = encodeURIComponent(folder === "" ? "." : folder);
  return `<!-- orgwright:${kind}:${part}:${place} -->`;
}

/** A series as it stands on an issue or pull request. */
export interface Series {
  /** The bodies of its parts, in order; of several for one part the oldest. */
  readonly bodies: readonly string[];
  /**
   * Makes the series say `texts`, and gives the id of the first. Of several for one part, which two runs at once leave
   * behind, the oldest stays; parts beyond are removed; one that somebody deletes meanwhile is made again.
   */
  keep(texts: readonly string[]): Promise<number | undefined>;
}

type Parts = ReadonlyMap<number, readonly Comment[]>;

/** Looks for a series: by its mark, and by who wrote it. */
export async function seriesOn(github: GitHub, issue: number, sticky: Sticky): Promise<Series> {
  const place = { github, issue, sticky };
  const parts = await partsOf(place);
  const numbers = [...parts.keys()].sort((a, b) => a - b);
  return {
    bodies: numbers.map((part) => parts.get(part)?.[0]?.body ?? ""),
    keep: async (texts) => {
      const bodies = texts.map((text, index) => `${markOf(sticky, index + 1)}\n${text}`);
      return await kept(place, parts, bodies);
    },
  };
}

interface Place {
  readonly github: GitHub;
  readonly issue: number;
  readonly sticky: Sticky;
}

async function partsOf({ github, issue, sticky }: Place): Promise<Parts> {
  const [all, viewer] = await Promise.all([github.comments.list(issue), github.viewer()]);
  const parts = new Map<number, readonly Comment[]>();
  for (const comment of [...all].sort((a, b) => a.id - b.id)) {
    const part = comment.author === viewer ? partOf(comment, sticky) : undefined;
    if (part !== undefined) parts.set(part, [...(parts.get(part) ?? []), comment]);
  }
  return parts;
}

function partOf({ body }: Comment, sticky: Sticky): number | undefined {
  const part = Number(/^<!-- orgwright:[a-z]+:(\d{1,3}):/.exec(body)?.[1]);
  return Number.isNaN(part) || !body.startsWith(markOf(sticky, part)) ? undefined : part;
}

async function kept(place: Place, parts: Parts, bodies: readonly string[]): Promise<number | undefined> {
  const { github, issue } = place;
  let first: number | undefined;
  let isNew = false;
  for (const [index, body] of bodies.entries()) {
    const updated = await updateFirst(github, parts.get(index + 1) ?? [], body);
    isNew ||= updated === undefined;
    const id = updated ?? (await github.comments.create(issue, body)).id;
    first ??= id;
  }
  for (const [part, surplus] of parts) if (part > bodies.length) await removeAll(github, surplus);
  return isNew ? await healed(place, bodies) : first;
}

/** After a creation: another run may have made the same comment between our look and our word. */
async function healed(place: Place, bodies: readonly string[]): Promise<number | undefined> {
  const parts = await partsOf(place);
  for (const [part, own] of parts) {
    const body = bodies[part - 1];
    if (body !== undefined && own.length > 1) await updateFirst(place.github, own, body);
  }
  return parts.get(1)?.[0]?.id;
}

async function updateFirst(
  github: GitHub,
  [first, ...others]: readonly Comment[],
  body: string,
): Promise<number | undefined> {
  if (first === undefined) return undefined;
  if (first.body !== body && (await github.comments.update(first.id, body)) === undefined)
    return await updateFirst(github, others, body);
  await removeAll(github, others);
  return first.id;
}

async function removeAll(github: GitHub, comments: readonly Comment[]): Promise<void> {
  for (const { id } of comments) await github.comments.remove(id);
}
