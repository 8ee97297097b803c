import fc from "fast-check";
import { expect, it } from "vitest";
import { load } from "../../../src/sandbox/cnap/load.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import { ACME, START } from "./acme.ts";
import { as, control, match } from "./client.ts";

const person = fc.constantFrom("olga", "adam", "mia", "gus", "nora", "carl");
const workspace = fc.constantFrom("ws_1", "ws_2", "ws_3");
const organization = fc.constantFrom("org_1", "org_2", "org_3");
const role = fc.constantFrom("owner", "admin", "member");
const invitation = fc.constantFrom("orgi_1", "orgi_2", "orgi_3");
const key = fc.constantFrom(undefined, "k1", "k2");

const step = fc.oneof(
  fc.record({ do: fc.constant("create" as const), slug: fc.constantFrom("new", "acme", "lab"), key }),
  fc.record({ do: fc.constant("rename" as const), organization, slug: fc.constantFrom("acme", "other") }),
  fc.record({ do: fc.constant("delete" as const), organization, key }),
  fc.record({ do: fc.constant("add" as const), organization, person, role, key }),
  fc.record({ do: fc.constant("promote" as const), organization, person, role }),
  fc.record({ do: fc.constant("remove" as const), organization, person, key }),
  fc.record({ do: fc.constant("invite" as const), organization, person, role }),
  fc.record({ do: fc.constant("resend" as const), organization, invitation }),
  fc.record({ do: fc.constant("cancel" as const), organization, invitation }),
  fc.record({ do: fc.constant("accept" as const), person }),
  fc.record({ do: fc.constant("grant" as const), organization, workspace }),
  fc.record({ do: fc.constant("revoke" as const), workspace }),
  fc.record({ do: fc.constant("poll" as const) }),
  fc.record({ do: fc.constant("wait" as const) }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Mostly somebody who may, since nearly everything is refused to the others. */
const actor = fc.oneof(
  { weight: 3, arbitrary: fc.constant("whoever may") },
  { weight: 1, arbitrary: person },
);

function actorFor(sandbox: Sandbox, taken: Step): string {
  const { organizations, workspaces } = sandbox.state().cnap;
  if (taken.do === "revoke") {
    return workspaces.find(({ id }) => id === taken.workspace)?.owner ?? "olga";
  }
  const one = organizations.find(({ id }) => "organization" in taken && id === taken.organization);
  return one?.members.find(({ role }) => role === "owner")?.user ?? "olga";
}

/** The right etag, since with wrong ones nothing would ever happen. */
function etagFor(sandbox: Sandbox, taken: Step): string {
  const { organizations, workspaces } = sandbox.state().cnap;
  if ("workspace" in taken) {
    return workspaces.find(({ id }) => id === taken.workspace)?.management_etag ?? "0";
  }
  const one = organizations.find(({ id }) => "organization" in taken && id === taken.organization);
  const member = one?.members.find(({ user }) => "person" in taken && user === taken.person);
  return (taken.do === "promote" || taken.do === "remove" ? member?.etag : one?.etag) ?? "0";
}

function take(sandbox: Sandbox, by: string, taken: Step): Promise<unknown> {
  const known = sandbox.state().cnap.tokens.some(({ token }) => token === by);
  const client = as(sandbox, known ? by : actorFor(sandbox, taken));
  const base = "organization" in taken ? `/organizations/${taken.organization}` : "";
  const keyed = "key" in taken && taken.key !== undefined ? { "idempotency-key": taken.key } : {};
  const guarded = { ...keyed, ...match(etagFor(sandbox, taken)) };
  const email = "person" in taken ? `${taken.person}@acme.test` : "";
  switch (taken.do) {
    case "create":
      return client.post("/organizations", { name: "New", slug: taken.slug }, keyed);
    case "rename":
      return client.patch(base, { slug: taken.slug }, guarded);
    case "delete":
      return client.delete(base, guarded);
    case "add":
      return client.post(`${base}/members`, { user_id: taken.person, role: taken.role }, guarded);
    case "promote":
      return client.patch(`${base}/members/${taken.person}`, { role: taken.role }, guarded);
    case "remove":
      return client.delete(`${base}/members/${taken.person}`, guarded);
    case "invite":
      return client.post(`${base}/invitations`, { email, role: taken.role });
    case "resend":
      return client.post(`${base}/invitations/${taken.invitation}/resend`);
    case "cancel":
      return client.delete(`${base}/invitations/${taken.invitation}`);
    case "accept":
      return control(sandbox, "/invitations/accept", { email });
    case "grant":
      return control(sandbox, "/workspaces/grant", {
        workspace: taken.workspace,
        organization: taken.organization,
      });
    case "revoke":
      return client.post(`/workspaces/${taken.workspace}:revokeManagement`, undefined, guarded);
    case "poll":
      return client.get("/operations/op_1");
    case "wait":
      return Promise.resolve(sandbox.advance(4 * 24 * 60 * 60 * 1000));
  }
}

it("no sequence of requests leads to a state that could not be a seed, or to a reply outside the contract", async () => {
  const steps = fc.array(fc.tuple(actor, step), { minLength: 10, maxLength: 40 });
  const options = fc.record({
    asyncDeletes: fc.boolean(),
    deleteWhileManaging: fc.constantFrom("refused", "allowed"),
    expiredInvitations: fc.constantFrom("standing", "replaced"),
  });

  await fc.assert(
    fc.asyncProperty(steps, options, async (taken, cnap) => {
      const sandbox = await startSandbox({ seed: ACME, cnap, now: () => START });
      try {
        for (const [by, one] of taken) {
          await take(sandbox, by, one);
        }

        const broken = sandbox.requests().filter(({ status }) => status >= 500);
        expect(broken).toEqual([]);
        const { cnap: state } = sandbox.state();
        expect(load(state, START)).toEqual({ state, problems: [] });
      } finally {
        await sandbox.close();
      }
    }),
    { numRuns: 40, seed: 20261121 },
  );
});
