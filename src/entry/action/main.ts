/** The Action's process. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { run } from "./run.ts";

/**
 * Node reads proxies from the environment only when told so at its start, so the Action starts itself once more where a
 * proxy is set.
 */
function isToStartAgain(environment: NodeJS.ProcessEnv): boolean {
  const names = ["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"];
  return (
    environment["NODE_USE_ENV_PROXY"] === undefined && names.some((name) => (environment[name] ?? "") !== "")
  );
}

async function startAgain(): Promise<number> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...process.env, NODE_USE_ENV_PROXY: "1" },
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return await new Promise((done) => {
    child.once("close", (code) => done(code ?? 1));
    child.once("error", () => done(1));
  });
}

async function main(): Promise<number> {
  if (isToStartAgain(process.env)) return await startAgain();
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  const isFine = await run({
    stop: controller.signal,
    environment: process.env,
    print: (text) => void process.stdout.write(text),
    // Put in by scripts/build.mjs.
    version: process.env["ORGWRIGHT_VERSION"] ?? "0.0.0",
  });
  return isFine ? 0 : 1;
}

process.exitCode = await main();
