/** How long the command takes to start: whole processes beside a Node that does nothing. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "./figures.ts";
import { median, pairedRatio, type Row } from "./figures.ts";
import { fleet } from "./fleet.ts";

const ROUNDS = 25;

/** Rounds of all three, one after another, so that a busy moment hits each of them. */
export async function measureStartUp({ root, folder }: Bench): Promise<readonly Row[]> {
  const project = join(folder, "start-up");
  const { project: projectFile, manifests } = fleet(1);
  mkdirSync(project);
  writeFileSync(join(project, "orgwright.yaml"), projectFile("https://acme.signalsmith.dev/api/v1"));
  writeFileSync(join(project, "orgs.yaml"), manifests);
  const cli = join(root, "dist/cli.js");
  const commands: readonly (readonly [string, readonly string[]])[] = [
    ["`node -e 0`", ["-e", "0"]],
    ["`orgwright --version`", [cli, "--version"]],
    ["`orgwright validate`, one manifest", [cli, "validate", "-C", project]],
  ];
  const times = commands.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, [, args]] of commands.entries()) {
      const ms = timed(args);
      // The first round fills the file cache.
      if (round > 0) times[index]?.push(ms);
    }
  }
  const [nothing = []] = times;
  return await Promise.resolve(
    commands.map(([name], index) => ({
      process: name,
      "median ms": median(times[index] ?? []).toFixed(0),
      times: pairedRatio(times[index] ?? [], nothing).toFixed(2),
    })),
  );
}

function timed(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args], { stdio: ["ignore", "ignore", "pipe"] });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr.toString()}`);
  return ms;
}
