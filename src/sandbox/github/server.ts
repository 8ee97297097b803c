import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

const HOST = "127.0.0.1";

/** A listening server that answers nothing until it is given what to say. */
export interface Listening {
  readonly url: string;
  /** From now on every request gets what `handle` promises; where that is undefined the connection is cut. */
  serve(handle: (request: Request) => Promise<Response | undefined>): void;
  close(): Promise<void>;
}

/** Listens on loopback only; port 0 takes a free one. */
export async function listen(port: number): Promise<Listening> {
  const server = createServer();
  server.listen(port, HOST);
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://${HOST}:${typeof address === "object" ? address?.port : port}`,
    serve: (handle) => serve(server, handle),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function serve(server: Server, handle: (request: Request) => Promise<Response | undefined>): void {
  const answer = async (request: Request, env: unknown): Promise<Response> => {
    // A web page that rebinds its own name to 127.0.0.1 must not get in.
    if (![HOST, "localhost", "[::1]"].includes(new URL(request.url).hostname)) {
      return new Response(null, { status: 403 });
    }
    return (await handle(request)) ?? hangUp(env as HttpBindings);
  };
  // The fake may run inside a test or a tool that has its own Request and Response.
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  server.on("request", (incoming, outgoing) => void listener(incoming, outgoing));
}

function hangUp({ incoming }: HttpBindings): Response {
  incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}
