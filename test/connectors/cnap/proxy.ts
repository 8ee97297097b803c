import type { Alter, WireRow } from "../proxy.ts";

export { type Alter, type Answered, startProxy } from "../proxy.ts";

/** The rows of lists at a path are others; all else passes. */
export function altering(path: RegExp, change: (row: WireRow) => WireRow | undefined): Alter {
  return async (request, pass) => {
    const answer = await pass();
    if (request.method !== "GET" || !path.test(request.path) || answer.status >= 400) return answer;
    const page = answer.body as { readonly data: readonly WireRow[] };
    const data = page.data.flatMap((row) => {
      const other = change(row);
      return other === undefined ? [] : [other];
    });
    return { status: 200, body: { ...page, data } };
  };
}
