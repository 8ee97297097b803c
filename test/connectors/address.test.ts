import { describe, expect, it } from "vitest";
import {
  accessAddress,
  memberAddress,
  organizationAddress,
  parseAddress,
  parseSubject,
  roleAddress,
  workspaceAddress,
} from "../../src/model/address.ts";
import { InternalError } from "../../src/model/errors.ts";
import { personKey } from "../../src/model/identity.ts";

const odd = "a/b:c%d\u0007e\u0085ü";

describe("parseAddress", () => {
  it("takes apart what the address functions put together, whatever the names hold", () => {
    expect(parseAddress(organizationAddress(odd))).toEqual({ kind: "organization", organization: odd });
    expect(parseAddress(roleAddress("o", odd))).toEqual({ kind: "role", organization: "o", role: odd });
    expect(parseAddress(workspaceAddress("o", odd))).toEqual({
      kind: "workspace",
      organization: "o",
      workspace: odd,
    });
    const key = personKey({ id: odd });
    expect(parseAddress(memberAddress("o", key))).toEqual({ kind: "member", organization: "o", key });
    expect(parseSubject(key)).toEqual({ id: odd });
    expect(parseSubject(personKey({ email: "A%b@x.test" }))).toEqual({ email: "a%b@x.test" });
  });

  it.each([
    ["a@x.test", undefined, { email: "a@x.test" }],
    ["a@x.test", "LEVEL:1", { email: "a@x.test" }],
    ["id:user_9", undefined, { id: "user_9" }],
    ["id:user_9", "L", { id: "user_9" }],
    ["role:SRE", "L", { role: "SRE" }],
  ])("tells the subject %s from the level %s", (subject, level, meaning) => {
    const parsed = parseAddress(accessAddress("o", "w", subject, level));

    expect(parsed).toEqual({
      kind: "access",
      organization: "o",
      workspace: "w",
      subject,
      ...(level === undefined ? {} : { level }),
    });
    expect(parseSubject(subject)).toEqual(meaning);
  });

  it.each([
    "",
    "o",
    "o/member",
    "o/planet/x",
    "o/role/a/b",
    "o/access/w",
    "o/access/w/s/x",
    "o/organization/x",
  ])("refuses %j", (address) => {
    expect(() => parseAddress(address)).toThrow(InternalError);
  });
});
