import fc from "fast-check";
import { expect, test } from "vitest";
import { logicalId } from "../../../src/entry/cdktf/logical-id.ts";

test.each([
  [["orgs", "acme"], "orgs_acme"],
  [["orgs", "acme", "role", "VIEWER"], "orgs_acme_role_VIEWER"],
  [["orgs", "acme-corp", "role", "SHOP_TEAM"], "orgs_acme-corp_role_SHOP__TEAM"],
  [
    ["orgs", "acme", "access", "Eu West", "email", "a@b.test"],
    "orgs_acme_access_Eu--20West_email_a--40b--2etest",
  ],
  [["1"], "_1"],
  [["ä"], "_--c3--a4"],
])("%j is %s", (parts, id) => {
  expect(logicalId(parts)).toBe(id);
});

const part = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "B", "0", "_", "-", "2", "e"), minLength: 1, maxLength: 6 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }),
);
const parts = fc.array(part, { minLength: 1, maxLength: 4 });

test("different names give different ids", () => {
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      return logicalId(one) !== logicalId(other);
    }),
    { numRuns: 20_000 },
  );
});

test("every id is a name that Terraform takes", () => {
  fc.assert(fc.property(parts, (one) => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(logicalId(one))));
});
