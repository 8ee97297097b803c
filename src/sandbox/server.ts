import { once } from "node:events";
import { createServer } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { createControl } from "./control.ts";
import { createIntake, type Paces, type Premises } from "./intake.ts";
import type { System } from "./system.ts";

/** A listening server: where, and how to end it. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";

/** Serves the systems, each at its prefix and pace, on loopback only; port 0 takes a free one. */
export async function listen(
  port: number,
  systems: ReadonlyMap<System, Paces>,
  premises: Premises,
): Promise<Listening> {
  const app = createApp(systems, premises);
  // A web page that rebinds its own name to 127.0.0.1 must not reach the controls.
  const guarded: Parameters<typeof getRequestListener>[0] = (request, env) =>
    isLoopback(new URL(request.url).hostname) ? app.fetch(request, env) : new Response(null, { status: 403 });
  const listener = getRequestListener(guarded, {
    // The sandbox may run inside a test or a tool that has its own Request and Response.
    overrideGlobalObjects: false,
  });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.listen(port, HOST);
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://${HOST}:${typeof address === "object" ? address?.port : port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function createApp(
  systems: ReadonlyMap<System, Paces>,
  premises: Premises,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const control = createControl([...systems.keys()], premises);
  app.get("/", ({ req }) => new Response(describe(new URL(req.url).origin, [...systems.keys()])));
  app.all("/_sandbox/*", ({ req }) => control.fetch(req.raw));
  for (const [system, paces] of systems) {
    const intake = createIntake(system, paces, premises);
    app.all(`${system.prefix}/*`, async ({ req, env }) => (await intake(req.raw)) ?? hangUp(env));
  }
  return app;
}

function isLoopback(hostname: string): boolean {
  return [HOST, "localhost", "[::1]"].includes(hostname);
}

function hangUp({ incoming }: HttpBindings): Response {
  incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

function describe(origin: string, systems: readonly System[]): string {
  const served = systems.map(({ name, prefix }) => `  ${name}  ${origin}${prefix}`);
  return `Orgwright sandbox: local servers that behave like the systems.

${served.join("\n")}

Controls, under ${origin}/_sandbox:
  GET  PUT    /state      everything held; the same JSON is a seed
  GET  DELETE /requests   every request so far
  POST        /clock      {"advanceMs": 60000}
  POST        /faults     {"spec": "429@3,500@1=POST:/members"}
${systems.flatMap(({ name, controls }) => controls.map(({ method, path }) => `  ${method}        /${name}${path}`)).join("\n")}
`;
}
