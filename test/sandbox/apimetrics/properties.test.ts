import fc from "fast-check";
import { expect, it } from "vitest";
import { problemsOf } from "../../../src/sandbox/apimetrics/invariants.ts";
import { type SandboxOptions, startSandbox } from "../../../src/sandbox/index.ts";
import { controls } from "../client.ts";
import { ACME, START } from "./acme.ts";
import { as, encoded } from "./client.ts";

const actor = fc.constantFrom("ci", "ci", "ci", "ci", "ci", "mia", "gus", "nora");
const org = fc.constantFrom("acme", "acme", "acme", "acme", "globex");
const account = fc.constantFrom(
  "auth0|olga",
  "auth0|mia",
  "auth0|sam",
  "auth0|nora",
  "ci@clients",
  "auth0|acc1",
);
const role = fc.constantFrom("SRE", "SRE", "OPS", "ADMIN", "DEFAULT");
const project = fc.constantFrom("proj_1", "proj_2", "proj_2", "proj_3", "proj_4");
const grant = fc.constantFrom("grant_1", "grant_2", "grant_3", "grant_4", "grant_6", "grant_7");
const access_level = fc.constantFrom("VIEWER", "EDITOR", "OWNER");
const invite = fc.constantFrom("inv_1", "inv_2", "inv_3");
const email = fc.constantFrom("nora@acme.test", "new@acme.test", "sam@acme.test");

const make = <Value>(build: (value: Value) => Step, from: fc.Arbitrary<Value>) => from.map(build);

/** One request: a method, a path and maybe a body; `accept` stands for the control. */
interface Step {
  readonly method: "post" | "delete" | "accept";
  readonly path: string;
  readonly body?: unknown;
}

const inOrganization = fc.oneof(
  make(
    ({ org, role }) => ({ method: "post", path: `organizations/${org}/roles/`, body: { id: role } }),
    fc.record({ org, role }),
  ),
  make(
    ({ org, role }) => ({ method: "delete", path: `organizations/${org}/roles/${role}/` }),
    fc.record({ org, role }),
  ),
  make(
    ({ org, account, role, method }) => ({
      method,
      path: `organizations/${org}/accounts/${encoded(account)}/role/${role}/`,
    }),
    fc.record({ org, account, role, method: fc.constantFrom("post" as const, "delete" as const) }),
  ),
  make(
    ({ org, account }) => ({ method: "delete", path: `organizations/${org}/accounts/${encoded(account)}/` }),
    fc.record({ org, account }),
  ),
  make(
    ({ org, email, role }) => ({
      method: "post",
      path: `organizations/${org}/invites/`,
      body: { email, roles: [role] },
    }),
    fc.record({ org, email, role }),
  ),
  make(
    ({ org, invite }) => ({ method: "delete", path: `organizations/${org}/invites/${invite}/` }),
    fc.record({ org, invite }),
  ),
  make((id) => ({ method: "post", path: `organizations/${id}/projects/`, body: { name: "New" } }), org),
  make(
    ({ org, project }) => ({ method: "delete", path: `organizations/${org}/projects/${project}/` }),
    fc.record({ org, project }),
  ),
);

const onProject = fc.oneof(
  make(
    ({ project, account, access_level }) => ({
      method: "post",
      path: `projects/${project}/access/`,
      body: { account_id: account, access_level },
    }),
    fc.record({ project, account, access_level }),
  ),
  make(
    ({ project, role, access_level }) => ({
      method: "post",
      path: `projects/${project}/roles/`,
      body: { role_id: role, access_level },
    }),
    fc.record({ project, role, access_level }),
  ),
  make(
    ({ project, grant, role, access_level }) => ({
      method: "post",
      path: `projects/${project}/roles/${grant}/`,
      body: { role_id: role, access_level },
    }),
    fc.record({ project, grant, role, access_level }),
  ),
  make(
    ({ project, kind, grant }) => ({ method: "delete", path: `projects/${project}/${kind}/${grant}/` }),
    fc.record({ project, kind: fc.constantFrom("access", "roles"), grant }),
  ),
  make(
    ({ project, email }) => ({ method: "post", path: `projects/${project}/invites/`, body: { email } }),
    fc.record({ project, email }),
  ),
);

const answered = fc.oneof(
  make((one) => ({ method: "accept", path: "", body: { email: one } }), email),
  make(
    ({ invite, method }) => ({ method, path: `account/invite/${invite}` }),
    fc.record({ invite, method: fc.constantFrom("post" as const, "delete" as const) }),
  ),
);

const step: fc.Arbitrary<Step> = fc.oneof(inOrganization, onProject, answered);

async function run(options: SandboxOptions["apimetrics"], taken: readonly [string, Step][]): Promise<void> {
  const sandbox = await startSandbox({ seed: ACME, now: () => START, apimetrics: options ?? {} });
  try {
    for (const [name, { method, path, body }] of taken) {
      const client = as(sandbox, name);
      await (method === "accept"
        ? controls(sandbox).post("/apimetrics/invitations/accept", body)
        : method === "post"
          ? client.post(`/api/2/${path}`, body)
          : client.delete(`/api/2/${path}`));
    }

    expect(sandbox.requests().filter(({ status }) => status >= 500)).toEqual([]);
    const { apimetrics } = sandbox.state();
    expect(problemsOf(apimetrics)).toEqual([]);
    const again = await startSandbox({ seed: { apimetrics } });
    expect(again.state().apimetrics).toEqual(apimetrics);
    await again.close();
  } finally {
    await sandbox.close();
  }
}

it.each([
  {},
  { deleteRoleInUse: "cascades", removedAccountAccess: "kept", secondGrant: "updates", creatorOwns: false },
] as const)("no sequence of requests leads to a state that could not be a seed, with %j", async (options) => {
  const steps = fc.array(fc.tuple(actor, step), { minLength: 30, maxLength: 60 });

  await fc.assert(
    fc.asyncProperty(steps, (taken) => run(options, taken)),
    { numRuns: 40, seed: 20261121 },
  );
});
