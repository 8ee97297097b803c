import type { Reply } from "../reply.ts";
import { type Call, enterOrganization, type Operation } from "./call.ts";
import { list } from "./list.ts";
import { serviceAccountBody } from "./wire.ts";

/** The service accounts of an organization, to look at. */
export const serviceAccountOperations: readonly Operation[] = [
  { method: "GET", path: "/api/3/organizations/:org/service_accounts", answer: listServiceAccounts },
];

function listServiceAccounts(call: Call): Reply {
  const organization = enterOrganization(call);
  return list(call, organization.service_accounts, (each) => serviceAccountBody(organization, each));
}
