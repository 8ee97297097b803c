import type { Alter, Answered, Passing, WireRow } from "../proxy.ts";

export { type Alter, type Answered, startProxy } from "../proxy.ts";

/** The rows of lists at a path are others; all else passes. */
export function altering(path: RegExp, change: (rows: readonly WireRow[]) => readonly WireRow[]): Alter {
  return async (request, pass) => {
    const answer = await pass();
    if (request.method !== "GET" || !path.test(request.path) || answer.status >= 400) return answer;
    const page = answer.body as { readonly results: readonly WireRow[] };
    return { status: 200, body: { ...page, results: change(page.results) } };
  };
}

/** One path answers as it is told, whatever the sandbox would say; all else passes. */
export function answering(path: RegExp, answer: (request: Passing) => Answered): Alter {
  return async (request, pass) => (path.test(request.path) ? answer(request) : await pass());
}
