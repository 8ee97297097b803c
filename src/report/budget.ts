/**
 * Text that must not grow over a limit, as a tree of blocks and rows. Rows of the lowest rank are taken first, whole or
 * not at all; a block stands only around rows that were taken, so that no construct is ever cut.
 */

/** What is taken whole or left out; `tag` tells the counting what it is. */
export interface Row<Tag> {
  readonly text: string;
  readonly rank: number;
  readonly tag: Tag;
}

/** Rows and blocks with what stands around them. */
export interface Block<Tag> {
  readonly open: string;
  readonly close: string;
  readonly parts: readonly Part<Tag>[];
  /** The most of the limit that it may take, from 0 to 1, where not everything fits. */
  readonly share?: number;
  /** Words for what was left out, behind the parts: never shorter for more rows, but for the margin. */
  readonly rest?: (left: readonly Row<Tag>[]) => string;
}

/** A piece of a block. */
export type Part<Tag> = Row<Tag> | Block<Tag>;

/** How long text may be, and how that is measured; the size of two texts together is the sum of both. */
export interface Room {
  readonly limit: number;
  readonly sizeOf: (text: string) => number;
}

interface Leaf<Tag> {
  readonly row: Row<Tag>;
  readonly within: readonly Block<Tag>[];
}

/** What the words of `rest` may be longer for fewer rows. */
const margin = 24;

/** The whole text where it fits, else what matters most of it: never more than the limit, nothing where not even that fits. */
export function fitted<Tag>(root: Block<Tag>, room: Room): string {
  const leaves = leavesOf(root, []);
  const whole = rendered(root, new Set(leaves.map(({ row }) => row)));
  return room.sizeOf(whole) <= room.limit ? whole : rendered(root, chosen(leaves, room));
}

/** All rows of a block, in order. */
export function rowsOf<Tag>(block: Block<Tag>): readonly Row<Tag>[] {
  return leavesOf(block, []).map(({ row }) => row);
}

/** UTF-16 units, of which there are never fewer than code points. */
export function characters(text: string): number {
  return text.length;
}

/** Bytes in UTF-8. */
export function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function leavesOf<Tag>(block: Block<Tag>, above: readonly Block<Tag>[]): readonly Leaf<Tag>[] {
  const within = [...above, block];
  return block.parts.flatMap((part) => ("parts" in part ? leavesOf(part, within) : [{ row: part, within }]));
}

function chosen<Tag>(leaves: readonly Leaf<Tag>[], { limit, sizeOf }: Room): ReadonlySet<Row<Tag>> {
  const spent = new Map<Block<Tag>, number>();
  const taken = new Set<Row<Tag>>();
  const frames = framesOf(leaves, sizeOf);
  let used = 0;
  for (const { row, within } of [...leaves].sort((a, b) => a.row.rank - b.row.rank)) {
    let cost = sizeOf(row.text);
    const costs = within.toReversed().map((block) => {
      if (!spent.has(block)) cost += frames.get(block) ?? 0;
      return { block, total: (spent.get(block) ?? 0) + cost };
    });
    if (used + cost > limit || costs.some(({ block, total }) => total > (block.share ?? 1) * limit)) continue;
    for (const { block, total } of costs) spent.set(block, total);
    used += cost;
    taken.add(row);
  }
  return taken;
}

/** What each block costs before any row of it. */
function framesOf<Tag>(
  leaves: readonly Leaf<Tag>[],
  sizeOf: (text: string) => number,
): ReadonlyMap<Block<Tag>, number> {
  const rows = new Map<Block<Tag>, Row<Tag>[]>();
  for (const { row, within } of leaves) {
    for (const block of within) {
      const own = rows.get(block) ?? [];
      own.push(row);
      rows.set(block, own);
    }
  }
  return new Map(
    [...rows].map(([block, own]) => {
      const rest = block.rest === undefined ? 0 : sizeOf(block.rest(own)) + margin;
      return [block, sizeOf(block.open) + sizeOf(block.close) + rest];
    }),
  );
}

function rendered<Tag>(block: Block<Tag>, taken: ReadonlySet<Row<Tag>>): string {
  const own = rowsOf(block);
  const left = own.filter((row) => !taken.has(row));
  if (left.length === own.length) return "";
  const texts = block.parts.map((part) => {
    if ("parts" in part) return rendered(part, taken);
    return taken.has(part) ? part.text : "";
  });
  const rest = left.length === 0 ? "" : (block.rest?.(left) ?? "");
  return block.open + texts.join("") + rest + block.close;
}
