/** Many organizations that are as declared: their manifests, the sandbox's seed, and the requests that reading them takes. */
import type { SignalSmithSeed } from "../src/sandbox/index.ts";

/** The credential's account, which no manifest declares. */
const SELF = "ops@acme.test";
/** The sandbox knows it, and nobody else does. */
export const TOKEN = "bench-token";

/** A project, and the world in which nothing of it differs. */
export interface Fleet {
  readonly project: (endpoint: string) => string;
  readonly manifests: string;
  readonly seed: { readonly signalsmith: SignalSmithSeed };
  /** Requests of a plan: two lists that all organizations share, each one bare array; then three for each, and one for its workspace. */
  readonly requests: number;
}

/** So many organizations of one workspace and four people each. */
export function fleet(count: number): Fleet {
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1).padStart(4, "0"));
  return {
    project: (endpoint) => `apiVersion: orgwright/v1
kind: Project
manifests: [orgs.yaml]
connections:
  main:
    system: signalsmith
    endpoint: "${endpoint}"
    token: {env: BENCH_TOKEN}
    self: ${SELF}
    pace: {perMinute: 1000000, perSecond: 1000000, leave: 0} # the sandbox has no limit here
`,
    manifests: numbers.map(manifest).join("---\n"),
    seed: {
      signalsmith: {
        accounts: [SELF, ...numbers.flatMap(people)].map((email) => ({ email })),
        tokens: [{ token: TOKEN, account: SELF }],
        organizations: numbers.map((number) => ({
          id: `org_${number}`,
          name: `Team ${number}`,
          slug: `team-${number}`,
          members: [
            { account: SELF, role: "owner" },
            ...people(number).map(
              (account, index) => ({ account, role: index === 0 ? "owner" : "member" }) as const,
            ),
          ],
        })),
        workspaces: numbers.map((number) => ({
          id: `ws_${number}`,
          name: `Team ${number}`,
          organization_id: `org_${number}`,
          members: [
            { account: SELF, role: "owner" },
            ...people(number).map((account) => ({ account, role: "member", via: "organization" }) as const),
          ],
        })),
      },
    },
    requests: 2 + count * 3,
  };
}

function people(number: string): readonly string[] {
  return ["anna", "bob", "carol", "dora"].map((name) => `${name}-${number}@acme.test`);
}

function manifest(number: string): string {
  const members = people(number).map(
    (email, index) =>
      `    - {email: ${email}, role: ${index === 0 ? "owner" : "member"}, workspaces: {main: member}}`,
  );
  return `apiVersion: orgwright/v1
kind: Organization
metadata: {name: team-${number}}
spec:
  connection: main
  slug: team-${number}
  displayName: Team ${number}
  workspaces: [{name: main, id: ws_${number}}]
  members:
${members.join("\n")}
`;
}
