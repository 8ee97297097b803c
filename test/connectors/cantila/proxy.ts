import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";

/** A request on its way to the sandbox; the path is below the endpoint. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly actAs: string | undefined;
  readonly body: string;
}

/** What comes back; no body: nothing is sent. */
export interface Answered {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Decides on an answer; `pass` lets the sandbox answer, acting as another account where one is given. */
export type Alter = (
  request: Passing,
  pass: (actAs?: string) => Promise<Answered>,
) => Answered | Promise<Answered>;

/** Starts a server in front of an endpoint that alters answers, and gives its endpoint; it ends with the test. What the sandbox cuts is cut. */
export async function startProxy(endpoint: string, alter: Alter): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? "", endpoint);
    const passing: Passing = {
      method: request.method ?? "",
      path: url.pathname.slice(new URL(endpoint).pathname.length),
      actAs: request.headers["x-cantila-act-as"]?.toString(),
      body,
    };
    const answer = await Promise.resolve(
      alter(passing, (actAs) => forward(request, { url, body, actAs })),
    ).catch(() => undefined);
    if (answer === undefined) {
      response.destroy();
      return;
    }
    const text = answer.body === undefined ? "" : JSON.stringify(answer.body);
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(text);
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
  return `http://127.0.0.1:${port}${new URL(endpoint).pathname}`;
}

interface Forwarded {
  readonly url: URL;
  readonly body: string;
  readonly actAs: string | undefined;
}

async function forward(request: IncomingMessage, { url, body, actAs }: Forwarded): Promise<Answered> {
  const acting = actAs ?? request.headers["x-cantila-act-as"]?.toString();
  const response = await fetch(url, {
    method: request.method ?? "",
    headers: {
      authorization: request.headers.authorization ?? "",
      ...(body === "" ? {} : { "content-type": "application/json" }),
      ...(acting === undefined ? {} : { "x-cantila-act-as": acting }),
    },
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
