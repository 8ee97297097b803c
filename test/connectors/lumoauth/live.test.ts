import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Invitation } from "../../../src/connectors/lumoauth/contract.ts";
import { liveInvitations } from "../../../src/connectors/lumoauth/live.ts";
import type { LiveMember } from "../../../src/model/live.ts";

const people = ["a@acme.test", "A@acme.test", "b@acme.test", "c@acme.test"] as const;
const rows = fc
  .array(
    fc.record({
      email: fc.constantFrom(...people),
      role: fc.constantFrom(null, { id: 3, slug: "viewer" }),
      status: fc.constantFrom("pending", "accepted", "revoked", "expired"),
      expiresAt: fc.constantFrom(null, "2026-01-01T00:00:00.000Z"),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map((row, index): Invitation => ({ ...row, id: index + 1 })));
const members = fc
  .subarray([...people])
  .map((emails) =>
    emails.map((email): LiveMember => ({ kind: "member", id: email, email, roles: [], status: "active" })),
  );

describe("the invitations of an organization", () => {
  it("are all that are pending, and an expired one that is the last word on somebody who is no member", () => {
    fc.assert(
      fc.property(rows, members, (all, joined) => {
        const live = liveInvitations(all, joined);
        const ids = live.map(({ id }) => id);
        const is = (status: string) =>
          all.filter((row) => row.status === status).map(({ id }) => `invitation ${id}`);
        const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

        expect(live.filter(({ status }) => status === "invited").map(({ id }) => id)).toEqual(is("pending"));
        expect(ids.filter((id) => [...is("accepted"), ...is("revoked")].includes(id))).toEqual([]);
        for (const over of live.filter(({ status }) => status === "expired")) {
          const { email = "" } = over;
          expect(joined.some((member) => same(member.email ?? "", email))).toBe(false);
          expect(all.filter((row) => same(row.email, email)).at(-1)).toMatchObject({
            id: Number(over.id.replace("invitation ", "")),
          });
        }
        expect(live.every(({ status, past }) => (status === "expired") === (past === true))).toBe(true);
      }),
    );
  });
});
