/** All schemas of the provider, by the names that configurations use. */
import type { ProviderSchemas } from "../schema/schema.ts";
import { accessSchema } from "./access.ts";
import { membersDataSchema, organizationDataSchema, organizationsDataSchema } from "./data-sources.ts";
import { memberSchema } from "./member.ts";
import { membersSchema } from "./members.ts";
import { organizationSchema } from "./organization.ts";
import { ownershipSchema } from "./ownership.ts";
import { providerSchema } from "./provider.ts";
import { roleSchema } from "./role.ts";
import { workspaceSchema } from "./workspace.ts";

/** The whole contract of the provider. */
export const schemas: ProviderSchemas = {
  provider: providerSchema,
  resources: {
    orgwright_access: accessSchema,
    orgwright_member: memberSchema,
    orgwright_members: membersSchema,
    orgwright_organization: organizationSchema,
    orgwright_ownership: ownershipSchema,
    orgwright_role: roleSchema,
    orgwright_workspace: workspaceSchema,
  },
  dataSources: {
    orgwright_members: membersDataSchema,
    orgwright_organization: organizationDataSchema,
    orgwright_organizations: organizationsDataSchema,
  },
};
