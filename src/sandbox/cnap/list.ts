import { ok, type Reply } from "../reply.ts";
import type { Call } from "./call.ts";
import { invalid, refusal } from "./errors.ts";

/** One page of a list as the API shows it; `name` ties its cursors to it. */
export function page<Row>(call: Call, name: string, rows: readonly Row[], body: (row: Row) => object): Reply {
  const limit = readLimit(call);
  const start = readCursor(call, name);
  const end = start + limit;
  const more = end < rows.length;
  return ok({
    data: rows.slice(start, end).map(body),
    has_more: more,
    next_cursor: more ? cursorAt(name, end) : null,
  });
}

function readLimit({ query }: Call): number {
  const limit = Number(query.get("limit") ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw refusal(400, invalid(["query", "limit"], "must be a whole number from 1 to 100"));
  }
  return limit;
}

function readCursor({ query }: Call, name: string): number {
  const cursor = query.get("cursor");
  if (cursor === null) {
    return 0;
  }
  const start = Number(/:(\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString())?.[1]);
  if (cursorAt(name, start) !== cursor) {
    throw refusal(400, invalid(["query", "cursor"], "is not a cursor of this list"));
  }
  return start;
}

function cursorAt(name: string, start: number): string {
  return Buffer.from(`${name}:${start}`).toString("base64url");
}
