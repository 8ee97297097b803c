/** From a call to its answer: whatever goes wrong in between is a problem in the answer, never a crash. */
import type { handleUnaryCall } from "@grpc/grpc-js";
import type { Problem, Provider } from "../provider.ts";
import type { Calls } from "./calls.ts";
import type { Problem as ProblemMessage } from "./generated/provider.ts";
import type { Log } from "./log.ts";
import { withoutSecrets } from "./secrets.ts";

/** How calls are answered. */
export interface Answering {
  /** The provider, which is loaded at first use. */
  readonly provider: () => Promise<Provider>;
  readonly calls: Calls;
  readonly log: Log;
  readonly version: string;
  /** What no answer may show; grows while the provider runs. */
  readonly secrets: ReadonlySet<string>;
}

/** What answers have in common. */
interface Answer {
  readonly problems?: readonly ProblemMessage[];
  readonly error?: string;
}

/** A call: what it does, and how its answer says that it went wrong. */
export interface Call<Request, Reply extends Answer> {
  readonly name: string;
  work(provider: Provider, request: Request): Promise<Reply> | Reply;
  failed(problem: Problem, request: Request): Reply;
}

/** Something that Terraform asks for and that cannot be had; told as it is, for it is no bug of the provider. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problem: Problem;

  constructor(summary: string, detail: string) {
    super(summary);
    this.problem = { severity: "error", summary, detail };
  }
}

/** The call as grpc-js takes it. */
export function answer<Request, Reply extends Answer>(
  call: Call<Request, Reply>,
  answering: Answering,
): handleUnaryCall<Request, Reply> {
  return ({ request }, reply) => {
    const replied = answering.calls.run(async () =>
      reply(null, hidden(await replyTo(call, request, answering), answering.secrets)),
    );
    replied.catch((error: unknown) => answering.log("error", "an answer could not be sent", textOf(error)));
  };
}

async function replyTo<Request, Reply extends Answer>(
  call: Call<Request, Reply>,
  request: Request,
  { provider, log, version }: Answering,
): Promise<Reply> {
  log("trace", call.name);
  try {
    return await call.work(await provider(), request);
  } catch (error) {
    if (error instanceof Refusal) return call.failed(error.problem, request);
    log("error", `${call.name} failed by a bug`, textOf(error));
    return call.failed(bug(call.name, error, version), request);
  }
}

function hidden<Reply extends Answer>(reply: Reply, secrets: ReadonlySet<string>): Reply {
  const { problems, error } = reply;
  return {
    ...reply,
    ...(error === undefined ? {} : { error: withoutSecrets(error, secrets) }),
    ...(problems === undefined ? {} : { problems: problems.map((each) => hiddenProblem(each, secrets)) }),
  };
}

function hiddenProblem(problem: ProblemMessage, secrets: ReadonlySet<string>): ProblemMessage {
  const { summary, detail } = problem;
  return {
    ...problem,
    summary: withoutSecrets(summary, secrets),
    detail: withoutSecrets(detail, secrets),
  };
}

function bug(name: string, error: unknown, version: string): Problem {
  const message = error instanceof Error ? error.message : String(error);
  return {
    severity: "error",
    summary: "Bug in the provider",
    detail: `${message}\n\nThis happened in ${name} of the Orgwright provider ${version}. It is a bug of the provider, and nothing is wrong with your configuration for all it knows. Please report it.`,
  };
}

function textOf(error: unknown): Readonly<Record<string, string>> {
  return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
