import type { Written } from "../../model/connector.ts";
import type { Attributes } from "../../model/contract.ts";
import type { OrganizationUpdate } from "./contract.ts";
import { liveOrganization } from "./live.ts";
import { isDone, listOf, nativeId, refuseMoved, textOf, type Writing } from "./writing.ts";

/** POST /api/2/organizations/{id}/ with what differs; what is left out stays. Tags go whole, so what others wrote meanwhile is looked at first. */
export async function updateOrganization(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  const id = nativeId(writing);
  const { attributes } = liveOrganization(await api.organization(id));
  refuseMoved(writing, attributes);
  if (isDone(writing, attributes)) return {};
  await api.updateOrganization(id, wireOf(change.after ?? {}));
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
