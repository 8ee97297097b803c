/** The five systems as parts meet them: a sandbox with an organization acme, over HTTP. */
import { apimetrics } from "../src/connectors/apimetrics/index.ts";
import { cantila } from "../src/connectors/cantila/index.ts";
import { cnap } from "../src/connectors/cnap/index.ts";
import { lumoauth } from "../src/connectors/lumoauth/index.ts";
import { signalsmith } from "../src/connectors/signalsmith/index.ts";
import type { Connector } from "../src/model/connector.ts";
import { type SandboxOptions, startSandbox } from "../src/sandbox/index.ts";
import { type Given, type WiredWorld, worldOf } from "./conformance/world.ts";
import { acmeSeed as apimetricsAcme } from "./connectors/apimetrics/world.ts";
import { agencySeed } from "./connectors/cantila/world.ts";
import { acmeSeed as cnapAcme } from "./connectors/cnap/seed.ts";
import { acmeSeed as lumoauthAcme } from "./connectors/lumoauth/world.ts";
import { acmeSeed as signalsmithAcme } from "./connectors/signalsmith/world.ts";

/** A system with acme on it. */
export interface PartSystem {
  readonly connector: Connector;
  /** Somebody in acme who may be raised and removed, with another role that they could have. */
  readonly person: string;
  readonly other: string;
  /** A role that somebody new is invited with. */
  readonly role: string;
  readonly given: Omit<Given, "system">;
  readonly options: SandboxOptions;
}

/** All five. */
export const partSystems: readonly PartSystem[] = [
  {
    connector: signalsmith,
    person: "alice@acme.test",
    other: "member",
    role: "member",
    given: { token: "secret-token", connection: { self: "ops@acme.test" } },
    options: { seed: { signalsmith: signalsmithAcme } },
  },
  {
    connector: cnap,
    person: "alice@acme.test",
    other: "member",
    role: "admin",
    given: {
      token: "secret-token",
      connection: { self: "ops@acme.test" },
      onlyReads: ({ path }) => path.endsWith(":wait"),
    },
    options: { seed: { cnap: cnapAcme } },
  },
  {
    connector: lumoauth,
    person: "mia@acme.test",
    other: "viewer",
    role: "viewer",
    given: { token: "lmk_secret-token", credential: "X-API-Key", connection: { tenant: "acme-corp" } },
    options: { seed: { lumoauth: lumoauthAcme } },
  },
  {
    connector: cantila,
    person: "bob@acme.test",
    other: "viewer",
    role: "viewer",
    given: { token: "agency-key" },
    options: { seed: { cantila: agencySeed("developer") } },
  },
  {
    connector: apimetrics,
    person: "bob@acme.test",
    other: "AUDIT",
    role: "SRE",
    given: { token: "secret-token" },
    options: { seed: { apimetrics: apimetricsAcme } },
  },
];

/** Starts a system; its world is to be closed. */
export async function startSystem(
  { connector, given, options }: PartSystem,
  more: SandboxOptions = {},
): Promise<WiredWorld> {
  const sandbox = await startSandbox({ requestsPerMinute: 0, ...options, ...more });
  return worldOf(sandbox, { ...given, system: connector.system });
}
