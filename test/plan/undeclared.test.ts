import { describe, expect, test } from "vitest";
import type { LiveAccess, LiveMember } from "../../src/model/live.ts";
import { type Undeclared, undeclared } from "../../src/plan/undeclared.ts";
import { liveMember, member, organization, planned, world } from "./desk.ts";

const mallory = liveMember("mallory@evil.test", "owner");

/** What is said of a live thing that an additive section leaves alone. */
function said(live: LiveMember | LiveAccess, more: Partial<Undeclared> = {}) {
  const { kind } = live;
  const thing = { address: `acme/${kind}/x`, kind, live, attributes: {}, ownership: "additive" } as const;
  const [listed] = undeclared({ ...thing, ...more }).unmanaged;
  return [listed?.danger, /; (?<held>holds .*)$/u.exec(listed?.message ?? "")?.groups?.["held"]];
}

const access: LiveAccess = {
  kind: "access",
  workspace: "ws",
  subject: { type: "person", id: "u" },
  level: "OWNER",
};

describe("what is left alone is dangerous", () => {
  test.each([
    ["an owner", mallory, {}, [true, "holds owner"]],
    ["not an owner in a section that nobody declares", mallory, { ownership: undefined }, [false, undefined]],
    ["an owner whose e-mail is hidden", mallory, { protection: "hidden-email" }, [true, "holds owner"]],
    ["an invited owner", { ...mallory, status: "invited" }, {}, [true, "holds owner"]],
    [
      "one of an owner's roles",
      { ...mallory, roles: ["ROOT"] },
      { ownerRoles: ["ROOT"] },
      [true, "holds ROOT"],
    ],
    ["an owner's level", access, {}, [true, "holds OWNER"]],
    ["not the credential's own account", mallory, { protection: "self" }, [false, undefined]],
    ["not a service account", mallory, { protection: "service-account" }, [false, undefined]],
    ["not what is the system's own", mallory, { protection: "system" }, [false, undefined]],
    ["not an invitation that is over", { ...mallory, status: "expired" }, {}, [false, undefined]],
    ["not a member", { ...mallory, roles: ["member", "landowner"] }, {}, [false, undefined]],
    ["not another level", { ...access, level: "EDITOR" }, {}, [false, undefined]],
  ] as const)("where it is %s", (_, live, more, expected) => {
    expect(said(live, more)).toEqual(expected);
  });

  test("in a plan, without a change", async () => {
    const wish = organization({
      members: [member("olga@acme.test", "owner")],
      ownership: { members: "additive" },
    });
    const live = world([{ members: [liveMember("olga@acme.test", "owner"), mallory] }]);

    const [plan] = (await planned({ desired: [wish], live })).organizations;

    expect(plan).toMatchObject({
      verdict: "empty",
      unmanaged: [{ address: "acme/member/mallory@evil.test", danger: true }],
    });
  });
});
