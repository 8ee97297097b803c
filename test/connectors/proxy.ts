/** A server between a connector and the sandbox that alters answers: what no sandbox says, a real server might. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";

/** A request on its way to the sandbox; the path is below the endpoint. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What comes back; no body: nothing is sent. */
export interface Answered {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a request is sent on with in place of its own. */
export interface Instead {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Decides on an answer; `pass` lets the sandbox answer. */
export type Alter = (
  request: Passing,
  pass: (instead?: Instead) => Promise<Answered>,
) => Answered | Promise<Answered>;

/** Starts a server in front of an endpoint that alters answers, and gives its endpoint; it ends with the test. What the sandbox cuts is cut. */
export async function startProxy(endpoint: string, alter: Alter): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? "", endpoint);
    const passing: Passing = {
      method: request.method ?? "",
      path: url.pathname.slice(new URL(endpoint).pathname.length),
      query: url.searchParams,
      headers: request.headers,
      body,
    };
    const answer = await Promise.resolve(
      alter(passing, (instead) => forward(request, { url, body, ...instead })),
    ).catch(() => undefined);
    if (answer === undefined) {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://127.0.0.1:${port}${new URL(endpoint).pathname}`.replace(/\/$/, "");
}

async function forward(
  request: IncomingMessage,
  { url, body, query = {}, headers: others = {} }: Instead & { readonly url: URL; readonly body: string },
): Promise<Answered> {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
  const response = await fetch(target, {
    method: request.method ?? "",
    headers: { ...(headers as Record<string, string>), ...others },
    ...(body === "" ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, ...(text === "" ? {} : { body: JSON.parse(text) }) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** A row of a list, as it is on the wire. */
export type WireRow = Readonly<Record<string, unknown>>;
