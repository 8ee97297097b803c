import { createApi } from "../../../src/connectors/lumoauth/api.ts";
import type { ConnectionSettings, ReadClient, Reply, RequestOptions } from "../../../src/model/connector.ts";

/** A connection that no server stands behind. */
export const settings: ConnectionSettings = {
  name: "main",
  system: "lumoauth",
  endpoint: "http://127.0.0.1",
  tenant: "acme-corp",
};

/** The reading endpoints on a client that gives what a function makes of the query. */
export function apiOn(answer: (query: NonNullable<RequestOptions["query"]>) => unknown) {
  const asked: NonNullable<RequestOptions["query"]>[] = [];
  const client: ReadClient = {
    get: (_, { query = {} } = {}) => {
      asked.push(query);
      const reply: Reply = { status: 200, body: answer(query), headers: {}, requestId: "req_7" };
      return Promise.resolve(reply);
    },
  };
  return { api: createApi(settings, client), asked };
}

/** What a page says of itself, in pages of so many rows. */
export function metaOf(total: number, page = 1, limit = 100) {
  const totalPages = Math.max(1, Math.ceil(total / limit));
  return { total, page, limit, totalPages, hasNextPage: page < totalPages };
}

/** A list served in pages, as the server would. */
export function paged<Row>(rows: readonly Row[], query: NonNullable<RequestOptions["query"]>, size = 100) {
  const page = Number(query["page"] ?? 1);
  const limit = Math.min(size, Number(query["limit"] ?? 25));
  return { data: rows.slice((page - 1) * limit, page * limit), meta: metaOf(rows.length, page, limit) };
}
