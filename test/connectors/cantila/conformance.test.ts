import { cantila } from "../../../src/connectors/cantila/index.ts";
import { type CantilaOptions, startSandbox } from "../../../src/sandbox/index.ts";
import { describeConnector, worldOf } from "../../conformance/connector.ts";

/** What each variant's server speaks, and whether the connection says so. */
const variants = {
  server: { dialect: "server", options: { dialect: "server" } },
  documented: { dialect: "documented", options: { dialect: "documented" } },
  "auto, the server answers": { dialect: "auto", options: { dialect: "server" } },
} as const satisfies Record<string, { readonly dialect: string; readonly options: CantilaOptions }>;

const agency = `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: agency}
spec:
  connection: main
  slug: agency
`;

for (const [name, { dialect, options }] of Object.entries(variants)) {
  describeConnector({
    name: `Cantila (${name})`,
    connector: cantila,
    vocabulary: {
      spec: { parent: "agency" },
      documents: agency,
      roles: { less: options.dialect === "server" ? "viewer" : "member" },
      // Lists tell no total and no next page: nobody can see that rows are missing. Only the server lists old invitations.
      untold: [/^\/team\/members/, ...(options.dialect === "server" ? [/^\/invites/] : [])],
    },
    start: async () => {
      const accounts = [{ handle: "agency", name: "The Agency", plan: "agency" as const }];
      const keys = [{ key: "agency-key", account: "agency" }];
      const seed = { cantila: { accounts, keys } };
      const sandbox = await startSandbox({ requestsPerMinute: 0, seed, cantila: options });
      return worldOf(sandbox, { system: "cantila", token: "agency-key", connection: { dialect } });
    },
  });
}
