import * as z from "zod";
import { created, ok, Refusal, type Reply } from "../reply.ts";
import { note } from "./audit.ts";
import { type Call, changes, type Operation, pathOrganization, readBody } from "./call.ts";
import { isoTime } from "./expiry.ts";
import { isSlug, issueUuid, slugify } from "./ids.ts";
import { list } from "./list.ts";
import { systemRoles } from "./membership.ts";
import { invalid } from "./refusals.ts";
import type { Organization } from "./state.ts";
import { organizationBody } from "./wire.ts";

const slug = z.string().refine(isSlug, { error: "must be lower-case words joined by hyphens" }).optional();
const text = z.string().nullable().optional();
const name = z.string().min(1);
const metadata = z.record(z.string(), z.unknown()).nullable().optional();
const profile = { slug, displayName: text, description: text, logoUrl: text, metadata };
const createBody = { name, ...profile };
const updateBody = { name: name.optional(), ...profile, isActive: z.boolean().optional() };

/** Wrong fields of an organization are a conflict by the documents, where others answer 400. */
const WRONG = 409;

const organizations = "/organizations";
const one = `${organizations}/:organization`;

/** An organization itself: list, create, read, change, delete. */
export const organizationOperations: readonly Operation[] = [
  { method: "GET", path: organizations, answer: listOrganizations },
  { method: "POST", path: organizations, answer: createOrganization },
  { method: "GET", path: one, answer: (call) => ok({ data: organizationBody(pathOrganization(call)) }) },
  ...changes(one, updateOrganization),
  { method: "DELETE", path: one, answer: deleteOrganization },
];

function listOrganizations(call: Call): Reply {
  return list<Organization>(call, {
    resourceType: "organizations",
    rows: call.tenant.organizations,
    body: organizationBody,
    texts: { name: (row) => row.name, slug: (row) => row.slug },
    times: { createdAt: (row) => row.createdAt },
  });
}

function createOrganization(call: Call): Reply {
  const { state, tenant, settings, now } = call;
  const body = readBody(call, createBody, WRONG);
  const organization: Organization = {
    slug: freeSlug(call, body.slug ?? slugify(body.name)),
    id: issueUuid(state, "organization"),
    name: body.name,
    displayName: body.displayName ?? null,
    description: body.description ?? null,
    logoUrl: body.logoUrl ?? null,
    isActive: true,
    metadata: body.metadata ?? null,
    createdAt: isoTime(now),
    updatedAt: null,
    roles: settings.systemRoles === "created" ? [...systemRoles(state)] : [],
    members: [],
    invitations: [],
  };
  tenant.organizations.push(organization);
  note(call, "organization.created", organization.id);
  return created({ data: organizationBody(organization), message: "Organization created" });
}

function updateOrganization(call: Call): Reply {
  const organization = pathOrganization(call);
  const { slug: wanted = organization.slug, ...body } = readBody(call, updateBody, WRONG);
  if (wanted !== organization.slug) {
    organization.slug = newSlug(call, wanted);
  }
  const sent = Object.entries(body).filter(([, value]) => value !== undefined);
  Object.assign(organization, Object.fromEntries(sent), { updatedAt: isoTime(call.now) });
  note(call, "organization.updated", organization.id);
  return ok({ data: organizationBody(organization), message: "Organization updated" });
}

function deleteOrganization(call: Call): Reply {
  const { tenant } = call;
  const organization = pathOrganization(call);
  tenant.organizations = tenant.organizations.filter((other) => other !== organization);
  note(call, "organization.deleted", organization.id);
  return ok({ message: "Organization deleted" });
}

function newSlug(call: Call, wanted: string): string {
  if (call.settings.slugs === "fixed") {
    throw invalid(WRONG, [{ field: "slug", message: "cannot be changed" }]);
  }
  return freeSlug(call, wanted);
}

function freeSlug({ tenant }: Call, wanted: string): string {
  if (wanted === "") {
    throw invalid(WRONG, [{ field: "slug", message: "cannot be made from this name, give one" }]);
  }
  if (tenant.organizations.some((other) => other.slug === wanted)) {
    throw new Refusal(409, `The slug ${wanted} is taken by another organization`);
  }
  return wanted;
}
