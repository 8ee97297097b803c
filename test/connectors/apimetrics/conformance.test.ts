import { apimetrics } from "../../../src/connectors/apimetrics/index.ts";
import { describeConnector } from "../../conformance/connector.ts";
import { startWorld } from "./world.ts";

/** Answers to what the documents leave open; a connector must bear all of them. */
const variants: Readonly<Record<string, Parameters<typeof startWorld>[0]>> = {
  "as inferred": {},
  "a person's credential, roles as permissions, second access taken": {
    byPerson: true,
    accountRoles: "permissions",
    secondGrant: "updates",
    deleteRoleInUse: "cascades",
    metaCursor: "integer",
  },
  "bare pages, access that outlives the account": {
    accountRoles: "app_metadata",
    meta: "empty",
    removedAccountAccess: "kept",
    creatorOwns: false,
    serviceAccountRows: "hidden",
  },
};

/** No list tells how long it is: one that is cut and calls itself whole shows only where another list knows better. */
const untold = [
  /\/organizations\/acme\/roles\/\?/,
  /\/organizations\/acme\/accounts\/\?/,
  /\/service_accounts\?/,
  /\/projects\/access\?/,
  /\/roles\/access\?/,
];

const services = ["hidden-email", "service-account"] as const;

for (const [name, options] of Object.entries(variants)) {
  describeConnector({
    name: `APImetrics (${name})`,
    connector: apimetrics,
    start: () => startWorld(options),
    // Where nobody owns what is made, a random wish would take a project's last owner away, which is guarded.
    variant: options?.creatorOwns === false,
    vocabulary: {
      custom: ["VIEWERS", "EDITORS", "AUDITORS"],
      samples: { "workspace.settings.securityProfile": "strict" },
      protects: [
        "system",
        "irrevocable",
        ...(options?.serviceAccountRows === "hidden" ? [] : services),
        ...(options?.byPerson ? (["self"] as const) : []),
      ],
      untold,
    },
  });
}
