import type { Written } from "../../model/connector.ts";
import type { Attributes } from "../../model/contract.ts";
import type { OrganizationUpdate } from "./contract.ts";
import { listOf, nativeId, textOf, type Writing } from "./writing.ts";

/** POST /api/2/organizations/{id}/ with what differs; what is left out stays. */
export async function updateOrganization(writing: Writing): Promise<Written> {
  await writing.api.updateOrganization(nativeId(writing), wireOf(writing.change.after ?? {}));
  return {};
}

function wireOf(after: Attributes): OrganizationUpdate {
  const name = textOf(after, "displayName");
  const twoFactor = after["settings.requireTwoFactor"];
  const days = after["settings.passwordExpiryDays"] === null ? 0 : after["settings.passwordExpiryDays"];
  const tags = listOf(after, "settings.tags");
  return {
    ...(name === undefined ? {} : { name }),
    ...(typeof twoFactor === "boolean" ? { enforce_2fa: twoFactor } : {}),
    ...(typeof days === "number" ? { password_expiry_days: days } : {}),
    ...(tags === undefined ? {} : { tags }),
  };
}
