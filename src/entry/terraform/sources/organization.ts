/** `data.orgwright_organization`: one organization as it is live. */
import { compareText } from "../../../model/diagnostic.ts";
import type { LiveRole, LiveWorkspace } from "../../../model/live.ts";
import { textIn } from "../reading-attributes.ts";
import { exactlyOne } from "../resources/membership.ts";
import { organizationDataSchema } from "../schemas/data-sources.ts";
import { branding, organizationSettings } from "../schemas/parts.ts";
import type { Value } from "../values/value.ts";
import { aboutOrganization, groupOf, tellable } from "./about.ts";
import { liveOrganization, type Source } from "./source.ts";

/** By its slug or the system's own id. */
export const organizationSource: Source = {
  schema: organizationDataSchema,
  validate: (config) =>
    exactlyOne(config, ["slug", "organization_id"], [], "An organization is found by one key"),
  look: async (config, parts) => {
    const connection = textIn(config["connection_name"]) ?? "";
    const [slug, id] = [textIn(config["slug"]), textIn(config["organization_id"])];
    const key = slug === undefined ? { id: id ?? "" } : { slug };
    const path = [slug === undefined ? "organization_id" : "slug"];
    const live = await liveOrganization({ connection, key }, parts, path);
    const { organization, roles, workspaces } = live;
    const about = aboutOrganization(connection, organization);
    return {
      connection_name: connection,
      ...about,
      // What was asked for is told as it was asked for.
      slug: slug ?? about["slug"] ?? null,
      organization_id: id ?? organization.id,
      settings: groupOf(organization, "settings", organizationSettings),
      branding: groupOf(organization, "branding", branding),
      roles: byName(roles).map(roleOf),
      workspaces: byName(workspaces).map(workspaceOf),
    };
  },
};

function byName<Named extends LiveRole | LiveWorkspace>(all: readonly Named[]): readonly Named[] {
  return [...all].sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}

function roleOf({ id, name, attributes }: LiveRole): Value {
  return {
    name,
    role_id: id,
    display_name: tellable(attributes["displayName"]),
    description: tellable(attributes["description"]),
  };
}

function workspaceOf({ id, name }: LiveWorkspace): Value {
  return { name, workspace_id: id };
}
