import type { CheckProblem } from "../../model/connector.ts";
import type { Value } from "../../model/contract.ts";
import type { Organization } from "../../model/organization.ts";
import { comparedColor, isColor, type LookField, lookOf } from "./look.ts";

type Problem = Pick<CheckProblem, "code" | "message" | "why" | "fix">;

const MAX_NAME = 64;
const MAX_LOGO = 500;

const HANDLE = /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/;
const ID = "acc_";

/** What Cantila cannot express beyond its `kinds`: handles, ids, names, colors, and the limits of a look. */
export function check({ name, key, attributes }: Organization): readonly CheckProblem[] {
  const look = Object.entries(lookOf(attributes)) as [LookField, string | null][];
  const problems = [
    ...handleProblems(key.slug).map((problem) => ({ ...problem, at: ["slug"] })),
    ...idProblems(key).map((problem) => ({ ...problem, at: ["id"] })),
    ...accountNameProblems(attributes["displayName"]).map((problem) => ({ ...problem, at: ["displayName"] })),
    ...look.flatMap(([field, value]) =>
      value === null
        ? []
        : lookProblems(field, value).map((problem) => ({ ...problem, at: ["branding", field] })),
    ),
  ];
  return problems.map(({ message, ...problem }) => ({
    ...problem,
    severity: "error",
    message: `${name}: ${message}`,
  }));
}

function handleProblems(slug: string | undefined): readonly Problem[] {
  if (slug === undefined || HANDLE.test(slug)) return [];
  return [
    {
      code: "cantila/handle",
      message: `the slug ${JSON.stringify(slug)} is no handle of Cantila's.`,
      why: "A handle is 3 to 40 small letters, digits and hyphens, and neither begins nor ends with a hyphen.",
      fix: "Write the account's handle; it is the part of its id behind `acc_`.",
    },
  ];
}

function idProblems({ id, slug }: Organization["key"]): readonly Problem[] {
  if (id === undefined) return [];
  const isId = id.startsWith(ID) && HANDLE.test(id.slice(ID.length));
  if (isId && (slug === undefined || !HANDLE.test(slug) || id === ID + slug)) return [];
  return [
    {
      code: "cantila/id",
      message: isId
        ? `the id ${JSON.stringify(id)} is not that of the slug ${slug}.`
        : `the id ${JSON.stringify(id)} is no account's.`,
      why: "An account's id is `acc_` and its handle, which never changes.",
      fix: "Correct it; or leave it out and write the handle as `slug:`.",
    },
  ];
}

function accountNameProblems(name: Value | undefined): readonly Problem[] {
  if (typeof name !== "string" || (name !== "" && name === name.trim())) return [];
  return [
    {
      code: "cantila/name",
      message: `the displayName ${JSON.stringify(name)} is no name of an account.`,
      why: "Cantila takes spaces off both ends of an account's name and no empty one, so it would always differ.",
      fix: "Write it without spaces around it; it is the name that the account has.",
    },
  ];
}

function lookProblems(field: LookField, value: string): readonly Problem[] {
  if (isColor(field)) return colorProblems(field, value);
  return field === "logoUrl" ? logoProblems(value) : nameProblems(value);
}

function colorProblems(field: LookField, value: string): readonly Problem[] {
  if (/^#[0-9a-f]{6}$/.test(comparedColor(value))) return [];
  return [
    {
      code: "cantila/color",
      message: `branding.${field} ${JSON.stringify(value)} is no color.`,
      why: "Cantila takes a hash and six hexadecimal digits.",
      fix: 'Write it as "#00bb55" or "#0b5", in quotation marks; null clears it.',
    },
  ];
}

function logoProblems(value: string): readonly Problem[] {
  const isUrl = /^https?:\/\/\S+$/i.test(value) && URL.canParse(value);
  if (isUrl && value.length <= MAX_LOGO) return [];
  return [
    {
      code: "cantila/logo",
      message: `branding.logoUrl ${JSON.stringify(value.slice(0, 80))} is no address of a logo.`,
      why: `Cantila takes an address that begins with http:// or https:// and has at most ${MAX_LOGO} characters.`,
      fix: "Write the picture's whole address; null clears it.",
    },
  ];
}

function nameProblems(value: string): readonly Problem[] {
  if (value !== "" && value.length <= MAX_NAME) return [];
  return [
    {
      code: "cantila/display-name",
      message: `branding.displayName has ${value.length} characters.`,
      why: `Cantila takes 1 to ${MAX_NAME}; an empty one would clear it.`,
      fix: "Shorten it; null clears it.",
    },
  ];
}
