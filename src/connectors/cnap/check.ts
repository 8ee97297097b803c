import type { CheckProblem } from "../../model/connector.ts";
import type { Organization } from "../../model/organization.ts";

type Words = Pick<CheckProblem, "code" | "message" | "why" | "fix" | "at">;

/** What CNAP refuses beyond what its `kinds` say: the form of slugs, of names and of logos' addresses; and ids that can hardly be. */
export function check(organization: Organization): readonly CheckProblem[] {
  if (organization.ensure === "absent") return ids(organization);
  const refused = [slug(organization), name(organization), logo(organization)].flatMap((words) =>
    words === undefined ? [] : [{ ...words, severity: "error" as const }],
  );
  return [...ids(organization), ...refused];
}

/** The documented beginnings of ids, and their greatest lengths. */
const IDS = { organization: ["org_", 54], workspace: ["ws_", 53] } as const;

/** A wrong id is looked for in vain: nothing is found, and the customer of a workspace is asked for ever. */
function ids({ name: of, key, workspaces }: Organization): readonly CheckProblem[] {
  const own = key.id === undefined || isId("organization", key.id) ? [] : [{ id: key.id, at: ["id"] }];
  const wrong = (workspaces?.entries ?? []).filter(({ id }) => id !== undefined && !isId("workspace", id));
  return [
    ...own.map(({ id, at }) => ({ ...oddId(of, "organization", id), at })),
    ...wrong.map(({ id = "", origins: [location] }) => ({
      ...oddId(of, "workspace", id),
      ...(location === undefined ? {} : { location }),
    })),
  ];
}

function isId(kind: keyof typeof IDS, id: string): boolean {
  const [prefix, longest] = IDS[kind];
  return id.startsWith(prefix) && /^\w+$/.test(id.slice(prefix.length)) && id.length <= longest;
}

function oddId(of: string, kind: keyof typeof IDS, id: string): CheckProblem {
  const [prefix, longest] = IDS[kind];
  return {
    code: kind === "organization" ? "cnap/organization-id" : "cnap/workspace-id",
    severity: "warning",
    message: `${of}: ${JSON.stringify(id)} does not look like the id of ${kind === "organization" ? "an" : "a"} ${kind} on CNAP.`,
    why: `Such an id begins with ${prefix} and has at most ${longest} letters, digits and underscores; what has another can hardly be found.`,
    fix: `Copy the ${kind}'s id from CNAP: from its settings, or from the address of its page.`,
  };
}

const SLUG = /^(?=.{3,39}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const NAME = /^(?=.{2,50}$)[\p{L}\p{N}](?:[\p{L}\p{N}\s\-'&.]*[\p{L}\p{N}])?$/su;
const LOGO_LENGTH = 256;

function slug({ name: of, key }: Organization): Words | undefined {
  if (key.slug === undefined || SLUG.test(key.slug)) return undefined;
  return {
    code: "cnap/slug",
    at: ["slug"],
    message: `${of}: ${JSON.stringify(key.slug)} cannot be a slug on CNAP.`,
    why: "A slug has 3 to 39 small letters, digits and hyphens, and begins and ends with a letter or digit.",
    fix: "Copy it from the organization's settings; for a new organization, choose one of that form.",
  };
}

function name({ name: of, attributes }: Organization): Words | undefined {
  const { displayName } = attributes;
  if (typeof displayName !== "string" || NAME.test(displayName)) return undefined;
  return {
    code: "cnap/display-name",
    at: ["displayName"],
    message: `${of}: ${JSON.stringify(displayName)} cannot be the name of an organization on CNAP.`,
    why: "A name has 2 to 50 letters, digits, spaces and - ' & . and begins and ends with a letter or digit.",
    fix: "Shorten it, or leave out what is neither letter nor digit at its ends and any other sign within.",
  };
}

function logo({ name: of, attributes }: Organization): Words | undefined {
  const url = attributes["branding.logoUrl"];
  if (typeof url !== "string" || (URL.canParse(url) && [...url].length <= LOGO_LENGTH)) return undefined;
  return {
    code: "cnap/logo-url",
    at: ["branding", "logoUrl"],
    message: `${of}: ${JSON.stringify(url)} cannot be the address of a logo on CNAP.`,
    why: `It takes a whole address, with https:// in front, of at most ${LOGO_LENGTH} characters.`,
    fix: "Put the picture where its address is short, and write that address in `branding.logoUrl`.",
  };
}
