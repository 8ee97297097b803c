/** The systems that the provider is led through with real Terraform, as data: each a sandbox in one dialect. */
import { apimetrics } from "../../../../src/connectors/apimetrics/index.ts";
import { cantila } from "../../../../src/connectors/cantila/index.ts";
import { cnap } from "../../../../src/connectors/cnap/index.ts";
import { lumoauth } from "../../../../src/connectors/lumoauth/index.ts";
import { signalsmith } from "../../../../src/connectors/signalsmith/index.ts";
import { type Dialect, startSandbox } from "../../../../src/sandbox/index.ts";
import type { Subject } from "../../../conformance/subject.ts";
import { type WiredWorld, worldOf } from "../../../conformance/world.ts";
import { startWorld as startApimetrics } from "../../../connectors/apimetrics/world.ts";
import { startWorld as startCnap } from "../../../connectors/cnap/world.ts";
import { startWorld as startLumoAuth } from "../../../connectors/lumoauth/world.ts";
import { startWorld as startSignalSmith } from "../../../connectors/signalsmith/world.ts";

/** A system as the conformance suite knows it, with requests over HTTP. */
export interface Leaf extends Subject {
  start(): Promise<WiredWorld>;
}

function signalsmithIn(dialect: Dialect): Leaf {
  return {
    name: `SignalSmith (${dialect})`,
    connector: signalsmith,
    start: async () => {
      const { sandbox, connection } = await startSignalSmith({ dialect });
      return worldOf(sandbox, { system: "signalsmith", token: "secret-token", connection });
    },
  };
}

const agency = `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: agency}
spec:
  connection: main
  slug: agency
`;

/** Each system by a short name; SignalSmith in all of its dialects, since they differ in what they can do. */
export const leaves = {
  guide: signalsmithIn("guide"),
  referenceA: signalsmithIn("reference-a"),
  referenceB: signalsmithIn("reference-b"),
  cnap: { name: "CNAP", connector: cnap, start: async () => await startCnap() },
  lumoauth: { name: "LumoAuth", connector: lumoauth, start: async () => await startLumoAuth() },
  cantila: {
    name: "Cantila",
    connector: cantila,
    vocabulary: { spec: { parent: "agency" }, documents: agency, roles: { less: "viewer" } },
    start: async () => {
      const accounts = [{ handle: "agency", name: "The Agency", plan: "agency" as const }];
      const seed = { cantila: { accounts, keys: [{ key: "agency-key", account: "agency" }] } };
      const sandbox = await startSandbox({ requestsPerMinute: 0, seed, cantila: { dialect: "server" } });
      return worldOf(sandbox, {
        system: "cantila",
        token: "agency-key",
        connection: { dialect: "server" },
      });
    },
  },
  apimetrics: {
    name: "APImetrics",
    connector: apimetrics,
    vocabulary: {
      custom: ["VIEWERS", "EDITORS", "AUDITORS"],
      samples: { "workspace.settings.securityProfile": "strict" },
    },
    // Who makes a workspace would keep it from ending.
    start: async () => await startApimetrics({ creatorOwns: false }),
  },
} as const satisfies Readonly<Record<string, Leaf>>;
