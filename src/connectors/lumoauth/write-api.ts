/** The writing endpoints of LumoAuth; no decisions. What comes back has to say what was asked for. */
import { path } from "../../io/http.ts";
import { readReply, type Validate } from "../../io/reply.ts";
import type { ConnectionSettings, Reply, WriteClient } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import { type Api, createApi } from "./api.ts";
import type {
  Invitation,
  Member,
  MemberChange,
  NewInvitation,
  NewMember,
  NewOrganization,
  NewRole,
  Organization,
  OrganizationChange,
  Role,
  RoleChange,
} from "./contract.ts";
import { rootOf } from "./dialect.ts";
import * as replies from "./replies.js";

/** Reading and writing endpoints. */
export interface WriteApi extends Api, OrganizationWrites, RoleWrites, MemberWrites, InvitationWrites {}

interface OrganizationWrites {
  createOrganization(organization: NewOrganization): Promise<Organization>;
  updateOrganization(id: string, change: OrganizationChange): Promise<Organization>;
  deleteOrganization(id: string): Promise<void>;
}

interface RoleWrites {
  createRole(organization: string, role: NewRole): Promise<Role>;
  updateRole(organization: string, id: string, change: RoleChange): Promise<Role>;
  deleteRole(organization: string, id: string): Promise<void>;
}

interface MemberWrites {
  addMember(organization: string, member: NewMember): Promise<Member>;
  updateMember(organization: string, user: string, change: MemberChange): Promise<Member>;
  removeMember(organization: string, user: string): Promise<void>;
}

interface InvitationWrites {
  invite(organization: string, invitation: NewInvitation): Promise<Invitation>;
  resendInvitation(organization: string, id: string): Promise<void>;
  revokeInvitation(organization: string, id: string): Promise<void>;
}

/** All endpoints of one connection. Throws ConfigurationError without a tenant. */
export function createWriteApi(settings: ConnectionSettings, client: WriteClient): WriteApi {
  const root = `${rootOf(settings)}/organizations`;
  const send = sender(client, root);
  return {
    ...createApi(settings, client),
    ...organizationWrites(send),
    ...roleWrites(send),
    ...memberWrites(send),
    ...invitationWrites(send),
  };
}

interface Asked {
  readonly method: "POST" | "PATCH" | "DELETE";
  /** Below the tenant's organizations. */
  readonly where: string;
  readonly body?: object;
}

interface Answered {
  readonly reply: Reply;
  /** The request, as `PATCH /t/acme/…`. */
  readonly request: string;
}

type Send = (asked: Asked) => Promise<Answered>;

function sender(client: WriteClient, root: string): Send {
  return async ({ method, where, body }) => ({
    reply: await client.send(method, root + where, body === undefined ? {} : { body }),
    request: `${method} ${root}${where}`,
  });
}

function organizationWrites(send: Send): OrganizationWrites {
  const told = (body: NewOrganization | OrganizationChange, answered: Answered) =>
    kept(replies.OrganizationReply, answered, body, (row) => ({ ...row }));
  return {
    createOrganization: async (body) => told(body, await send({ method: "POST", where: "", body })),
    updateOrganization: async (id, body) =>
      told(body, await send({ method: "PATCH", where: path`/${id}`, body })),
    deleteOrganization: async (id) => done(await send({ method: "DELETE", where: path`/${id}` })),
  };
}

function roleWrites(send: Send): RoleWrites {
  const told = (body: NewRole | RoleChange, answered: Answered) =>
    kept(replies.RoleReply, answered, body, (row) => ({ ...row }));
  return {
    createRole: async (organization, body) =>
      told(body, await send({ method: "POST", where: path`/${organization}/roles`, body })),
    updateRole: async (organization, id, body) =>
      told(body, await send({ method: "PATCH", where: path`/${organization}/roles/${id}`, body })),
    deleteRole: async (organization, id) =>
      done(await send({ method: "DELETE", where: path`/${organization}/roles/${id}` })),
  };
}

function memberWrites(send: Send): MemberWrites {
  const told = (body: NewMember | MemberChange, answered: Answered) =>
    kept(replies.MemberReply, answered, body, ({ user, role, status }) => ({
      userId: user.id,
      roleId: role?.id,
      status,
    }));
  return {
    addMember: async (organization, body) =>
      told(body, await send({ method: "POST", where: path`/${organization}/members`, body })),
    updateMember: async (organization, user, body) =>
      told(body, await send({ method: "PATCH", where: path`/${organization}/members/${user}`, body })),
    removeMember: async (organization, user) =>
      done(await send({ method: "DELETE", where: path`/${organization}/members/${user}` })),
  };
}

function invitationWrites(send: Send): InvitationWrites {
  return {
    invite: async (organization, body) =>
      kept(
        replies.InvitationReply,
        await send({ method: "POST", where: path`/${organization}/invitations`, body }),
        body,
        ({ role }) => ({ email: body.email, roleId: role?.id }),
      ),
    resendInvitation: async (organization, id) =>
      done(await send({ method: "POST", where: path`/${organization}/invitations/${id}/resend` })),
    revokeInvitation: async (organization, id) =>
      done(await send({ method: "DELETE", where: path`/${organization}/invitations/${id}` })),
  };
}

/** Nothing at all is an answer too, where there is nothing to tell. */
function done({ reply, request }: Answered): void {
  if (reply.body !== undefined) readReply(replies.Done, reply, request);
}

/**
 * The thing as it is after the request. No document shows the bodies, and a server may pass over a field that it does
 * not know: what was asked for and is not there is an error, for it would be asked for again for ever.
 */
function kept<T>(
  validate: Validate<{ readonly data: T }>,
  { reply, request }: Answered,
  asked: object,
  tell: (row: T) => Readonly<Record<string, unknown>>,
): T {
  const { data } = readReply(validate, reply, request);
  const told = tell(data);
  const lost = Object.entries(asked).filter(([field, value]) => (told[field] || null) !== (value || null));
  if (lost.length === 0) return data;
  throw new ConnectorError(
    `${request} answered with success and passed over ${lost.map(([field]) => field).join(", ")}`,
    {
      status: reply.status,
      retryable: false,
      unknownResult: true,
      ...(reply.requestId === undefined ? {} : { requestId: reply.requestId }),
    },
  );
}
