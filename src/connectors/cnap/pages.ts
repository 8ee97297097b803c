/** Lists of CNAP, whole or not at all (law 3). */
import { readReply, type Validate } from "../../io/reply.ts";
import type { ReadClient } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";

/** One page of a list. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** One list: where it is, what the contract has a page of it be, and what tells its rows apart. */
export interface List<Row> {
  readonly path: string;
  readonly page: Validate<Page<Row>>;
  readonly id: (row: Row) => string;
}

/** Rows to a page; the most that CNAP gives. */
const LIMIT = 100;

/** All rows of a list. Throws ConnectorError when its pages do not lead to an end, or a row comes twice. */
export async function readAll<Row>(client: ReadClient, list: List<Row>): Promise<readonly Row[]> {
  const { path, page: validate, id } = list;
  const rows: Row[] = [];
  const ids = new Set<string>();
  const cursors = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const query = { limit: LIMIT, ...(cursor === undefined ? {} : { cursor }) };
    const reply = await client.get(path, { query });
    const page = readReply(validate, reply, `GET ${path}`);
    const place = { path, requestId: reply.requestId };
    // At once, not at the end: pages that repeat under ever new cursors have none.
    for (const row of page.data) addNew(ids, id(row), place);
    rows.push(...page.data);
    cursor = nextOf(page, { ...place, known: cursors });
    if (cursor === undefined) return rows;
    cursors.add(cursor);
  }
}

interface Place {
  readonly path: string;
  readonly requestId: string | undefined;
}

function nextOf<Row>(
  { has_more: more, next_cursor: next }: Page<Row>,
  { known, ...place }: Place & { readonly known: ReadonlySet<string> },
): string | undefined {
  if (!more && next === null) return undefined;
  if (!more) throw incomplete(place, "a page calls itself the last and names one behind it");
  if (next === null || next === "") throw incomplete(place, "more follows, and the page does not say where");
  if (known.has(next)) throw incomplete(place, "a page leads back to one before it");
  return next;
}

function addNew(ids: Set<string>, id: string, place: Place): void {
  if (ids.has(id)) throw incomplete(place, "a row came twice, so the list moved while it was read");
  ids.add(id);
}

/** A list that is not the whole list. */
export function incomplete({ path, requestId }: Partial<Place>, what: string): ConnectorError {
  return new ConnectorError(`GET ${path} is incomplete: ${what}`, {
    retryable: true,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
