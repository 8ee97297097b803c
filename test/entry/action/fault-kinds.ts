/** What may go wrong between the Action and GitHub, for the routes that a good run has used. */
import type { FakeFault, FakeRequest } from "../../../src/sandbox/github/index.ts";

/** A kind of request: method and path, in which ids are left open. */
export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
}

/** The routes of requests, each once, in order of arrival. */
export function routesOf(requests: readonly FakeRequest[]): readonly Route[] {
  const routes = new Map<string, Route>();
  for (const { method, path } of requests) {
    const open = path.replace(/[0-9a-f]{40}(\.\.\.[0-9a-f]{40})?/g, "SHA").replace(/\/\d+(?=\/|$)/g, "/N");
    const name = `${method} ${open.replace(/^\/repos\/[^/]+\/[^/]+/, "")}`;
    const pattern = open
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("SHA", "[0-9a-f.]+")
      .replaceAll("/N", "/\\d+");
    routes.set(name, routes.get(name) ?? { name, method, path: new RegExp(`^${pattern}$`) });
  }
  return [...routes.values()];
}

type Kind = Omit<FakeFault, "path" | "method">;

/** What passes by itself: asked again, it is well. */
export const passing: Readonly<Record<string, Kind>> = {
  "secondary limit": {
    status: 403,
    headers: { "retry-after": "1" },
    body: {
      message: "You have exceeded a secondary rate limit",
      documentation_url: "https://docs.github.com",
    },
  },
  "429": { status: 429, headers: { "retry-after": "1" } },
};

/** What stays until somebody mends it, longer than any patience. */
export const lasting: Kind = { status: 500, times: 20 };

/** The work is done and nobody hears of it. */
export const unheard: Kind = { hangUp: true, work: "done" };
