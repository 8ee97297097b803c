/** 404 for a deletion: done, when it is LumoAuth that says so of this very thing; else it is looked up. */
import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../src/model/errors.ts";
import { member, openings, pia } from "./stage.ts";
import { type Alter, change, context, readAcme } from "./world.ts";

const open = openings();

/** Answers deletions with 404, after doing them or without. */
function missing(body: object | undefined, isDone: boolean): Alter {
  return async (request, pass) => {
    if (request.method !== "DELETE") return await pass();
    if (isDone) await pass();
    throw new ConnectorError("DELETE answered 404", {
      status: 404,
      retryable: false,
      requestId: "req_9",
      ...(body === undefined ? {} : { body }),
    });
  };
}

const mia = { email: "mia@acme.test", roles: ["member"], status: "active" };
const deletions = [
  [
    "an organization",
    change({ address: "acme/organization", kind: "organization", action: "delete", nativeId: "org_acme" }),
  ],
  ["a role", change({ address: "acme/role/spare", kind: "role", action: "delete", nativeId: "4" })],
  ["a member", member({ email: "mia@acme.test", action: "delete", nativeId: "u_mia", before: mia })],
  ["an invitation", member({ action: "delete", nativeId: "invitation 1", before: pia })],
] as const;

describe.each(deletions)("the deletion of %s", (_, deletion) => {
  it.each([
    ["no body", undefined],
    ["a body without a code", { error: true, message: "Not found" }],
  ])(
    "that is answered with 404 and %s is done where it is gone, and an error where it is there",
    async (_2, body) => {
      const gone = await open({ alter: missing(body, true) });
      expect(await gone.writer().write(deletion, context)).toEqual({});

      const there = await open({ alter: missing(body, false) });
      await expect(there.writer().write(deletion, context)).rejects.toMatchObject({
        status: 404,
        retryable: false,
        requestId: "req_9",
        message: expect.stringContaining("is still there, although the deletion was answered with 404"),
      });
    },
  );

  it("is done where LumoAuth says that it is not there, without another look", async () => {
    const world = await open({
      alter: missing({ error: true, message: "", code: "resource_not_found" }, true),
    });

    expect(await world.writer().write(deletion, context)).toEqual({});

    expect(world.sandbox.requests().at(-1)?.method).toBe("DELETE");
  });

  it("is an error where something else is not there", async () => {
    const world = await open({
      alter: missing({ error: true, message: "", code: "tenant_not_found" }, false),
    });

    await expect(world.writer().write(deletion, context)).rejects.toMatchObject({ status: 404 });
    expect((await readAcme(world)).members.map(({ id }) => id)).toContain("u_mia");
  });
});
