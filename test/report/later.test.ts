import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { laterWords, renderPlanMarkdown, type ShownLater } from "../../src/report/index.ts";
import { expectSafe } from "./github-markdown.ts";
import { at, becomes, change, effect, organization, plan, risk } from "./plan-builder.ts";
import { ordinary } from "./stories.ts";
import { strangePlan, strangeText } from "./strange.ts";

type Entry = ShownLater["entries"][number];
type LaterChange = Entry["changes"][number];

const headings = /^(?:Orgwright.*|What it means for people)$/su;
const quiet = plan([organization("acme")]);

function will(change: LaterChange, parts: Partial<LaterChange> = {}): LaterChange {
  const { action, address, verb, risks, effects, origins, dropped } = { ...change, ...parts };
  return { action, address, verb, risks, effects, origins, dropped };
}

const mallory: LaterChange = will({
  ...change("create", "acme/member/mallory@acme.test", {
    risks: [risk("owner-gained", "mallory@acme.test becomes owner of acme")],
    effects: [effect("mallory@acme.test", "gains", "owner", "acme")],
    origins: [at("orgs/acme.yaml", 12)],
  }),
  dropped: false,
});
const bob: LaterChange = will({
  ...change("delete", "acme/member/bob@acme.test", {
    effects: [effect("bob@acme.test", "loses", "member", "acme")],
    origins: [at("orgs/acme.yaml", 13)],
  }),
  dropped: false,
});

function shown(changes: readonly LaterChange[], parts: Partial<Entry & ShownLater> = {}): ShownLater {
  const { at: instant = "2026-11-24T00:00:00.000Z", problems = [], more = 0 } = parts;
  return { entries: [{ at: instant, organization: "acme", changes, problems }], more };
}

describe("what is declared for later", () => {
  it("stands below the dangers, marked like one, and the heading tells of it", () => {
    expect(renderPlanMarkdown(quiet, { later: shown([mallory, bob]) })).toBe(
      [
        "### Orgwright plan: nothing to apply now, 2 later",
        "",
        "**no changes now, 2 later**",
        "",
        "> [!WARNING]",
        "> **Declared for later**, without another pull request:",
        ">",
        "> - `2026-11-24 00:00 UTC` · `acme`: **owner gained** `mallory@acme.test` gains `owner` on `acme` `orgs/acme.yaml:12`",
        "> - `2026-11-24 00:00 UTC` · `acme`: `bob@acme.test` loses `member` on `acme` `orgs/acme.yaml:13`",
        "",
        "1 organization is as declared: acme",
        "",
      ].join("\n"),
    );
  });

  it("is no alarm without a risk", () => {
    const text = renderPlanMarkdown(quiet, { later: shown([bob]) });

    expect(text).not.toContain("[!WARNING]");
    expect(text).toContain("\n**Declared for later**, without another pull request:\n\n- `2026");
  });

  it("comes after the plan's own dangers and before the people", () => {
    const own = organization("acme", {
      changes: [change("update", "acme/member/z@acme.test", { risks: [risk("admin-gained", "z is admin")] })],
    });
    const text = renderPlanMarkdown(plan([own, ...ordinary.organizations]), { later: shown([mallory]) });
    const places = ["**admin gained**", "**Declared for later**", "What it means"].map((part) =>
      text.indexOf(part),
    );

    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toContain(", 1 later**");
  });

  it("tells what no longer happens, what has no effect on people, and what changes", () => {
    const text = renderPlanMarkdown(quiet, {
      later: shown([
        will(bob, { dropped: true }),
        will(bob, { effects: [], origins: [] }),
        will(bob, { effects: [becomes("bob@acme.test", "member", "admin", "acme")] }),
      ]),
    });

    expect(text).toContain("no longer: `bob@acme.test` loses `member` on `acme`");
    expect(text).toMatch(/`acme`: remove member bob@\S+acme\.test\n/u);
    expect(text).toContain("`bob@acme.test` changes from `member` to `admin` on `acme`");
  });

  it("says what is not known, and what becomes invalid", () => {
    const later = shown([], { problems: ["The section `members` comes to nothing."], more: 3 });
    const text = renderPlanMarkdown(quiet, { later });

    expect(text).toContain("> [!WARNING]\n");
    expect(text).toContain("**invalid** from then on: The section `members` comes to nothing.");
    expect(text).toContain("> - **not known** what happens at 3 times after these");
    expect(laterWords(later)).toBe("invalid later, 3 later times not looked at");
  });

  it("is nothing where nothing is", () => {
    expect(renderPlanMarkdown(quiet, { later: { entries: [], more: 0 } })).toBe(renderPlanMarkdown(quiet));
  });

  it("says of a plan with changes how much is later, and never that nothing is to be applied", () => {
    const text = renderPlanMarkdown(ordinary, { later: shown([mallory]) });

    expect(text).toContain("### Orgwright plan: can be applied\n");
    expect(text).toMatch(/\*\*.*to remove, 1 later\*\*/u);
  });
});

describe("what fits of it", () => {
  it("is chosen by risk, and the rest counted", () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      will(bob, {
        address: `acme/member/p${index}@acme.test`,
        effects: [effect(`p${index}@acme.test`, "loses", "member", "acme")],
      }),
    );
    const text = renderPlanMarkdown(quiet, { later: shown([...many, mallory]), limit: 8000 });
    const rows = text.match(/^> - `2026/gmu)?.length ?? 0;

    expect(text.length).toBeLessThanOrEqual(8000);
    expect(text).toContain("**owner gained** `mallory@acme.test`");
    expect(rows).toBeGreaterThan(5);
    expect(text).toContain(`> - _Left out for length: ${501 - rows} entries of lists._`);
    expect(text).toContain("no changes now, 501 later");
  });

  it("counts owners that found no room by what they are", () => {
    const many = Array.from({ length: 300 }, () => mallory);
    const text = renderPlanMarkdown(quiet, { later: shown(many), limit: 8000 });
    const rows = text.match(/\*\*owner gained\*\*/gu)?.length ?? 0;

    expect(rows).toBeGreaterThan(5);
    expect(text).toContain(`${300 - rows} dangers (${300 - rows} owner gained)`);
  });

  it("never breaks out, and never grows over the limit, whatever somebody wrote", () => {
    const texts = fc.array(strangeText, { minLength: 5, maxLength: 5 });

    fc.assert(
      fc.property(strangePlan, texts, fc.integer({ min: 300, max: 70_000 }), (story, all, limit) => {
        const [a = "", b = "", c = "", d = "", e = ""] = all;
        const strange = will(mallory, {
          address: `${a}/member/${b}`,
          verb: "invite",
          effects: [effect(b, "gains", c, d), becomes(e, a, b, c)],
          origins: [at(d, 3), at(e, 4)],
          risks: [risk("owner-gained", c)],
        });
        const bare = will(strange, { effects: [], risks: [], dropped: true });
        const entry = { at: e, organization: a, changes: [strange, bare], problems: [b, c] };
        const text = renderPlanMarkdown(story, { later: { entries: [entry], more: 2 }, limit });

        expect(text.length).toBeLessThanOrEqual(limit);
        expectSafe(text, { headings });
      }),
      { numRuns: 100 },
    );
  });
});
