import type { Alter, Answered, WireRow } from "../proxy.ts";

export { type Alter, type Answered, startProxy } from "../proxy.ts";

/** The rows of a list's answer, bare or paged. */
export function rowsOf({ body }: Answered): readonly WireRow[] {
  if (Array.isArray(body)) return body;
  if (typeof body === "object" && body !== null && "data" in body && Array.isArray(body.data))
    return body.data;
  throw new Error(`no list: ${JSON.stringify(body)}`);
}

/** An answer to one list with other rows, as a bare array; all else passes. */
export function altering(path: RegExp, change: (rows: readonly WireRow[]) => readonly WireRow[]): Alter {
  return async (request, pass) => {
    const answer = await pass();
    return request.method === "GET" && path.test(request.path) && answer.status < 400
      ? { status: answer.status, body: change(rowsOf(answer)) }
      : answer;
  };
}
