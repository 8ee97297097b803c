import { describe, expect, test } from "vitest";
import { createMemory, memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Kinds, MemberKind } from "../../src/model/kinds.ts";
import type { SecretSink, ToldSecret } from "../../src/model/secret.ts";
import { applied, liveMember, member, organization, planned, world } from "../plan/desk.ts";

const owner = liveMember("olga@acme.test", "owner");
const wish = organization({
  members: [member("olga@acme.test", "owner"), member("nina@acme.test", "member")],
});
const address = "acme/member/nina@acme.test";

/** A system that hands out tokens in place of mails. */
function kinds(need: "needed" | "discardable"): Kinds {
  const memberKind = memoryKinds.member as MemberKind;
  const token = { name: "invitation token", need, again: "Invite again." } as const;
  return {
    ...memoryKinds,
    member: { ...memberKind, invitation: { ...memberKind.invitation, token } },
  };
}

function collecting(): SecretSink & { readonly told: ToldSecret[] } {
  const told: ToldSecret[] = [];
  return { told, put: async (secret) => await Promise.resolve(void told.push(secret)) };
}

async function run(need: "needed" | "discardable", secrets?: SecretSink) {
  const memory = createMemory(world([{ members: [owner] }]), kinds(need));
  const plan = await planned({ desired: [wish], memory });
  const outcome = await applied(memory, plan, secrets);
  return { memory, plan, outcome, result: outcome.organizations[0]?.results[0] };
}

describe("a secret that a system tells once (law 11)", () => {
  test("is shown by the plan, which counts no mail for it", async () => {
    const { plan } = await run("needed");

    expect(plan.organizations[0]?.changes[0]?.secret).toEqual({
      name: "invitation token",
      need: "needed",
      again: "Invite again.",
    });
    expect(plan.counts.mails).toBe(0);
  });

  test("goes to the sink and nowhere else", async () => {
    const sink = collecting();

    const { outcome, plan } = await run("needed", sink);

    expect(sink.told).toEqual([{ address, name: "invitation token", value: `secret of ${address}` }]);
    expect(outcome.organizations[0]?.results[0]).toMatchObject({
      status: "applied",
      secret: { name: "invitation token", kept: true },
    });
    expect(JSON.stringify([plan, outcome])).not.toContain("secret of");
  });

  test("is refused before anything is sent where it is needed and there is no sink", async () => {
    const { result, memory } = await run("needed");

    expect(result).toMatchObject({ status: "failed", error: { code: "apply/no-secrets-out" } });
    expect(memory.writes()).toEqual([]);
  });

  test("is dropped unseen where it can be done without", async () => {
    const { result, outcome } = await run("discardable");

    expect(result).toMatchObject({ status: "applied", secret: { name: "invitation token", kept: false } });
    expect(JSON.stringify(outcome)).not.toContain("secret of");
  });

  test("that is lost on the way is said to be, without it", async () => {
    const broken: SecretSink = { put: (secret) => Promise.reject(new Error(`no room for ${secret.value}`)) };

    const { result, outcome } = await run("needed", broken);

    expect(result).toMatchObject({ status: "failed", error: { code: "apply/secret-lost" } });
    expect(JSON.stringify(outcome)).not.toContain("secret of");
  });
});
