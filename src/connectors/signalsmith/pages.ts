/** Lists of SignalSmith, whole or not at all (law 3). */
import { readReply, unknownReply, type Validate } from "../../io/reply.ts";
import type { ReadClient } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Pagination } from "./contract.ts";

/** One list: where it is, what the contract has it answer, and what a row of it is. */
export interface List<Told, Row> {
  readonly path: string;
  readonly reply: Validate<Answer<Told>>;
  readonly row: (told: Told, refuse: Refuse) => Row;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes the error for a row that fits the contract and cannot be understood all the same. */
export type Refuse = (what: string) => ConnectorError;

/** Some lists are shown as bare arrays, the others as pages; both are understood for each. */
type Answer<Told> =
  | readonly Told[]
  | { readonly data: readonly Told[] | null; readonly pagination: Pagination };

/** Rows to a page; the most that the reference allows. */
const PAGE_SIZE = 100;
/** As long as a page: what was asked for, and what the reference gives to who does not ask. */
const PAGE_LENGTHS: ReadonlySet<number> = new Set([20, PAGE_SIZE]);

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly pagination: Pagination | undefined;
  readonly requestId: string | undefined;
}

type Turn<Row> = (page: number) => Promise<Page<Row>>;

/** All rows of a list. Throws ConnectorError when pages do not add up, for a list that is cut short is not the list. */
export async function readAll<Told, Row extends { readonly id: string }>(
  client: ReadClient,
  list: List<Told, Row>,
): Promise<readonly Row[]> {
  const { path } = list;
  const turn: Turn<Row> = (page) => readPage(client, list, page);
  const first = await turn(1);
  const rows =
    first.pagination === undefined
      ? await restOfArray(path, turn, first)
      : await restOfPages(path, turn, first, first.pagination);
  if (idsOf(rows).size === rows.length) return rows;
  throw incomplete(path, "a row came twice, so the list moved while it was read", first.requestId);
}

async function readPage<Told, Row>(
  client: ReadClient,
  { path, reply: validate, row, headers = {} }: List<Told, Row>,
  page: number,
): Promise<Page<Row>> {
  const reply = await client.get(path, { query: { page, page_size: PAGE_SIZE }, headers });
  const answer = readReply(validate, reply, `GET ${path}`);
  const { data, pagination } = "data" in answer ? answer : { data: answer, pagination: undefined };
  const rows = (data ?? []).map((told) => row(told, (what) => unknownReply(reply, `GET ${path}`, what)));
  return { rows, pagination, requestId: reply.requestId };
}

async function restOfPages<Row>(
  path: string,
  turn: Turn<Row>,
  first: Page<Row>,
  { page_size: size, total }: Pagination,
): Promise<readonly Row[]> {
  const count = Math.max(1, Math.ceil(total / size));
  const others = await Promise.all(Array.from({ length: count - 1 }, (_, index) => turn(index + 2)));
  return [first, ...others].flatMap(({ rows, pagination, requestId }, index) => {
    const expected = Math.min(size, total - index * size);
    const same = pagination?.page === index + 1 && pagination.total === total;
    if (same && rows.length === expected) return rows;
    const what = `page ${index + 1} does not fit the total of ${total}: ${rows.length} rows instead of ${expected}`;
    throw incomplete(path, what, requestId);
  });
}

/** A bare array is the whole list, unless it is as long as a page: then the next page tells. */
async function restOfArray<Row extends { readonly id: string }>(
  path: string,
  turn: Turn<Row>,
  first: Page<Row>,
): Promise<readonly Row[]> {
  const all = [...first.rows];
  const known = idsOf(all);
  let page = first;
  for (let number = 2; PAGE_LENGTHS.has(page.rows.length); number += 1) {
    page = await turn(number);
    const ids = idsOf(page.rows);
    const fresh = [...ids].some((id) => !known.has(id));
    if (number === 2 && !fresh && ids.size === known.size) return all;
    if (!fresh && ids.size > 0) throw incomplete(path, `page ${number} repeats rows`, page.requestId);
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
