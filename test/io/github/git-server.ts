/**
 * GitHub's git data, as its documents have it, small: one repository in memory on loopback. Ids are of the content. A
 * test may do something before any request, break its answer, or break it after the work.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
}

type Files = ReadonlyMap<string, string>;

/** What a test makes of a request: `before` the work or `after` it. No status: the connection is cut. */
export interface Fault {
  readonly when: "before" | "after";
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

export interface GitServer {
  readonly url: string;
  /** All requests, as `METHOD path` below the repository. */
  readonly log: string[];
  /** Asked before each request. */
  meddle: ((asked: Asked) => Fault | undefined | Promise<Fault | undefined>) | undefined;
  /** Status of the runs by id; the others are not found. */
  readonly runs: Map<number, string>;
  readonly branches: Map<string, string>;
  /** Files of a branch. */
  files(branch: string): Readonly<Record<string, string>>;
  /** Messages from the branch's head back to its root. */
  history(branch: string): readonly string[];
  /** Commits like somebody else would, whatever is in the way. */
  push(branch: string, files: Readonly<Record<string, string | null>>): string;
  close(): Promise<void>;
}

const HERE = "/repos/acme/orgs";

export async function startGitServer(): Promise<GitServer> {
  const blobs = new Map<string, string>();
  const trees = new Map<string, Files>();
  const commits = new Map<string, Commit>();

  function id(kind: string, content: unknown): string {
    // A blob's id is what git gives it: it is held against the bytes that came.
    const text =
      kind === "blob" ? `${Buffer.byteLength(String(content))}\0${content}` : JSON.stringify(content);
    return createHash("sha1").update(`${kind} ${text}`).digest("hex");
  }

  function putTree(files: Files): string {
    const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
    const sha = id("tree", sorted);
    trees.set(sha, new Map(sorted));
    for (const [, text] of sorted) blobs.set(id("blob", text), text);
    return sha;
  }

  function putCommit(commit: Commit): string {
    const sha = id("commit", commit);
    commits.set(sha, commit);
    return sha;
  }

  function filesOf(sha: string): Files {
    return trees.get(commits.get(sha)?.tree ?? sha) ?? new Map();
  }

  function entries(files: Files, recursive: boolean) {
    const folders = new Set<string>();
    for (const path of files.keys()) {
      const parts = path.split("/").slice(0, -1);
      parts.forEach((_, index) => {
        folders.add(parts.slice(0, index + 1).join("/"));
      });
    }
    const all = [
      ...[...folders].map((path) => {
        const inside = [...files].filter(([file]) => file.startsWith(`${path}/`));
        const sha = putTree(new Map(inside.map(([file, text]) => [file.slice(path.length + 1), text])));
        return { path, mode: "040000", type: "tree", sha };
      }),
      ...[...files].map(([path, text]) => ({
        path,
        mode: text.startsWith("link:") ? "120000" : "100644",
        type: "blob",
        sha: id("blob", text),
        size: Buffer.byteLength(text),
      })),
    ];
    return recursive ? all : all.filter(({ path }) => !path.includes("/"));
  }

  function isAncestor(old: string, of: string): boolean {
    return old === of || (commits.get(of)?.parents ?? []).some((parent) => isAncestor(old, parent));
  }

  function makeTree(body: Asked["body"]): Reply {
    const base = body["base_tree"];
    const files = new Map(typeof base === "string" ? filesOf(base) : []);
    for (const entry of body["tree"] as { path: string; content?: string; sha?: null }[]) {
      if (entry.content !== undefined) files.set(entry.path, entry.content);
      else if (!files.delete(entry.path)) return { status: 422, body: { message: "GitRPC::BadObjectState" } };
    }
    return { status: 201, body: { sha: putTree(files), truncated: false, tree: [] } };
  }

  function shown(sha: string): Reply {
    const commit = commits.get(sha);
    if (commit === undefined) return NOT_FOUND;
    return {
      status: 200,
      body: {
        sha,
        tree: { sha: commit.tree },
        parents: commit.parents.map((parent) => ({ sha: parent })),
        committer: { date: "2026-02-01T00:00:00Z" },
      },
    };
  }

  function reference(branch: string, status: number): Reply {
    const sha = server.branches.get(branch);
    return { status, body: { ref: `refs/heads/${branch}`, object: { sha, type: "commit" } } };
  }

  function moveRef(branch: string, { sha, force }: Asked["body"]): Reply {
    const old = server.branches.get(branch);
    if (old === undefined) return { status: 422, body: { message: "Reference does not exist" } };
    if (force !== true && !isAncestor(old, String(sha))) {
      return { status: 422, body: { message: "Update is not a fast forward" } };
    }
    server.branches.set(branch, String(sha));
    return reference(branch, 200);
  }

  function makeRef({ ref, sha }: Asked["body"]): Reply {
    const branch = String(ref).replace("refs/heads/", "");
    if (server.branches.has(branch)) return { status: 422, body: { message: "Reference already exists" } };
    server.branches.set(branch, String(sha));
    return reference(branch, 201);
  }

  function makeCommit(body: Asked["body"]): Reply {
    const { tree, parents, message } = body as unknown as Commit;
    return { ...shown(putCommit({ tree, parents, message })), status: 201 };
  }

  function removeRef(branch: string): Reply {
    if (server.branches.delete(branch)) return { status: 204 };
    return { status: 422, body: { message: "Reference does not exist" } };
  }

  function readBlob(sha: string): Reply {
    const text = blobs.get(sha);
    if (text === undefined) return NOT_FOUND;
    const content = Buffer.from(text).toString("base64");
    return { status: 200, body: { content, encoding: "base64", size: Buffer.byteLength(text), sha } };
  }

  function readTree(sha: string, recursive: boolean): Reply {
    return { status: 200, body: { sha, truncated: false, tree: entries(filesOf(sha), recursive) } };
  }

  function readRun(id: number): Reply {
    const status = server.runs.get(id);
    return status === undefined ? NOT_FOUND : { status: 200, body: { id, status } };
  }

  const routes: Readonly<Record<string, (name: string, body: Asked["body"], query?: string) => Reply>> = {
    "GET ": () => ({ status: 200, body: { default_branch: "main" } }),
    "GET git/ref": (name) =>
      server.branches.has(branchOf(name)) ? reference(branchOf(name), 200) : NOT_FOUND,
    "PATCH git/refs": (name, body) => moveRef(branchOf(name), body),
    "POST git/refs": (_, body) => makeRef(body),
    "DELETE git/refs": (name) => removeRef(branchOf(name)),
    "GET git/commits": shown,
    "POST git/commits": (_, body) => makeCommit(body),
    "POST git/trees": (_, body) => makeTree(body),
    "GET git/trees": (name, _, query) => readTree(name, query === "recursive=1"),
    "GET git/blobs": readBlob,
    "GET actions/runs": (name) => readRun(Number(name)),
  };

  function work({ method, path, body }: Asked): Reply {
    const [, route = "", rest = ""] = /^(\w+(?:\/\w+)?)?\/?(.*)$/.exec(path) ?? [];
    const [name = "", query] = decodeURIComponent(rest).split("?");
    return routes[`${method} ${route}`]?.(name, body, query) ?? NOT_FOUND;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await received(request);
    server.log.push(`${asked.method} ${asked.path}`);
    const fault = await server.meddle?.(asked);
    if (fault === undefined) return send(response, work(asked));
    if (fault.when === "after") work(asked);
    if (fault.status === undefined) response.socket?.destroy();
    else send(response, { status: fault.status, body: fault.body ?? {} }, fault.headers);
  }

  const http = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => {
    http.listen(0, "127.0.0.1", resolve);
  });
  const address = http.address();
  const server: GitServer = {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    log: [],
    meddle: undefined,
    runs: new Map(),
    branches: new Map(),
    files: (branch) => Object.fromEntries(filesOf(server.branches.get(branch) ?? "")),
    history: (branch) => {
      const messages: string[] = [];
      for (let sha = server.branches.get(branch); sha !== undefined; sha = commits.get(sha)?.parents[0]) {
        messages.push(commits.get(sha)?.message ?? "");
      }
      return messages;
    },
    push: (branch, changes) => {
      const old = server.branches.get(branch);
      const files = new Map(old === undefined ? [] : filesOf(old));
      for (const [path, text] of Object.entries(changes))
        text === null ? files.delete(path) : files.set(path, text);
      const parents = old === undefined ? [] : [old];
      const sha = putCommit({ tree: putTree(files), parents, message: "by hand" });
      server.branches.set(branch, sha);
      return sha;
    },
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  server.push("main", { "orgwright.yaml": "kind: Project\n" });
  return server;
}

async function received(request: IncomingMessage): Promise<Asked> {
  let sent = "";
  for await (const chunk of request) sent += String(chunk);
  return {
    method: request.method ?? "",
    path: (request.url ?? "").replace(HERE, "").replace(/^\//, ""),
    body: sent === "" ? {} : (JSON.parse(sent) as Asked["body"]),
  };
}

function send(response: ServerResponse, { status, body }: Reply, headers: Fault["headers"] = {}): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "x-github-request-id": "REQ:7",
    ...headers,
  });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}

function branchOf(name: string): string {
  return name.replace("heads/", "");
}

const NOT_FOUND: Reply = { status: 404, body: { message: "Not Found" } };
