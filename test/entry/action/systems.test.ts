/** The five systems end to end: the example's first merge is planned, shown, merged, applied, and then live is as it says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { armor, Decrypter } from "age-encryption";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Plan } from "../../../src/model/contract.ts";
import { ours, statusOf } from "./acme.ts";
import { filesOf, identity, recipientLine, root, secretsOf } from "./example.ts";
import { openStage } from "./stage.ts";

const systems = ["signalsmith", "cnap", "lumoauth", "cantila", "apimetrics", "all-systems"];

/** What the output `secrets` holds; nothing without one. */
async function decrypted(output: string | undefined): Promise<string> {
  if (output === undefined) return "";
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return await decrypter.decrypt(armor.decode(output), "text");
}

test.each(systems)("%s: a pull request, its comment, the merge, and live is changed", async (example) => {
  const all = (origin: string) => filesOf(example, origin, recipientLine);
  const seed = JSON.parse(readFileSync(join(root, example, "sandbox.json"), "utf8"));
  const stage = await openStage({
    seed,
    // The project file is there first: what it trusts is not for a pull request to say.
    files: ({ signalsmith }) => ({
      "orgwright.yaml": all(new URL(signalsmith).origin)["orgwright.yaml"] ?? "",
    }),
  });
  const { "orgwright.yaml": _, ...manifests } = all(new URL(stage.sandbox.url).origin);
  const secrets = secretsOf(example);
  const number = stage.propose(manifests);

  const planned = await stage.step("plan", { name: "pull_request", number }, { secrets });
  expect(planned.conclusion, planned.log).toBe("success");
  const { organizations } = JSON.parse(planned.planText) as Plan;
  const named = Object.values(manifests).flatMap((text) =>
    text.split(/^---$/m).map((part) => parse(part) as { kind: string; metadata: { name: string } } | null),
  );
  expect(organizations.map(({ name }) => name).sort()).toEqual(
    named
      .filter((each) => each?.kind === "Organization")
      .map((each) => each?.metadata.name)
      .sort(),
  );
  for (const { name } of organizations) expect(ours(stage, number)[0]?.body).toContain(name);
  expect(statusOf(stage, number)?.description).toContain("shown:");
  expect(stage.writes()).toEqual([]);

  stage.github.merge(number);
  const applied = await stage.step("apply", { name: "push" }, { secrets });
  expect(applied.conclusion, applied.log).toBe("success");
  expect(Number(applied.outputs["applied"])).toBeGreaterThan(0);
  const told = await decrypted(applied.outputs["secrets"]);
  if (example === "cantila") expect(told).toContain("vito@studio.test");
  for (const value of told.match(/(?<="value":")[^"]+/g) ?? []) {
    const sent = JSON.stringify(stage.github.requests().map(({ body }) => body));
    expect(`${applied.summary}${applied.planText}${sent}`).not.toContain(value);
    expect(applied.rawStdout.replace(/^::add-mask::.*$/gm, "")).not.toContain(value);
  }
  expect(ours(stage, number).at(-1)?.body).toContain(`**${applied.outputs["applied"]} applied**`);

  const after = await stage.step("plan", { name: "push" }, { secrets });
  expect(after.outputs, after.log).toMatchObject({ verdict: "empty", changes: "false" });
});
