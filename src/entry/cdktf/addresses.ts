/** How resources of an organization are named, and what they were called before. */
import type { Access, Organization, Role, Subject, Workspace } from "../../model/organization.ts";
import { logicalId } from "./logical-id.ts";

/** The parts of a resource's name behind the construct's own: `["acme", "role", "VIEWER"]`. */
export type Parts = readonly string[];

/** One earlier name and the next one, of resources of one type. */
export interface Move {
  readonly type: string;
  readonly from: Parts;
  readonly to: Parts;
}

/** The name of an entry of the section `access`, for one of its levels. */
export function accessParts({ subject, workspace }: Access, level: string): Parts {
  return ["access", workspace, ...subjectParts(subject), level];
}

function subjectParts(subject: Subject): Parts {
  if (subject.type === "role") return ["role", subject.role];
  const { key } = subject.identity;
  return key.startsWith("id:") ? ["id", key.slice("id:".length)] : ["email", key];
}

/**
 * Earlier names of an organization, its roles and workspaces, as moves: from the earliest to the next and so on, since
 * only one name may lead to another. What was never called so moves nothing.
 */
export function movesOf(organization: Organization): readonly Move[] {
  const { name, previousNames, roles, workspaces, members, access } = organization;
  const names = [...previousNames, name];
  const chained = (type: string, endings: readonly Parts[]) =>
    chain(
      type,
      endings.flatMap((ending) => names.map((each) => [each, ...ending])),
    );
  const present = <Entry extends Role | Workspace>(entries: readonly Entry[] = []) =>
    entries.filter(({ ensure }) => ensure === "present");
  const endingsOf = (kind: string, entry: Role | Workspace) =>
    [...entry.previously, entry.name].map((each) => [kind, each]);
  return [
    ...chained("orgwright_organization", [[]]),
    ...present(roles?.entries).flatMap((role) => chained("orgwright_role", endingsOf("role", role))),
    ...present(workspaces?.entries).flatMap((workspace) =>
      chained("orgwright_workspace", endingsOf("workspace", workspace)),
    ),
    ...(members === undefined ? [] : chained("orgwright_members", [["members"]])),
    ...(access?.entries ?? [])
      .filter(({ ensure }) => ensure === "present")
      .flatMap((entry) =>
        entry.levels.flatMap((level) => chained("orgwright_access", [accessParts(entry, level)])),
      ),
    ...chained("orgwright_ownership", [["ownership"]]),
  ];
}

function chain(type: string, names: readonly Parts[]): readonly Move[] {
  return names.slice(1).map((to, index) => ({ type, from: names[index] ?? to, to }));
}

/** The full name of a resource in Terraform. */
export function terraformAddress(type: string, parts: Parts): string {
  return `${type}.${logicalId(parts)}`;
}
