import { afterEach, describe, expect, it } from "vitest";
import { signalsmith } from "../../../src/connectors/signalsmith/index.ts";
import { openProject } from "../../conformance/project.ts";
import { type Alter, type Answered, rowsOf } from "./proxy.ts";
import { change, context, type Opened, openSignalSmith, startWorld, type WorldOptions } from "./world.ts";

const sandboxes: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(sandboxes.splice(0).map((each) => each.close()));
});

async function open(options: WorldOptions): Promise<Opened> {
  const world = await openSignalSmith(options);
  sandboxes.push(world.sandbox);
  return world;
}

async function openWorld(options: WorldOptions) {
  const world = await startWorld(options);
  sandboxes.push(world);
  return { world, project: openProject(signalsmith, world) };
}

/** Answers writes to a path with something else; the sandbox does the work first where `done`. */
function answering(path: RegExp, answer: Answered, done = true): Alter {
  return async (request, pass) => {
    if (request.method !== "POST" || !path.test(request.path)) return await pass();
    if (done) await pass();
    return answer;
  };
}

const invitePia = change({
  address: "acme/member/pia@acme.test",
  kind: "member",
  action: "create",
  after: { email: "pia@acme.test", roles: ["member"], workspaces: { production: "admin" } },
});

describe("an invitation that is refused where pending people are hidden", () => {
  const refused = (status: number, error: string) =>
    open({
      pendingMembers: "hidden",
      alter: answering(/invite$/, { status, body: { error } }, false),
    });

  it.each([400, 422])("is not sent after %i", async (status) => {
    const world = await refused(status, "no seats left on your plan");

    await expect(world.writer().write(invitePia, context)).rejects.toMatchObject({
      status,
      message: expect.stringContaining("no seats left on your plan"),
    });
  });

  it("is there already after 409", async () => {
    const world = await refused(409, "pia@acme.test is already invited");

    expect(await world.writer().write(invitePia, context)).toEqual({});
  });
});

const manifest = `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  displayName: Acme
  members: [{email: pia@acme.test, role: member}]
`;

const variants: readonly WorldOptions[] = [
  { dialect: "guide" },
  { dialect: "guide", pendingMembers: "hidden" },
  { dialect: "reference-a" },
  { dialect: "reference-b" },
];

describe.each(variants)("an invitation answered without its id: %o", (options) => {
  it.each<[string, Answered]>([
    ["a status", { status: 201, body: { status: "pending" } }],
    ["a text", { status: 200, body: "sent" }],
    ["nothing", { status: 202 }],
  ])("is sent, once, when the answer is %s", async (_, answer) => {
    const { world, project } = await openWorld({ ...options, alter: answering(/invit(e|ations)$/, answer) });

    const { outcome } = await project.apply(manifest);
    const plan = await project.plan(manifest);

    expect(outcome).toMatchObject({ complete: true, counts: { failed: 0, unknown: 0 } });
    expect(plan.organizations).toMatchObject([{ verdict: "empty", changes: [] }]);
    const mails = world.sandbox.state().signalsmith.organizations.flatMap(({ invitations }) => invitations);
    expect(mails).toMatchObject([{ email: "pia@acme.test", sends: 1 }]);
  });
});

describe("an organization created without word of its id", () => {
  it("is neither done nor failed, and found by the next apply", async () => {
    let calls = 0;
    const { project } = await openWorld({
      alter: async (request, pass) => {
        const answer = await pass();
        if (request.method !== "POST" || request.path !== "/organizations") return answer;
        calls += 1;
        return { status: 201, body: { status: "created" } };
      },
    });

    const first = await project.apply(manifest);
    const second = await project.apply(manifest);

    expect(first.outcome.organizations[0]?.results).toMatchObject([
      { address: "acme/member/pia@acme.test", status: "skipped" },
      { address: "acme/organization", status: "unknown" },
    ]);
    expect(second.outcome.complete).toBe(true);
    expect(calls).toBe(1);
  });
});

describe("an invitation that was accepted since the plan", () => {
  /** Rows keep their id and tell no account; she accepts after so many looks at the list. */
  function keepingIds(looks: number): Alter {
    let seen = 0;
    return async (request, pass) => {
      const answer = await pass();
      if (request.method !== "GET" || !request.path.endsWith("/org_acme/members")) return answer;
      seen += 1;
      const accepted = seen > looks;
      const body = rowsOf(answer).map(({ account_id: _, ...row }) =>
        row["id"] === "inv_nina" && accepted ? { ...row, status: "active" } : row,
      );
      return { status: 200, body };
    };
  }

  const nina = {
    address: "acme/member/nina@acme.test",
    kind: "member",
    nativeId: "inv_nina",
    before: { email: "nina@acme.test", roles: ["member"], status: "invited" },
  } as const;
  const renewal = change({
    ...nina,
    action: "update",
    reason: "invitation-expired",
    after: { email: "nina@acme.test", roles: ["member"], status: "invited" },
  });

  it.each([
    ["taken back", change({ ...nina, action: "delete" })],
    ["taken back as stale", change({ ...nina, action: "delete", reason: "invitation-stale" })],
    ["sent again", renewal],
  ])("is not %s, for its row is a member's now", async (_, each) => {
    const world = await open({ alter: keepingIds(0) });

    await expect(world.writer().write(each, context)).rejects.toThrow(
      "acme/member/nina@acme.test has accepted the invitation since the plan was made; plan again",
    );

    expect(world.sandbox.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("is looked at anew, whatever this apply has read before", async () => {
    const world = await open({ alter: keepingIds(1) });
    const writer = world.writer();
    const removal = change({
      address: "acme/member/bob@acme.test",
      kind: "member",
      action: "delete",
      nativeId: "mem_bob",
      before: { email: "bob@acme.test", roles: ["member"], status: "active" },
    });
    await writer.write(removal, context);

    await expect(writer.write(change({ ...nina, action: "delete" }), context)).rejects.toThrow(
      "has accepted",
    );

    const removed = world.sandbox.requests().filter(({ method }) => method === "DELETE");
    expect(removed.map(({ path }) => path)).toEqual(["/organizations/org_acme/members/mem_bob"]);
  });
});

describe("linking a workspace that has another name (law 1)", () => {
  const linked = (workspace: string) =>
    `${manifest.replace(/ {2}members:.*\n/, "")}  workspaces: [${workspace}]\n`;

  it.each([
    ["by its id", "{name: production, id: ws_production, displayName: Production EU}"],
    ["by an earlier name", "{name: production, displayName: Production EU, previously: [Production]}"],
  ])("gives it the wished-for name at once, when it is found %s", async (_, workspace) => {
    const { world, project } = await openWorld({ dialect: "guide", seed: { signalsmith: seed } });

    const { outcome } = await project.apply(linked(workspace));
    const plan = await project.plan(linked(workspace));

    expect(outcome.complete).toBe(true);
    expect(plan.organizations).toMatchObject([{ verdict: "empty", changes: [] }]);
    expect(world.sandbox.state().signalsmith.workspaces.map(({ name }) => name)).toContain("Production EU");
  });

  it("writes no name that it has already, or that nobody wishes for", async () => {
    const { world, project } = await openWorld({ dialect: "guide", seed: { signalsmith: seed } });

    await project.apply(linked("{name: production, id: ws_production, displayName: Production}"));
    await project.apply(linked("{name: other, id: ws_staging}"));

    expect(world.sandbox.requests().filter(({ method }) => method === "PUT")).toEqual([]);
  });
});

const ops = [{ account: "acc_ops", role: "owner" }];
const seed = {
  accounts: [{ id: "acc_ops", email: "ops@acme.test" }],
  tokens: [{ token: "secret-token", account: "acc_ops" }],
  workspaces: ["Home", "Production", "Staging"].map((name) => ({
    id: `ws_${name.toLowerCase()}`,
    name,
    members: ops,
  })),
};
