import { lumoauth } from "../../../src/connectors/lumoauth/index.ts";
import { describeConnector } from "../../conformance/connector.ts";
import { startWorld, type WorldOptions } from "./world.ts";

const variants: Readonly<Record<string, WorldOptions>> = {
  t: { dialect: "t" },
  orgs: { dialect: "orgs", connection: { dialect: "orgs" } },
  "t, unlike by default": {
    duplicateInvitations: "allowed",
    unknownFields: "dropped",
    lastOwner: "free",
  },
};

for (const [name, options] of Object.entries(variants)) {
  describeConnector({
    name: `LumoAuth (${name})`,
    connector: lumoauth,
    start: () => startWorld(options),
    vocabulary: { known: { email: "nora@acme.test" }, protects: ["system"] },
  });
}
