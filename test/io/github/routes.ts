/** A server that answers by method and path; what is not listed is not found. */
import { type Answer, json, type ScriptedServer, startServer } from "../http-server.ts";

export type Routes = Readonly<Record<string, Answer | readonly Answer[]>>;

/** Paths are below the repository, with their query. A list is used up from the front; its last answer stays. */
export async function startRoutes(routes: Routes): Promise<ScriptedServer> {
  const asked = new Map<string, number>();
  return await startServer((request, response) => {
    const route = `${request.method} ${(request.url ?? "").replace("/repos/acme/orgs", "")}`;
    const count = asked.get(route) ?? 0;
    asked.set(route, count + 1);
    const answers = [routes[route] ?? json(404, { message: "Not Found" })].flat();
    answers[Math.min(count, answers.length - 1)]?.(request, response);
  });
}

/** What was asked, as `METHOD path`, below the repository. */
export function asked({ received }: ScriptedServer): readonly string[] {
  return received.map(({ method, url }) => `${method} ${url.replace("/repos/acme/orgs", "")}`);
}

/** The bodies that were sent. */
export function sent({ received }: ScriptedServer): readonly unknown[] {
  return received.flatMap(({ body }) => (body === "" ? [] : [JSON.parse(body)]));
}
