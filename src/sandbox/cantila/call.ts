import * as z from "zod";
import type { Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { refuse, refuseFields } from "./errors.ts";
import { type Dialect, rolesOf } from "./rules.ts";
import type { Account, CantilaState, Key, Role, Scope, Session } from "./state.ts";

/** Settings for what the documents leave open, all decided. */
export interface Settings {
  readonly dialect: Dialect;
  readonly putBranding: "replaces" | "merges";
  readonly resend: "extends" | "keeps";
}

/** Who asks: a key or a session, what it may do, and the account it speaks for by itself. */
export interface Caller {
  readonly account: Account;
  readonly scope: Scope;
  readonly key: Key | undefined;
  readonly session: Session | undefined;
}

/** A request by anybody, with everything an answer depends on. */
export interface Visit extends ApiRequest {
  readonly state: CantilaState;
  readonly settings: Settings;
  readonly now: number;
  readonly caller: Caller | undefined;
}

/** A request by somebody known about an account: the caller's own, or the one they act as. */
export interface Call extends Visit {
  readonly caller: Caller;
  readonly account: Account;
}

/** A request by a person, about themselves. */
export interface PersonalCall extends Visit {
  readonly session: Session;
}

interface Route {
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly dialects: readonly Dialect[];
}

/**
 * One operation of the API, the dialects that serve it, and whose it is: anybody's, a session's, the caller's
 * (whatever account they act as), or the account's that they act as.
 */
export type Operation =
  | (Route & { readonly by: "anybody"; readonly answer: (visit: Visit) => Reply })
  | (Route & { readonly by: "session"; readonly answer: (call: PersonalCall) => Reply })
  | (Route & { readonly by: "caller" | "account"; readonly answer: (call: Call) => Reply });

/** A role as the dialect knows it. */
export function roleSchema({ dialect }: Settings): z.ZodType<Role> {
  return z.enum(rolesOf(dialect));
}

/** An e-mail, trimmed and in lower case. */
export const emailSchema: z.ZodType<string> = z
  .string()
  .trim()
  .transform((email) => email.toLowerCase())
  .pipe(z.email());

/** A path parameter. */
export function param({ params }: ApiRequest, name: string): string {
  return params[name] ?? "";
}

/**
 * The body in the demanded shape, without fields that nobody knows, or a refusal: 422 as documented, else 400 by field,
 * or as the list of issues in JSON text.
 */
export function readBody<T>(visit: Visit, schema: z.ZodType<T>, wording: "fields" | "text" = "fields"): T {
  return readValue(visit, schema, sentBody(visit), wording);
}

/** As `readBody`, for the query. */
export function readQuery<T>(visit: Visit, schema: z.ZodType<T>): T {
  return readValue(visit, schema, Object.fromEntries(visit.query), "fields");
}

function readValue<T>(
  { settings }: Visit,
  schema: z.ZodType<T>,
  value: unknown,
  wording: "fields" | "text",
): T {
  const parsed = schema.safeParse(value, {
    error: ({ input }) => (input === undefined ? "Required" : undefined),
  });
  if (parsed.success) {
    return parsed.data;
  }
  const { issues } = parsed.error;
  const sentence = issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; ");
  if (settings.dialect === "documented") {
    throw refuse(422, sentence);
  }
  throw wording === "text"
    ? refuse(400, JSON.stringify(issues))
    : refuseFields(400, sentence, z.flattenError(parsed.error));
}

/** Without a JSON content type there is no body, or only text; with one, nothing counts as `{}`. */
function sentBody({ headers, body }: Visit): unknown {
  const type = headers.get("Content-Type") ?? "";
  if (type.startsWith("application/json")) {
    return body === undefined ? {} : body;
  }
  return type === "" ? undefined : JSON.stringify(body);
}
