/** A plan of many organizations that changes nothing, behind latency: what is left above the floor of waiting? */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "./figures.ts";
import { floorMs, median, pairedRatio, type Row } from "./figures.ts";
import { fleet, TOKEN } from "./fleet.ts";
import { type Sent, startSandbox } from "./sandbox-process.ts";

const ORGANIZATIONS = 500;
const LATENCY_MS = 50;
/** Requests at once of the product's client (src/io/http.ts). */
const CONCURRENCY = 8;
const ROUNDS = 3;

/** Rounds of the plan and of a plain loop over the very same requests. */
export async function measureNoChangePlan({ root, folder }: Bench): Promise<readonly Row[]> {
  const { project, manifests, seed, requests: expected } = fleet(ORGANIZATIONS);
  const home = join(folder, "plan");
  mkdirSync(home);
  const cli = join(root, "dist/cli.js");
  const sandbox = await startSandbox({ cli, home, seed, latencyMs: LATENCY_MS });
  const { endpoint } = sandbox;
  try {
    writeFileSync(join(home, "orgwright.yaml"), project(endpoint));
    writeFileSync(join(home, "orgs.yaml"), manifests);
    const plans: number[] = [];
    const loops: number[] = [];
    let sent: readonly Sent[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await sandbox.forgetRequests();
      plans.push(await timedPlan(cli, home));
      sent = await sandbox.requests();
      loops.push(await timedLoop(endpoint, sent));
    }
    if (sent.length !== expected) throw new Error(`${sent.length} requests instead of ${expected}`);
    if (sent.some(({ method, status }) => method !== "GET" || status !== 200))
      throw new Error("a request went wrong");
    const floor = floorMs(sent.length, LATENCY_MS, CONCURRENCY);
    return [
      { what: "organizations", figure: String(ORGANIZATIONS) },
      { what: "requests", figure: `${sent.length}, all of them lists and reads` },
      { what: "floor", figure: seconds(floor) },
      {
        what: "plain loop, median",
        figure: `${seconds(median(loops))}, ${(median(loops) / floor).toFixed(2)} × floor`,
      },
      {
        what: "`orgwright plan`, median",
        figure: `${seconds(median(plans))}, ${(median(plans) / floor).toFixed(2)} × floor`,
      },
      { what: "plan against loop", figure: `${pairedRatio(plans, loops).toFixed(2)} ×` },
    ];
  } finally {
    await sandbox.close();
  }
}

async function timedPlan(cli: string, home: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [cli, "plan", "-C", home, "--detailed-exitcode"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, BENCH_TOKEN: TOKEN },
  });
  const [code] = await once(child, "exit");
  const ms = performance.now() - start;
  if (code !== 0) throw new Error(`the plan ended with ${code}; it was to find nothing to do`);
  return ms;
}

/** The same requests, in the same order, as many at once; nothing is done with the replies but reading them. */
async function timedLoop(endpoint: string, requests: readonly Sent[]): Promise<number> {
  const start = performance.now();
  const pending = [...requests].reverse();
  const worker = async () => {
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [, workspace] = /^\/workspaces\/([^/]+)/.exec(next.path) ?? [];
      const headers = {
        authorization: `Bearer ${TOKEN}`,
        ...(workspace === undefined ? {} : { "X-Workspace-ID": workspace }),
      };
      const reply = await fetch(endpoint + next.path + next.query, { headers });
      await reply.json();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return performance.now() - start;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
