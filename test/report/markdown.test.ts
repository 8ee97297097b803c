import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change, Plan } from "../../src/model/contract.ts";
import { type PlanMarkdownOptions, renderPlanMarkdown } from "../../src/report/index.ts";
import { expectSafe, skeletonOf, treeOf } from "./github-markdown.ts";
import { change, effect, guard, listed, organization, plan, risk } from "./plan-builder.ts";
import { dangerous, intent, ordinary } from "./stories.ts";
import { planOf, strangePlan, strangeText } from "./strange.ts";

const headings =
  /^(?:Orgwright.*|What it means for people|Takes effect after merge|Not compared with live|title.*)$/su;

function big(organizations: number, members: number, parts: Partial<Change> = {}): Plan {
  return plan(
    Array.from({ length: organizations }, (_, number) =>
      organization(`org${number}`, {
        changes: Array.from({ length: members }, (__, index) =>
          change("create", `org${number}/member/p${index}@acme.test`, {
            effects: [effect(`p${index}@acme.test`, "gains", "member", `org${number}`)],
            ...parts,
          }),
        ),
      }),
    ),
    { guards: [guard("total-removals", "too much")] },
  );
}

/** Numbers behind a word in all notices of what was left out, and the names that are shown. */
function leftOut(text: string, what: string): number {
  return [...text.matchAll(new RegExp(`(\\d+) ${what}`, "gu"))].reduce((sum, [, n]) => sum + Number(n), 0);
}

describe("renderPlanMarkdown", () => {
  it.each([
    ["plan-ordinary.md", ordinary, {}],
    ["plan-dangerous.md", dangerous, {}],
    [
      "plan-intent.md",
      intent,
      {
        basis: "Base `1f0c2d4`, head `9be07aa`.",
        untouched: 7,
        takesEffectAfterMerge: ["`guards.minOwners` becomes 2"],
        notPlannedLive: [{ organization: "acme", reason: "a pull request from a fork gets no credentials" }],
      },
    ],
  ])("%s", async (file, story, options: PlanMarkdownOptions) => {
    await expect(renderPlanMarkdown(story, options)).toMatchFileSnapshot(`goldens/${file}`);
  });

  it("is short when there is nothing to say", () => {
    expect(renderPlanMarkdown(plan([organization("acme")]))).toBe(
      "### Orgwright plan: nothing to apply\n\n**no changes**\n\n1 organization is as declared: acme\n",
    );
  });

  it("puts counts, dangers, people and details in this order", () => {
    const text = renderPlanMarkdown(dangerous, { since: { organizations: [] } });
    const order = [
      "### Orgwright plan",
      "to create",
      "[!CAUTION]",
      "Since the last plan",
      "What it means",
      "<details",
    ];
    const places = order.map((part) => text.indexOf(part));

    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("tells what the caller knows", () => {
    const text = renderPlanMarkdown(ordinary, {
      title: "Plan of folder a",
      since: { organizations: [{ name: "acme", changes: [] }] },
      takesEffectAfterMerge: ["`endpoint` of signalsmith"],
      notPlannedLive: [{ organization: "beta", reason: "its credential is missing" }],
      untouched: 3,
      footer: ["Run 12"],
    });

    expect(text).toContain("### Plan of folder a: can be applied\n");
    expect(text).toContain("Since the last plan on this pull request: 4 **new**");
    expect(text).toContain("#### Takes effect after merge\n");
    expect(text).toContain("- `endpoint` of signalsmith\n");
    expect(text).toContain("#### Not compared with live\n\n- `beta`: its credential is missing\n");
    expect(text).toContain("\n3 organizations are not touched.\n");
    expect(text).toMatch(/\nRun 12\n$/u);
  });

  it("marks an organization that was not compared with live, and says nothing of applying when none was", () => {
    const mixed = plan([
      organization("acme", { basis: "intent", changes: [change("create", "acme/role/A")] }),
      organization("beta", { changes: [change("create", "beta/role/A")] }),
    ]);

    expect(renderPlanMarkdown(mixed)).toContain(
      "on signalsmith · 1 to create · not compared with live</summary>",
    );
    expect(renderPlanMarkdown(mixed)).toContain("### Orgwright plan: can be applied\n");
    expect(renderPlanMarkdown(intent)).not.toMatch(/can be applied/iu);
    expect(renderPlanMarkdown(intent)).toContain("**not compared with live**");
  });
});

describe("what fits", () => {
  it("is the whole plan where there is room", () => {
    const text = renderPlanMarkdown(big(3, 40), { limit: 1_000_000, unit: "bytes" });

    expect(text).not.toContain("Left out");
    expect(text.match(/create member/gu)).toHaveLength(120);
  });

  it("is counted by kind of thing where there is not, with a pointer to the whole", () => {
    const story = big(40, 50);
    const text = renderPlanMarkdown(story, {
      limit: 20_000,
      fullPlan: { url: "https://github.test/o/r/actions/runs/1" },
    });
    const shown = text.match(/create member/gu)?.length ?? 0;
    const total = /organizations, (\d+) changes \(\d+ to create\)/u.exec(text);

    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(text.length).toBeGreaterThan(19_000);
    expect(text).toContain("**blocked** too much");
    expect(shown).toBeGreaterThan(20);
    expect(Number(total?.[1]) + shown).toBe(2000);
    expect(text).toMatch(
      /Left out for length: \d+ organizations, \d+ changes .*none with a risk\. The whole plan/u,
    );
    expect(text).toContain("in the [job's summary](https://github.test/o/r/actions/runs/1)._");
  });

  it("is chosen by risk: what is dangerous stays although it comes last and others are many", () => {
    const quiet = Array.from({ length: 3000 }, (_, index) =>
      change("create", `acme/member/p${index}@acme.test`),
    );
    const boss = change("update", "acme/member/zed@acme.test", {
      risks: [risk("owner-gained", "zed@acme.test becomes owner of acme")],
    });
    const gone = change("delete", "acme/member/yan@acme.test");
    const changed = change("update", "acme/member/xia@acme.test");
    const far = organization("zulu", { changes: [change("delete", "zulu/role/OLD")] });
    const story = plan([organization("acme", { changes: [...quiet, changed, gone, boss] }), far]);

    const text = renderPlanMarkdown(story, { limit: 4000 });

    expect(text.length).toBeLessThanOrEqual(4000);
    for (const name of ["zed@acme.test", "yan@acme.test", "xia@acme.test", "OLD"])
      expect(text).toContain(`\`${name}\``);
    expect(text).toContain("none with a risk");
    expect(text).toMatch(/<b>acme<\/b>.*3000 to create/u);
  });

  it("counts a danger that found no room by what it is", () => {
    const organizations = Array.from({ length: 300 }, (_, index) =>
      organization(`o${index}`, {
        guards: [guard("last-owner", `o${index} would be left without an owner, and so on and on and on`)],
        changes: [change("create", `o${index}/role/A`)],
      }),
    );

    const text = renderPlanMarkdown(plan(organizations), { limit: 10_000 });
    const shown = text.match(/^> - \*\*blocked\*\*/gmu)?.length ?? 0;

    expect(shown).toBeGreaterThan(10);
    expect(leftOut(/> - _Left out.*/u.exec(text)?.[0] ?? "", "blocked") + shown).toBe(300);
  });

  it("never grows over the limit, whatever the plan, the text and the unit", () => {
    const long = fc.array(
      strangeText.map((text) => text.repeat(5)),
      { minLength: 4, maxLength: 4 },
    );
    const options = fc.record({
      limit: fc.integer({ min: 0, max: 9000 }),
      reserved: fc.integer({ min: 0, max: 500 }),
      unit: fc.constantFrom("characters" as const, "bytes" as const),
    });

    fc.assert(
      fc.property(fc.array(long, { minLength: 1, maxLength: 6 }), options, (texts, chosen) => {
        const plans = texts.map(planOf);
        const story = {
          ...plan(plans.flatMap(({ organizations }) => organizations)),
          guards: plans[0]?.guards ?? [],
        };
        const text = renderPlanMarkdown(story, { ...chosen, footer: texts[0] ?? [] });
        const size = chosen.unit === "bytes" ? Buffer.byteLength(text) : text.length;

        expect(size).toBeLessThanOrEqual(Math.max(0, chosen.limit - chosen.reserved));
        expect([...text].length).toBeLessThanOrEqual(chosen.limit);
        expectSafe(text, { headings });
      }),
      { numRuns: 60 },
    );
  });

  it("shows or counts every danger that stops or moves ownership", () => {
    const risky = fc.integer({ min: 1, max: 60 });

    fc.assert(
      fc.property(
        risky,
        risky,
        risky,
        fc.integer({ min: 1500, max: 9000 }),
        (held, unread, owners, limit) => {
          const story = plan([
            ...Array.from({ length: held }, (_, index) =>
              organization(`h${index}`, { guards: [guard("self", `h${index} loses itself`)] }),
            ),
            ...Array.from({ length: unread }, (_, index) =>
              organization(`u${index}`, {
                diagnostics: [{ code: "x/y", severity: "error", message: `no answer ${index}` }],
              }),
            ),
            organization("z", {
              changes: Array.from({ length: owners }, (_, index) =>
                change("update", `z/member/p${index}@z.test`, {
                  risks: [risk("owner-gained", `p${index}@z.test becomes owner of z`)],
                }),
              ),
            }),
          ]);
          const box = /> \[!CAUTION\]\n(?:> .*\n)*/u.exec(renderPlanMarkdown(story, { limit }))?.[0] ?? "";
          const told = (label: string): number => {
            const rows = box.split("\n").filter((row) => row.startsWith(`> - **${label}**`));
            const more = rows.map((row) => Number(/ and (\d+) more/u.exec(row)?.[1] ?? 1));
            return (
              more.reduce((sum, number) => sum + number, 0) +
              leftOut(/_Left out.*/u.exec(box)?.[0] ?? "", label)
            );
          };

          expect({ held: told("blocked"), unread: told("unread"), owners: told("owner gained") }).toEqual({
            held,
            unread,
            owners,
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("names a few of many people, and counts the others", () => {
    const effects = Array.from({ length: 3000 }, (_, index) => ({
      ...effect(`p${index}@acme.test`, "loses", "viewer", "staging"),
      cascade: true,
    }));
    const story = plan([
      organization("acme", { changes: [change("delete", "acme/workspace/staging", { effects })] }),
    ]);

    const row = renderPlanMarkdown(story)
      .split("\n")
      .find((line) => line.includes("remove workspace"));

    expect(row).toContain("and 2992 more lose `viewer` on `staging` (follows)");
    expect(row?.length).toBeLessThan(500);
  });
});

describe("somebody else's text", () => {
  it("changes nothing of the structure", () => {
    const expected = skeletonOf(treeOf(renderPlanMarkdown(planOf(["aa", "bb", "cc", "dd"]))));

    fc.assert(
      fc.property(strangePlan.filter(distinct), (story) => {
        expect(skeletonOf(treeOf(renderPlanMarkdown(story)))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("is no link, image, HTML, heading, mention or reference, in no place", () => {
    const texts = fc.array(strangeText, { minLength: 6, maxLength: 6 });

    fc.assert(
      fc.property(strangePlan, texts, (story, [a = "", b = "", c = "", d = "", e = "", f = ""]) => {
        const text = renderPlanMarkdown(story, {
          title: `title ${a}`,
          basis: b,
          since: {
            organizations: [{ name: a, changes: [{ id: b, address: `${c}/member/${d}`, action: "create" }] }],
          },
          takesEffectAfterMerge: [c, d],
          notPlannedLive: [{ organization: e, reason: f }],
          fullPlan: { url: e },
          footer: [f, a],
        });

        expectSafe(text, { headings });
      }),
      { numRuns: 60 },
    );
  });

  it("is seen where it is released access", () => {
    const released = [listed("released", "acme/access/prod/@team", "#1", true)];

    expect(renderPlanMarkdown(plan([organization("acme", { released })]))).toContain(
      "access `@team on prod`: #&#8203;1",
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
