/** The five systems, each with a server of its own, as the trials of an undo stage them. */
import { apimetrics } from "../src/connectors/apimetrics/index.ts";
import { cantila } from "../src/connectors/cantila/index.ts";
import { cnap } from "../src/connectors/cnap/index.ts";
import { lumoauth } from "../src/connectors/lumoauth/index.ts";
import { signalsmith } from "../src/connectors/signalsmith/index.ts";
import { startSandbox } from "../src/sandbox/index.ts";
import type { Subject } from "./conformance/subject.ts";
import { worldOf } from "./conformance/world.ts";
import { startWorld as startApimetrics } from "./connectors/apimetrics/world.ts";
import { startWorld as startCnap } from "./connectors/cnap/world.ts";
import { startWorld as startLumoAuth } from "./connectors/lumoauth/world.ts";
import { startWorld as startSignalSmith } from "./connectors/signalsmith/world.ts";

const agency = `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: agency}
spec:
  connection: main
  slug: agency
`;

/** All five. */
export const subjects: readonly Subject[] = [
  {
    name: "SignalSmith",
    connector: signalsmith,
    start: async () => {
      const { sandbox, connection } = await startSignalSmith({ dialect: "guide" });
      return worldOf(sandbox, { system: "signalsmith", token: "secret-token", connection });
    },
  },
  { name: "CNAP", connector: cnap, start: () => startCnap(), vocabulary: { known: { id: "user_eve" } } },
  {
    name: "LumoAuth",
    connector: lumoauth,
    start: () => startLumoAuth(),
    vocabulary: { known: { email: "nora@acme.test" } },
  },
  {
    name: "Cantila",
    connector: cantila,
    start: async () => {
      const accounts = [{ handle: "agency", name: "The Agency", plan: "agency" as const }];
      const keys = [{ key: "agency-key", account: "agency" }];
      const seed = { cantila: { accounts, keys } };
      const sandbox = await startSandbox({ requestsPerMinute: 0, seed, cantila: { dialect: "server" } });
      return worldOf(sandbox, {
        system: "cantila",
        token: "agency-key",
        connection: { dialect: "server" },
      });
    },
    vocabulary: { spec: { parent: "agency" }, documents: agency, roles: { less: "viewer" } },
  },
  {
    name: "APImetrics",
    connector: apimetrics,
    start: () => startApimetrics(),
    vocabulary: {
      custom: ["VIEWERS", "EDITORS", "AUDITORS"],
      samples: { "workspace.settings.securityProfile": "strict" },
    },
  },
];
