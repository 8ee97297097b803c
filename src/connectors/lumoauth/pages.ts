/** Lists of LumoAuth, whole or not at all (law 3). */
import { readReply, type Validate } from "../../io/reply.ts";
import type { ReadClient } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { PageMeta } from "./contract.ts";

/** One list: where it is, what the contract has it answer, and what tells its rows apart. */
export interface List<Row> {
  readonly path: string;
  readonly reply: Validate<Answer<Row>>;
  readonly key: (row: Row) => string | number;
  readonly search?: string;
}

interface Answer<Row> {
  readonly data: readonly Row[];
  readonly meta: PageMeta;
  readonly pagination?: PageMeta;
}

/** One page, and of how many. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly meta: PageMeta;
  readonly requestId: string | undefined;
}

/** Rows to a page; the most that is documented. */
const PAGE_SIZE = 100;

/** One page of a list. Throws ConnectorError when its rows do not fit what it says of itself. */
export async function readPage<Row>(client: ReadClient, list: List<Row>, page: number): Promise<Page<Row>> {
  const { path, reply: validate, search } = list;
  const query = { page, limit: PAGE_SIZE, ...(search === undefined ? {} : { search }) };
  const reply = await client.get(path, { query });
  const { data: rows, meta, pagination = meta } = readReply(validate, reply, `GET ${path}`);
  const wrong =
    misfit(rows.length, meta, page) ??
    (pagination.total === meta.total
      ? undefined
      : `meta counts ${meta.total} rows, pagination ${pagination.total}`);
  if (wrong === undefined) return { rows, meta, requestId: reply.requestId };
  throw incomplete(path, wrong, reply.requestId);
}

/** All rows of a list, from its first page on where that is at hand. Throws ConnectorError when pages do not add up. */
export async function readAll<Row>(
  client: ReadClient,
  list: List<Row>,
  begun?: Page<Row>,
): Promise<readonly Row[]> {
  const first = begun ?? (await readPage(client, list, 1));
  const { total, limit } = first.meta;
  const others = await Promise.all(
    Array.from({ length: pagesOf(first.meta) - 1 }, (_, index) => readPage(client, list, index + 2)),
  );
  const moved = others.find(({ meta }) => meta.total !== total || meta.limit !== limit);
  if (moved !== undefined) {
    const what = `page ${moved.meta.page} counts ${moved.meta.total} rows, the first counted ${total}`;
    throw incomplete(list.path, what, moved.requestId);
  }
  const rows = [first, ...others].flatMap((page) => page.rows);
  if (new Set(rows.map(list.key)).size === rows.length) return rows;
  throw incomplete(list.path, "a row came twice, so the list moved while it was read", first.requestId);
}

/** How many pages a list has; an empty one has its first. */
export function pagesOf({ total, limit }: PageMeta): number {
  return Math.max(1, Math.ceil(total / limit));
}

/** What a page says of itself that cannot be, given its rows. */
function misfit(rows: number, meta: PageMeta, asked: number): string | undefined {
  const { page, total, limit, totalPages, hasNextPage } = meta;
  if (page !== asked) return `page ${page} came where page ${asked} was asked for`;
  if (total < 0 || limit < 1) return `a total of ${total} in pages of ${limit} cannot be`;
  const pages = pagesOf(meta);
  const empty = total === 0 && totalPages === 0;
  if (totalPages !== pages && !empty) return `${total} rows in pages of ${limit} are not ${totalPages} pages`;
  if (hasNextPage !== page < pages) return `page ${page} of ${pages} says the opposite of a next one`;
  const expected = Math.max(0, Math.min(limit, total - (page - 1) * limit));
  if (rows === expected) return undefined;
  return `page ${page} does not fit the total of ${total}: ${rows} rows instead of ${expected}`;
}

/** A list that is not the whole list. */
export function incomplete(path: string, what: string, requestId?: string): ConnectorError {
  return new ConnectorError(`GET ${path} is incomplete: ${what}`, {
    retryable: true,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
