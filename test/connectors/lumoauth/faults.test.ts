import { afterEach, describe, expect, it, vi } from "vitest";
import { lumoauth } from "../../../src/connectors/lumoauth/index.ts";
import { openProject } from "../../conformance/project.ts";
import { type LumoAuthWorld, startWorld } from "./world.ts";

const worlds: LumoAuthWorld[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function open(faults = "") {
  const world = await startWorld({ faults });
  worlds.push(world);
  // A mail whose fate is unknown counts as sent and rests for some days: not in this test.
  const invitations = { quietDays: 0, maxPerPerson: 100 };
  return { world, project: openProject(lumoauth, world, { invitations }) };
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
  description: The Acme account
  roles:
    - {name: member}
    - {name: viewer, displayName: Viewer}
    - {name: auditor, displayName: Auditor, description: Looks}
  members:
    - {email: nora@acme.test, role: owner}
${people.map((email, index) => `    - {email: ${email}, role: ${index % 2 === 0 ? "viewer" : "member"}}`).join("\n")}
`;

/** Every kind of trouble, spread over all requests. */
const weather = [
  "429%11",
  "503%7",
  "slow%5:5",
  "reset%9",
  "reset-after%13=POST:/",
  "truncate%6=GET:/",
  "truncate%8=POST:/",
  "html%8=GET:/",
  "html%14=POST:/",
  "500%10=POST:/invitations",
].join(",");

describe("bad weather", () => {
  it("ends in the state of good weather, with one mail for each person, and says nothing of the credential", async () => {
    const calm = await open();
    await calm.project.apply(manifest);
    const rough = await open(weather);

    const outcomes: string[] = [];
    for (let run = 0; run < 12; run += 1) {
      const { plan, outcome } = await rough.project.apply(manifest);
      outcomes.push(JSON.stringify([plan, outcome]));
      if (outcome.complete && plan.verdict === "empty") break;
    }

    await rough.world.faults("");
    expect(await rough.project.live("acme")).toEqual(await calm.project.live("acme"));
    expect(rough.world.invitations()).toEqual([...people].sort());
    expect(sent(rough.world)).toBe(people.length);
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes.join()).not.toContain("lmk_secret-token");
  });
});

/** Invitations that the server holds, whatever became of them: one for each mail. */
function sent({ sandbox }: LumoAuthWorld): number {
  const organizations = sandbox.state().lumoauth.tenants.flatMap((tenant) => tenant.organizations);
  return organizations.flatMap(({ invitations }) => invitations).length;
}

describe("a read that is cut short (law 3)", () => {
  it.each([
    ["organizations", "short-page%100=GET:/admin/organizations"],
    ["members", "short-page%100=GET:/members"],
    ["roles", "html%100=GET:/roles"],
    ["invitations", "short-page%100=GET:/invitations"],
    ["the tenant's users", "500%100=GET:/users"],
  ])("fails the organization, and plans nothing, when it is that of %s", async (_, faults) => {
    const { world, project } = await open();
    await project.apply(manifest);
    await Promise.all(people.slice(1, 9).map((email) => world.accept(email)));
    const wanted = manifest.replace(
      "  members:\n",
      "  members:\n    - {email: zoe@acme.test, role: viewer}\n",
    );
    await world.faults(faults);

    const plan = await project.plan(wanted);

    expect(plan.organizations).toMatchObject([{ verdict: "failed", changes: [] }]);
    expect(plan.organizations[0]?.diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  });
});

describe("an invitation that expires", () => {
  const day = 86_400_000;
  const only = (members: string) => manifest.replace(/ {4}- \{email: p0[\s\S]*/, members);

  async function expire() {
    const { world, project } = await open();
    await project.apply(only("    - {email: p0@acme.test, role: viewer}\n"));
    world.advance(8 * day);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 8 * day });
    return { world, project };
  }

  it("is sent again to who shall be there, once", async () => {
    const { world, project } = await expire();
    const wanted = only("    - {email: p0@acme.test, role: viewer}\n");

    const { plan, outcome } = await project.apply(wanted);

    expect(plan.organizations[0]?.changes).toMatchObject([
      { address: "acme/member/p0@acme.test", action: "update", reason: "invitation-expired", mails: 1 },
    ]);
    expect(outcome.complete).toBe(true);
    expect((await project.plan(wanted)).organizations).toMatchObject([{ verdict: "empty", changes: [] }]);
    expect(sent(world)).toBe(2);
  });

  it("of who shall not is over, and nothing is left to do (law 1)", async () => {
    const { world, project } = await expire();
    const before = world.writes();

    const { plan } = await project.apply(only(""));

    expect(plan.organizations[0]?.changes).toEqual([]);
    expect(world.writes()).toBe(before);
  });
});
