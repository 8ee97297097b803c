import type { CheckProblem } from "../../model/connector.ts";
import type { Organization } from "../../model/organization.ts";
import { comparedColor, isColor, type LookField, lookOf } from "./look.ts";

type Problem = Pick<CheckProblem, "code" | "message" | "why" | "fix">;

const MAX_NAME = 64;
const MAX_LOGO = 500;

/** What Cantila cannot express beyond its `kinds`: handles, colors, and the limits of a look. */
export function check({ name, key, attributes }: Organization): readonly CheckProblem[] {
  const look = Object.entries(lookOf(attributes)) as [LookField, string | null][];
  const problems = [
    ...handleProblems(key.slug).map((problem) => ({ ...problem, at: ["slug"] })),
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
  if (slug === undefined || /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/.test(slug)) return [];
  return [
    {
      code: "cantila/handle",
      message: `the slug ${JSON.stringify(slug)} is no handle of Cantila's.`,
      why: "A handle is 3 to 40 small letters, digits and hyphens, and neither begins nor ends with a hyphen.",
      fix: "Write the account's handle; it is the part of its id behind `acc_`.",
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
