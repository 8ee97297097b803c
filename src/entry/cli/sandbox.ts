/** `orgwright sandbox`: local systems to try things on. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { writeWhole } from "../../io/files.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { type Sandbox, type SandboxOptions, type SystemName, startSandbox } from "../../sandbox/index.ts";
import type { Parsed } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { type SandboxValues, sandboxOptions } from "./sandbox-options.ts";
import type { Surroundings } from "./surroundings.ts";

/** Serves until somebody stops it, then saves what the systems hold where that was asked for. */
export async function sandbox(
  { values }: Pick<Parsed, "rest"> & { readonly values: SandboxValues },
  world: Surroundings,
): Promise<ExitCode> {
  const stopped = world.stopped();
  const seed = values.seed === undefined ? {} : { seed: await readSeed(resolve(world.folder, values.seed)) };
  const running = await start({ ...sandboxOptions(values), ...seed, now: movingClock(world.now()) });
  world.out.write(introduction(running));
  await stopped;
  const state = running.state();
  await running.close();
  if (values.save !== undefined) {
    await writeWhole(resolve(world.folder, values.save), `${JSON.stringify(state, null, 2)}\n`);
    world.err.write(`Saved what the systems held to ${values.save}.\n`);
  }
  return exit.done;
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (error instanceof Error && ["SandboxSeedError", "FaultSpecError"].includes(error.name)) {
      throw new ConfigurationError(error.message, "Correct it and start again.", { cause: error });
    }
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new ConfigurationError(
        `Port ${options.port} is in use`,
        "Choose another `--port`, or leave it out for a free one.",
        { cause: error },
      );
    }
    throw error;
  }
}

async function readSeed(path: string): Promise<NonNullable<SandboxOptions["seed"]>> {
  try {
    // The sandbox checks it whole before it listens.
    return JSON.parse(await readFile(path, "utf8")) as NonNullable<SandboxOptions["seed"]>;
  } catch (error) {
    const reason = error instanceof SyntaxError ? `it is not JSON (${error.message})` : "it cannot be read";
    throw new ConfigurationError(
      `The seed ${path} is of no use: ${reason}`,
      "`sandbox --save FILE` writes one that shows its form.",
      {
        cause: error,
      },
    );
  }
}

function movingClock(start: number): () => number {
  const began = Date.now();
  return () => start + (Date.now() - began);
}

function introduction({ url, endpoints, credentials }: Sandbox): string {
  const known = credentials();
  return [
    "Sandbox: made-up systems on this machine. Its tokens are worth nothing anywhere else.",
    ...(Object.keys(endpoints) as SystemName[]).flatMap((system) => [
      `  ${system.padEnd(12)} ${endpoints[system]}`,
      ...known[system].map(({ token, account }) => `  ${"token".padEnd(12)} ${token}  (${account})`),
    ]),
    `  ${"controls".padEnd(12)} ${url}/`,
    "Ctrl-C ends it.",
    "",
  ].join("\n");
}
