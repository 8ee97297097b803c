import * as z from "zod";
import { created, noContent, ok, Refusal, type Reply } from "../reply.ts";
import {
  type Call,
  DIALECTS,
  enterOrganization,
  manageOrganization,
  type Operation,
  REFERENCES,
  readBody,
  visibleWorkspace,
} from "./call.ts";
import { isoTime } from "./expiry.ts";
import { issueId, slugify } from "./ids.ts";
import { list } from "./list.ts";
import { dissolve, join } from "./membership.ts";
import type { Organization, SignalSmithState } from "./state.ts";
import { organizationBody } from "./wire.ts";

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words joined by hyphens");
const createBody = z.object({ name: z.string().min(1), slug: slug.optional() });
const updateBody = z.object({
  name: z.string().min(1).optional(),
  slug: slug.optional(),
  avatar_url: z.string().nullable().optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
});

/** An organization itself: list, create, read, update, delete. */
export const organizationOperations: readonly Operation[] = [
  { method: "GET", path: "/organizations", dialects: DIALECTS, answer: listOrganizations },
  { method: "POST", path: "/organizations", dialects: DIALECTS, answer: createOrganization },
  { method: "GET", path: "/organizations/:organization", dialects: DIALECTS, answer: readOrganization },
  { method: "PUT", path: "/organizations/:organization", dialects: DIALECTS, answer: updateOrganization },
  {
    method: "DELETE",
    path: "/organizations/:organization",
    dialects: REFERENCES,
    answer: deleteOrganization,
  },
];

function listOrganizations(call: Call): Reply {
  const own = call.state.organizations.filter(({ members }) =>
    members.some(({ account }) => account === call.caller.id),
  );
  return list(call, "array", own, (organization) => organizationBody(call.state, organization));
}

function createOrganization(call: Call): Reply {
  const { state, caller, now } = call;
  const body = readBody(call, createBody);
  const workspace = callingWorkspace(call);
  const organization: Organization = {
    id: issueId(state, "org"),
    name: body.name,
    slug: freeSlug(state, body.slug ?? slugify(body.name)),
    avatar_url: null,
    settings: {},
    created_by: caller.id,
    created_at: isoTime(now),
    updated_at: isoTime(now),
    members: [],
    invitations: [],
  };
  state.organizations.push(organization);
  join(state, organization, { account: caller.id, role: "owner", access: [] }, now);
  if (workspace?.organization_id === null) {
    workspace.organization_id = organization.id;
  }
  return created(organizationBody(state, organization));
}

function readOrganization(call: Call): Reply {
  return ok(organizationBody(call.state, enterOrganization(call).organization));
}

function updateOrganization(call: Call): Reply {
  const { organization } = manageOrganization(call);
  const body = readBody(call, updateBody);
  if (body.slug !== undefined && body.slug !== organization.slug) {
    organization.slug = freeSlug(call.state, body.slug);
  }
  organization.name = body.name ?? organization.name;
  organization.avatar_url = body.avatar_url === undefined ? organization.avatar_url : body.avatar_url;
  organization.settings = body.settings ?? organization.settings;
  organization.updated_at = isoTime(call.now);
  return ok(organizationBody(call.state, organization));
}

function deleteOrganization(call: Call): Reply {
  const { organization, role } = enterOrganization(call);
  if (role !== "owner") {
    throw new Refusal(403, "Only an owner may delete the organization");
  }
  dissolve(call.state, organization);
  return noContent();
}

function callingWorkspace(call: Call): ReturnType<typeof visibleWorkspace>["workspace"] | undefined {
  const id = call.headers.get("X-Workspace-ID");
  return id === null ? undefined : visibleWorkspace(call, id).workspace;
}

function freeSlug(state: SignalSmithState, wanted: string): string {
  if (wanted === "") {
    throw new Refusal(400, "slug: cannot be made from this name, give one");
  }
  if (state.organizations.some(({ slug }) => slug === wanted)) {
    throw new Refusal(409, `The slug ${wanted} is taken by another organization`);
  }
  return wanted;
}
