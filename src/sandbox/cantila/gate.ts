import { Refusal, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { type Call, type Caller, type Operation, param, type Settings, type Visit } from "./call.ts";
import { foundOr404, refuse } from "./errors.ts";
import { isOver } from "./expiry.ts";
import { handleOf } from "./ids.ts";
import { mayWrite, roleIn, sessionScope } from "./rules.ts";
import type { Account, CantilaState } from "./state.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** What a request meets: the state, the settings and the time. */
export interface World {
  readonly state: CantilaState;
  readonly settings: Settings;
  readonly now: number;
}

/** The endpoints of the operations, and the framework's 404 for every other method on their paths: it knows no 405. */
export function endpointsOf(operations: readonly Operation[], world: () => World): readonly Endpoint[] {
  const served = new Set(operations.map(({ method, path }) => `${method} ${path}`));
  const paths = [...new Set(operations.map(({ path }) => path))];
  return [
    ...operations.map((operation) => ({
      method: operation.method,
      path: operation.path,
      answer: (request: ApiRequest) => admit(operation, request, world()),
    })),
    ...paths.flatMap((path) =>
      METHODS.filter((method) => !served.has(`${method} ${path}`)).map((method) => unrouted(method, path)),
    ),
  ];
}

/** Who a bearer token is, if it is known and its session has not ended. */
export function callerOf({ state, settings, now }: World, headers: Headers): Caller | undefined {
  const token = /^Bearer (.+)$/i.exec(headers.get("Authorization") ?? "")?.[1];
  const key = state.keys.find((one) => one.key === token);
  const session = state.sessions.find((one) => one.token === token && !isOver(one, now));
  const account = accountBy(state, key?.account ?? session?.account ?? "");
  if (account === undefined) {
    return undefined;
  }
  const role = session && roleIn(state, session.user, account);
  return { account, scope: key?.scope ?? sessionScope(settings.dialect, role), key, session };
}

/** The account with this handle, if there is one. */
export function accountBy(state: CantilaState, handle: string): Account | undefined {
  return state.accounts.find((account) => account.handle === handle);
}

function admit(operation: Operation, request: ApiRequest, world: World): Reply {
  const caller = callerOf(world, request.headers);
  const visit: Visit = { ...request, ...world, caller };
  checkSent(operation, visit);
  if (operation.by === "anybody") {
    return operation.answer(visit);
  }
  if (operation.by === "session") {
    if (caller?.session === undefined) {
      throw refuse(401, "this needs the session of a person");
    }
    return operation.answer({ ...visit, session: caller.session });
  }
  if (caller === undefined) {
    throw refuse(
      401,
      operation.path === "/accounts/me"
        ? "no account context"
        : "authentication required: send a bearer token",
    );
  }
  checkScope(operation, { ...visit, caller });
  const account = operation.by === "caller" ? caller.account : actedAs(world.state, request, caller);
  return operation.answer({ ...visit, caller, account } satisfies Call);
}

function unrouted(method: Endpoint["method"], path: string): Endpoint {
  return {
    method,
    path,
    answer: () => {
      throw new Refusal(404, `Route ${method}:/v1${path} not found`);
    },
  };
}

function checkSent({ method }: Operation, { settings, headers, body }: Visit): void {
  const announced = (headers.get("Content-Type") ?? "").startsWith("application/json");
  const bodiless = method === "GET" || method === "DELETE";
  if (settings.dialect === "documented" && announced && !bodiless && body === undefined) {
    throw refuse(400, "A JSON body is announced and missing");
  }
}

function checkScope({ method, path }: Operation, visit: Visit & { readonly caller: Caller }): void {
  const { scope } = visit.caller;
  if (method !== "GET" && !mayWrite(visit.settings.dialect, scope)) {
    const asked = path.replaceAll(/:(\w+)/g, (_, name) => param(visit, name));
    throw refuse(403, `key scope '${scope}' is not allowed for ${method} /v1${asked}`);
  }
}

function actedAs(state: CantilaState, { headers }: ApiRequest, { account }: Caller): Account {
  const wanted = headers.get("X-Cantila-Act-As") ?? "";
  if (wanted === "") {
    return account;
  }
  const target = foundOr404(accountBy(state, handleOf(wanted)), `account ${wanted}`);
  if (target !== account && target.parent !== account.handle) {
    throw refuse(403, `${account.handle} is not the parent of ${target.handle}`);
  }
  return target;
}
