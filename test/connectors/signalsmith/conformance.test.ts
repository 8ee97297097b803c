import { signalsmith } from "../../../src/connectors/signalsmith/index.ts";
import type { SignalSmithOptions } from "../../../src/sandbox/index.ts";
import { describeConnector, worldOf } from "../../conformance/connector.ts";
import { startWorld } from "./world.ts";

/** Bare lists tell neither a total nor an end; that of the organizations is one in both references. */
const organizations = /^\/organizations\?/;
const inside = /^\/workspaces\/\w+\/members/;

interface Variant extends SignalSmithOptions {
  readonly untold?: readonly RegExp[];
  readonly variant?: boolean;
}

const variants: Readonly<Record<string, Variant>> = {
  guide: { dialect: "guide" },
  "guide, pending members hidden": { dialect: "guide", pendingMembers: "hidden" },
  "guide, all lists paged": { dialect: "guide", lists: "paged", variant: true },
  "reference-a": { dialect: "reference-a", untold: [organizations] },
  "reference-b": { dialect: "reference-b", untold: [organizations] },
  "reference-b, all lists bare": {
    dialect: "reference-b",
    lists: "array",
    variant: true,
    untold: [organizations, inside],
  },
};

for (const [name, { untold = [], variant = false, ...options }] of Object.entries(variants)) {
  describeConnector({
    name: `SignalSmith (${name})`,
    variant,
    connector: signalsmith,
    start: async () => {
      const { sandbox, connection } = await startWorld(options);
      return worldOf(sandbox, { system: "signalsmith", token: "secret-token", connection });
    },
    vocabulary: { protects: ["own-workspace", "self"], untold },
  });
}
