/** The check to require: quick and green where nothing is touched, and in a merge queue only what was shown. */
import { describe, expect, test } from "vitest";
import { organizationText, projectText } from "../cli.ts";
import { acme, begun, carol, invitation, lineOf, planned } from "./acme.ts";
import { asLive, openStage, type Stage } from "./stage.ts";

/** What the fake GitHub got that writes, beside the question whose token it is. */
function told(stage: Stage): readonly string[] {
  return stage.github
    .requests()
    .filter(({ method, path }) => method !== "GET" && path !== "/graphql")
    .map(({ method, path }) => `${method} ${path}`);
}

describe("on a merge group", () => {
  test("nothing touched is green, without credentials and without asking any system", async () => {
    const stage = await openStage();
    const number = stage.propose({ "README.md": "# Other words\n" });
    stage.github.enqueue(number);

    const result = await stage.step("verify", { name: "merge_group", number }, { secrets: {} });

    expect(result.conclusion, result.log).toBe("success");
    expect(result.summary).toContain("No organization is touched");
    expect(stage.sandbox.requests()).toEqual([]);
    expect(told(stage)).toEqual([]);
  });

  test.each(["merge", "squash", "rebase"] as const)(
    "%s: what was shown is green, what moved since is not; two pull requests count together",
    async (method) => {
      const team = (...emails: readonly string[]) => ({
        "orgs/team.yaml": `apiVersion: orgwright/v1\nkind: Group\nmetadata: {name: team}\nspec: {members: [${emails.join(", ")}]}\n`,
      });
      const members = [...asLive.slice(0, 3), "{group: team, role: member}"];
      const stage = await begun({
        files: ({ signalsmith }) => ({
          "orgwright.yaml": projectText(signalsmith),
          ...acme(...members),
          ...team("frank@acme.test"),
        }),
      });
      const one = stage.propose(acme(...members, carol), { branch: "one" });
      const two = stage.propose(team("frank@acme.test", "erin@acme.test"), { branch: "two" });
      for (const number of [one, two]) {
        const result = await planned(stage, number);
        expect(result.conclusion, result.log).toBe("success");
      }
      stage.github.enqueue(one, { method });
      const groups = [{ number: one }];
      stage.github.enqueue(two, { method });
      groups.push({ number: two });
      const before = told(stage);

      for (const { number } of groups) {
        const result = await stage.step("verify", { name: "merge_group", number });
        expect(result.conclusion, result.log).toBe("success");
      }
      expect(told(stage)).toEqual(before);
      expect(stage.writes()).toEqual([]);

      await stage.sandboxFetch("DELETE", "/organizations/org_1/members/mem_5");
      const moved = await stage.step("verify", { name: "merge_group", number: two });
      expect(moved.outputs["failure-reason"], moved.log).toBe("unreviewed");
      expect(moved.log).toContain("Not reviewed: create acme/member/frank@acme.test");
      expect(moved.summary).not.toContain("manifests cannot be used");
      expect(told(stage)).toEqual(before);
    },
  );

  test("what no plan has shown is not merged", async () => {
    const stage = await begun();
    const number = stage.propose(acme(...asLive, carol));
    stage.github.enqueue(number);

    // A plan in the queue is for its summary: it is on no pull request, and so counts for nothing.
    const inQueue = await stage.step("plan", { name: "merge_group", number });
    expect(inQueue.conclusion, inQueue.log).toBe("success");
    expect(inQueue.summary).toContain("carol@acme.test");
    expect(stage.github.state.comments(number)).toEqual([]);

    const result = await stage.step("verify", { name: "merge_group", number });
    expect(result.outputs["failure-reason"], result.log).toBe("unreviewed");
    expect(result.log).toContain(`#${number} does not count as reviewed`);

    await planned(stage, number);
    const again = await stage.step("verify", { name: "merge_group", number });
    expect(again.conclusion, again.log).toBe("success");

    stage.github.merge(number);
    const applied = await stage.step("apply", { name: "push" });
    expect(applied.conclusion, applied.log).toBe("success");
    expect(stage.writes()).toEqual(invitation);
  });
});

describe("on a pull request", () => {
  test("valid files are green, without credentials and without asking any system", async () => {
    const stage = await openStage();
    const number = stage.propose(acme(...asLive, carol));

    const result = await stage.step("verify", { name: "pull_request", number }, { secrets: {} });

    expect(result.conclusion, result.log).toBe("success");
    expect(result.summary).toContain("valid");
    expect(stage.sandbox.requests()).toEqual([]);
    expect(told(stage)).toEqual([]);
  });

  test("files that are not valid fail at their lines", async () => {
    const stage = await openStage();
    const text = organizationText([...asLive, "{email: carol@acme.test, role: emperor}"]);
    const number = stage.propose({ "orgs/acme.yaml": text });

    const result = await stage.step("verify", { name: "pull_request", number });

    expect(result.outputs).toEqual({ verdict: "invalid", "failure-reason": "invalid" });
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ level: "error", file: "orgs/acme.yaml", line: lineOf(text, "emperor") }),
    );
    expect(result.summary).toContain("emperor");
    expect(stage.sandbox.requests()).toEqual([]);
    expect(told(stage)).toEqual([]);
  });
});
