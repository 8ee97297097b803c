/** What issues say and remember, and how they are known again: without GitHub. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adoptFold, adoptText, adoptTitle, patchLines } from "../../../src/entry/action/drift/adopt-text.ts";
import { emptiedBy } from "../../../src/entry/action/drift/emptied.ts";
import { type Group, groupsOf, isNoteworthy } from "../../../src/entry/action/drift/groups.ts";
import { hiddenState, stateOf } from "../../../src/entry/action/drift/hidden-state.ts";
import { issueBody, newsComment } from "../../../src/entry/action/drift/issue-text.ts";
import {
  adoptBranch,
  issueMark,
  markIn,
  pullMark,
  pullMarkIn,
} from "../../../src/entry/action/drift/mark.ts";
import { revertWays } from "../../../src/entry/action/drift/revert.ts";
import { newsBetween, nextState, type State } from "../../../src/entry/action/drift/state.ts";
import type { Change, OrganizationPlan } from "../../../src/model/contract.ts";
import { driftTitle } from "../../../src/report/index.ts";
import { folderWith } from "../../io/folder.ts";
import { expectSafe } from "../../report/github-markdown.ts";
import { becomes, change, digestOf, effect, listed, organization, risk } from "../../report/plan-builder.ts";
import { planOf, strangeText } from "../../report/strange.ts";

const first = "2026-12-01T10:00:00.000Z";
const later = "2026-12-02T10:00:00.000Z";
const runUrl = "https://github.test/acme/organizations/actions/runs/7";

function drift(who: string, parts: Partial<Change> = {}): Change {
  return change("delete", `acme/member/${who}@acme.test`, { cause: "drift", ...parts });
}

function group(organizations: readonly OrganizationPlan[], name = "acme"): Group {
  return { kind: "connection", name, organizations };
}

function look(organizations: readonly OrganizationPlan[], before: State | undefined, now: string): State {
  return nextState(group(organizations), before, { now, adopted: new Map() });
}

const acknowledged: NonNullable<Change["acknowledged"]> = {
  name: "known",
  reason: "on call",
  expires: "2027-01-01",
};
const problem = (code: string) => ({ code, severity: "error" as const, message: "It is so." });
const unread = (name: string) => organization(name, { verdict: "failed" });

describe("what is worth an issue", () => {
  test.each<[string, boolean, Partial<OrganizationPlan>]>([
    ["nothing", false, {}],
    ["drift", true, { changes: [drift("eve")] }],
    ["a difference of unknown cause", true, { changes: [drift("eve", { cause: "unclassified" })] }],
    ["something merged and never applied", true, { changes: [drift("eve", { cause: "intended" })] }],
    ["something due", false, { changes: [drift("eve", { cause: "due" })] }],
    ["a release", false, { released: [listed("released", "acme/member/eve@acme.test", "kept")] }],
    [
      "a dangerous release",
      true,
      { released: [listed("released", "acme/member/eve@acme.test", "kept", true)] },
    ],
    ["something observed", false, { observed: [listed("observed", "acme/member/eve@acme.test", "differs")] }],
    [
      "somebody with power whom nobody manages",
      true,
      { unmanaged: [listed("additive", "acme/member/eve@acme.test", "owner", true)] },
    ],
    [
      "somebody with power who is only observed",
      true,
      { observed: [listed("observed", "acme/member/eve@acme.test", "owner", true)] },
    ],
    [
      "somebody whom nobody manages",
      false,
      { unmanaged: [listed("additive", "acme/member/eve@acme.test", "member")] },
    ],
    ["what cannot be read", false, { verdict: "failed", diagnostics: [problem("connector/unread")] }],
    ["what cannot be planned", true, { verdict: "failed", diagnostics: [problem("plan/ambiguous-member")] }],
  ])("%s: %s", (_, expected, parts) => {
    expect(isNoteworthy(group([organization("acme", parts)]), {})).toBe(expected);
  });

  test("what is acknowledged is not", () => {
    const changes = [drift("eve", { acknowledged })];
    expect(isNoteworthy(group([organization("acme", { changes })]), {})).toBe(false);
  });

  test("an apply that stopped is, as long as something is left of it", () => {
    const attempts = { acme: { status: "partial", at: first } } as const;
    const due = organization("acme", { changes: [drift("eve", { cause: "due" })] });
    expect(isNoteworthy(group([due]), attempts)).toBe(true);
    expect(isNoteworthy(group([organization("acme")]), attempts)).toBe(false);
    expect(isNoteworthy(group([{ ...due, name: "labs" }]), attempts)).toBe(false);
  });

  test("groups are sorted, and each organization is in one", () => {
    const all = [organization("zed"), organization("acme"), { ...organization("mid"), connection: "cnap" }];
    const shape = (kind: "organization" | "connection") =>
      groupsOf(all, kind).map(({ name, organizations }) => [name, organizations.map((each) => each.name)]);
    expect(shape("organization")).toEqual([
      ["acme", ["acme"]],
      ["mid", ["mid"]],
      ["zed", ["zed"]],
    ]);
    expect(shape("connection")).toEqual([
      ["cnap", ["mid"]],
      ["signalsmith", ["acme", "zed"]],
    ]);
  });

  test("the title is of what was not applied where live has not moved", () => {
    const changes = [drift("eve", { cause: "intended" })];
    expect(driftTitle([organization("acme", { changes })])).toBe("Not applied in acme: 1 change");
    expect(driftTitle([organization("acme", { changes }), unread("labs")])).toBe(
      "Drift in acme, labs: 1 could not be read",
    );
  });
});

describe("what an issue remembers", () => {
  test("since when, by difference; and of an organization that was not read what was known", () => {
    const before = look(
      [organization("acme", { changes: [drift("eve")] }), organization("labs", { changes: [drift("zoe")] })],
      undefined,
      first,
    );
    const blind = look(
      [organization("acme", { changes: [drift("eve"), drift("bob")] }), unread("labs")],
      before,
      later,
    );

    expect(blind.organizations["labs"]).toEqual(before.organizations["labs"]);
    expect(blind.organizations["acme"]?.items.map(([, address, since]) => [address, since])).toEqual([
      ["acme/member/bob@acme.test", later],
      ["acme/member/eve@acme.test", first],
    ]);
    expect(newsBetween(before, blind)).toMatchObject({
      moved: true,
      fresh: [[expect.anything(), "acme/member/bob@acme.test", later]],
      gone: [],
    });
  });

  test("a look that could not read, and the one after it, are no news", () => {
    const labs = organization("labs", { changes: [drift("zoe")] });
    const before = look([labs], undefined, first);
    const blind = look([unread("labs")], before, later);
    const after = look([labs], blind, later);

    expect(newsBetween(before, blind).moved).toBe(false);
    expect(newsBetween(blind, after).moved).toBe(false);
    expect(after.organizations["labs"]?.items[0]?.[2]).toBe(first);
  });

  test("a difference that grows is another one", () => {
    const before = look([organization("acme", { changes: [drift("eve")] })], undefined, first);
    const grown = drift("eve", { effects: [effect("eve@acme.test", "loses", "owner", "acme")] });
    const { moved, fresh } = newsBetween(
      before,
      look([organization("acme", { changes: [grown] })], before, later),
    );
    expect(moved).toBe(true);
    expect(fresh).toHaveLength(1);
  });

  test("what cannot be planned is news, once, and takes nothing with it that was known", () => {
    const acme = organization("acme", { changes: [drift("eve")] });
    const broken = organization("acme", {
      verdict: "failed",
      diagnostics: [problem("plan/ambiguous-member")],
    });
    const before = look([acme], undefined, first);
    const blind = look([broken], before, later);
    const news = newsBetween(before, blind);
    expect(news).toMatchObject({ moved: true, gone: [] });
    expect(newsComment("Head.", news, group([broken]))).toContain(
      "**critical** `organization acme` cannot be compared: plan/ambiguous-member",
    );
    const again = look([broken], blind, later);
    expect(newsBetween(blind, again).moved).toBe(false);
    expect(newsBetween(again, look([acme], again, later))).toMatchObject({ moved: true, fresh: [] });
    const other = { ...broken, diagnostics: [problem("plan/unknown-level")] };
    expect(newsBetween(again, look([other], again, later)).moved).toBe(true);
  });

  test("of an organization that is gone as long as its successor may be one that is unread", () => {
    const before = look([organization("acme", { changes: [drift("eve")] })], undefined, first);
    const blind = look([unread("acme-inc")], before, later);
    expect(newsBetween(before, blind).moved).toBe(false);
    expect(newsBetween(blind, look([organization("acme-inc")], blind, later)).gone).toHaveLength(1);
  });

  test("by one fingerprint where hundreds share an issue and all have drifted", () => {
    const all = Array.from({ length: 2500 }, (_, at) =>
      organization(`customer-${at}`, { changes: [drift(`p${at}`)] }),
    );
    const hidden = hiddenState(look(all, undefined, first));
    expect(hidden.length).toBeLessThan(25_000);
    const known = stateOf(hidden);
    expect(known?.whole).toBeDefined();
    expect(newsBetween(known, look([...all].reverse(), known, later)).moved).toBe(false);
    const more = look([...all, organization("zed", { changes: [drift("zoe")] })], known, later);
    expect(newsBetween(known, more)).toMatchObject({ moved: true, blurred: true });
  });

  test("an organization that joins without drift is no news, one that leaves with drift is", () => {
    const acme = organization("acme", { changes: [drift("eve")] });
    const before = look([acme], undefined, first);
    expect(newsBetween(before, look([acme, organization("labs")], before, later)).moved).toBe(false);
    expect(newsBetween(before, look([organization("labs")], before, later))).toMatchObject({
      moved: true,
      gone: [[expect.anything(), "acme/member/eve@acme.test", first]],
    });
  });

  test("what is acknowledged and what was released count as gone and come", () => {
    const before = look([organization("acme", { changes: [drift("eve")] })], undefined, first);
    const released = [listed("released", "acme/member/bob@acme.test", "kept")];
    const changes = [drift("eve", { acknowledged })];
    const after = look([organization("acme", { changes, released })], before, later);
    const { fresh, gone } = newsBetween(before, after);
    expect(fresh.map(([, address]) => address)).toEqual(["acme/member/bob@acme.test"]);
    expect(gone.map(([, address]) => address)).toEqual(["acme/member/eve@acme.test"]);
  });

  test("comes back from a body as it went in, whatever the names are", () => {
    fc.assert(
      fc.property(fc.array(strangeText, { minLength: 4, maxLength: 4 }), (texts) => {
        const state = look(planOf(texts).organizations, undefined, first);
        const body = `text\n${hiddenState(state)}`;
        expect(stateOf(body)).toEqual(state);
        expect(hiddenState(state)).toMatch(/^<!-- orgwright:state [A-Za-z0-9+/=]* -->$/u);
      }),
    );
  });

  test.each([
    ["", "no state"],
    ["<!-- orgwright:state !! -->", "no base64"],
    ["<!-- orgwright:state AAAA -->", "nothing compressed"],
    [`<!-- orgwright:state ${Buffer.from("{}").toString("base64")} -->`, "nothing compressed"],
    [`${hiddenState(look([], undefined, first))}\nmore`, "text behind it"],
  ])("%s is as none: %s", (body) => {
    expect(stateOf(body)).toBeUndefined();
  });

  test("of thousands of differences the names go first, and what is news is still known", () => {
    const many = (count: number) =>
      organization("acme", { changes: Array.from({ length: count }, (_, at) => drift(`person-${at}`)) });
    const sizes = [200, 1500, 6000].map((count) => {
      const state = look([many(count)], undefined, first);
      const hidden = hiddenState(state);
      expect(hidden.length).toBeLessThan(25_000);
      const known = stateOf(hidden);
      expect(newsBetween(known, look([many(count)], known, later)).moved).toBe(false);
      const items = known?.organizations["acme"]?.items ?? [];
      return [items.length, items.some(([, address]) => address !== "")];
    });
    expect(sizes).toEqual([
      [200, true],
      [1500, false],
      [0, false],
    ]);
  });
});

describe("the text of an issue", () => {
  const mark = { folder: "", kind: "connection", name: "acme" } as const;

  function bodyOf(organizations: readonly OrganizationPlan[], state: State, fold = ""): string {
    const adopted = new Map([
      [organizations[0]?.name ?? "", { refused: [], ...(fold === "" ? { pull: 5 } : { fold }) }],
    ]);
    return issueBody({ mark, group: group(organizations), state, attempts: {}, adopted, runUrl });
  }

  test("is never over GitHub's limit, and always remembers", () => {
    const changes = Array.from({ length: 3000 }, (_, at) => drift(`somebody-with-a-long-name-${at}`));
    const organizations = [organization("acme", { changes })];
    const body = bodyOf(organizations, look(organizations, undefined, first), "x".repeat(19_000));
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.length).toBeGreaterThan(50_000);
    expect(stateOf(body)).toBeDefined();
    expect(markIn({ body } as Parameters<typeof markIn>[0], "")).toMatchObject(mark);
  });

  test("nothing in it breaks out, whatever is live", () => {
    fc.assert(
      fc.property(fc.array(strangeText, { minLength: 4, maxLength: 4 }), (texts) => {
        const { organizations } = planOf(texts);
        const state = look(organizations, undefined, first);
        const body = bodyOf(organizations, state);
        const [, ...rest] = body.split("\n");
        expect(body.match(/<!-- orgwright/gu)?.length).toBe(2);
        expect(rest.at(-1)).toMatch(/^<!-- orgwright:state \S* -->$/u);
        const news = { moved: true, fresh: state.organizations[texts[0] ?? ""]?.items ?? [], gone: [] };
        expectSafe(newsComment("The drift has changed.", news, group(organizations)), { headings: /^$/u });
      }),
      { numRuns: 50 },
    );
  });

  test("a comment has the worst first, and counts by severity before all", () => {
    const changes = [
      ...Array.from({ length: 40 }, (_, at) => drift(`a${at}`)),
      drift("zz-mallory", { risks: [risk("owner-lost", "")] }),
    ];
    const organizations = [organization("acme", { changes })];
    const news = newsBetween(undefined, look(organizations, undefined, first));
    const text = newsComment("Head.", news, group(organizations));
    expect(text.split("\n")[0]).toBe("Head. New: 1 critical, 40 warning.");
    expect(/^- .*$/mu.exec(text)?.[0]).toBe("- **critical** `member zz-mallory@acme.test` not declared");
  });

  test("a comment names thirty, and counts the rest", () => {
    const organizations = [
      organization("acme", { changes: Array.from({ length: 40 }, (_, at) => drift(`p${at}`)) }),
    ];
    const text = newsComment(
      "Head.",
      newsBetween(undefined, look(organizations, undefined, first)),
      group(organizations),
    );
    expect(text).toContain("**New** (40)");
    expect(text.match(/^- \*\*warning\*\* `member/gmu)).toHaveLength(30);
    expect(text).toContain("and 10 more: 10 warning");
  });
});

describe("marks and branches", () => {
  const part = fc.oneof(strangeText, fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/u));

  test("a mark is found again, and by nothing else", () => {
    fc.assert(
      fc.property(part, part, part, (folder, name, other) => {
        const wellFormed = [folder, name, other].every((text) => !/\p{Cs}/u.test(text));
        fc.pre(wellFormed && other !== folder && name !== "");
        const line = issueMark({ folder, kind: "organization", name });
        const issue = { body: `${line}\ntext` } as Parameters<typeof markIn>[0];
        expect(line).not.toMatch(/\n|-->.|<!--.*<!--/u);
        expect(markIn(issue, folder)).toEqual({ folder, kind: "organization", name });
        if (![folder, other].includes("") || ![folder, other].includes("."))
          expect(markIn(issue, other)).toBeUndefined();
      }),
    );
  });

  test("a pull request's mark too", () => {
    const mark = {
      folder: "a/b",
      organization: "acme.eu",
      commits: ["a1", "b2"],
      fingerprint: "ff",
      closed: true,
    };
    const body = `${pullMark(mark)}\ntext`;
    expect(pullMarkIn({ body } as Parameters<typeof pullMarkIn>[0], mark)).toEqual(mark);
    expect(
      pullMarkIn({ body } as Parameters<typeof pullMarkIn>[0], { ...mark, organization: "acme" }),
    ).toBeUndefined();
  });

  test("a branch has a name that git takes, another for each organization and folder", () => {
    const folder = fc.constantFrom("", "a", "a/b", "a+b", "..", "x.lock", "teams/eu", "ü");
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/u);
    fc.assert(
      fc.property(folder, name, folder, name, (folderA, a, folderB, b) => {
        const [one, other] = [adoptBranch(folderA, a), adoptBranch(folderB, b)];
        expect(one === other).toBe(folderA === folderB && a === b);
        expect(one.startsWith(`${other}/`)).toBe(false);
        expect(one).not.toMatch(/\.\.|\.lock$|\.$|\/\.|[\s~^:?*[\\]|@\{/u);
      }),
    );
    for (const hard of ["a..b", "a.", "x.lock", "acme.eu"]) {
      execFileSync("git", ["check-ref-format", "--branch", adoptBranch("a.b/c", hard)]);
    }
    expect(adoptBranch("", "acme.eu")).toBe("orgwright/adopt/acme.eu");
  });
});

describe("ways out", () => {
  test("the command has names and digests in one order, of what has something to revert", () => {
    const organizations = [
      organization("acme", { changes: [drift("eve")] }),
      organization("calm", { changes: [drift("eve", { cause: "due" })] }),
      organization("labs", { changes: [drift("zoe")] }),
    ];
    const { how } = revertWays(organizations, runUrl);
    expect(how).toContain("--repo github.test/acme/organizations -f organizations=acme,labs");
    expect(how).toContain(`-f digests=${digestOf("acme")},${digestOf("labs")}`);
    expect(how).toContain(`# labs: ${digestOf("labs")}`);
    const many = Array.from({ length: 25 }, (_, at) => organization(`o${at}`, { changes: [drift("eve")] }));
    expect(revertWays(many, runUrl).how).toContain("# 5 more organizations");
    expect(revertWays([organization("a b'c", { changes: [drift("eve")] })], runUrl).how).toContain(
      "organizations='a b'\\''c'",
    );
  });

  test("a patch is one that git applies", async () => {
    const line = fc.constantFrom("a", "b", "c", "", " - x", "# y");
    const text = fc
      .tuple(fc.array(line, { minLength: 1, maxLength: 12 }), fc.boolean())
      .map(([lines, ends]) => lines.join("\n") + (ends ? "\n" : ""))
      .filter((each) => each !== "");
    await fc.assert(
      fc.asyncProperty(text, text, async (before, after) => {
        fc.pre(before !== after);
        const patch = patchLines({ path: "f.yaml", before, after }).map((each) => `${each}\n`);
        const folder = await folderWith({ "f.yaml": before, "p.diff": patch.join("") });
        execFileSync("git", ["apply", "p.diff"], { cwd: folder, stdio: "pipe" });
        expect(readFileSync(join(folder, "f.yaml"), "utf8")).toBe(after);
      }),
      { numRuns: 40 },
    );
  });

  test("nothing in a pull request's text or a fold breaks out", () => {
    fc.assert(
      fc.property(strangeText, strangeText, strangeText, (a, b, c) => {
        const words = {
          organization: a,
          adopted: [
            { id: "1", address: `${a}/member/${b}`, words: c },
            { id: "2", address: `${a}/member/${c}`, words: a },
          ],
          refused: [{ address: `${a}/member/${c}`, reason: b }],
          changes: [
            change("delete", `${a}/member/${b}`, {
              id: "1",
              cause: "unclassified",
              risks: [risk("owner-lost", c)],
              effects: [effect(b, "loses", c, a), becomes(c, a, b, c)],
            }),
          ],
          emptied: [c],
        };
        expectSafe(adoptText(words), { headings: /^(Adopted|Not adopted)$/u });
        const fold = adoptFold(
          words,
          [{ path: "orgs/a.yaml", before: `${a}\n${b}`, after: `${b}\n${c}` }],
          undefined,
        );
        expect(fold.match(/<details>/gu)).not.toBeNull();
        expect(fold.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/mu, "")).not.toMatch(/<!--|<script|<img/u);
      }),
      { numRuns: 50 },
    );
  });

  test("a pull request says first whom it makes or takes out, what it empties, and what nobody knows", () => {
    const changes = [
      drift("zoe", { id: "1", effects: [effect("zoe@acme.test", "loses", "member", "acme")] }),
      drift("mallory", {
        id: "2",
        cause: "unclassified",
        effects: [effect("mallory@acme.test", "loses", "owner", "acme")],
      }),
      change("create", "acme/member/alice@acme.test", {
        id: "3",
        risks: [risk("owner-gained", "")],
        effects: [effect("alice@acme.test", "gains", "owner", "acme")],
      }),
    ];
    const adopted = changes.map(({ id, address }) => ({ id, address, words: "entry" }));
    const words = { organization: "acme", adopted, refused: [], changes, emptied: ["access"] };
    expect(adoptTitle(words)).toBe("Adopt 3 differences of acme from live, 2 critical");
    expect(adoptText(words).split("\n").slice(0, 8)).toEqual([
      "> [!CAUTION]",
      "> **Whoever merges this agrees to it:**",
      "> - declares `member mallory@acme.test`; makes `mallory@acme.test` `owner` on `acme`",
      "> - takes out `member alice@acme.test`; takes `owner` on `acme` from `alice@acme.test`",
      "> - empties `access`: nobody and nothing is left",
      "",
      "> [!WARNING]",
      expect.stringContaining("Of 1 difference (1 critical) nobody knows whether git or live moved"),
    ]);
    expect(adoptText(words).match(/^- \*\*(critical|warning)\*\*/gmu)).toEqual([
      "- **critical**",
      "- **critical**",
      "- **warning**",
    ]);
    const calm = { ...words, adopted: adopted.slice(0, 1), emptied: [] };
    expect(adoptTitle(calm)).toBe("Adopt 1 difference of acme from live");
    expect(adoptText(calm)).toMatch(/^Live differs/u);
  });

  test("an emptied section is what the text confirms and did not before", () => {
    const text = (spec: string) => `kind: Organization\nmetadata: {name: acme}\nspec: {${spec}}\n`;
    const before = new Map([["a.yaml", text("confirmEmpty: [roles]")]]);
    const after = [{ path: "a.yaml", text: text("confirmEmpty: [roles, members]") }];
    expect(emptiedBy("acme", after, before)).toEqual(["members"]);
    expect(emptiedBy("labs", after, before)).toEqual([]);
  });

  test("a list of thousands is bounded and counted", () => {
    const changes = Array.from({ length: 2000 }, (_, at) =>
      drift(`person-with-a-long-name-${at}`, { risks: [risk("owner-lost", "")] }),
    );
    const adopted = changes.map(({ id, address }) => ({ id, address, words: "role" }));
    const refused = changes.map(({ address }) => ({ address, reason: "it cannot be said by a manifest" }));
    const text = adoptText({ organization: "acme", adopted, refused, changes, emptied: [], issue: 3 });
    expect(text.length).toBeLessThan(60_000);
    expect(text).toMatch(/^> - and \d+ more of this kind$/mu);
    expect(text).toMatch(/^- and \d+ more: \d+ critical$/mu);
    expect(text).toContain("as told in #3");
  });
});
