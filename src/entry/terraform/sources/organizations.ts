/** `data.orgwright_organizations`: what a connection has. */
import { compareText } from "../../../model/diagnostic.ts";
import type { LiveOrganization } from "../../../model/live.ts";
import { textIn } from "../reading-attributes.ts";
import { organizationsDataSchema } from "../schemas/data-sources.ts";
import { aboutOrganization } from "./about.ts";
import { checkConnection, type Source } from "./source.ts";

/** All organizations of a connection. */
export const organizationsSource: Source = {
  schema: organizationsDataSchema,
  validate: () => [],
  look: async (config, parts) => {
    const connection = textIn(config["connection_name"]) ?? "";
    checkConnection(connection, parts, ["connection_name"]);
    const all = [...(await parts.organizations(connection))];
    return {
      id: connection,
      connection_name: connection,
      organizations: all.sort(bySlug).map((each) => aboutOrganization(connection, each)),
    };
  },
};

function bySlug(a: LiveOrganization, b: LiveOrganization): number {
  return compareText(a.slug ?? "", b.slug ?? "") || compareText(a.id, b.id);
}
