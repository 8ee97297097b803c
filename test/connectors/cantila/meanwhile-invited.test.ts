/** Somebody accepts, joins or invites between two looks, or between a request and its answer. */
import { afterEach, describe, expect, it } from "vitest";
import type { Change } from "../../../src/model/contract.ts";
import type { Alter, Passing } from "../proxy.ts";
import { colleague, type Later, signal } from "./colleague.ts";
import { change, context, type Opened, openCantila, openTestProject, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions = {}): Promise<Opened> {
  const world = await openCantila({ lawless: true, ...options });
  opened.push(world);
  return world;
}

const accept = async (world: Opened | undefined) =>
  await world?.control("/cantila/invitations/accept", { email: "nina@acme.test" });
const isInviting = ({ method, path }: Passing) => method === "POST" && path === "/invites";

type Parts = Partial<Change> & Pick<Change, "action">;
const member = (name: string, parts: Parts) =>
  change({ address: `acme/member/${name}@acme.test`, kind: "member", ...parts });
const invite = (name: string, role = "admin") =>
  member(name, { action: "create", after: { email: `${name}@acme.test`, roles: [role] } });
const rolesOf = async ({ live }: Opened, name: string) =>
  (await live()).members
    .filter(({ email }) => email === `${name}@acme.test`)
    .map(({ roles, status }) => [roles[0], status]);

/** Accepts between two lists that are asked for one after the other, or while both are on their way. */
function tearing(ref: Later): Alter {
  let isDone = false;
  const membersTold = signal();
  const once = async () => {
    if (isDone) return;
    isDone = true;
    await accept(ref.world);
  };
  return async ({ method, path }, pass) => {
    if (isDone || method !== "GET") return await pass();
    if (path === "/team/members") {
      const answer = await pass();
      membersTold.give();
      return answer;
    }
    if (path !== "/invites") return await pass();
    const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 150));
    const isBehind = await Promise.race([membersTold.given.then(() => true), patience]);
    if (isBehind) await once();
    const answer = await pass();
    await once();
    return answer;
  };
}

describe("somebody who accepts between the two lists of one look", () => {
  it.each(["server", "documented"] as const)("is not invited by a plan on %s", async (speaks) => {
    const ref: Later = {};
    const low = speaks === "server" ? "developer" : "member";
    const world = await openTestProject({ speaks, lawless: true, alter: tearing(ref) });
    opened.push(world);
    ref.world = world;

    const plan = await world.project.plan(`
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  ownership: {members: additive}
  members:
    - {email: nina@acme.test, role: ${low}}
`);

    const changes = plan.organizations.flatMap((each) => each.changes);
    expect(changes.filter(({ action, mails }) => action === "create" || mails > 0)).toEqual([]);
    expect(await rolesOf(world, "nina")).toContainEqual([low, "active"]);
  });

  it("is not invited anew by a write, which would overwrite the role", async () => {
    const ref: Later = {};
    const world = await open({ alter: tearing(ref) });
    ref.world = world;
    const after = { email: "nina@acme.test", roles: ["owner"] };
    const before = { roles: ["developer"] };
    const renewal = member("nina", { action: "update", nativeId: "inv_nina", before, after });

    await expect(world.writer().write(renewal, context)).rejects.toMatchObject({ status: 409 });
    expect(world.writes().filter((line) => line.endsWith("POST /invites"))).toEqual([]);
    expect(await rolesOf(world, "nina")).toEqual([["developer", "active"]]);
  });
});

describe("an invitation", () => {
  it("keeps its token when a look for another one fails meanwhile", async () => {
    const isLooking = signal();
    let isBroken = false;
    const world = await open({
      alter: async (request, pass) => {
        if (isInviting(request) && request.body.includes("ann@")) {
          const answer = await pass();
          await isLooking.given;
          return answer;
        }
        if (isInviting(request)) {
          isBroken = true;
          return { status: 400, body: { error: "Invalid email" } };
        }
        if (!isBroken || request.path !== "/invites") return await pass();
        isLooking.give();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { status: 403, body: { error: "please wait" } };
      },
    });
    const writer = world.writer();

    const [ann, bea] = await Promise.allSettled(
      ["ann", "bea"].map((name) => writer.write(invite(name), context)),
    );

    expect(bea?.status).toBe("rejected");
    expect(ann).toMatchObject({ status: "fulfilled", value: { secret: expect.stringMatching(/^cti_/) } });
  });

  it("goes to nobody who became a member since the writer looked for another one", async () => {
    const world = await open();
    const writer = world.writer();
    await writer.write(invite("ann", "viewer"), context);
    await colleague(world, {
      request: "POST /team/members",
      body: { email: "pia@acme.test", name: "Pia", role: "owner" },
    });

    await expect(writer.write(invite("pia", "viewer"), context)).rejects.toMatchObject({ status: 409 });
    expect(await rolesOf(world, "pia")).toEqual([["owner", "active"]]);
  });

  it("goes to nobody who became a member while an old one was revoked", async () => {
    const ref: Later = {};
    const world = await open({
      alter: async (request, pass) => {
        if (request.method !== "DELETE") return await pass();
        const person = { email: "mia@acme.test", name: "Mia", role: "owner" };
        await colleague(ref.world, { request: "POST /team/members", body: person });
        return await pass();
      },
    });
    ref.world = world;

    await expect(world.writer().write(invite("mia", "viewer"), context)).rejects.toMatchObject({
      status: 409,
    });
    expect(await rolesOf(world, "mia")).toEqual([["owner", "active"]]);
  });

  it("that takes effect after its answer was given up is found later, without a token", async () => {
    const late: object[] = [];
    const world = await open({
      alter: async (request, pass) => {
        if (!isInviting(request)) return await pass();
        late.push(JSON.parse(request.body));
        return { status: 504, body: { error: "gateway timeout" } };
      },
    });

    await expect(world.writer().write(invite("pia"), context)).rejects.toMatchObject({ unknownResult: true });
    expect(late).toHaveLength(1);
    for (const body of late) await colleague(world, { request: "POST /invites", body });

    expect(await world.writer().write(invite("pia"), context)).toEqual({ id: expect.any(String) });
  });

  it.each([
    ["agency-key", "olga-session"],
    ["olga-session", "agency-key"],
  ])("that %s sent for and %s made meanwhile is not taken back", async (token, other) => {
    const ref: Later = {};
    const world = await open({
      token,
      alter: async (request, pass) => {
        if (!isInviting(request)) return await pass();
        await colleague(ref.world, {
          request: "POST /invites",
          body: JSON.parse(request.body),
          token: other,
        });
        throw new Error("reset");
      },
    });
    ref.world = world;

    await expect(world.writer().write(invite("pia"), context)).rejects.toMatchObject({ unknownResult: true });
    expect(await rolesOf(world, "pia")).toEqual([["admin", "invited"]]);
  });

  it("of a session whose answer is lost is taken back", async () => {
    const world = await open({ token: "olga-session", faults: "reset-after@1=POST:/invites" });

    await expect(world.writer().write(invite("pia"), context)).rejects.toMatchObject({ unknownResult: true });
    expect(await rolesOf(world, "pia")).toEqual([]);
  });
});
