import { Refusal } from "../reply.ts";
import type { Problem } from "../system.ts";

/** One entry of an error reply. */
export interface ErrorEntry {
  readonly code: number;
  readonly message: string;
  readonly path?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The numbers of errors; inferred, except for `notFound`, the only one that is published. */
export const CODES = {
  invalid: 7000,
  unknownCaller: 7001,
  notFound: 7002,
  forbidden: 7003,
  conflict: 7004,
  aborted: 7005,
  etagMissing: 7006,
  protected: 7007,
  tooMany: 7008,
  failed: 7009,
} as const;

const CODE_BY_STATUS: Readonly<Record<number, number>> = {
  401: CODES.unknownCaller,
  403: CODES.forbidden,
  404: CODES.notFound,
  409: CODES.conflict,
  429: CODES.tooMany,
};

/** A refusal with one error entry that tells more than its status does. */
export function refusal(status: number, entry: ErrorEntry): Refusal {
  return new Refusal(status, entry.message, [entry]);
}

/** A refusal for each of several entries at once. */
export function refusalOf(status: number, entries: readonly ErrorEntry[]): Refusal {
  return new Refusal(status, entries.map(({ message }) => message).join("; "), entries);
}

/** An entry about one place of the request, such as `["body", "name"]`. */
export function invalid(path: readonly string[], message: string): ErrorEntry {
  return { code: CODES.invalid, message, path };
}

/** A refusal in the envelope of the API. */
export function errorBody({ status, message, detail }: Problem): object {
  const errors = isEntries(detail) ? detail : [{ code: codeOf(status), message }];
  return { success: false, errors, result: {} };
}

function codeOf(status: number): number {
  return CODE_BY_STATUS[status] ?? (status >= 500 ? CODES.failed : CODES.invalid);
}

function isEntries(detail: unknown): detail is readonly ErrorEntry[] {
  return Array.isArray(detail);
}
