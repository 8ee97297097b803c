import type { Attributes } from "../../src/model/contract.ts";
import { comparedEmail } from "../../src/model/identity.ts";
import type { LiveState } from "../../src/model/live.ts";

/** Live state in words that are the same for every system. */
export interface LiveView {
  readonly attributes: Attributes;
  readonly roles: readonly string[];
  readonly workspaces: readonly string[];
  readonly members: readonly string[];
  readonly access: readonly string[];
}

/** Live state as a test compares it: one line for each thing, the lines sorted. */
export function withoutIds({ organization, roles, workspaces, members, access }: LiveState): LiveView {
  const names = new Map(workspaces.map(({ id, name }) => [id, name]));
  return {
    attributes: organization.attributes,
    roles: roles.map(({ name, attributes }) => `${name} ${JSON.stringify(attributes)}`).sort(),
    workspaces: workspaces.map(({ name }) => name).sort(),
    members: members
      .map(
        ({ email, roles: held, status }) =>
          `${comparedEmail(email ?? "?")} ${[...held].sort().join("+")} ${status}`,
      )
      .sort(),
    access: access
      .map(({ workspace, subject, level }) => {
        const who = subject.type === "role" ? `role:${subject.role}` : comparedEmail(subject.email ?? "?");
        return `${names.get(workspace)} ${who} ${level}`;
      })
      .sort(),
  };
}
