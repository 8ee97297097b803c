/** The promise of an import, for any world and any system: valid, canonical, and the first plan is empty. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MemoryWorld, memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Kinds } from "../../src/model/kinds.ts";
import type { LiveAccess, LiveMember, LiveRole, LiveWorkspace, Protection } from "../../src/model/live.ts";
import { broken, imports } from "./import-world.ts";

const strange = fc.constantFrom(
  "yes",
  "null",
  "2026-01-01",
  "007",
  "a: b",
  "# x",
  "- y",
  " padded ",
  'it\'s "so"',
  "{flow}",
  "Zürich / Süd",
  "本番",
  "*star",
  "line\nbreak",
  "tab\there",
  "back\\slash",
  "~",
  "constructor",
  "__proto__",
  "é".repeat(3),
  "x".repeat(130),
  "\u202eturned",
  "bell\u0007",
  "\ud800",
  "",
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("Acme", "Production EU", "production", "VIEWER", "ops") },
  { weight: 2, arbitrary: strange },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const protection = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Protection>("self", "service-account", "inherited", "hidden-email", "system"),
  },
);

const kinds: fc.Arbitrary<Kinds> = fc
  .record({
    suspend: fc.boolean(),
    severalRoles: fc.boolean(),
    customRoles: fc.boolean(),
    carriesAccess: fc.boolean(),
    change: fc.constantFrom("in-place" as const, "resend" as const, "none" as const),
    revoke: fc.boolean(),
    addById: fc.boolean(),
    foundBy: fc.constantFrom(["slug", "id"] as const, ["id"] as const),
    slug: fc.constantFrom("managed" as const, "immutable" as const),
    subjects: fc.subarray(["member", "role", "outsider"] as const),
    severalLevels: fc.subarray(["person", "role"] as const),
    customLevels: fc.boolean(),
    without: fc.subarray(["role", "workspace", "access"] as const),
  })
  .map((told): Kinds => {
    const { member, access, role, workspace, organization } = memoryKinds;
    if (member === undefined || access === undefined) throw new Error("memory has all kinds");
    const levels = told.without.includes("workspace") ? ["access" as const] : [];
    const gone = new Set<string>([...told.without, ...levels]);
    return {
      organization: {
        ...organization,
        foundBy: told.foundBy,
        attributes: {
          ...organization.attributes,
          slug: { mode: told.slug, compare: "exact" },
          "settings.tags": { mode: "managed", compare: "set" },
          "settings.plan": { mode: "managed", compare: "exact", values: ["free", "paid"] },
          "settings.days": { mode: "managed", compare: "exact" },
          "settings.secret": { mode: "write-only", compare: "exact" },
          "branding.logoUrl": { mode: "managed", compare: "exact" },
        },
      },
      member: {
        ...member,
        attributes: { ...member.attributes, status: { mode: "managed", compare: "exact" } },
        suspend: told.suspend,
        severalRoles: told.severalRoles,
        customRoles: told.customRoles,
        addById: told.addById,
        invitation: {
          ...member.invitation,
          carriesAccess: told.carriesAccess,
          change: told.change,
          revoke: told.revoke,
        },
      },
      ...(gone.has("role") || role === undefined ? {} : { role }),
      ...(gone.has("workspace") || workspace === undefined ? {} : { workspace }),
      ...(gone.has("access")
        ? {}
        : {
            access: {
              ...access,
              subjects: told.subjects,
              severalLevels: told.severalLevels,
              customLevels: told.customLevels,
            },
          }),
    };
  });

const someEmail = fc.constantFrom(
  "a@acme.test",
  "B@Acme.test",
  "b@acme.test",
  "o'neil+x@acme.test",
  "not an e-mail",
  "ü@acme.test",
);
const roleName = fc.oneof(fc.constantFrom("owner", "admin", "member", "VIEWER", "Editor"), text);
const level = fc.constantFrom("owner", "admin", "member", "ANALYST");

const member = fc.record({
  email: maybe(someEmail),
  roles: fc.uniqueArray(roleName, { maxLength: 2 }),
  status: fc.constantFrom("active" as const, "active" as const, "suspended" as const),
  protection,
});
const invitation = fc.record({ email: maybe(someEmail), role: roleName, accessUnknown: fc.boolean() });
const grant = fc.record({
  to: fc.nat(12),
  workspace: fc.nat(5),
  level,
  protection,
});
const inside = fc.record({
  slug: maybe(text),
  displayName: text,
  description: text,
  tags: fc.array(text, { maxLength: 2 }),
  plan: fc.constantFrom("free", "gold"),
  days: fc.oneof(fc.integer(), fc.boolean(), text),
  logo: text,
  roles: fc.uniqueArray(fc.record({ name: text, displayName: text, protection }), { maxLength: 4 }),
  workspaces: fc.array(fc.record({ name: text, levels: maybe(fc.constant(["ANALYST"])) }), { maxLength: 4 }),
  members: fc.array(member, { maxLength: 6 }),
  invitations: fc.uniqueArray(invitation, { maxLength: 3, selector: ({ email }) => email?.toLowerCase() }),
  grants: fc.array(grant, { maxLength: 8 }),
  outsiders: fc.array(maybe(someEmail), { maxLength: 3 }),
});
type Inside = typeof inside extends fc.Arbitrary<infer T> ? T : never;

function worldOf(all: readonly Inside[]): MemoryWorld {
  const built = all.map((each, index) => organizationOf(each, `org_${index}`));
  return {
    organizations: built.map(({ organization }) => organization),
    workspaces: built.flatMap(({ workspaces }) => workspaces),
  };
}

function organizationOf(told: Inside, id: string) {
  const workspaces = told.workspaces.map(
    ({ name, levels }, index): LiveWorkspace => ({
      kind: "workspace",
      id: `${id}_ws_${index}`,
      name,
      organization: id,
      attributes: {},
      ...given({ levels }),
    }),
  );
  const accounts = told.members.map(
    ({ email, roles, status, protection: kept }, index): LiveMember => ({
      kind: "member",
      id: `${id}_user_${index}`,
      roles,
      status,
      ...given({ email, protection: kept }),
    }),
  );
  const known = new Set(accounts.map(({ email }) => email?.toLowerCase()));
  const invited = told.invitations
    .filter(({ email }) => email === undefined || !known.has(email.toLowerCase()))
    .map(
      ({ email, role, accessUnknown }, index): LiveMember => ({
        kind: "member",
        id: `${id}_inv_${index}`,
        roles: [role],
        status: "invited",
        ...given({ email, accessUnknown: accessUnknown || undefined }),
      }),
    );
  const outsiders = told.outsiders.map((email, index) => ({ id: `${id}_out_${index}`, ...given({ email }) }));
  const roles = told.roles
    .filter(({ name }, index, list) => list.findIndex((other) => other.name === name) === index)
    .map(
      ({ name, displayName, protection: kept }, index): LiveRole => ({
        kind: "role",
        id: `role_${index}`,
        name,
        attributes: { displayName },
        ...given({ protection: kept }),
      }),
    );
  return {
    workspaces,
    organization: {
      organization: {
        kind: "organization" as const,
        id,
        ...given({ slug: told.slug }),
        attributes: {
          slug: told.slug ?? null,
          displayName: told.displayName,
          description: told.description,
          "settings.tags": told.tags,
          "settings.plan": told.plan,
          "settings.days": told.days,
          "settings.secret": "hidden",
          "branding.logoUrl": told.logo,
        },
      },
      roles,
      members: [...accounts, ...invited],
      access: accessOf(told, { workspaces, people: [...accounts, ...invited, ...outsiders], roles }),
    },
  };
}

/** One level of a subject on a workspace, as every system keeps it. */
function accessOf(
  { grants }: Inside,
  around: {
    readonly workspaces: readonly LiveWorkspace[];
    readonly people: readonly { readonly id: string; readonly email?: string }[];
    readonly roles: readonly LiveRole[];
  },
): readonly LiveAccess[] {
  const subjects: readonly LiveAccess["subject"][] = [
    ...around.people.map(({ id, email }) => ({ type: "person" as const, id, ...given({ email }) })),
    ...around.roles.map(({ name }) => ({ type: "role" as const, role: name })),
  ];
  const all = grants.flatMap(({ to, workspace, level: held, protection: kept }): readonly LiveAccess[] => {
    const subject = subjects[to % Math.max(1, subjects.length)];
    const place = around.workspaces[workspace % Math.max(1, around.workspaces.length)];
    if (subject === undefined || place === undefined) return [];
    return [{ kind: "access", workspace: place.id, subject, level: held, ...given({ protection: kept }) }];
  });
  return [...new Map(all.map((each) => [JSON.stringify([each.workspace, each.subject]), each])).values()];
}

function given<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}

const runs = Number(process.env["RUNS"] ?? 100);

describe("an import of any world, on any system", { timeout: 20_000 + runs * 400 }, () => {
  it("gives valid manifests in canonical form whose first plan is empty", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(inside, { minLength: 1, maxLength: 2 }), kinds, async (told, on) => {
        const result = await imports(worldOf(told), { kinds: on });

        const failed = result.organizations.filter(({ status }) => status === "failed");
        expect(failed).toEqual([]);
        expect(await broken(result)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it("gives the same texts for the same world, in whatever order the system lists it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(inside, { minLength: 1, maxLength: 3 }), async (told) => {
        const world = worldOf(told);
        const reversed: MemoryWorld = {
          workspaces: world.workspaces.toReversed(),
          organizations: world.organizations.toReversed().map((each) => ({
            ...each,
            roles: each.roles.toReversed(),
            members: each.members.toReversed(),
            access: each.access.toReversed(),
          })),
        };

        expect((await imports(reversed)).texts).toEqual((await imports(world)).texts);
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  });
});
