/** The organization itself: there, as described, or gone. */
import { organizationAddress } from "../../model/address.ts";
import type { LiveState } from "../../model/live.ts";
import type { OrganizationResource } from "../../model/resource.ts";
import { diff, side } from "../diff.ts";
import { combine, type Findings, found, markOf } from "../findings.ts";
import type { OrganizationInput } from "../input.ts";
import { activeOwners } from "../owners.ts";
import { impossible, noOwner, previouslySatisfied } from "../problems.ts";
import { removal } from "../undeclared.ts";

/** Creation, update, or the one deletion that `ensure: absent` asks for. */
export function compareOrganization(input: OrganizationInput): Findings {
  const { resources, live, forgotten } = input;
  const desired = resources.find(
    (resource): resource is OrganizationResource => resource.kind === "organization",
  );
  if (forgotten || desired === undefined)
    return live === undefined ? found({}) : forgottenOrganization(input);
  if (desired.ensure === "absent") return absent(input, desired);
  if (live === undefined) return creation(input, desired);
  return combine([
    parentMoved(input, desired, live),
    update(input, desired, live),
    ownerless(input, desired, live),
    renamedAlready(input, desired, live),
  ]);
}

function forgottenOrganization({ organization }: OrganizationInput): Findings {
  const address = organizationAddress(organization.name);
  const message = "its manifest is gone; a whole organization ends only by ensure: absent";
  return found({
    unmanaged: [{ address, kind: "organization", code: "section-undeclared", message, danger: false }],
  });
}

function absent({ live, kinds }: OrganizationInput, desired: OrganizationResource): Findings {
  if (live === undefined) return found({ unchanged: 1 });
  const known = Object.keys(kinds.organization.attributes);
  const attributes = Object.fromEntries(
    Object.entries(live.organization.attributes).filter(([path]) => known.includes(path)),
  );
  const thing = {
    address: desired.address,
    kind: "organization" as const,
    live: live.organization,
    nativeId: live.organization.id,
    attributes,
    ownership: "exact" as const,
  };
  return found({ changes: [removal(thing, "declared-absent", desired)] });
}

function creation({ organization, kinds }: OrganizationInput, desired: OrganizationResource): Findings {
  // An id says which one is meant: another that is made in its place is not the one.
  if (organization.key.id !== undefined || organization.key.slug === undefined) {
    const what = `no live organization has the id ${organization.key.id}.`;
    const fix = "Correct the id; or, to have it created where the system can, name it by `slug:` alone.";
    return found({ diagnostics: [impossible(desired, what, fix)] });
  }
  if (kinds.organization.create === "none") {
    const what = `no live organization has the key ${organization.key.slug}, and the system's API cannot create one.`;
    return found({
      diagnostics: [impossible(desired, what, "Create it on the system, or correct the key.")],
    });
  }
  const { address, attributes, origins, ownership } = desired;
  const { parent, secret } = { ...organization.key, ...kinds.organization };
  return found({
    changes: [
      {
        address,
        kind: "organization",
        action: "create",
        reason: "not-live",
        after: {
          ...Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null)),
          ...(parent === undefined ? {} : { parent: parent.slug ?? parent.id ?? parent.name }),
        },
        ...markOf(secret),
        fields: [],
        mails: 0,
        origins,
        ownership,
      },
    ],
  });
}

function update({ kinds }: OrganizationInput, desired: OrganizationResource, live: LiveState): Findings {
  const fields = diff(desired.attributes, live.organization.attributes, kinds.organization.attributes);
  if (fields.length === 0) return found({ unchanged: 1 });
  return found({
    changes: [
      {
        address: desired.address,
        kind: "organization",
        action: "update",
        reason: fields.some(({ path }) => path === "slug") ? "renamed" : "differs",
        nativeId: live.organization.id,
        before: side(fields, "before"),
        after: side(fields, "after"),
        fields,
        mails: 0,
        origins: desired.origins,
        ownership: desired.ownership,
        live: live.organization,
      },
    ],
  });
}

/** A live parent other than the declared one: no API moves an organization, so that is for a person. */
function parentMoved(
  { organization: { key }, title }: OrganizationInput,
  { address, origins }: OrganizationResource,
  { organization: { parent, parentSlug } }: LiveState,
): Findings {
  // Only what both sides tell can be compared: an id with an id, a slug with a slug.
  const differs = (one: string | undefined, other: string | undefined) =>
    one !== undefined && other !== undefined && one !== other;
  if (!differs(key.parent?.slug, parentSlug) && !differs(key.parent?.id, parent)) return found({});
  const message = `it lies below ${parentSlug ?? parent} on ${title}, not below ${key.parent?.slug ?? key.parent?.id}; correct \`parent:\``;
  return found({ forPerson: [{ address, kind: "organization", message, origins }] });
}

function renamedAlready(
  { organization, satisfiedNames }: OrganizationInput,
  desired: OrganizationResource,
  live: LiveState,
): Findings {
  const { slug, previousSlugs } = organization.key;
  const done = slug !== undefined && live.organization.slug === slug ? previousSlugs : [];
  const names = [...done, ...satisfiedNames];
  return found({ diagnostics: names.length === 0 ? [] : [previouslySatisfied(desired, names)] });
}

function ownerless(input: OrganizationInput, desired: OrganizationResource, live: LiveState): Findings {
  if (input.kinds.member === undefined || activeOwners(live, input.kinds.member).length > 0) return found({});
  return found({ diagnostics: [noOwner(desired)] });
}
