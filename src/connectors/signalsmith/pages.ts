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

type Page = z.infer<typeof pageSchema> & { readonly requestId: string | undefined };
type Numbered = z.infer<typeof paged> & Page;

/**
 * All rows of a list. The reference shows some lists as bare arrays and pages the others as `{data, pagination}`;
 * both are understood. Throws ConnectorError when pages do not add up, for a list that is cut short is not the list.
 */
export async function readAll<Row extends { readonly id: string }>(
  client: ReadClient,
  list: List<Row>,
): Promise<readonly Row[]> {
  const first = await readPage(client, list, 1);
  const data = isNumbered(first)
    ? await restOfPages(client, list, first)
    : await restOfArray(client, list, first);
  const parsed = data.map((row) => parse(list.row, row, `GET ${list.path}`, first.requestId));
  if (new Set(parsed.map(({ id }) => id)).size < parsed.length) {
    throw incomplete(list.path, "a row came twice, so the list moved while it was read", first.requestId);
  }
  return parsed;
}

/** A reply's body as a schema wants it; throws ConnectorError that names the fields, never their values. */
export function parse<T>(schema: z.ZodType<T>, body: unknown, what: string, requestId?: string): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw new ConnectorError(`${what} answered what is not understood: ${issues.join("; ")}`, {
    retryable: false,
    ...(requestId === undefined ? {} : { requestId }),
  });
}

async function readPage<Row>(
  client: ReadClient,
  { path, headers = {} }: List<Row>,
  page: number,
): Promise<Page> {
  const options: RequestOptions = { query: { page, page_size: PAGE_SIZE }, headers };
  const reply: Reply = await client.get(path, options);
  return { ...parse(pageSchema, reply.body, `GET ${path}`, reply.requestId), requestId: reply.requestId };
}

async function restOfPages<Row>(
  client: ReadClient,
  list: List<Row>,
  first: Numbered,
): Promise<readonly unknown[]> {
  const { page_size: size, total } = first.pagination;
  const count = Math.max(1, Math.ceil(total / size));
  const others = await Promise.all(
    Array.from({ length: count - 1 }, (_, index) => readPage(client, list, index + 2)),
  );
  return [first, ...others].flatMap((page, index) => {
    const expected = Math.min(size, total - index * size);
    const same = page.pagination?.page === index + 1 && page.pagination.total === total;
    if (same && page.data.length === expected) return page.data;
    const what = `page ${index + 1} does not fit the total of ${total}: ${page.data.length} rows instead of ${expected}`;
    throw incomplete(list.path, what, page.requestId);
  });
}

/** A bare array is the whole list, unless it is as long as a page: then the next page tells. */
async function restOfArray<Row>(
  client: ReadClient,
  list: List<Row>,
  first: Page,
): Promise<readonly unknown[]> {
  const all = [...first.data];
  for (let page = first, number = 2; page.data.length === PAGE_SIZE; number += 1) {
    page = await readPage(client, list, number);
    if (JSON.stringify(page.data[0]) === JSON.stringify(first.data[0])) return all;
    all.push(...page.data);
  }
  return all;
}

function isNumbered(page: Page): page is Numbered {
  return page.pagination !== undefined;
}

/** A list that is not the whole list. */
export function incomplete(path: string, what: string, requestId?: string): ConnectorError {
  return new ConnectorError(`GET ${path} is incomplete: ${what}`, {
    retryable: true,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
