import { signalsmith } from "../../../src/connectors/signalsmith/index.ts";
import type { SignalSmithOptions } from "../../../src/sandbox/index.ts";
import { describeConnector, worldOf } from "../../conformance/connector.ts";
import { startWorld } from "./world.ts";

const variants: Readonly<Record<string, SignalSmithOptions>> = {
  guide: { dialect: "guide" },
  "guide, pending members hidden": { dialect: "guide", pendingMembers: "hidden" },
  "guide, all lists paged": { dialect: "guide", lists: "paged" },
  "reference-a": { dialect: "reference-a" },
  "reference-b": { dialect: "reference-b" },
  "reference-b, all lists bare": { dialect: "reference-b", lists: "array" },
};

for (const [name, options] of Object.entries(variants)) {
  describeConnector({
    name: `SignalSmith (${name})`,
    connector: signalsmith,
    start: async () => {
      const { sandbox, connection } = await startWorld(options);
      return worldOf(sandbox, { system: "signalsmith", token: "secret-token", connection });
    },
    vocabulary: { protects: ["self"] },
  });
}
