import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/model/contract.ts";
import { renderPlanMarkdown } from "../../src/report/index.ts";
import { change, effect, guard, organization, plan } from "./plan-builder.ts";
import { dangerous, ordinary } from "./stories.ts";
import { planOf, strangePlan } from "./strange.ts";

const ours = /<\/?(?:details|summary|b|br)>/gu;

/** What the structure is made of, without any of the text. */
function skeleton(markdown: string): readonly string[] {
  return markdown.split("\n").map((row) => {
    const cells = row.startsWith("|") ? row.match(/(?<!\\)\|/gu)?.length : 0;
    const start =
      /^(?:> )?(?: {2})?(?:- |#+ |\| |\*\*|<details>|<\/details>|<summary>|\[!)?/u.exec(row)?.[0] ?? "";
    return `${start} ${cells}`;
  });
}

/** The text without its code spans, in which nothing is a mention, and without escaped marks. */
function outsideCode(markdown: string): string {
  return markdown.replace(/&#\d+;/gu, "\u200B").replace(/\\[!-/:-@[-`{-~]|`[^`\n]*`/gu, "");
}

function big(organizations: number, members: number): Plan {
  return plan(
    Array.from({ length: organizations }, (_, number) =>
      organization(`org${number}`, {
        changes: Array.from({ length: members }, (_, index) =>
          change("create", `org${number}/member/p${index}@acme.test`, {
            effects: [effect(`p${index}@acme.test`, "gains", "member", `org${number}`)],
          }),
        ),
      }),
    ),
    { guards: [guard("total-removals", "too much")] },
  );
}

describe("renderPlanMarkdown", () => {
  it.each([
    ["plan-ordinary.md", ordinary],
    ["plan-dangerous.md", dangerous],
  ])("%s", async (file, story) => {
    await expect(renderPlanMarkdown(story)).toMatchFileSnapshot(`goldens/${file}`);
  });

  it("is short when there is nothing to say", () => {
    expect(renderPlanMarkdown(plan([organization("acme")]))).toBe(
      "### Orgwright plan: nothing to apply\n\n**no changes**\n\n1 organization is as declared: acme\n",
    );
  });

  it("keeps to the limit, keeps the dangers, and counts what it leaves out", () => {
    const text = renderPlanMarkdown(big(40, 50), 20_000);

    expect(text.length).toBeLessThanOrEqual(20_300);
    expect(text).toContain("**blocked** too much");
    expect(text).toMatch(/_\d+ rows left out for length; the plan file has everything\._/u);
    expect(text).toMatch(/_\d+ organizations left out for length; the plan file has everything\._/u);
  });

  it("has the same structure whatever the text", () => {
    const expected = skeleton(renderPlanMarkdown(planOf(["aa", "bb", "cc", "dd"])));

    fc.assert(
      fc.property(strangePlan.filter(distinct), (story) => {
        expect(skeleton(renderPlanMarkdown(story))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it("holds no HTML, mention, reference or link of a stranger", () => {
    fc.assert(
      fc.property(strangePlan, (story) => {
        const text = renderPlanMarkdown(story).replace(ours, "");

        expect(text).not.toMatch(/<|\r|[\u202A-\u202E]/u);
        expect(outsideCode(text)).not.toMatch(/@[\p{L}\p{N}_-]|#\d|https?:\/\/|\]\(/u);
      }),
      { numRuns: 200 },
    );
  });
});

/** Equal texts would be one group of effects, which is another structure. */
function distinct({ organizations }: Plan): boolean {
  const texts = [organizations[0]?.name, organizations[0]?.key, organizations[0]?.connection];
  const note = organizations[0]?.changes[0]?.note;
  return (
    new Set([...texts, note]).size === 4 &&
    [...texts, note].every((text) => text?.trim() !== "" && !text?.includes("/") && !text?.includes(":"))
  );
}
