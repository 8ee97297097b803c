/** The reading endpoints of LumoAuth; no decisions. */
import { path } from "../../io/http.ts";
import { readReply } from "../../io/reply.ts";
import type { ConnectionSettings, ReadClient } from "../../model/connector.ts";
import type { AuditEntry, Invitation, Member, Organization, Role, User } from "./contract.ts";
import { rootOf } from "./dialect.ts";
import { type List, type Page, readAll, readPage } from "./pages.ts";
import * as replies from "./replies.js";

/** Reading endpoints. Lists come whole, unless they say that they come in pages. */
export interface Api {
  organizations(): Promise<readonly Organization[]>;
  organization(id: string): Promise<Organization>;
  members(organization: string): Promise<readonly Member[]>;
  roles(organization: string): Promise<readonly Role[]>;
  invitations(organization: string): Promise<readonly Invitation[]>;
  /** The tenant's users: the first page, all from it on, or those that a text finds. */
  firstUsers(): Promise<Page<User>>;
  users(first: Page<User>): Promise<readonly User[]>;
  usersLike(search: string): Promise<readonly User[]>;
  auditPage(page: number): Promise<Page<AuditEntry>>;
}

/** The reading endpoints of one connection. Throws ConfigurationError without a tenant. */
export function createApi(settings: ConnectionSettings, client: ReadClient): Api {
  const root = rootOf(settings);
  const all = <Row>(list: List<Row>) => readAll(client, list);
  const inside = (id: string, what: "members" | "roles" | "invitations") =>
    root + path`/organizations/${id}/${what}`;
  const users: List<User> = { path: `${root}/users`, reply: replies.UserPage, key: ({ id }) => id };
  const audit: List<AuditEntry> = {
    path: `${root}/audit-logs`,
    reply: replies.AuditPage,
    key: ({ id }) => id,
  };
  return {
    organizations: () =>
      all({ path: `${root}/organizations`, reply: replies.OrganizationPage, key: ({ id }) => id }),
    organization: async (id) => {
      const where = root + path`/organizations/${id}`;
      const reply = await client.get(where);
      return readReply(replies.OrganizationReply, reply, `GET ${where}`).data;
    },
    members: async (id) =>
      await all({ path: inside(id, "members"), reply: replies.MemberPage, key: ({ user }) => user.id }),
    roles: async (id) =>
      await all({ path: inside(id, "roles"), reply: replies.RolePage, key: (role) => role.id }),
    invitations: async (id) =>
      await all({ path: inside(id, "invitations"), reply: replies.InvitationPage, key: (row) => row.id }),
    firstUsers: () => readPage(client, users, 1),
    users: (first) => readAll(client, users, first),
    usersLike: (search) => all({ ...users, search }),
    auditPage: (page) => readPage(client, audit, page),
  };
}
