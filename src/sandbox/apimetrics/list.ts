import { ok, Refusal, type Reply } from "../reply.ts";
import type { Call } from "./call.ts";
import { invalid } from "./errors.ts";

const HIGHEST_LIMIT = 100;

/** One page of rows, as `cursor` and `limit` ask for; `usual` is its length when they do not. */
export function list<Row>(call: Call, rows: readonly Row[], body: (row: Row) => unknown, usual = 25): Reply {
  const start = cursorOf(call);
  const end = start + limitOf(call, usual);
  return envelope(call, rows.slice(start, end).map(body), end < rows.length ? end : null);
}

/** All rows at once, as invites are listed. */
export function whole<Row>(call: Call, rows: readonly Row[], body: (row: Row) => unknown): Reply {
  return envelope(call, rows.map(body), null);
}

function envelope({ settings, params }: Call, results: readonly unknown[], next: number | null): Reply {
  const { project } = params;
  const full = {
    more: next !== null,
    next_cursor: next !== null && settings.metaCursor === "string" ? encode(next) : next,
    ...(project === undefined ? {} : { project_id: project }),
  };
  return ok({ meta: settings.meta === "full" ? full : {}, results });
}

function limitOf({ query }: Call, usual: number): number {
  const limit = Number(query.get("limit") ?? usual);
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalid([{ loc: ["query", "limit"], msg: "must be a whole number above 0", type: "integer" }]);
  }
  return Math.min(limit, HIGHEST_LIMIT);
}

function cursorOf({ query, settings }: Call): number {
  const cursor = query.get("cursor");
  if (cursor === null) {
    return 0;
  }
  const start = settings.metaCursor === "string" ? decode(cursor) : cursor;
  if (!/^\d+$/.test(start)) {
    throw new Refusal(400, "The cursor is none that this API gave out");
  }
  return Number(start);
}

function encode(start: number): string {
  return Buffer.from(`row:${start}`).toString("base64url");
}

function decode(cursor: string): string {
  return Buffer.from(cursor, "base64url").toString().replace(/^row:/, "");
}
