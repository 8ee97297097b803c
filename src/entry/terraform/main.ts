#!/usr/bin/env node
/** The provider's process. Little is loaded before the handshake: Terraform starts it several times for each command. */
import type { Provider } from "./provider.ts";
import { hostOf } from "./wire/host.ts";
import type { Log } from "./wire/log.ts";
import { serve } from "./wire/serve.ts";

// Put in by scripts/build.mjs.
const version = process.env["ORGWRIGHT_VERSION"] ?? "0.0.0";
/** Credentials in use. */
const secrets = new Set<string>();

async function load(log: Log): Promise<Provider> {
  const { createProvider } = await import("./orgwright.ts");
  const { env: environment } = process;
  return createProvider({ environment, folder: process.cwd(), version, now, secrets, log });
}

/** The time; ORGWRIGHT_NOW stands in for it in trials. */
function now(): number {
  const given = Date.parse(process.env["ORGWRIGHT_NOW"] ?? "");
  return Number.isNaN(given) ? Date.now() : given;
}

void serve({ host: hostOf(process), version, load, secrets });
