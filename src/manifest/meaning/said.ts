/** What the manifests say of one organization, as plain JSON: equal text means that git did not move. */
import canonicalize from "canonicalize";
import type { OrganizationSpec, PersonManifest } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { given, own } from "./given.ts";
import type { Who } from "./people.ts";
import type { Scope } from "./scope.ts";

/** The spec with the groups and persons that it uses; times unresolved, without positions, order, labels and reasons. */
export function said(scope: Scope): unknown {
  const { spec, people, groups } = scope;
  if (spec.ensure === "absent") return { spec: absentSpec(spec) };
  const names = new Set((spec.members ?? []).flatMap(({ group }) => group ?? []));
  const used = [...names].flatMap((name) => groups.get(name) ?? []);
  const who: readonly Who[] = [
    ...(spec.members ?? []).filter(({ group }) => group === undefined),
    ...(spec.access ?? []).filter(({ role }) => role === undefined),
    ...used.flatMap((group) => group.people),
  ];
  const persons = new Set(who.flatMap((one) => people.find(one) ?? []));
  return {
    spec: presentSpec(spec),
    groups: inOrder(
      used.map(({ manifest: { value } }) => ({
        name: value.metadata.name,
        members: inOrder(value.spec.members),
      })),
    ),
    persons: inOrder([...persons].map(({ value }) => personSaid(value, scope))),
  };
}

function absentSpec({ connection, slug, id, parent, ensure }: OrganizationSpec): unknown {
  return { connection, ensure, ...given({ slug, id, parent }) };
}

function presentSpec(spec: OrganizationSpec): unknown {
  const { roles, workspaces, members, access } = spec;
  return {
    ...spec,
    ...given({
      roles: roles && inOrder(roles),
      workspaces: workspaces && inOrder(workspaces),
      members: members && inOrder(members.map(withoutReason)),
      access: access && inOrder(access.map(withoutReason)),
    }),
  };
}

/** Ids for other connections say nothing of this organization. */
function personSaid({ spec }: PersonManifest, { spec: { connection }, facts }: Scope): unknown {
  const id = own(spec.ids, connection) ?? own(spec.ids, facts.system);
  return { email: spec.email, aliases: inOrder(spec.aliases ?? []), ...given({ id }) };
}

function withoutReason<T extends { readonly reason?: string }>({
  reason: _,
  ...entry
}: T): Omit<T, "reason"> {
  return entry;
}

function inOrder<T>(values: readonly T[]): readonly T[] {
  return values
    .map((value) => ({ value, text: canonicalize(value) ?? "" }))
    .sort((a, b) => compareText(a.text, b.text))
    .map(({ value }) => value);
}
