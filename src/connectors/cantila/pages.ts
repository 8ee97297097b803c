/** Lists of Cantila, whole or not at all (law 3). They have no pages and no totals: what comes is all there is. */
import { readReply, type Validate } from "../../io/reply.ts";
import type { ReadClient, RequestOptions } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import { inItsWords } from "./words.ts";

/** One list: where it is, what the contract has it answer, and where its rows stand. */
export interface List<Told, Row> {
  readonly path: string;
  readonly reply: Validate<Told>;
  readonly rows: (told: Told) => readonly Row[];
}

interface ListRow {
  readonly id: string;
  readonly accountId?: string;
}

/** All rows of a list. Throws ConnectorError when one comes twice, or is another account's than `account`. */
export async function readList<Told, Row extends ListRow>(
  client: ReadClient,
  { path, reply: validate, rows: rowsOf }: List<Told, Row>,
  options: RequestOptions & { readonly account?: string },
): Promise<readonly Row[]> {
  const request = `GET ${path}`;
  const { account, ...sent } = options;
  const reply = await inItsWords(request, () => client.get(path, sent));
  const rows = rowsOf(readReply(validate, reply, request));
  if (new Set(rows.map(({ id }) => id)).size < rows.length) {
    throw incomplete(path, "a row came twice", reply.requestId);
  }
  const stranger = rows.find(({ accountId }) => account !== undefined && (accountId ?? account) !== account);
  if (stranger === undefined) return rows;
  throw new ConnectorError(
    `${request} was asked for ${account} and answered for ${stranger.accountId}; the act-as header was not followed`,
    { retryable: false, ...(reply.requestId === undefined ? {} : { requestId: reply.requestId }) },
  );
}

/** A list that is not the whole list. */
export function incomplete(path: string, what: string, requestId?: string): ConnectorError {
  return new ConnectorError(`GET ${path} is incomplete: ${what}`, {
    retryable: true,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
