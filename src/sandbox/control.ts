import type { Hono } from "hono";
import * as z from "zod";
import { createApi } from "./api.ts";
import { FaultSpecError } from "./faults.ts";
import type { Premises } from "./intake.ts";
import { noContent, ok, Refusal, type Reply } from "./reply.ts";
import { plant, SandboxSeedError } from "./seed.ts";
import type { Endpoint, System } from "./system.ts";

const advanceBody = z.object({ advanceMs: z.number().nonnegative() });
const faultsBody = z.object({ spec: z.string() });

/** The endpoints under `/_sandbox`: state, request log, clock, faults, and each system's own controls. */
export function createControl(systems: readonly System[], premises: Premises): Hono {
  return createApi(
    "/_sandbox",
    [...generalControls(systems, premises), ...systems.flatMap(ownControls)],
    ({ message }) => ({ error: message }),
  );
}

/** What every system holds, by name. */
export function readState(systems: readonly System[]): Record<string, unknown> {
  return Object.fromEntries(systems.map((system) => [system.name, system.state()]));
}

function generalControls(systems: readonly System[], { clock, faults, log }: Premises): readonly Endpoint[] {
  return [
    { method: "GET", path: "/state", answer: () => ok(readState(systems)) },
    { method: "PUT", path: "/state", answer: ({ body }) => reseed(systems, body) },
    { method: "GET", path: "/requests", answer: () => ok(log.entries()) },
    {
      method: "DELETE",
      path: "/requests",
      answer: () => {
        log.clear();
        return noContent();
      },
    },
    {
      method: "POST",
      path: "/clock",
      answer: ({ body }) => {
        clock.advance(read(advanceBody, body).advanceMs);
        return ok({ now: new Date(clock.now()).toISOString() });
      },
    },
    { method: "POST", path: "/faults", answer: ({ body }) => refault(faults, read(faultsBody, body).spec) },
  ];
}

function ownControls(system: System): readonly Endpoint[] {
  return system.controls.map((endpoint) => ({ ...endpoint, path: `/${system.name}${endpoint.path}` }));
}

function reseed(systems: readonly System[], seed: unknown): Reply {
  try {
    plant(systems, seed);
    return noContent();
  } catch (error) {
    if (error instanceof SandboxSeedError) {
      return { status: 400, body: { error: error.message, problems: error.problems } };
    }
    throw error;
  }
}

function refault(faults: Premises["faults"], spec: string): Reply {
  try {
    faults.replace(spec);
    return noContent();
  } catch (error) {
    throw error instanceof FaultSpecError ? new Refusal(400, error.message) : error;
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new Refusal(400, z.prettifyError(parsed.error));
  }
  return parsed.data;
}
