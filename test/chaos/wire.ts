/** The way of a request: counted, hit by what the tale has for it, sent over a real socket, and seen by the laws. */
import type { Sandbox } from "../../src/sandbox/index.ts";
import type { Dice } from "./dice.ts";
import type { Clock, Theatre } from "./theatre.ts";
import type { WireTrouble } from "./trouble.ts";
import type { Watch } from "./watch.ts";

/** By which header a request says for which change it is; it goes no further than here. */
export const CHANGE_HEADER = "x-chaos-change";

/** What a request meets. */
export interface Wire {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly watch: Watch;
  readonly theatre: Theatre;
  /** The trouble of the request that goes now. */
  trouble(isWrite: boolean): WireTrouble | undefined;
  tell(line: string): void;
}

type Fetch = typeof globalThis.fetch;

interface Parcel {
  readonly url: URL;
  readonly init: RequestInit;
  readonly method: string;
  readonly path: string;
  readonly change: string | undefined;
  readonly reads: boolean;
}

/** Spoilt by the sandbox itself, so that sockets are cut for real. */
const ofTheServer: Readonly<Partial<Record<WireTrouble, string>>> = {
  "429": "429@1:2",
  "500": "500@1",
  "503": "503@1:1",
  reset: "reset@1",
  "reset-after": "reset-after@1",
  truncate: "truncate@1",
  html: "html@1",
};

/** A fetch by which every request to the sandbox goes through the theatre. */
export function fetchThrough(wire: Wire, real: Fetch): Fetch {
  return (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { sandbox, theatre } = wire;
    if (url.origin !== new URL(sandbox.url).origin || url.pathname.startsWith("/_sandbox/")) {
      return real(input, init);
    }
    const parcel = parcelOf(url, init);
    return theatre.effect(`${parcel.method} ${parcel.path}`, () => exchange(parcel, wire, real));
  };
}

function parcelOf(url: URL, init: RequestInit): Parcel {
  const { [CHANGE_HEADER]: change, ...headers } = Object.fromEntries(new Headers(init.headers));
  const method = init.method ?? "GET";
  // A time-out is trouble of the tale, never of a slow machine.
  const { signal: _signal, ...rest } = init;
  return {
    url,
    init: { ...rest, headers },
    method,
    path: url.pathname + url.search,
    change,
    reads: method === "GET" || url.pathname.endsWith(":wait"),
  };
}

async function exchange(parcel: Parcel, wire: Wire, real: Fetch): Promise<Response> {
  const { clock, dice, sandbox, tell } = wire;
  const { method, path, reads } = parcel;
  clock.pass(dice.int(40));
  const trouble = wire.trouble(!reads);
  if (trouble === "timeout before" || trouble === "429 bare") {
    tell(`${method} ${path} never arrives (${trouble})`);
    if (trouble === "timeout before") throw timeout();
    return echo(parcel, 429);
  }
  const fault = trouble === undefined ? "" : (ofTheServer[trouble] ?? "");
  if (fault !== "") await faults(sandbox, fault, real);
  const reply = await sent(parcel, real);
  if (fault !== "") await faults(sandbox, "", real);
  const status = reply instanceof Response ? String(reply.status) : "cut";
  tell(`${method} ${path} ${status}${trouble === undefined ? "" : ` (${trouble})`}`);
  seen(parcel, reply, { trouble, watch: wire.watch });
  if (reply instanceof Response) return spoilt(reply, { trouble, clock, parcel });
  throw reply;
}

/** The reply, or why there is none. */
async function sent({ url, init }: Parcel, real: Fetch): Promise<Response | Error> {
  try {
    return await whole(await real(url, init));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Shows the laws what the server has done, and what the client has heard of it. */
function seen(
  { method, path, change, reads, init }: Parcel,
  reply: Response | Error,
  { trouble, watch }: Pick<Wire, "watch"> & { readonly trouble: WireTrouble | undefined },
): void {
  const worked = reply instanceof Response && reply.ok && trouble !== "html";
  watch.request({
    method,
    path,
    body: typeof init.body === "string" ? init.body : "",
    delivered: worked && !hides(trouble),
    done: worked || trouble === "reset-after",
    reads,
    keyed: new Headers(init.headers).has("idempotency-key"),
    ...(change === undefined ? {} : { change }),
  });
}

/** Whether the client does not hear what the server has done. */
function hides(trouble: WireTrouble | undefined): boolean {
  return trouble !== undefined && ["500 after", "timeout after", "truncate", "html"].includes(trouble);
}

function spoilt(
  reply: Response,
  {
    trouble,
    clock,
    parcel,
  }: Pick<Wire, "clock"> & {
    readonly trouble: WireTrouble | undefined;
    readonly parcel: Parcel;
  },
): Response {
  switch (trouble) {
    case "500 after":
      return echo(parcel, 500);
    case "timeout after":
      throw timeout();
    case "slow":
      clock.pass(20_000);
      return reply;
    default:
      return reply;
  }
}

/** A refusal that repeats the whole request, its credential included, as some servers do: nobody may see it all the same. */
function echo({ init }: Parcel, status: number): Response {
  const headers = Object.values({ ...init.headers }).join(" ");
  const request = headers.replaceAll(/[^\x20-\x7e]/g, "");
  return new Response(JSON.stringify({ error: { message: request, code: encodeURIComponent(request) } }), {
    status,
    headers: { "X-Request-Id": request },
  });
}

/** As the client's own time-out looks. */
function timeout(): DOMException {
  return new DOMException("The operation was aborted due to timeout", "TimeoutError");
}

/** The reply with all of its body here, so that nothing is on its way when it is told. */
async function whole(reply: Response): Promise<Response> {
  const text = await reply.text();
  const empty = [204, 304].includes(reply.status);
  return new Response(empty ? null : text, { status: reply.status, headers: reply.headers });
}

async function faults({ url }: Sandbox, spec: string, real: Fetch): Promise<void> {
  const reply = await real(`${url}/_sandbox/faults`, { method: "POST", body: JSON.stringify({ spec }) });
  await reply.arrayBuffer();
}
