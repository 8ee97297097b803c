import { cnap } from "../../../src/connectors/cnap/index.ts";
import type { CnapOptions } from "../../../src/sandbox/index.ts";
import { describeConnector } from "../../conformance/connector.ts";
import { startWorld } from "./world.ts";

/** Answers to what the document leaves open; a connector must bear all of them. */
const variants: Readonly<Record<string, CnapOptions>> = {
  "as inferred": {},
  "versions of members apart from the organization's": {
    memberChangesBumpOrganization: false,
    etagMetadata: "current_etag",
  },
  "deletion takes time": { asyncDeletes: true, expiredInvitations: "replaced", managedWorkspaces: "hidden" },
};

/** A page says whether another follows, and no list counts its rows: nobody can see that a page itself lost some. */
const untold = [/^\/organizations\?/, /\/members\?/];

for (const [name, options] of Object.entries(variants)) {
  describeConnector({
    name: `CNAP (${name})`,
    connector: cnap,
    start: () => startWorld(options),
    vocabulary: { known: { id: "user_eve" }, protects: ["self"], untold },
  });
}
