/** Lists that are looked at before a write would take something away, shared by the writes of a moment. */
import { ConnectorError } from "../../model/errors.ts";

/** The rows of some lists, each list under the id of what it belongs to, each row under its own. */
export interface Look<Row> {
  /** As they were at most two seconds ago, with what was written since. */
  recent(list: string): Promise<ReadonlyMap<string, Row>>;
  /** As they are now. */
  now(list: string): Promise<ReadonlyMap<string, Row>>;
  /** Notes what was written: the row as it is now, or that there is none. */
  note(list: string, id: string, row?: Row): void;
  /** Takes nothing seen so far for granted any more. */
  forget(): void;
}

/** As long as a look holds: many things of one list are changed one after another. */
const HOLDS_MS = 2000;

/** A look at lists that `read` gives whole. */
export function createLook<Row>(
  read: (list: string) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): Look<Row> {
  const seen = new Map<string, { readonly at: number; readonly rows: Promise<Map<string, Row>> }>();
  const now = (list: string): Promise<ReadonlyMap<string, Row>> => {
    const rows = read(list).then((all) => new Map(all.map((row) => [idOf(row), row])));
    seen.set(list, { at: performance.now(), rows });
    rows.catch(() => {
      if (seen.get(list)?.rows === rows) seen.delete(list);
    });
    return rows;
  };
  return {
    recent: (list) => {
      const last = seen.get(list);
      return last !== undefined && performance.now() - last.at < HOLDS_MS ? last.rows : now(list);
    },
    now,
    // What was written is written: it neither waits for a look that is on its way nor fails with it.
    note: (list, id, row) =>
      void seen.get(list)?.rows.then(
        (rows) => (row === undefined ? rows.delete(id) : rows.set(id, row)),
        () => undefined,
      ),
    forget: () => seen.clear(),
  };
}

/**
 * What `judge` finds still to be written, by a recent look; undefined: nothing. That nothing is to be done, or that
 * something has moved, is believed only of a look that is made now.
 */
export async function judged<Row, Found>(
  look: Look<Row>,
  list: string,
  judge: (rows: ReadonlyMap<string, Row>) => Found | undefined,
): Promise<Found | undefined> {
  const recent = await look.recent(list);
  try {
    const found = judge(recent);
    if (found !== undefined) return found;
  } catch (error) {
    if (!(error instanceof ConnectorError && error.moved)) throw error;
  }
  return judge(await look.now(list));
}
