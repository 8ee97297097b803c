import fc from "fast-check";
import { expect, it } from "vitest";
import type { Dialect } from "../../../src/sandbox/cantila/index.ts";
import { problemsOf } from "../../../src/sandbox/cantila/invariants.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import { AGENCY, DAY, START } from "./agency.ts";
import { control, unlike } from "./client.ts";

const actor = fc.tuple(
  fc.constantFrom("agency-admin", "agency-deploy", "agency-read", "acme-admin", "olga", "bob", "cts_1"),
  fc.constantFrom("agency", "acme", "acme-two", undefined),
);
const email = fc.constantFrom("olga@agency.test", "bob@acme.test", "mia@acme.test", "nora@acme.test");
const role = fc.constantFrom("owner", "admin", "developer", "viewer", "member");
const member = fc.constantFrom("mem_1", "mem_2", "mem_3", "mem_5", "mem_6");
const invite = fc.constantFrom("inv_1", "inv_2", "inv_3");

const step = fc.oneof(
  fc.record({ do: fc.constant("create" as const), handle: fc.constantFrom("acme-two", "Acme", "x") }),
  fc.record({ do: fc.constant("add" as const), email, role }),
  fc.record({ do: fc.constant("change" as const), member, role }),
  fc.record({ do: fc.constant("remove" as const), member }),
  fc.record({ do: fc.constant("invite" as const), email, role }),
  fc.record({ do: fc.constant("revoke" as const), invite }),
  fc.record({ do: fc.constant("click" as const), email }),
  fc.record({ do: fc.constant("accept" as const), invite }),
  fc.record({ do: fc.constant("brand" as const), color: fc.constantFrom("#0b5", "#00bb5a", "") }),
  fc.record({ do: fc.constant("leave" as const), account: fc.constantFrom("acc_agency", "acc_acme") }),
  fc.record({ do: fc.constant("wait" as const) }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function take(sandbox: Sandbox, [token, account]: [string, string | undefined], taken: Step) {
  const client = unlike(sandbox, token, account);
  switch (taken.do) {
    case "create":
      return client.post("/accounts/sub", { name: "New", handle: taken.handle });
    case "add":
      return client.post("/team/members", { email: taken.email, name: "N", role: taken.role });
    case "change":
      return client.patch(`/team/members/${taken.member}`, { role: taken.role });
    case "remove":
      return client.delete(`/team/members/${taken.member}`);
    case "invite":
      return client.post("/invites", { email: taken.email, role: taken.role });
    case "revoke":
      return client.delete(`/invites/${taken.invite}`);
    case "click":
      return control(sandbox, "/invitations/accept", { email: taken.email });
    case "accept":
      return client.post("/invites/accept", { token: `cti_${taken.invite}` });
    case "brand":
      return client.patch("/accounts/me/branding", { brandPrimaryColor: taken.color });
    case "leave":
      return client.post("/me/orgs/leave", { accountId: taken.account, orgId: taken.account });
    case "wait":
      return Promise.resolve(sandbox.advance(4 * DAY));
  }
}

it.each<Dialect>(["server", "documented"])(
  "%s: no sequence of requests leads to a state that could not be a seed",
  async (dialect) => {
    const steps = fc.array(fc.tuple(actor, step), { maxLength: 25 });

    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const sandbox = await startSandbox({ seed: AGENCY, now: () => START, cantila: { dialect } });
        try {
          for (const [who, one] of taken) {
            await take(sandbox, who, one);
          }

          const broken = sandbox.requests().filter(({ status }) => status >= 500);
          expect(broken).toEqual([]);
          expect(problemsOf(sandbox.state().cantila, dialect)).toEqual([]);
        } finally {
          await sandbox.close();
        }
      }),
      { numRuns: 30, seed: 20261121 },
    );
  },
);
