import type * as z from "zod";
import { Refusal } from "../../reply.ts";
import type { Account } from "../options.ts";
import { type ValidationError, validationFailed } from "../refusals.ts";
import type { World } from "../world.ts";

/** A request by somebody known, with everything an answer depends on. */
export interface Call {
  readonly world: World;
  readonly account: Account;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: unknown;
  /** The whole address as it was asked for, from which the links to other pages are made. */
  readonly url: URL;
}

/** What an operation answers: JSON, or bytes as they are. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One documented operation of the REST API. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the repository when it begins with `/`, else below the root; a name that ends in `+` takes slashes too. */
  readonly path: string;
  /** As the header X-Accepted-GitHub-Permissions has it: `;` parts what is enough by itself, `,` what is needed together. */
  readonly accepts: string;
  answer(call: Call): Answer;
}

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** 201 with what was made, and its address. */
export function made(body: { readonly url: string }): Answer {
  return { status: 201, body, headers: { Location: body.url } };
}

/** 404, as GitHub says it. */
export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** A path parameter. */
export function param({ params }: Call, name: string): string {
  return params[name] ?? "";
}

/** A number in the path, or a 404. */
export function numberParam(call: Call, name: string): number {
  const text = param(call, name);
  if (!/^\d+$/.test(text)) {
    throw notFound();
  }
  return Number(text);
}

/** The body in the demanded shape, or a 422 that names each field that is missing or wrong. */
export function readBody<T>({ body }: Call, resource: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) {
    return parsed.data;
  }
  const errors = parsed.error.issues.map(({ path, message, code }): ValidationError => {
    const missing = code === "invalid_type" && message.endsWith("received undefined");
    return { resource, code: missing ? "missing_field" : "invalid", field: path.join("."), message };
  });
  throw validationFailed(...errors);
}

const DEFAULT_PAGE = 30;
const LARGEST_PAGE = 100;

/** Which part of a list is asked for: 30 rows and never more than 100 unless the operation says otherwise. */
export function pageOf({ query }: Call, byDefault: number = DEFAULT_PAGE): { page: number; size: number } {
  const asked = Number(query.get("per_page"));
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, LARGEST_PAGE) : byDefault;
  const page = Number(query.get("page"));
  return { page: Number.isInteger(page) && page > 0 ? page : 1, size };
}

/** One page of the rows, with links to the others; `wrap` makes the body of the rows' bodies. */
export function paged<T>(
  call: Call,
  rows: readonly T[],
  show: (row: T) => unknown,
  wrap: (shown: readonly unknown[]) => unknown = (shown) => shown,
): Answer {
  const { page, size } = pageOf(call);
  const body = wrap(rows.slice((page - 1) * size, page * size).map(show));
  return { status: 200, body, headers: links(call, page, Math.ceil(rows.length / size)) };
}

/** The Link header for a page; none when there is only one. */
export function links({ url }: Call, page: number, last: number): Readonly<Record<string, string>> {
  const to = (number: number, rel: string): string => {
    const target = new URL(url);
    target.searchParams.set("page", String(number));
    return `<${target}>; rel="${rel}"`;
  };
  const all = [
    ...(page > 1 ? [to(page - 1, "prev")] : []),
    ...(page < last ? [to(page + 1, "next"), to(last, "last")] : []),
    ...(page > 1 ? [to(1, "first")] : []),
  ];
  return all.length === 0 ? {} : { Link: all.join(", ") };
}

/** Whether the account may do what the words in the form of `Operation.accepts` demand. */
export function mayDo({ permissions }: Account, accepts: string): boolean {
  if (accepts === "") {
    return true;
  }
  return accepts.split(";").some((together) =>
    together.split(",").every((one) => {
      const [name = "", level] = one.trim().split("=");
      const held = permissions[name];
      return name === "metadata" || held === "write" || (held === "read" && level === "read");
    }),
  );
}
