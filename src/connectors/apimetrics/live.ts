/** What APImetrics' organizations, roles and projects are, as live resources. Pure. */
import type { Value } from "../../model/contract.ts";
import type { LiveOrganization, LiveRole, LiveWorkspace } from "../../model/live.ts";
import type { Organization, Project, Role } from "./contract.ts";
import { SYSTEM_ROLES } from "./roles.ts";

/** An organization; its slug is its id. What is not told is off, and no days and no tags are nothing. */
export function liveOrganization(row: Organization): LiveOrganization {
  const { id, name, enforce_2fa: twoFactor, password_expiry_days: days, tags } = row;
  return {
    kind: "organization",
    id,
    slug: id,
    attributes: {
      slug: id,
      displayName: name,
      "settings.requireTwoFactor": twoFactor ?? false,
      "settings.passwordExpiryDays": days || null,
      "settings.tags": liveTags(tags),
    },
  };
}

/** A role; its id is its name. */
export function liveRole({ id, description }: Role): LiveRole {
  return {
    kind: "role",
    id,
    name: id,
    attributes: { description: description || null },
    ...(id === "ADMIN" ? { owner: true } : {}),
    ...(SYSTEM_ROLES.includes(id) ? { protection: "system" } : {}),
  };
}

/** A project; once it has left its organization nothing brings it back. */
export function liveWorkspace(row: Project, organization: string): LiveWorkspace {
  const { id, name, tags, email, security_profile: profile } = row;
  return {
    kind: "workspace",
    id,
    name,
    organization,
    attributes: {
      displayName: name,
      "settings.tags": liveTags(tags),
      "settings.email": email || null,
      "settings.securityProfile": profile || null,
    },
    protection: "irrevocable",
  };
}

function liveTags(tags: readonly string[] | null | undefined): Value {
  return tags && tags.length > 0 ? [...new Set(tags)] : null;
}
