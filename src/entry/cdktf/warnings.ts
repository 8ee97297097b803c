/** What the author of a stack should know beside what is wrong. */
import type { Diagnostic } from "../../model/contract.ts";
import type { Organization } from "../../model/organization.ts";
import type { Loaded } from "./load.ts";

/** The warnings of the manifests, and what of them Terraform cannot say, in words. */
export function warningsOf({ organizations, warnings }: Loaded): readonly string[] {
  const nothing =
    organizations.length === 0
      ? ["No organization is declared in the files of `path`, so this construct yields no resource."]
      : [];
  return [
    ...warnings.filter(({ severity }) => severity === "warning").map(inWords),
    ...organizations.flatMap(observed),
    ...organizations.flatMap(withAliases),
    ...organizations.flatMap(withSlugs),
    ...nothing,
  ];
}

function observed(organization: Organization): readonly string[] {
  return (["roles", "workspaces", "access"] as const)
    .filter((section) => organization[section]?.ownership === "observe")
    .map(
      (section) =>
        `${organization.name}: \`${section}\` is only observed, so it yields no resource, and Terraform does not tell how it differs. Run \`orgwright drift\` for that.`,
    );
}

/** A grant names one address or one id; members have all their names. */
function withAliases({ name, access }: Organization): readonly string[] {
  const keys = (access?.entries ?? []).flatMap(({ subject }) => {
    if (subject.type === "role") return [];
    const { id, aliases, key } = subject.identity;
    return id === undefined && aliases.length > 0 ? [key] : [];
  });
  return [...new Set(keys)].map(
    (key) =>
      `${name}: access of ${key} is looked for under that address alone, and the Person has aliases: an account under one of them would be taken for somebody else. Give the Person the account's id under \`ids\`.`,
  );
}

function withSlugs({ name, key: { previousSlugs } }: Organization): readonly string[] {
  if (previousSlugs.length === 0) return [];
  return [
    `${name}: \`previously.slugs\` is not looked at. Terraform renames what its state has; import the organization under its earlier slug first when it has none.`,
  ];
}

function inWords({ code, message, why, fix, location }: Diagnostic): string {
  const where = location === undefined ? [] : [`(${location.file}:${location.line}:${location.column})`];
  return [message, ...where, why, fix, `[${code}]`].filter((part) => part !== undefined).join(" ");
}
