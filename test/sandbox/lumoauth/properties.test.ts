import fc from "fast-check";
import { expect, it } from "vitest";
import { startSandbox } from "../../../src/sandbox/index.ts";
import { problemsOf } from "../../../src/sandbox/lumoauth/invariants.ts";
import { controls } from "../client.ts";
import { ACME, organizationId, START, WEEK } from "./acme.ts";
import { as } from "./client.ts";

const organization = fc.constantFrom(1, 2, 3).map((nth) => `/organizations/${organizationId(nth)}`);
const user = fc.constantFrom("olga", "mia", "vic", "nora");
const role = fc.constantFrom("owner", "member", "viewer", "lead");
const id = fc.integer({ min: 1, max: 9 });
const status = fc.constantFrom("active" as const, "suspended" as const);
const name = fc.constantFrom("Sales", "New", "Viewer");

const step = fc.oneof(
  fc.record({ do: fc.constant("create" as const), name }),
  fc.record({ do: fc.constant("rename" as const), organization, name }),
  fc.record({ do: fc.constant("delete" as const), organization }),
  fc.record({ do: fc.constant("add" as const), organization, user, role }),
  fc.record({ do: fc.constant("change" as const), organization, user, role, status }),
  fc.record({ do: fc.constant("remove" as const), organization, user }),
  fc.record({ do: fc.constant("role" as const), organization, name, isDefault: fc.boolean() }),
  fc.record({ do: fc.constant("default" as const), organization, id, isDefault: fc.boolean() }),
  fc.record({ do: fc.constant("unrole" as const), organization, id }),
  fc.record({ do: fc.constant("invite" as const), organization, user, role }),
  fc.record({ do: fc.constant("resend" as const), organization, id }),
  fc.record({ do: fc.constant("revoke" as const), organization, id }),
  fc.record({ do: fc.constant("accept" as const), user }),
  fc.record({ do: fc.constant("wait" as const) }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Running = Awaited<ReturnType<typeof startSandbox>>;

function take(sandbox: Running, taken: Step): Promise<unknown> {
  const ci = as(sandbox, "ci");
  const base = "organization" in taken ? taken.organization : "";
  switch (taken.do) {
    case "create":
      return ci.post("/organizations", { name: taken.name });
    case "rename":
      return ci.patch(base, { slug: taken.name.toLowerCase() });
    case "delete":
      return ci.delete(base);
    case "add":
      return ci.post(`${base}/members`, { userId: taken.user, role: taken.role });
    case "change":
      return ci.put(`${base}/members/${taken.user}`, { role: taken.role, status: taken.status });
    case "remove":
      return ci.delete(`${base}/members/${taken.user}`);
    case "role":
      return ci.post(`${base}/roles`, { name: taken.name, isDefault: taken.isDefault });
    case "default":
      return ci.patch(`${base}/roles/${taken.id}`, { isDefault: taken.isDefault });
    case "unrole":
      return ci.delete(`${base}/roles/${taken.id}`);
    case "invite":
      return ci.post(`${base}/invitations`, { email: `${taken.user}@acme.test`, role: taken.role });
    case "resend":
      return ci.post(`${base}/invitations/${taken.id}/resend`);
    case "revoke":
      return ci.delete(`${base}/invitations/${taken.id}`);
    case "accept":
      return controls(sandbox).post("/lumoauth/invitations/accept", { email: `${taken.user}@acme.test` });
    case "wait":
      return Promise.resolve(sandbox.advance(WEEK / 2));
  }
}

/** Whether Engineering, which begins with an owner, has an active one; a deleted one lacks nobody. */
function isOwned(sandbox: Running): boolean {
  const [engineering] = sandbox
    .state()
    .lumoauth.tenants[0]!.organizations.filter(({ id: one }) => one === organizationId(1));
  const owner = engineering?.roles.find(({ isOwner }) => isOwner)?.id;
  return (
    engineering === undefined ||
    engineering.members.some((member) => member.role === owner && member.status === "active")
  );
}

it("no sequence of requests leads to a state that could not be a seed, or to an organization without its owner", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const sandbox = await startSandbox({ seed: ACME, requestsPerMinute: 0, now: () => START });
      try {
        for (const one of steps) {
          await take(sandbox, one);
        }

        const broken = sandbox.requests().filter(({ status: code }) => code >= 500);
        const state = sandbox.state();
        expect(broken).toEqual([]);
        expect(problemsOf(state.lumoauth)).toEqual([]);
        expect(isOwned(sandbox)).toBe(true);
        await controls(sandbox).put("/state", state);
        expect(sandbox.state()).toEqual(state);
      } finally {
        await sandbox.close();
      }
    }),
    { numRuns: 40, seed: 20261121 },
  );
});
