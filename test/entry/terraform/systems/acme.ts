/** Small organizations whose members are resources of their own. */
import { type Json, organization, organizationOf } from "./configuration.ts";
import type { Scene } from "./scene.ts";

/** The organization with some members and what else is said. */
export function acme(
  { words }: Scene,
  members: Readonly<Record<string, Json>>,
  more: Json = {},
): { readonly resource: Json } {
  const people = Object.entries(members).map(([name, attributes]) => [
    name,
    { organization, email: `${name}@acme.test`, ...attributes },
  ]);
  return {
    resource: {
      orgwright_organization: { acme: organizationOf(words) },
      ...(people.length === 0 ? {} : { orgwright_member: Object.fromEntries(people) }),
      ...more,
    },
  };
}

/** Applies members, and lets all of them accept. */
export async function joined(scene: Scene, members: Readonly<Record<string, Json>>): Promise<void> {
  scene.configure(acme(scene, members));
  await scene.settle();
  for (const name of Object.keys(members)) await scene.world.accept(`${name}@acme.test`);
  await scene.settle();
}
