/** The writing endpoints of CNAP; no decisions. Each says of which version it is about where CNAP asks for that. */
import { randomUUID } from "node:crypto";
import { path } from "../../io/http.ts";
import { readReply } from "../../io/reply.ts";
import type { Reply, RequestOptions, WriteClient } from "../../model/connector.ts";
import { type Api, createApi, inWorkspace } from "./api.ts";
import type {
  Invitation,
  NewInvitation,
  NewMember,
  NewOrganization,
  Organization,
  OrganizationUpdate,
  Role,
} from "./contract.ts";
import { finish } from "./operations.ts";
import * as replies from "./replies.js";

/** One version of an organization, or of something in it: the etag that a write hangs on. */
export interface Version {
  readonly id: string;
  readonly etag: string;
}

/** One version of a membership, or of the organization that somebody is to join. */
export interface MemberVersion {
  readonly organization: string;
  readonly user: string;
  readonly etag: string;
}

/** Reading and writing endpoints. */
export interface WriteApi extends Api {
  createOrganization(organization: NewOrganization): Promise<Organization>;
  updateOrganization(version: Version, update: OrganizationUpdate): Promise<void>;
  deleteOrganization(version: Version): Promise<void>;
  /** The etag is the organization's. */
  addMember(version: MemberVersion, role: Role): Promise<void>;
  /** The etag is the member's. */
  setRole(version: MemberVersion, role: Role): Promise<void>;
  /** The etag is the member's. */
  removeMember(version: MemberVersion): Promise<void>;
  invite(organization: string, invitation: NewInvitation): Promise<Invitation>;
  cancelInvitation(organization: string, invitation: string): Promise<void>;
  revokeManagement(version: Version): Promise<void>;
}

/** All endpoints of one connection. */
export function createWriteApi(client: WriteClient): WriteApi {
  const send = sender(client);
  const member = ({ organization, user }: MemberVersion) =>
    path`/organizations/${organization}/members/${user}`;
  return {
    ...createApi(client),
    createOrganization: async (body) => {
      const reply = await send("POST", "/organizations", { headers: keyed(), body });
      return readReply(replies.Organization, reply, "POST /organizations");
    },
    updateOrganization: ({ id, etag }, body) =>
      settled(send, "PATCH", path`/organizations/${id}`, { headers: keyed(etag), body }),
    deleteOrganization: ({ id, etag }) =>
      settled(send, "DELETE", path`/organizations/${id}`, { headers: keyed(etag) }),
    addMember: ({ organization, user, etag }, role) => {
      const body: NewMember = { user_id: user, role };
      return settled(send, "POST", path`/organizations/${organization}/members`, {
        headers: keyed(etag),
        body,
      });
    },
    setRole: (version, role) =>
      settled(send, "PATCH", member(version), { headers: keyed(version.etag), body: { role } }),
    removeMember: (version) => settled(send, "DELETE", member(version), { headers: keyed(version.etag) }),
    invite: async (organization, body) => {
      const where = path`/organizations/${organization}/invitations`;
      return readReply(replies.Invitation, await send("POST", where, { body }), `POST ${where}`);
    },
    cancelInvitation: (organization, invitation) =>
      settled(send, "DELETE", path`/organizations/${organization}/invitations/${invitation}`, {}),
    revokeManagement: ({ id, etag }) =>
      settled(send, "POST", path`/workspaces/${id}:revokeManagement`, {
        headers: { ...keyed(etag), ...inWorkspace(id) },
      }),
  };
}

type Method = Parameters<WriteClient["send"]>[0];
type Options = RequestOptions & { readonly body?: object };
type Send = (method: Method, where: string, options: Options) => Promise<Reply>;

/** A reply with 202 only promises: what it promises is waited for. */
function sender(client: WriteClient): Send {
  return async (method, where, options) => {
    const reply = await client.send(method, where, options);
    if (reply.status === 202) await finish(client, reply, `${method} ${where}`);
    return reply;
  };
}

/** A write that answers nothing, or no more than that it was done. */
async function settled(send: Send, method: Method, where: string, options: Options): Promise<void> {
  const reply = await send(method, where, options);
  if (reply.status !== 202 && reply.status !== 204) readReply(replies.Done, reply, `${method} ${where}`);
}

/** A key for this one request: the same when it is repeated on its way, another for every further one. */
function keyed(etag?: string): Readonly<Record<string, string>> {
  return { "idempotency-key": randomUUID(), ...(etag === undefined ? {} : { "if-match": etag }) };
}
