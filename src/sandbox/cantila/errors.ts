import { STATUS_CODES } from "node:http";
import type * as z from "zod";
import { Refusal } from "../reply.ts";
import type { Problem } from "../system.ts";
import type { Dialect } from "./rules.ts";

/** How the application words a refusal of its own; one without it comes from the framework. */
type Wording = { readonly kind: "sentence" } | { readonly kind: "fields"; readonly fields: FieldErrors };

/** What is wrong with a body, by field. */
export type FieldErrors = z.core.$ZodFlattenedError<unknown>;

/** A refusal by the application, in a sentence. */
export function refuse(status: number, message: string): Refusal {
  return new Refusal(status, message, { kind: "sentence" } satisfies Wording);
}

/** A refusal of a body, field by field. */
export function refuseFields(status: number, message: string, fields: FieldErrors): Refusal {
  return new Refusal(status, message, { kind: "fields", fields } satisfies Wording);
}

/** The value, or the application's 404. */
export function foundOr404<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw refuse(404, `${what} not found`);
  }
  return value;
}

/** The error bodies of one dialect: the server has three shapes here (and JSON text in one of them), the documents one. */
export function errorBodyOf(dialect: Dialect): (problem: Problem) => object {
  return dialect === "server" ? serverError : documentedError;
}

function serverError({ status, message, detail }: Problem): object {
  const wording = detail as Wording | undefined;
  switch (wording?.kind) {
    case "sentence":
      return { error: message };
    case "fields":
      return { error: wording.fields };
    case undefined:
      return { statusCode: status, error: STATUS_CODES[status] ?? "Error", message };
  }
}

function documentedError({ status, message }: Problem): object {
  return { error: (STATUS_CODES[status] ?? "error").toLowerCase().replaceAll(/[^a-z]+/g, "_"), message };
}
