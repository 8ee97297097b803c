/** The writing endpoints of Cantila; no decisions. */
import { path } from "../../io/http.ts";
import { readReply } from "../../io/reply.ts";
import type { Reply, RequestOptions, WriteClient } from "../../model/connector.ts";
import { type Api, actingAs, createApi } from "./api.ts";
import type {
  Account,
  BrandingPatch,
  Invite,
  Member,
  NewBranding,
  NewInvite,
  NewInviteReply,
  NewSubAccount,
  NewSubAccountReply,
  Role,
} from "./contract.ts";
import * as replies from "./replies.js";
import { inItsWords } from "./words.ts";

/** Reading and writing endpoints; `account` is the id of who is acted as. */
export interface WriteApi extends Api {
  createSubAccount(account: string, wanted: NewSubAccount): Promise<NewSubAccountReply>;
  /** In the dialect `server`. */
  patchBranding(account: string, patch: BrandingPatch): Promise<Account>;
  /** In the dialect `documented`; what it answers is documented nowhere. */
  putBranding(account: string, branding: NewBranding): Promise<void>;
  invite(account: string, wanted: NewInvite): Promise<NewInviteReply>;
  revokeInvite(account: string, invite: string): Promise<Invite>;
  setRole(account: string, membership: string, role: Role): Promise<Member>;
  removeMember(account: string, membership: string): Promise<void>;
}

/** All endpoints of one connection. */
export function createWriteApi(client: WriteClient): WriteApi {
  const send = sender(client);
  return {
    ...createApi(client),
    createSubAccount: async (account, body) =>
      readReply(
        replies.NewSubAccountReply,
        await send("POST /accounts/sub", account, body),
        "POST /accounts/sub",
      ),
    patchBranding: async (account, body) => {
      const request = "PATCH /accounts/me/branding";
      return readReply(replies.Account, await send(request, account, body), request);
    },
    putBranding: async (account, body) => {
      await send("PUT /accounts/me/branding", account, body);
    },
    invite: async (account, body) =>
      readReply(replies.NewInviteReply, await send("POST /invites", account, body), "POST /invites"),
    revokeInvite: async (account, invite) => {
      const request = `DELETE ${path`/invites/${invite}`}` as const;
      return readReply(replies.Invite, await send(request, account), request);
    },
    setRole: async (account, membership, role) => {
      const request = `PATCH ${path`/team/members/${membership}`}` as const;
      return readReply(replies.Member, await send(request, account, { role }), request);
    },
    removeMember: async (account, membership) => {
      await send(`DELETE ${path`/team/members/${membership}`}`, account);
    },
  };
}

type Method = Parameters<WriteClient["send"]>[0];
type Send = (request: `${Method} ${string}`, account: string, body?: object) => Promise<Reply>;

function sender(client: WriteClient): Send {
  return (request, account, body) => {
    const [method, where] = request.split(" ") as [Method, string];
    const options: RequestOptions & { readonly body?: unknown } = {
      headers: actingAs(account),
      ...(body === undefined ? {} : { body }),
    };
    return inItsWords(request, () => client.send(method, where, options));
  };
}
