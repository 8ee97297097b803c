/** A life of an organization under Terraform, in steps that are the same on every system. */
import { expect } from "vitest";
import { type Chapter, expectedOf, type Person, story } from "../../../conformance/story.ts";
import { type Configuration, singles } from "./configuration.ts";
import { byHand } from "./hand.ts";
import type { Scene } from "./scene.ts";

/** From nothing to where everybody has accepted. Only what a person does is done by hand, and nothing is made twice. */
export async function begin(scene: Scene, configuration: Configuration): Promise<void> {
  scene.configure(configuration);
  expect(writes(await scene.asked(async () => await scene.ok("plan", "-out=saved.plan")))).toEqual([]);
  await scene.ok("apply", "saved.plan");
  expect(await scene.isSettled()).toBe(true);
  await joins(scene);
}

async function joins(scene: Scene): Promise<void> {
  for (const { email } of story.start.members) await scene.world.accept(email);
  expect(await scene.settle()).not.toMatch(/must be replaced|will be destroyed/);
  expect(scene.world.invitations()).toEqual([]);
  await expectStart(scene);
}

/** What was moved by hand is as it was. */
export async function putBack(scene: Scene): Promise<void> {
  await scene.ok("apply", "-auto-approve");
  await joins(scene);
}

/** Single members that are moved by hand: told by a refresh, put back by an apply. */
export async function comesBack(scene: Scene): Promise<void> {
  await byHand(scene, { roles: { bob: "more" }, gone: ["dora"], levels: { bob: "mid" } });
  const told = await scene.run("plan", "-refresh-only", "-detailed-exitcode");
  expect(told).toMatchObject({ code: 2 });
  expect(told.text).toContain("orgwright_member.dora has been deleted");
  expect(told.text).toMatch(moved(scene, "bob"));
  await putBack(scene);
}

/** Single members that are made anew, and one who is somebody else from then on. */
export async function isReplaced(scene: Scene): Promise<void> {
  await scene.ok("taint", "orgwright_member.dora");
  const replaced = await scene.ok("apply", "-auto-approve", "-replace=orgwright_member.bob");
  expect(replaced).toContain("orgwright_member.bob will be replaced, as requested");
  expect(replaced).toContain("orgwright_member.dora is tainted, so must be replaced");
  expect(await peopleOf(scene, "bob", "dora")).toHaveLength(2);
  scene.configure(singles(withEmail("dora@acme.test", "edna@acme.test"), scene.words));
  await scene.settle();
  expect(await peopleOf(scene, "dora", "edna")).toEqual(["edna@acme.test invited"]);
}

function moved({ words }: Scene, label: string): RegExp {
  const { less, more } = words.roles;
  const role = words.kinds.member?.severalRoles
    ? `- "${less}"[\\s\\S]*\\+ "${more}"`
    : `role\\s+= "${less}" -> "${more}"`;
  return new RegExp(`orgwright_member\\.${label} has changed[\\s\\S]*${role}`);
}

/** The start with another address in place of one. */
function withEmail(before: string, after: string): Chapter {
  const members = story.start.members.map(
    (person): Person => (person.email === before ? { ...person, email: after } : person),
  );
  return { ...story.start, members };
}

async function expectStart({ hand, words }: Scene): Promise<void> {
  const { members, access } = expectedOf(story.start, words);
  expect(await hand.live("acme")).toMatchObject({
    members: expect.arrayContaining(members),
    access: expect.arrayContaining(access),
  });
}

/** What is live is imported into an empty state, with a configuration that Terraform writes; nothing changes. */
export async function importAll(scene: Scene): Promise<void> {
  const known = scene.resources().filter(({ mode }) => mode === "managed");
  const other = scene.another();
  const blocks = known.map(({ type, values }, index) => ({ to: `${type}.r${index}`, id: values["id"] }));
  other.configure({ import: blocks });
  const before = await scene.hand.live("acme");
  await other.ok("plan", "-generate-config-out=generated.tf", "-out=saved.plan");
  const applied = await other.ok("apply", "saved.plan");
  expect(applied).toContain(`Resources: ${known.length} imported, 0 added, 0 changed, 0 destroyed.`);
  expect(await other.isSettled()).toBe(true);
  expect(await scene.hand.live("acme")).toEqual(before);
}

/** Nothing is left of what the configuration says, but for what no system deletes. */
export async function destroyAll(scene: Scene): Promise<void> {
  const { hand, words } = scene;
  await scene.ok("destroy", "-auto-approve");
  expect(scene.resources()).toEqual([]);
  const live = await hand.live("acme");
  if (words.kinds.organization.delete === "api") expect(live).toBeUndefined();
  else expect(live?.members.some((each) => each.startsWith("bob@"))).toBe(false);
}

/** The requests that could change something. */
export function writes(asked: readonly string[]): readonly string[] {
  return asked.filter((request) => !request.startsWith("GET "));
}

/** The people with these names, as `ADDRESS STATUS`. */
export async function peopleOf({ hand }: Scene, ...names: readonly string[]): Promise<readonly string[]> {
  const { members = [] } = (await hand.live("acme")) ?? {};
  return members
    .filter((each) => names.some((name) => each.startsWith(`${name}@`)))
    .map((each) => each.replace(/ .* /, " "));
}
