import { describe, expect, test } from "vitest";
import { memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Kinds } from "../../src/model/kinds.ts";
import {
  liveAccess,
  liveMember,
  liveWorkspace,
  member,
  organization,
  planned,
  steps,
  workspace,
  world,
} from "./desk.ts";

const linking: Kinds = {
  ...memoryKinds,
  ...(memoryKinds.workspace && { workspace: { ...memoryKinds.workspace, creation: "link" } }),
};
const codes = (plan: Awaited<ReturnType<typeof planned>>) =>
  plan.organizations.flatMap((each) => each.diagnostics.map(({ code }) => code));

describe("workspaces", () => {
  test("an existing one is linked by id, or by its one live name", async () => {
    const desired = [
      organization({ workspaces: [workspace("prod", { id: "ws_production" }), workspace("staging")] }),
    ];
    const live = world([{}], [liveWorkspace("production", undefined), liveWorkspace("staging", undefined)]);

    const plan = await planned({
      desired,
      live: { ...live, workspaces: live.workspaces.map(({ organization: _, ...each }) => each) },
      kinds: linking,
    });

    expect(plan.organizations[0]?.changes.map(({ address, after }) => [address, after?.["id"]])).toEqual([
      ["acme/workspace/prod", "ws_production"],
      ["acme/workspace/staging", "ws_staging"],
    ]);
  });

  test("several of one name are an error that asks for the id", async () => {
    const live = world([{}], [liveWorkspace("prod"), liveWorkspace("prod", "org_acme", { id: "ws_2" })]);

    const plan = await planned({ desired: [organization({ workspaces: [workspace("prod")] })], live });

    expect(codes(plan)).toContain("plan/ambiguous-workspace");
    expect(plan.verdict).toBe("failed");
  });

  test("one that does not exist is created where the system can, else an error", async () => {
    const desired = [organization({ workspaces: [workspace("new")] })];

    const creating = await planned({ desired, live: world([{}]) });
    const linked = await planned({ desired, live: world([{}]), kinds: linking });

    expect(steps(creating)).toEqual(["create acme/workspace/new"]);
    expect(codes(linked)).toContain("plan/unknown-workspace");
  });

  test("one that moves between two manifests is unlinked, linked, and then given access to", async () => {
    const owner = liveMember("olga@acme.test", "owner");
    const live = world(
      [
        { name: "acme", members: [owner], access: [liveAccess("olga@acme.test", "shop", "admin")] },
        { name: "beta", members: [{ ...owner, id: "b1" }] },
      ],
      [liveWorkspace("shop")],
    );
    const desired = [
      organization({ workspaces: [] }),
      organization({
        name: "beta",
        workspaces: [workspace("shop", { id: "ws_shop" })],
        members: [member("olga@acme.test", "owner", { workspaces: { shop: "admin" } })],
      }),
    ];

    const plan = await planned({ desired, live, kinds: linking });

    expect(steps(plan)).toEqual([
      "delete acme/workspace/shop",
      "create beta/workspace/shop",
      "create beta/access/shop/olga@acme.test",
    ]);
    expect(plan.stages).toHaveLength(3);
  });

  test("one that another organization keeps is a clear refusal", async () => {
    const live = world([{ name: "acme" }, { name: "beta" }], [liveWorkspace("shop", "org_beta")]);

    const plan = await planned({
      desired: [organization({ workspaces: [workspace("shop", { id: "ws_shop" })] })],
      live,
      kinds: linking,
    });

    expect(
      plan.organizations[0]?.diagnostics.find(({ code }) => code === "plan/workspace-taken")?.message,
    ).toContain("org_beta");
    expect(steps(plan)).toEqual([]);
  });

  test("a rename by `previously` is an update; both names live is an error; a satisfied entry is quiet", async () => {
    const desired = [organization({ workspaces: [workspace("new", { previously: ["old"] })] })];

    const rename = await planned({ desired, live: world([{}], [liveWorkspace("old")]) });
    const both = await planned({ desired, live: world([{}], [liveWorkspace("old"), liveWorkspace("new")]) });
    const done = await planned({ desired, live: world([{}], [liveWorkspace("new")]) });

    expect(rename.organizations[0]?.changes).toMatchObject([
      {
        action: "update",
        reason: "renamed",
        nativeId: "ws_old",
        before: { displayName: "old" },
        after: { displayName: "new" },
      },
    ]);
    expect(codes(both)).toContain("plan/both-names-live");
    expect(done.verdict).toBe("empty");
  });
});

describe("ownership", () => {
  const live = world([{}], [liveWorkspace("kept")]);

  test.each([
    ["exact", ["delete acme/workspace/kept"], []],
    ["additive", [], ["additive"]],
    ["observe", [], ["observed"]],
  ] as const)("%s", async (ownership, changes, listed) => {
    const plan = await planned({
      desired: [organization({ workspaces: [], ownership: { workspaces: ownership } })],
      live,
    });

    expect(steps(plan)).toEqual(changes);
    expect(
      [...(plan.organizations[0]?.unmanaged ?? []), ...(plan.organizations[0]?.observed ?? [])].map(
        ({ code }) => code,
      ),
    ).toEqual(listed);
  });

  test("an undeclared section is left alone and listed", async () => {
    const plan = await planned({ desired: [organization()], live });

    expect(steps(plan)).toEqual([]);
    expect(plan.organizations[0]?.unmanaged).toMatchObject([
      { address: "acme/workspace/kept", code: "section-undeclared" },
    ]);
  });

  test("ensure: absent removes one thing, whatever ownership says", async () => {
    const plan = await planned({
      desired: [
        organization({
          workspaces: [workspace("kept", { ensure: "absent" })],
          ownership: { workspaces: "additive" },
        }),
      ],
      live,
    });

    expect(steps(plan)).toEqual(["delete acme/workspace/kept"]);
  });

  test("what a person is to do and what follows are two sentences", async () => {
    const manual = {
      ...linking,
      ...(linking.workspace && {
        workspace: { ...linking.workspace, delete: { forPerson: "Unlink it under Settings" } },
      }),
    };

    const plan = await planned({ desired: [organization({ workspaces: [] })], live, kinds: manual });

    expect(plan.organizations[0]?.forPerson.map(({ message }) => message)).toEqual([
      "Unlink it under Settings. What follows: everybody loses access to it.",
    ]);
  });

  test("what the API cannot do is for a person, what the system does not know is an error", async () => {
    const manual = {
      ...linking,
      ...(linking.workspace && {
        workspace: { ...linking.workspace, delete: { forPerson: "Unlink it under Settings." } },
      }),
    };
    const never = {
      ...linking,
      ...(linking.workspace && { workspace: { ...linking.workspace, delete: "none" as const } }),
    };
    const desired = [organization({ workspaces: [] })];

    const forPerson = await planned({ desired, live, kinds: manual });
    const impossible = await planned({ desired, live, kinds: never });

    expect(forPerson.organizations[0]?.forPerson).toMatchObject([
      {
        address: "acme/workspace/kept",
        message: "Unlink it under Settings. What follows: everybody loses access to it.",
      },
    ]);
    expect(forPerson.verdict).toBe("empty");
    expect(codes(impossible)).toContain("plan/impossible");
  });
});
