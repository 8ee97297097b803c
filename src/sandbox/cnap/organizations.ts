import * as z from "zod";
import { created, noContent, ok, Refusal, type Reply } from "../reply.ts";
import {
  type Call,
  callingUser,
  checkEtag,
  checkStanding,
  enterOrganization,
  manageOrganization,
  type Operation,
  readBody,
} from "./call.ts";
import { CODES, invalid, refusal } from "./errors.ts";
import { icon, organizationName, organizationSlug, slugify } from "./fields.ts";
import { issueId } from "./ids.ts";
import { page } from "./list.ts";
import { dissolve } from "./membership.ts";
import { startDeletion } from "./operations.ts";
import { managedWorkspaces, membershipOf } from "./rules.ts";
import type { CnapState, Organization } from "./state.ts";
import { firstVersion, touch, unixSeconds } from "./time.ts";
import { operationBody, organizationBody } from "./wire.ts";

const createBody = z.strictObject({ name: organizationName, slug: organizationSlug.optional() });
const updateBody = z.strictObject({
  name: organizationName.optional(),
  slug: organizationSlug.optional(),
  icon: icon.optional(),
});

const one = "/organizations/:organization";

/** An organization itself: list, create, read, update, delete. */
export const organizationOperations: readonly Operation[] = [
  { method: "GET", path: "/organizations", answer: listOrganizations },
  { method: "POST", path: "/organizations", keyed: true, answer: createOrganization },
  { method: "GET", path: one, answer: readOrganization },
  { method: "PATCH", path: one, keyed: true, answer: updateOrganization },
  { method: "DELETE", path: one, keyed: true, answer: deleteOrganization },
];

function listOrganizations(call: Call): Reply {
  const { id } = callingUser(call);
  const own = call.state.organizations.flatMap((organization) => {
    const self = membershipOf(organization, id);
    return self === undefined ? [] : [{ ...organizationBody(organization), role: self.role }];
  });
  return page(call, "organizations", own, (row) => row);
}

function createOrganization(call: Call): Reply {
  const { state, settings, now } = call;
  const user = callingUser(call);
  const body = readBody(call, createBody);
  const derived = settings.missingSlug === "derived" ? slugify(body.name) : undefined;
  const slug = body.slug ?? derived ?? null;
  if (isTaken(state, slug)) {
    // Creation lists no 409 among its replies.
    throw refusal(400, invalid(["body", "slug"], `The slug ${slug} is taken`));
  }
  const at = unixSeconds(now);
  const organization: Organization = {
    id: issueId(state, "org"),
    name: body.name,
    slug,
    icon: null,
    created_at: at,
    ...firstVersion(state, now),
    members: [{ user: user.id, role: "owner", joined_at: at, ...firstVersion(state, now) }],
    invitations: [],
  };
  state.organizations.push(organization);
  return created(organizationBody(organization));
}

function readOrganization(call: Call): Reply {
  return ok(organizationBody(enterOrganization(call).organization));
}

function updateOrganization(call: Call): Reply {
  const { organization } = manageOrganization(call);
  const { name = organization.name, slug = organization.slug, icon: picture } = readBody(call, updateBody);
  checkStanding(call.state, organization);
  checkEtag(call, organization.etag);
  if (slug !== organization.slug && isTaken(call.state, slug)) {
    throw new Refusal(409, `The slug ${slug} is taken`);
  }
  organization.name = name;
  organization.slug = slug;
  organization.icon = picture === undefined ? organization.icon : picture;
  touch(call.state, organization, call.now);
  return ok({ ok: true });
}

function deleteOrganization(call: Call): Reply {
  const { state, settings } = call;
  const { organization, self } = enterOrganization(call);
  if (self.role !== "owner") {
    throw new Refusal(403, "Only an owner may delete the organization");
  }
  checkStanding(state, organization);
  checkEtag(call, organization.etag);
  if (settings.deleteWhileManaging === "refused" && managedWorkspaces(state, organization).length > 0) {
    throw refusal(400, { code: CODES.protected, message: "The organization still manages workspaces" });
  }
  if (settings.asyncDeletes) {
    return { status: 202, body: operationBody(startDeletion(call, organization, self.user)) };
  }
  dissolve(call, organization);
  return noContent();
}

function isTaken({ organizations }: CnapState, slug: string | null): boolean {
  return slug !== null && organizations.some((other) => other.slug === slug);
}
