/** Lists of APImetrics, whole or not at all (law 3). */
import { readReply, type Validate } from "../../io/reply.ts";
import type { ReadClient } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { PageMeta } from "./contract.ts";
import { inItsWords } from "./words.ts";

/** One list: where it is, and what the contract has a page of it be. */
export interface List<Row> {
  readonly path: string;
  readonly page: Validate<Answer<Row>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A part of a list, and where it goes on. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Absent on the last page. */
  readonly next?: Cursor;
  readonly requestId: string | undefined;
}

/** What a page names the one behind it by. */
export type Cursor = string | number;

interface Answer<Row> {
  readonly meta?: PageMeta;
  readonly results: readonly Row[];
}

/** Rows to a page; the most that is documented. */
const LIMIT = 100;

/** Rows to a page where nobody says how many: whoever does not heed the limit cuts there. */
const USUAL = 25;

/** All rows of a list. Throws ConnectorError when its pages do not lead to an end, or a row comes twice. */
export async function readAll<Row extends { readonly id: string }>(
  client: ReadClient,
  list: List<Row>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pagesOf(client, list)) rows.push(...page.rows);
  return distinct(list.path, rows);
}

/** All rows of a list that is not cut into pages; one that says that it is is not whole. */
export async function readWhole<Row extends { readonly id: string }>(
  client: ReadClient,
  { path, page, headers = {} }: List<Row>,
): Promise<readonly Row[]> {
  const request = `GET ${path}`;
  const reply = await inItsWords(request, client.get(path, { headers }));
  const { meta, results } = readReply(page, reply, request);
  const goesOn = meta?.more ?? isCursor(meta?.next_cursor);
  if (goesOn) throw incomplete(path, "it is a part and has no next page", reply.requestId);
  return distinct(path, results);
}

/** A list page by page, as long as somebody asks. Throws ConnectorError when a page does not lead on to another. */
export async function* pagesOf<Row>(client: ReadClient, list: List<Row>): AsyncGenerator<Page<Row>> {
  const known = new Set<Cursor>();
  for (let cursor: Cursor | undefined; ; ) {
    const page = await readPage(client, list, cursor);
    yield page;
    cursor = page.next;
    if (cursor === undefined) return;
    if (known.has(cursor)) throw incomplete(list.path, "a page leads back to one before it", page.requestId);
    known.add(cursor);
  }
}

async function readPage<Row>(
  client: ReadClient,
  { path, page, headers = {} }: List<Row>,
  cursor: Cursor | undefined,
): Promise<Page<Row>> {
  const request = `GET ${path}`;
  const query = { limit: LIMIT, ...(cursor === undefined ? {} : { cursor }) };
  const reply = await inItsWords(request, client.get(path, { query, headers }));
  const { meta = {}, results: rows } = readReply(page, reply, request);
  const { requestId } = reply;
  const { more, next_cursor: told } = meta;
  if (more === false) return { rows, requestId };
  if (isCursor(told)) return { rows, next: told, requestId };
  if (more === true) throw incomplete(path, "more follows, and the page does not say where", requestId);
  if (rows.length < LIMIT && rows.length !== USUAL) return { rows, requestId };
  const what = `a page of ${rows.length} rows may be full and does not say whether it is the last`;
  throw incomplete(path, what, requestId);
}

function isCursor(told: PageMeta["next_cursor"]): told is Cursor {
  return told !== undefined && told !== null && told !== "";
}

function distinct<Row extends { readonly id: string }>(path: string, rows: readonly Row[]): readonly Row[] {
  if (new Set(rows.map(({ id }) => id)).size === rows.length) return rows;
  throw incomplete(path, "a row came twice, so the list moved while it was read");
}

/** A list that is not the whole list. */
export function incomplete(path: string, what: string, requestId?: string): ConnectorError {
  return new ConnectorError(`GET ${path} is incomplete: ${what}`, {
    retryable: true,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
