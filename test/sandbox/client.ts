import { onTestFinished } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/index.ts";
import { createChecker, type Exchange } from "../contract/checker.ts";

/** The fields these tests look into, of whatever kind of thing; the others are compared as a whole. */
interface Thing {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly status: string;
  readonly organization_id: string | null;
  readonly updated_at: string;
  readonly workspace_count: number;
  readonly member_count: number;
  readonly workspaces: number;
}

/** A body as JSON: a thing, a bare list, a page or an error, which each test knows. */
type Body = Thing &
  readonly Thing[] & {
    readonly data: readonly Thing[];
    readonly pagination: { readonly page_size: number; readonly total: number };
    readonly error: string;
    readonly problems: readonly string[];
  };

/** A reply with its body read: JSON where it is JSON, else the text. */
export interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** The API of a running SignalSmith for one credential. */
export interface Client {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

/** A sandbox that ends with the test; no rate limit unless the test asks for one. */
export async function open(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ requestsPerMinute: 0, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** A client that sends this token, and `X-Workspace-ID` when a workspace is given; what the contract does not know throws. */
export function as(sandbox: Sandbox, token: string, workspace?: string): Client {
  const headers = {
    Authorization: `Bearer ${token}`,
    ...(workspace === undefined ? {} : { "X-Workspace-ID": workspace }),
  };
  return client(sandbox.endpoints.signalsmith, headers, holdToContract);
}

/** The controls of a sandbox. */
export function controls(sandbox: Sandbox): Client {
  return client(`${sandbox.url}/_sandbox`, {}, () => {});
}

const contract = createChecker("signalsmith");

/** What was refused may have been a wrong request, also one for a path that the system does not have. */
function holdToContract(exchange: Exchange): void {
  const problems =
    exchange.status < 300
      ? contract.check(exchange)
      : contract.checkReply(exchange).filter((problem) => !problem.includes("is not in the contract of"));
  if (problems.length > 0) throw new Error(`Not in the contract:\n${problems.join("\n")}`);
}

function client(base: string, headers: Record<string, string>, hold: (exchange: Exchange) => void): Client {
  const send = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(base + path, init);
    const { status } = response;
    const text = await response.text();
    const answer = read(text);
    const { pathname, searchParams: query } = new URL(path, "http://sandbox");
    const reply = text === "" ? undefined : answer;
    // A text is an injected fault: a page, or half an answer.
    if (typeof reply !== "string") hold({ method, path: pathname, query, headers, body, status, reply });
    return { status, body: answer, headers: response.headers };
  };
  return {
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    put: (path, body) => send("PUT", path, body),
    delete: (path) => send("DELETE", path),
  };
}

function read(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return text as unknown as Body;
  }
}
