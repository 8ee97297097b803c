import type { CheckProblem } from "../../model/connector.ts";
import type { Attributes, Location, Value } from "../../model/contract.ts";
import type { Access, Member, Organization, Role } from "../../model/organization.ts";
import { SYSTEM_ROLES } from "./roles.ts";

type Words = Pick<CheckProblem, "code" | "message" | "why" | "fix" | "at">;

interface Problem extends Words {
  readonly origins: readonly Location[];
}

/** What APImetrics refuses beyond what its `kinds` say: the forms of ids and settings, and the end of its own roles. */
export function check(organization: Organization): readonly CheckProblem[] {
  const { roles, members, access, workspaces, name } = organization;
  const problems = [
    ...slug(organization),
    ...settings(organization, name, []),
    ...(workspaces?.entries ?? []).flatMap((entry) => settings(entry, `workspace ${entry.name}`)),
    ...(roles?.entries ?? []).flatMap(role),
    ...(members?.entries ?? []).flatMap(member),
    ...(access?.entries ?? []).flatMap(accessEntry),
  ];
  return problems.map(({ origins: [location], ...words }) => ({
    ...words,
    severity: "error",
    ...(location === undefined ? {} : { location }),
  }));
}

const ORGANIZATION = /^[a-z0-9]{3,400}$/;
const ACCOUNT = /^[A-Za-z0-9._|@-]{3,400}$/;
const ROLE = /^[A-Z][A-Z0-9_]{2,399}$/;

function slug({ name, key, origins }: Organization): readonly Problem[] {
  return (["slug", "id"] as const).flatMap((at) => {
    const id = key[at];
    return id === undefined || ORGANIZATION.test(id)
      ? []
      : [
          {
            code: "apimetrics/slug",
            message: `${name}: ${JSON.stringify(id)} cannot be the id of an organization on APImetrics.`,
            why: "An id has 3 to 400 small letters and digits, and nothing between them.",
            fix: "Copy it from the address of the organization's page.",
            at: [at],
            origins,
          },
        ];
  });
}

function role({ name, ensure, origins }: Role): readonly Problem[] {
  if (ensure === "absent" && SYSTEM_ROLES.includes(name)) {
    return [
      {
        code: "apimetrics/system-role",
        message: `The role ${name} cannot be deleted.`,
        why: "Every organization on APImetrics has DEFAULT, which everybody holds, and ADMIN.",
        fix: "Take the entry away.",
        origins,
      },
    ];
  }
  return roleName(name, origins);
}

function roleName(name: string, origins: readonly Location[]): readonly Problem[] {
  if (ROLE.test(name)) return [];
  return [
    {
      code: "apimetrics/role-name",
      message: `${JSON.stringify(name)} cannot be a role on APImetrics.`,
      why: "A role is named in 3 to 400 capital letters, digits and underscores, and begins with a letter.",
      fix: `Write it like ${suggested(name)}.`,
      origins,
    },
  ];
}

function suggested(name: string): string {
  const capital = name.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  return ROLE.test(capital) ? capital : "SITE_RELIABILITY";
}

function member({ roles, identity, origins }: Member): readonly Problem[] {
  return [...roles.flatMap((name) => roleName(name, origins)), ...account(identity.id, origins)];
}

function accessEntry({ subject, origins }: Access): readonly Problem[] {
  return subject.type === "role" ? roleName(subject.role, origins) : account(subject.identity.id, origins);
}

function account(id: string | undefined, origins: readonly Location[]): readonly Problem[] {
  if (id === undefined || ACCOUNT.test(id)) return [];
  return [
    {
      code: "apimetrics/account",
      message: `${JSON.stringify(id)} cannot be the id of an account on APImetrics.`,
      why: "An account's id looks like auth0|abc123: 3 to 400 letters, digits and the signs . _ | @ -",
      fix: "Copy it from the organization's list of accounts, or name the person by e-mail.",
      origins,
    },
  ];
}

interface Form {
  readonly fits: (value: Value) => boolean;
  readonly words: string;
}

const text: Form = { fits: (value) => typeof value === "string" && value !== "", words: "a text" };
const email: Form = {
  fits: (value) => typeof value === "string" && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
  words: "an e-mail address",
};
const texts: Form = { fits: (value) => value === null || Array.isArray(value), words: "a list of texts" };
const forms: Readonly<Partial<Record<string, Form>>> = {
  "settings.requireTwoFactor": { fits: (value) => typeof value === "boolean", words: "true or false" },
  "settings.passwordExpiryDays": {
    fits: (value) => value === null || (Number.isInteger(value) && Number(value) >= 0),
    words: "a number of whole days; 0 means never",
  },
  "settings.tags": texts,
  "settings.email": email,
  "settings.securityProfile": text,
};

function settings(
  { attributes, origins }: { readonly attributes: Attributes; readonly origins: readonly Location[] },
  of: string,
  base?: readonly string[],
): readonly Problem[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    const form = forms[name];
    if (form === undefined || form.fits(value)) return [];
    return [
      {
        code: "apimetrics/setting",
        message: `${of}: ${name} cannot be ${JSON.stringify(value)}.`,
        why: `APImetrics takes ${form.words}.`,
        fix: `Write ${form.words}.`,
        ...(base === undefined ? {} : { at: [...base, ...name.split(".")] }),
        origins,
      },
    ];
  });
}
