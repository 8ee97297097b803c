import { ok, type Reply } from "../reply.ts";
import type { Call } from "./call.ts";
import { invalid } from "./refusals.ts";

/** A list before it is searched, sorted and cut into pages. */
export interface Listing<Row> {
  readonly resourceType: string;
  /** In the order in which they are shown unless `sortBy` says otherwise. */
  readonly rows: readonly Row[];
  /** What `search` looks into and `sortBy` may name. */
  readonly texts?: Readonly<Record<string, (row: Row) => string>>;
  /** What `sortBy` may name besides. */
  readonly times?: Readonly<Record<string, (row: Row) => string>>;
  body(row: Row): object;
}

const LARGEST = 100;

/** One page, with what the documents put around it. */
export function list<Row>(call: Call, listing: Listing<Row>): Reply {
  const page = positive(call, "page", 1);
  const limit = Math.min(positive(call, "limit", 25), LARGEST);
  const rows = sort(call, listing, search(call, listing));
  const totalPages = Math.ceil(rows.length / limit);
  const meta = {
    total: rows.length,
    page,
    limit,
    totalPages,
    hasNextPage: page < totalPages,
    hasPreviousPage: page > 1,
  };
  const data = rows.slice((page - 1) * limit, page * limit).map((row) => listing.body(row));
  return ok({ data, meta, pagination: meta, resourceType: listing.resourceType });
}

function search<Row>({ query }: Call, { rows, texts = {} }: Listing<Row>): readonly Row[] {
  const wanted = query.get("search")?.toLowerCase() ?? "";
  const columns = Object.values(texts);
  return wanted === ""
    ? rows
    : rows.filter((row) => columns.some((text) => text(row).toLowerCase().includes(wanted)));
}

function sort<Row>(
  { query }: Call,
  { texts = {}, times = {} }: Listing<Row>,
  rows: readonly Row[],
): readonly Row[] {
  const columns = new Map(Object.entries({ ...texts, ...times }));
  const name = query.get("sortBy");
  const direction = query.get("sortDir") ?? "asc";
  if (direction !== "asc" && direction !== "desc") {
    throw invalid(400, [{ field: "sortDir", message: "must be asc or desc" }]);
  }
  if (name === null) {
    return rows;
  }
  const column = columns.get(name);
  if (column === undefined) {
    throw invalid(400, [{ field: "sortBy", message: `must be one of ${[...columns.keys()].join(", ")}` }]);
  }
  const sign = direction === "asc" ? 1 : -1;
  return rows.toSorted((one, other) => sign * compare(column(one), column(other)));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function positive({ query }: Call, name: string, fallback: number): number {
  const value = Number(query.get(name) ?? fallback);
  if (!Number.isInteger(value) || value < 1) {
    throw invalid(400, [{ field: name, message: "must be a whole number above 0" }]);
  }
  return value;
}
