import { afterEach, describe, expect, it } from "vitest";
import { signalsmith } from "../../../src/connectors/signalsmith/index.ts";
import { openProject } from "../../conformance/project.ts";
import { type SignalSmithWorld, startWorld } from "./world.ts";

const worlds: SignalSmithWorld[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

const dialects = ["guide", "reference-a", "reference-b"] as const;

async function open(dialect: (typeof dialects)[number], faults = "") {
  const world = await startWorld({ dialect, faults });
  worlds.push(world);
  // A mail whose fate is unknown counts as sent and rests for some days: not in this test.
  const invitations = { quietDays: 0, maxPerPerson: 100 };
  return { world, project: openProject(signalsmith, world, { invitations }) };
}

const people = Array.from({ length: 12 }, (_, index) => `p${index}@acme.test`);
const manifest = `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  displayName: Acme
  workspaces:
    - {name: production, displayName: Production}
    - {name: staging, displayName: Staging}
  members:
${people.map((email) => `    - {email: ${email}, role: member, workspaces: {production: member}}`).join("\n")}
`;

/** Every kind of trouble, spread over all requests. */
const weather = [
  "429%11",
  "503%7",
  "slow%5:5",
  "reset%9",
  "reset-after%13=POST:/",
  "truncate%6=GET:/",
  "html%8=GET:/",
  "500%10=POST:/invit",
].join(",");

describe.each(dialects)("bad weather over %s", (dialect) => {
  it("ends in the state of good weather, with one mail for each person, and says nothing of the credential", async () => {
    const calm = await open(dialect);
    await calm.project.apply(manifest);
    const rough = await open(dialect, weather);

    const outcomes: string[] = [];
    for (let run = 0; run < 12; run += 1) {
      const { plan, outcome } = await rough.project.apply(manifest);
      outcomes.push(JSON.stringify([plan, outcome]));
      if (outcome.complete && plan.verdict === "empty") break;
    }

    const live = await rough.project.live("acme").catch(() => rough.project.live("acme"));
    expect(live).toEqual(await calm.project.live("acme"));
    expect(mailsOf(rough.world)).toEqual(Object.fromEntries(people.map((email) => [email, 1])));
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes.join()).not.toContain("secret-token");
  });
});

describe.each(dialects)("a read of %s that is cut short (law 3)", (dialect) => {
  it.each([
    ["members", "short-page%100=GET:/organizations/org_1/members"],
    ["workspaces", "short-page%100=GET:/organizations/org_1/workspaces"],
    ["a workspace's members", "html%100=GET:/workspaces/"],
    ["the organization", "500%100=GET:/organizations/org_1"],
  ])("fails the organization, and plans nothing, when it is that of %s", async (_, faults) => {
    const { world, project } = await open(dialect);
    await project.apply(manifest);
    for (const email of people) await world.accept(email);
    await setFaults(world, faults);

    const plan = await project.plan(manifest);

    expect(plan.organizations).toMatchObject([{ verdict: "failed", changes: [] }]);
    expect(plan.organizations[0]?.diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  });
});

async function setFaults({ sandbox }: SignalSmithWorld, spec: string): Promise<void> {
  const response = await fetch(`${sandbox.url}/_sandbox/faults`, {
    method: "POST",
    body: JSON.stringify({ spec }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Mails sent, by address, as the server counts them. */
function mailsOf({ sandbox }: SignalSmithWorld): Readonly<Record<string, number>> {
  const invitations = sandbox.state().signalsmith.organizations.flatMap((each) => each.invitations);
  return Object.fromEntries(invitations.map(({ email, sends }) => [email, sends]));
}
