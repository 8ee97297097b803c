import fc from "fast-check";
import { expect, it } from "vitest";
import { startSandbox } from "../../../src/sandbox/index.ts";
import { problemsOf } from "../../../src/sandbox/signalsmith/invariants.ts";
import { as, controls } from "../client.ts";
import { ACME, START } from "./acme.ts";

const person = fc.constantFrom("olga", "adam", "mia", "dana", "gus", "nora");
const workspace = fc.constantFrom("ws_1", "ws_2", "ws_3", "ws_4");
const organization = fc.constantFrom("org_1", "org_2", "org_3");
const member = fc.constantFrom("mem_1", "mem_2", "mem_3", "mem_4", "mem_5", "inv_1", "inv_2");
const role = fc.constantFrom("owner", "admin", "member");

const step = fc.oneof(
  fc.record({
    do: fc.constant("create" as const),
    name: fc.constantFrom("Acme", "New", "Globex"),
    workspace,
  }),
  fc.record({ do: fc.constant("link" as const), organization, workspace }),
  fc.record({ do: fc.constant("unlink" as const), organization, workspace }),
  fc.record({ do: fc.constant("invite" as const), organization, person, role, workspace }),
  fc.record({ do: fc.constant("accept" as const), person }),
  fc.record({ do: fc.constant("remove" as const), organization, member }),
  fc.record({ do: fc.constant("promote" as const), organization, member, role }),
  fc.record({ do: fc.constant("add" as const), workspace, person, role }),
  fc.record({ do: fc.constant("wait" as const) }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Running = Awaited<ReturnType<typeof startSandbox>>;

function take(sandbox: Running, actor: string, taken: Step): Promise<unknown> {
  const client = as(sandbox, actor, "workspace" in taken ? taken.workspace : undefined);
  const base = "organization" in taken ? `/organizations/${taken.organization}` : "";
  switch (taken.do) {
    case "create":
      return client.post("/organizations", { name: taken.name });
    case "link":
      return client.post(`${base}/workspaces`, { workspace_id: taken.workspace });
    case "unlink":
      return client.delete(`${base}/workspaces/${taken.workspace}`);
    case "invite":
      return client.post(`${base}/members/invite`, {
        email: `${taken.person}@acme.test`,
        org_role: taken.role,
        workspace_access: [{ workspace_id: taken.workspace, role: taken.role }],
      });
    case "accept":
      return controls(sandbox).post("/signalsmith/invitations/accept", {
        email: `${taken.person}@acme.test`,
      });
    case "remove":
      return client.delete(`${base}/members/${taken.member}`);
    case "promote":
      return client.put(`${base}/members/${taken.member}`, { org_role: taken.role });
    case "add":
      return client.post(`/workspaces/${taken.workspace}/members`, {
        account_id: taken.person,
        role: taken.role,
      });
    case "wait":
      return Promise.resolve(sandbox.advance(4 * 24 * 60 * 60 * 1000));
  }
}

it("no sequence of requests leads to a state that could not be a seed", async () => {
  const steps = fc.array(fc.tuple(person, step), { maxLength: 25 });

  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const sandbox = await startSandbox({ seed: ACME, requestsPerMinute: 0, now: () => START });
      try {
        for (const [actor, one] of taken) {
          await take(sandbox, actor, one);
        }

        const broken = sandbox.requests().filter(({ status }) => status >= 500);
        expect(broken).toEqual([]);
        expect(problemsOf(sandbox.state().signalsmith)).toEqual([]);
      } finally {
        await sandbox.close();
      }
    }),
    { numRuns: 40, seed: 20261121 },
  );
});
