/** 200 creates under a limit of 10 a second: how much longer than the limit makes it, and how many were too many? */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SignalSmithSeed } from "../src/sandbox/index.ts";
import { type Bench, idealMs, median, type Row } from "./figures.ts";
import { TOKEN } from "./fleet.ts";
import { type Sent, startSandbox } from "./sandbox-process.ts";

const CREATES = 200;
const PER_SECOND = 10;
const LATENCY_MS = 20;
const ROUNDS = 3;
const SELF = "ops@acme.test";

interface Round {
  /** From the first request to the last. */
  readonly sendingMs: number;
  readonly idealMs: number;
  readonly readingMs: number;
  /** The process before its first request and after its last. */
  readonly aroundMs: number;
  readonly refused: number;
  readonly requests: number;
}

/** Rounds of the same apply, each against a sandbox of its own. */
export async function measurePace({ root, folder }: Bench): Promise<readonly Row[]> {
  const rounds: Round[] = [];
  for (let number = 0; number < ROUNDS; number += 1) {
    rounds.push(await round(join(root, "dist/cli.js"), join(folder, `pace-${number}`)));
  }
  const of = (figure: (round: Round) => number) => median(rounds.map(figure));
  return [
    { what: "creates", figure: `${CREATES}, in ${of(({ requests }) => requests)} requests` },
    { what: "ideal", figure: seconds(of((each) => each.idealMs)) },
    { what: "from the first request to the last, median", figure: seconds(of((each) => each.sendingMs)) },
    { what: "over the ideal", figure: `${of((each) => each.sendingMs / each.idealMs).toFixed(3)} ×` },
    {
      what: "answered 429, most of any round",
      figure: String(Math.max(...rounds.map(({ refused }) => refused))),
    },
    { what: "of it before the first write", figure: seconds(of(({ readingMs }) => readingMs)) },
    { what: "start and end of the process, beside it", figure: seconds(of(({ aroundMs }) => aroundMs)) },
  ];
}

async function round(cli: string, home: string): Promise<Round> {
  mkdirSync(home);
  const sandbox = await startSandbox({ cli, home, seed, latencyMs: LATENCY_MS, rate: `${PER_SECOND}/s` });
  try {
    writeFileSync(join(home, "orgwright.yaml"), project(sandbox.endpoint));
    writeFileSync(join(home, "orgs.yaml"), manifest());
    const wholeMs = await timedApply(cli, home);
    return figures(await sandbox.requests(), wholeMs);
  } finally {
    await sandbox.close();
  }
}

function figures(sent: readonly Sent[], wholeMs: number): Round {
  const times = sent.map(({ at }) => at).sort((a, b) => a - b);
  const writes = sent.filter(({ method, status }) => method !== "GET" && status < 300);
  if (writes.length !== CREATES) throw new Error(`${writes.length} creates instead of ${CREATES}`);
  const first = times.at(0) ?? 0;
  const sendingMs = (times.at(-1) ?? 0) - first;
  return {
    sendingMs,
    idealMs: idealMs(sent.length, PER_SECOND, 1000),
    readingMs: Math.min(...writes.map(({ at }) => at)) - first,
    aroundMs: wholeMs - sendingMs,
    refused: sent.filter(({ status }) => status === 429).length,
    requests: sent.length,
  };
}

async function timedApply(cli: string, home: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [cli, "apply", "-C", home, "--yes"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, BENCH_TOKEN: TOKEN },
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`the apply ended with ${code}`);
  return performance.now() - start;
}

const seed: { readonly signalsmith: SignalSmithSeed } = {
  signalsmith: {
    accounts: [{ email: SELF }],
    tokens: [{ token: TOKEN, account: SELF }],
    organizations: [{ id: "org_1", name: "Acme", slug: "acme", members: [{ account: SELF, role: "owner" }] }],
  },
};

function project(endpoint: string): string {
  return `apiVersion: orgwright/v1
kind: Project
manifests: [orgs.yaml]
connections:
  main:
    system: signalsmith
    endpoint: "${endpoint}"
    token: {env: BENCH_TOKEN}
    self: ${SELF}
    pace: {perSecond: ${PER_SECOND}, perMinute: 1000000, leave: 0}
`;
}

function manifest(): string {
  const members = Array.from(
    { length: CREATES },
    (_, index) => `    - {email: person-${index}@acme.test, role: member}`,
  );
  return `apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  members:
${members.join("\n")}
`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
