import { createDesk, type FakeRequest } from "./desk.ts";
import { eventOf, type FakeEvent, type Happening } from "./events.ts";
import { createFaults, type FakeFaults } from "./faults.ts";
import { decide, type GitHubOptions } from "./options.ts";
import { createPeople, type People } from "./people.ts";
import { listen } from "./server.ts";
import { createViews, type FakeState } from "./views.ts";
import { createWorld } from "./world.ts";

export type { FakeRequest } from "./desk.ts";
export type { FakeEvent, Happening } from "./events.ts";
export type { FakeFault, FakeFaults } from "./faults.ts";
export type { MergeMethod } from "./git/merging.ts";
export type { FakeAccount, FakeExchange, FakeLimits, GitHubOptions, Permissions } from "./options.ts";
export type { FakePullDraft, FakeRun, People } from "./people.ts";
export type { FakeCommit, FakeFile } from "./pushes.ts";
export type { FakePull, FakeState } from "./views.ts";

/** A running fake of one GitHub repository: its REST API, and what people would do to it from elsewhere. */
export interface FakeGitHub extends People {
  /** `http://127.0.0.1:PORT`, the same as `serverUrl`. */
  readonly url: string;
  /** GITHUB_API_URL */
  readonly apiUrl: string;
  /** GITHUB_GRAPHQL_URL */
  readonly graphqlUrl: string;
  /** GITHUB_SERVER_URL */
  readonly serverUrl: string;
  /** GITHUB_REPOSITORY */
  readonly repository: string;
  readonly faults: FakeFaults;
  readonly state: FakeState;
  /** Every request so far, in order of arrival. */
  requests(): readonly FakeRequest[];
  /** The event for something that just happened, as a workflow's runner gets it; throws when it did not happen. */
  event(happening: Happening): FakeEvent;
  close(): Promise<void>;
}

const README = { "README.md": "# Organizations\n" };

/**
 * Starts a fake GitHub on loopback with one commit on the default branch, until it is closed. It holds everything in
 * memory; README.md tells what it does as GitHub and what not. Throws a TypeError for options that cannot be.
 */
export async function startGitHub(options: GitHubOptions = {}): Promise<FakeGitHub> {
  const settings = decide(options);
  const server = await listen(options.port ?? 0);
  const { url } = server;
  const graphql = `${url}${settings.enterprise ? "/api" : ""}/graphql`;
  const api = settings.enterprise ? `${url}/api/v3` : url;
  const world = createWorld(settings, { server: url, api, graphql });
  const people = createPeople(world);
  people.commit({ files: options.seed?.files ?? README, message: "Initial commit" });
  const faults = createFaults();
  const closing = new AbortController();
  const desk = createDesk(world, { faults, onExchange: options.onExchange, closing: closing.signal });
  server.serve(desk.handle);
  return {
    url,
    apiUrl: api,
    graphqlUrl: graphql,
    serverUrl: url,
    repository: `${settings.owner}/${settings.name}`,
    faults: { add: faults.add, clear: faults.clear },
    state: createViews(world),
    requests: desk.requests,
    event: (happening) => eventOf(world, happening),
    close: async () => {
      closing.abort();
      await server.close();
    },
    ...people,
  };
}
