import { describe, expect, test } from "vitest";
import { type Chapter, expectedOf, type Person, story } from "../../../conformance/story.ts";
import { hasTerraform } from "../client/terraform.ts";
import { type Configuration, singles, whole } from "./configuration.ts";
import { byHand } from "./hand.ts";
import { leaves } from "./leaves.ts";
import { openScenes, type Scene } from "./scene.ts";

const open = openScenes();

describe.skipIf(!hasTerraform())("a resource for each thing, with real Terraform", () => {
  test.each(Object.values(leaves))("$name", async (leaf) => {
    const scene = await open(leaf);
    await begin(scene, singles(story.start, scene.words));

    // Moved by hand: told by a refresh, put back by an apply.
    await byHand(scene, { roles: { bob: "more" }, gone: ["dora"], levels: { bob: "high" } });
    const told = await scene.run("plan", "-refresh-only", "-detailed-exitcode");
    expect(told).toMatchObject({ code: 2 });
    expect(told.text).toContain("orgwright_member.dora has been deleted");
    expect(told.text).toMatch(moved(scene, "bob"));
    await putBack(scene);

    // One is made anew, another is somebody else from now on.
    expect(await scene.ok("plan", "-replace=orgwright_member.dora")).toContain("will be replaced, as requested");
    await scene.ok("apply", "-auto-approve", "-replace=orgwright_member.dora");
    await scene.settle();
    expect(await peopleOf(scene, "dora")).toEqual(["dora@acme.test invited"]);
    scene.configure(singles(withEmail("dora@acme.test", "edna@acme.test"), scene.words));
    const plan = await scene.ok("plan");
    expect(plan).toContain("orgwright_member.edna will be created");
    await scene.settle();
    expect(await peopleOf(scene, "dora", "edna")).toEqual(["edna@acme.test invited"]);

    await importAll(scene);
    await destroyAll(scene);
  });
});

describe.skipIf(!hasTerraform())("all members as one resource, with real Terraform", () => {
  test.each(Object.values(leaves))("$name", async (leaf) => {
    const scene = await open(leaf);
    await begin(scene, whole(story.start, scene.words));

    await byHand(scene, { roles: { bob: "more", mallory: "less" }, gone: ["dora"], levels: { bob: "high" } });
    const told = await scene.run("plan", "-refresh-only", "-detailed-exitcode");
    expect(told).toMatchObject({ code: 2 });
    expect(told.text).toMatch(/- email\s+= "dora@acme\.test"/);
    expect(told.text).toMatch(/\+ email\s+= "mallory@acme\.test"/);
    await putBack(scene);
    expect(await peopleOf(scene, "mallory")).toEqual([]);

    await importAll(scene);
    await destroyAll(scene);
  });
});

/** From nothing to where everybody has accepted. */
async function begin(scene: Scene, configuration: Configuration): Promise<void> {
  scene.configure(configuration);
  expect(await scene.ok("validate")).toContain("Success! The configuration is valid");
  expect(writes(await scene.asked(async () => await scene.ok("plan")))).toEqual([]);
  await scene.settle();
  await everybodyJoins(scene);
  await expectStart(scene);
}

/** Everybody accepts; what waited for that is done, and nothing is made twice. */
async function everybodyJoins(scene: Scene): Promise<void> {
  for (const { email } of story.start.members) await scene.world.accept(email);
  const { code, text } = await scene.run("plan", "-detailed-exitcode");
  if (code === 2) expect(text).not.toMatch(/must be replaced|will be destroyed/);
  await scene.settle();
  expect(scene.world.invitations()).toEqual([]);
}

async function putBack(scene: Scene): Promise<void> {
  await scene.settle();
  await everybodyJoins(scene);
  await expectStart(scene);
}

async function expectStart({ hand, words }: Scene): Promise<void> {
  const { members, access } = expectedOf(story.start, words);
  expect(await hand.live("acme")).toMatchObject({
    members: expect.arrayContaining(members),
    access: expect.arrayContaining(access),
  });
}

/** What is live is imported into an empty state, with a configuration that Terraform writes; nothing changes. */
async function importAll(scene: Scene): Promise<void> {
  const known = (await scene.resources()).filter(({ address }) => !address.startsWith("data."));
  const other = scene.another();
  const blocks = known.map(({ type, values }, index) => ({ to: `${type}.r${index}`, id: values["id"] }));
  other.configure({ import: blocks as never });
  const before = await scene.hand.live("acme");
  await other.ok("plan", "-generate-config-out=generated.tf");
  const applied = await other.ok("apply", "-auto-approve");
  expect(applied).toContain(`Resources: ${known.length} imported, 0 added, 0 changed, 0 destroyed.`);
  expect(await other.isSettled()).toBe(true);
  expect(await scene.hand.live("acme")).toEqual(before);
}

async function destroyAll(scene: Scene): Promise<void> {
  const { hand, words } = scene;
  await scene.ok("destroy", "-auto-approve");
  expect(await scene.resources()).toEqual([]);
  const live = await hand.live("acme");
  if (words.kinds.organization.delete === "api") expect(live).toBeUndefined();
  else expect(live?.members.some((each) => each.startsWith("bob@"))).toBe(false);
}

function writes(asked: readonly string[]): readonly string[] {
  return asked.filter((request) => !request.startsWith("GET "));
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

async function peopleOf({ hand }: Scene, ...names: readonly string[]): Promise<readonly string[]> {
  const { members = [] } = (await hand.live("acme")) ?? {};
  return members
    .filter((each) => names.some((name) => each.startsWith(`${name}@`)))
    .map((each) => each.replace(/ .* /, " "));
}
