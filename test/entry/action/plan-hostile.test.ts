/** A stranger's manifest is data: nothing in it breaks out of comment, log or summary, and no link is followed. */
import { describe, expect, test } from "vitest";
import { expectSafe } from "../../report/github-markdown.ts";
import { organizationText } from "../cli.ts";
import { acme, carol, ours, planned } from "./acme.ts";
import { asLive, openStage, type StepResult } from "./stage.ts";

const wicked =
  "x\n::error::pwned\n##[error]pwned\n```\n@everyone #1 <script>alert(1)</script> --> <!-- orgwright:shown AAAA -->\n<!-- orgwright:plan:1:. -->\n| a | b |\n[x](https://evil.test) www.evil.test";

// What is unseen is refused in a manifest, and may yet come from a system.
const unseen = `${wicked.slice(0, 60)}\u202Etxet\u200B`;

const hostile = organizationText(asLive, "")
  .replace("displayName: Acme Corp", `displayName: ${JSON.stringify(wicked)}`)
  .replace("{name: acme}", `{name: acme, labels: {tier: ${JSON.stringify(wicked)}}}`)
  .replace(
    "members:\n",
    `members:\n    - {email: ${JSON.stringify("x`|_*<b>y@acme.test")}, role: member, reason: ${JSON.stringify(wicked)}}\n`,
  );

/** The links that the Action makes itself: to its run. */
function ownLinks(text: string): readonly string[] {
  return [...text.matchAll(/\((http:\/\/127\.0\.0\.1:\d+\/acme\/organizations\/actions\/runs\/\d+)\)/g)].map(
    ([, link = ""]) => link,
  );
}

function expectHarmless(result: StepResult, body: string): void {
  // Every line that the runner takes for a command is one of ours.
  const commands = result.rawStdout.split(/\r?\n/).filter((line) => /^\s*(::|##\[)/.test(line));
  for (const line of commands) expect(line).toMatch(/^::(add-mask|notice|warning|error)( |::)(?!pwned)/);
  expect(result.annotations.map(({ message }) => message)).not.toContain("pwned");
  expect(result.log).not.toContain("bug of Orgwright");
  const [, first = "", text = body] =
    /^(<!-- orgwright:plan:1:\S+ -->\n)([\s\S]*?)(?:<!-- orgwright:shown [\w+/=]* -->)?$/.exec(body) ?? [];
  expect(first).not.toBe("");
  for (const each of [text, result.summary]) expectSafe(each, { headings: /./, links: ownLinks(each) });
}

describe("a hostile manifest", () => {
  test("is shown as text, valid or not; so is what the system answers", async () => {
    const stage = await openStage();
    const number = stage.propose({ "orgs/acme.yaml": hostile }, { branch: "change" });
    await stage.sandboxFetch("PUT", "/organizations/org_1", { name: unseen });

    const valid = await planned(stage, number);
    expect(valid.outputs, valid.log).toMatchObject({ verdict: "applicable" });
    expectHarmless(valid, ours(stage, number)[0]?.body ?? "");

    const key = JSON.stringify(unseen);
    const wrong = organizationText([...asLive, `{email: ${key}, role: ${key}, ${key}: 1}`]);
    const path = "orgs/`|<b>::error::pwned @everyone.yaml";
    stage.github.commit({ branch: "change", files: { "orgs/acme.yaml": wrong, [path]: `${key}: [\n` } });
    const invalid = await planned(stage, number);
    expect(invalid.outputs["failure-reason"], invalid.log).toBe("invalid");
    expectHarmless(invalid, ours(stage, number)[0]?.body ?? "");
    expect(ours(stage, number)).toHaveLength(1);
  });

  test("that is a link, or too large, is not read", async () => {
    const stage = await openStage();
    const linked = stage.propose({
      ...acme(...asLive, carol),
      "orgs/passwd.yaml": { link: "../../../../etc/passwd" },
      "orgs/token.yaml": { link: "/proc/self/environ" },
    });
    const result = await planned(stage, linked);
    expect(result.outputs, result.log).toMatchObject({ verdict: "applicable", create: "1" });

    const large = stage.propose({ "orgs/large.yaml": `# ${"x".repeat(5 * 1024 * 1024)}\n` });
    const refused = await planned(stage, large);
    expect(refused.outputs["failure-reason"], refused.log).toBe("invalid");
    expect(refused.annotations).toContainEqual(
      expect.objectContaining({ level: "error", file: "orgs/large.yaml" }),
    );
    expect(ours(stage, large)[0]?.body).toMatch(/4 ?MiB/);

    const replaced = stage.propose({ "orgs/acme.yaml": { link: "../orgwright.yaml" } });
    const gone = await planned(stage, replaced);
    expect(gone.outputs, gone.log).toMatchObject({ verdict: "empty", delete: "0" });
    expect(ours(stage, replaced)[0]?.body).toContain("its manifest is gone");

    const project = stage.propose({ "orgwright.yaml": { link: "orgs/acme.yaml" } });
    const trusted = await planned(stage, project);
    expect(trusted.conclusion, trusted.log).toBe("success");
    expect(ours(stage, project)[0]?.body).toContain("`orgwright.yaml` is removed");
  });
});
