/** Lists of SignalSmith, whole or not at all (law 3). */
import { z } from "zod";
import type { ReadClient, Reply, RequestOptions } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";

/** One list: where it is, and what a row of it is. */
export interface List<Row> {
  readonly path: string;
  readonly row: z.ZodType<Row>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rows to a page; the most that the reference allows. */
const PAGE_SIZE = 100;
/** As long as a page: what was asked for, and what the reference gives to who does not ask. */
const PAGE_LENGTHS: ReadonlySet<number> = new Set([20, PAGE_SIZE]);

const rows = z
  .array(z.unknown())
  .nullable()
  .transform((list) => list ?? []);
const paged = z.object({
  data: rows,
  pagination: z.object({ page: z.int(), page_size: z.int().positive(), total: z.int().nonnegative() }),
});
const pageSchema = z.union([
  z.array(z.unknown()).transform((data) => ({ data, pagination: undefined })),
  paged,
]);

type Pagination = z.infer<typeof paged>["pagination"];

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly pagination: Pagination | undefined;
  readonly requestId: string | undefined;
}

/**
 * All rows of a list. The reference shows some lists as bare arrays and pages the others as `{data, pagination}`;
 * both are understood. Throws ConnectorError when pages do not add up, for a list that is cut short is not the list.
 */
export async function readAll<Row extends { readonly id: string }>(
  client: ReadClient,
  list: List<Row>,
): Promise<readonly Row[]> {
  const first = await readPage(client, list, 1);
  const rows =
    first.pagination === undefined
      ? await restOfArray(client, list, first)
      : await restOfPages(client, list, first, first.pagination);
  if (idsOf(rows).size < rows.length) {
    throw incomplete(list.path, "a row came twice, so the list moved while it was read", first.requestId);
  }
  return rows;
}

/** What is known of a reply beside its body; `written`: it answers a write that was done. */
export type Answered = Pick<Reply, "requestId"> & { readonly written?: boolean };

/**
 * A reply's body as a schema wants it; throws ConnectorError that names the fields, never their values. After a write
 * that was answered well, what is not understood leaves the result unknown, not the work undone.
 */
export function parse<T>(
  schema: z.ZodType<T>,
  body: unknown,
  what: string,
  { requestId, written = false }: Answered,
): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw new ConnectorError(`${what} answered what is not understood: ${issues.join("; ")}`, {
    retryable: false,
    unknownResult: written,
    ...(requestId === undefined ? {} : { requestId }),
  });
}

async function readPage<Row>(
  client: ReadClient,
  { path, row, headers = {} }: List<Row>,
  page: number,
): Promise<Page<Row>> {
  const options: RequestOptions = { query: { page, page_size: PAGE_SIZE }, headers };
  const reply = await client.get(path, options);
  const { data, pagination } = parse(pageSchema, reply.body, `GET ${path}`, reply);
  const rows = data.map((each) => parse(row, each, `GET ${path}`, reply));
  return { rows, pagination, requestId: reply.requestId };
}

async function restOfPages<Row>(
  client: ReadClient,
  list: List<Row>,
  first: Page<Row>,
  { page_size: size, total }: Pagination,
): Promise<readonly Row[]> {
  const count = Math.max(1, Math.ceil(total / size));
  const others = await Promise.all(
    Array.from({ length: count - 1 }, (_, index) => readPage(client, list, index + 2)),
  );
  return [first, ...others].flatMap((page, index) => {
    const expected = Math.min(size, total - index * size);
    const same = page.pagination?.page === index + 1 && page.pagination.total === total;
    if (same && page.rows.length === expected) return page.rows;
    const what = `page ${index + 1} does not fit the total of ${total}: ${page.rows.length} rows instead of ${expected}`;
    throw incomplete(list.path, what, page.requestId);
  });
}

/** A bare array is the whole list, unless it is as long as a page: then the next page tells. */
async function restOfArray<Row extends { readonly id: string }>(
  client: ReadClient,
  list: List<Row>,
  first: Page<Row>,
): Promise<readonly Row[]> {
  const all = [...first.rows];
  const known = idsOf(all);
  let page = first;
  for (let number = 2; PAGE_LENGTHS.has(page.rows.length); number += 1) {
    page = await readPage(client, list, number);
    const ids = idsOf(page.rows);
    const fresh = [...ids].some((id) => !known.has(id));
    if (number === 2 && !fresh && ids.size === known.size) return all;
    if (!fresh && ids.size > 0) throw incomplete(list.path, `page ${number} repeats rows`, page.requestId);
    for (const id of ids) known.add(id);
    all.push(...page.rows);
  }
  return all;
}

function idsOf(rows: readonly { readonly id: string }[]): Set<string> {
  return new Set(rows.map(({ id }) => id));
}

/** A list that is not the whole list. */
export function incomplete(path: string, what: string, requestId?: string): ConnectorError {
  return new ConnectorError(`GET ${path} is incomplete: ${what}`, {
    retryable: true,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
