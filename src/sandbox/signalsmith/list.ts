import { ok, Refusal, type Reply } from "../reply.ts";
import type { Call } from "./call.ts";

/** A list as the documents show it, unless the sandbox is set to answer every list one way. */
export function list<Row>(
  call: Call,
  published: "array" | "paged",
  rows: readonly Row[],
  body: (row: Row) => unknown,
): Reply {
  if ((call.settings.lists ?? published) === "array") {
    return ok(rows.map(body));
  }
  const page = positive(call, "page", 1);
  const size = Math.min(positive(call, "page_size", 20), 100);
  const data = rows.slice((page - 1) * size, page * size).map(body);
  return ok({ data, pagination: { page, page_size: size, total: rows.length } });
}

function positive({ query }: Call, name: string, fallback: number): number {
  const value = Number(query.get(name) ?? fallback);
  if (!Number.isInteger(value) || value < 1) {
    throw new Refusal(400, `${name}: must be a whole number above 0`);
  }
  return value;
}
