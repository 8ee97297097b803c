import { Hono, type HonoRequest } from "hono";
import { Refusal, type Reply } from "./reply.ts";
import type { ApiRequest, Endpoint, Problem } from "./system.ts";

/** An HTTP application that serves the endpoints below a prefix: 404 for unknown paths, 405 for known ones. */
export function createApi(
  prefix: string,
  endpoints: readonly Endpoint[],
  errorBody: (problem: Problem) => unknown,
): Hono {
  const api = new Hono();
  for (const { method, path, answer } of endpoints) {
    api.on(method, prefix + path, async (context) => respond(answer(await readRequest(context.req))));
  }
  for (const [path, methods] of methodsByPath(endpoints)) {
    api.all(prefix + path, ({ req }) => {
      const error = errorBody({
        status: 405,
        message: `${req.method} is not served here; ${methods.join(", ")} is`,
      });
      return Response.json(error, { status: 405, headers: { Allow: methods.join(", ") } });
    });
  }
  api.notFound(({ req }) =>
    respond({
      status: 404,
      body: errorBody({ status: 404, message: `No such endpoint: ${req.method} ${req.path}` }),
    }),
  );
  api.onError((error) => {
    const problem = problemOf(error);
    return respond({ status: problem.status, body: errorBody(problem) });
  });
  return api;
}

function problemOf(error: Error): Problem {
  return error instanceof Refusal ? error : { status: 500, message: error.message };
}

function respond({ status, body, headers = {} }: Reply): Response {
  return body === undefined
    ? new Response(null, { status, headers })
    : Response.json(body, { status, headers });
}

async function readRequest(request: HonoRequest): Promise<ApiRequest> {
  return {
    params: request.param(),
    query: new URL(request.url).searchParams,
    headers: request.raw.headers,
    body: parseBody(await request.text()),
  };
}

function parseBody(text: string): unknown {
  if (text === "") {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "The body is not JSON");
  }
}

function methodsByPath(endpoints: readonly Endpoint[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of endpoints) {
    methods.set(path, [...(methods.get(path) ?? []), method]);
  }
  return methods;
}
