/** What somebody changes by hand beside Terraform: through the command's engine, with a manifest that says only that. */
import { expectComplete } from "../../../conformance/stage.ts";
import { workspaces } from "../../../conformance/story.ts";
import type { LevelWord, RoleWord } from "../../../conformance/words.ts";
import { labelOf } from "./configuration.ts";
import type { Scene } from "./scene.ts";

/** What is done by hand; people by the part of their address before the `@`. */
export interface ByHand {
  /** Who gets which role; who is not there yet is invited. */
  readonly roles?: Readonly<Record<string, RoleWord>>;
  /** Who is removed. */
  readonly gone?: readonly string[];
  /** Who gets which level on the workspace Production, where members have levels. */
  readonly levels?: Readonly<Record<string, LevelWord>>;
  /** Further entries of the members, in the system's own words. */
  readonly members?: readonly object[];
  /** Further keys of the organization's manifest. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** Does it, wholly. */
export async function byHand(
  { hand, words }: Scene,
  { roles = {}, gone = [], levels = {}, members: more = [], spec = {} }: ByHand,
) {
  const { vocabulary, kinds } = words;
  const members = Object.entries(roles).map(([name, role]) => ({
    email: `${labelOf(name)}@acme.test`,
    ...(kinds.member?.severalRoles ? { roles: [words.roles[role]] } : { role: words.roles[role] }),
    ...(words.memberAccess && levels[name] !== undefined
      ? { workspaces: { production: words.levels[levels[name]] } }
      : {}),
  }));
  const people = [
    ...members,
    ...more,
    ...gone.map((name) => ({ email: `${name}@acme.test`, ensure: "absent" })),
  ];
  const document = {
    apiVersion: "orgwright/v1",
    kind: "Organization",
    metadata: { name: "acme" },
    spec: {
      connection: "main",
      slug: "acme",
      ...vocabulary.spec,
      ...(words.memberAccess
        ? { workspaces: [{ name: "production", displayName: workspaces["production"] }] }
        : {}),
      ...(people.length === 0 ? {} : { members: people }),
      ...spec,
      ownership: {
        ...(people.length === 0 ? {} : { members: "additive" }),
        ...(words.memberAccess ? { workspaces: "additive" } : {}),
        ...(spec["roles"] === undefined ? {} : { roles: "additive" }),
        ...(spec["access"] === undefined ? {} : { access: "additive" }),
      },
    },
  };
  const own = JSON.stringify(document, null, 2);
  const { documents } = vocabulary;
  const text = documents === undefined ? own : `${documents.trim().replace(/^---\n/, "")}\n---\n${own}`;
  hand.forget();
  expectComplete((await hand.apply(text)).outcome);
}
