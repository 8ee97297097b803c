#!/usr/bin/env node
/** The command `orgwright`: gives the process to `run`, and the exit code back. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run } from "./run.ts";
import type { Stream } from "./surroundings.ts";

// Bundled, this file is dist/cli.js.
const packageFolder = fileURLToPath(new URL("../", import.meta.url));
const { version } = JSON.parse(readFileSync(`${packageFolder}package.json`, "utf8")) as { version: string };

function stream(target: NodeJS.WriteStream): Stream {
  // A reader that closes early (`| head`) is no failure of ours.
  target.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    isTerminal: target.isTTY === true,
    width: target.columns,
    write: (text) => {
      target.write(text);
    },
  };
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((answer) => terminal.once("close", () => answer("")));
  try {
    return await Promise.race([terminal.question(question), closed]);
  } finally {
    terminal.close();
  }
}

function stopped(): Promise<void> {
  return new Promise((stop) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop());
  });
}

process.exitCode = await run(process.argv.slice(2), {
  folder: process.cwd(),
  environment: process.env,
  out: stream(process.stdout),
  err: stream(process.stderr),
  ask: process.stdin.isTTY ? ask : undefined,
  stopped,
  packageFolder,
  version,
  processId: process.pid,
});
