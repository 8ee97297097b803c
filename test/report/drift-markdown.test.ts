import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { Acknowledgement as validAcknowledgement } from "../../src/manifest/compiled/documents.js";
import { type DriftMarkdownOptions, renderDriftMarkdown } from "../../src/report/index.ts";
import { drifted, known, unread } from "./drift-stories.ts";
import { expectSafe, nodesOf, treeOf } from "./github-markdown.ts";
import { change, listed, organization } from "./plan-builder.ts";
import { strangePlan, strangeText } from "./strange.ts";

const headings =
  /^(?:Drift|Unclassified|Merged, not applied|Due|Acknowledged|Unmanaged, with power|Apply did not finish|Released|Observed|For a person|Waiting|Also in the audit log): [\p{L}, ;]+$|^Two ways out$/u;

/** The text under a heading, up to the next one. */
function part(markdown: string, title: string): string {
  const from = markdown.indexOf(`#### ${title}`);
  const end = markdown.indexOf("\n#### ", from + 1);
  return from === -1 ? "" : markdown.slice(from, end === -1 ? undefined : end);
}

/** The YAML in an issue. */
function yamlOf(markdown: string): string {
  return nodesOf(treeOf(markdown)).find(({ lang }) => lang === "yaml")?.value ?? "";
}

describe("renderDriftMarkdown", () => {
  it.each([
    ["issue-drift.md", [drifted]],
    ["issue-unread.md", [drifted, unread]],
  ])("%s", async (file, organizations) => {
    await expect(renderDriftMarkdown(organizations, known)).toMatchFileSnapshot(`goldens/${file}`);
  });

  it("puts the critical first, and tells apart who moved", () => {
    const text = renderDriftMarkdown([drifted], known);
    const drift = part(text, "Drift");

    expect(text).toMatch(
      /^\*\*4 differences\*\*: 1 critical, 2 warning, 1 note · `acme` \(acme-corp on signalsmith\)/u,
    );
    expect(drift.match(/- \*\*(?:critical|warning|note)\*\*/gu)).toEqual([
      "- **critical**",
      "- **warning**",
      "- **warning**",
      "- **note**",
    ]);
    expect(drift).not.toMatch(/temp@agency|new@acme|intern@acme/u);
    expect(part(text, "Acknowledged")).toContain(
      "member `temp@agency.test` is not declared: has `member` on `acme`\n  - known until `2026-12-31`: auditors until the year ends (`audit-2026`)\n",
    );
    expect(part(text, "Merged, not applied")).toContain("`new@acme.test`");
    expect(part(text, "Due")).toContain("`intern@acme.test`");
    expect(part(text, "Apply did not finish")).toContain("at commit `9be07aa3c1`: applied in part");
  });

  it("tells since when, by whom, and both ways out of each difference", () => {
    const drift = part(renderDriftMarkdown([drifted], known), "Drift");

    expect(drift).toContain("member `mallory@evil.test` is not declared: has `owner` on `acme`");
    expect(drift).toContain("· seen for 2 days, since 2026-11-19\n");
    expect(drift).toContain(
      "  - by `eve@acme.test` on 2026-11-20 17:40 UTC: `member.promoted mallory@evil.test`\n",
    );
    expect(drift).toContain("  - by `eve@acme.test` on 2026-11-19 10:02 UTC: `member.added user usr_77`\n");
    expect(drift).toContain(
      "  - **revert** (apply): remove member `mallory@evil.test`: loses `owner` on `acme`;",
    );
    expect(drift).toContain("  - **adopt** (manifest): the member is declared with roles: `owner`\n");
    expect(drift).toContain("  - **adopt** (manifest): the access has level: `viewer`\n");
    expect(drift).toContain("  - **adopt** (manifest): the member is no longer declared\n");
    expect(drift).toContain("not possible by itself: the name is set by a template");
    expect(drift).toContain("· seen since 2026-11-21\n");
    expect(drift).toContain("· new\n");
  });

  it("lists what the audit log says of nothing here, and nobody of a longer name", () => {
    const text = renderDriftMarkdown([drifted], known);
    const other = organization("acme", {
      changes: [change("delete", "acme/member/ob@acme.test", { cause: "drift" })],
      history: [
        {
          at: "2026-11-20T10:00:00Z",
          actor: "bob@acme.test",
          action: "member.added",
          target: "ob@acme.tests",
        },
      ],
    });

    expect(part(text, "Also in the audit log")).toContain(
      "`ops@acme.test` on 2026-11-01 08:00 UTC: `settings.read`",
    );
    expect(part(text, "Also in the audit log")).not.toContain("mallory");
    expect(renderDriftMarkdown([other], known)).not.toContain("  - by");
  });

  it("has an acknowledgement to copy that needs nothing but a reason", () => {
    const text = renderDriftMarkdown([drifted, organization("gamma", { changes: drifted.changes })], known);
    const documents = parseAllDocuments(yamlOf(text)).map((document) => document.toJS());

    expect(documents).toHaveLength(2);
    for (const document of documents) {
      expect(document).toMatchObject({
        kind: "Acknowledgement",
        spec: { reason: null, expires: "2026-12-22" },
      });
      expect(document.spec.changes).toHaveLength(4);
      expect(validAcknowledgement(document)).toBe(false);
      document.spec.reason = "OPS-1";
      expect(validAcknowledgement(document), JSON.stringify(validAcknowledgement.errors)).toBe(true);
    }
    expect(documents.map(({ spec }) => spec.organization)).toEqual(["acme", "gamma"]);
    expect(yamlOf(text)).toContain("# critical, not declared: member mallory@evil.test");
  });

  it("says why a critical one is told though it is acknowledged, and has `critical` ready to copy only then", () => {
    const acknowledged = { name: "known-mallory", reason: "agreed", expires: "2026-12-31" };
    const changes = drifted.changes.map((each) => ({ ...each, acknowledged }));
    const text = renderDriftMarkdown([{ ...drifted, changes }], known);
    const calm = organization("acme", { changes: drifted.changes.filter(({ risks }) => risks.length === 0) });

    expect(text).toMatch(/^\*\*1 difference\*\*: 1 critical /u);
    expect(part(text, "Drift")).toContain(
      "  - critical, and acknowledged (`known-mallory`) without `critical: true`\n",
    );
    expect(parse(yamlOf(text)).spec).toMatchObject({ critical: true });
    expect(parse(yamlOf(renderDriftMarkdown([calm], known))).spec).not.toHaveProperty("critical");
  });

  it("tells of owners whom git removes too, and of those who are left alone", () => {
    const mallory = drifted.changes.filter(({ risks }) => risks.length > 0);
    const acme = organization("acme", {
      changes: mallory.map((each) => ({ ...each, cause: "intended" as const })),
      unmanaged: [
        listed("additive", "acme/member/eve@evil.test", "left; holds owner", true),
        listed("additive", "acme/member/ann@acme.test", "left"),
      ],
    });
    const text = renderDriftMarkdown([acme], known);

    expect(part(text, "Drift")).toMatch(
      /- \*\*critical\*\* member `mallory@evil\.test`[^#]*\n {2}- git moved too\n/u,
    );
    expect(part(text, "Merged, not applied")).toBe("");
    expect(yamlOf(text)).not.toContain("mallory");
    expect(part(text, "Unmanaged, with power")).toContain("- member `eve@evil.test`: left; holds owner\n");
    expect(text).not.toContain("ann@acme.test");
  });

  it("never takes what was not read for as it should be", () => {
    const text = renderDriftMarkdown([unread], known);

    expect(text).toContain("> [!CAUTION]\n> **Unread");
    expect(text).toContain("> - `beta`: **error**: The member list answered 503.");
    expect(text).not.toMatch(/no drift|as declared/iu);
    expect(text).not.toContain("Two ways out");
  });

  it("keeps the critical where not everything fits, and counts the others by severity", () => {
    const many = Array.from({ length: 900 }, (_, index) =>
      change("update", `acme/role/R${index}`, {
        cause: "drift",
        fields: [{ path: "displayName", before: "a", after: "b" }],
      }),
    );
    const text = renderDriftMarkdown([{ ...drifted, changes: [...many, ...drifted.changes] }], {
      ...known,
      limit: 9000,
    });
    const shown = text.match(/- \*\*note\*\*/gu)?.length ?? 0;

    expect(text.length).toBeLessThanOrEqual(9000);
    expect(text).toContain("- **critical** member `mallory@evil.test`");
    expect(text).toContain("Two ways out");
    expect(text).toMatch(new RegExp(`Left out for length: \\d+ differences \\(${901 - shown} note, `, "u"));
  });

  it("lets no text out of its place, and stays under its limit", () => {
    const texts = fc.array(strangeText, { minLength: 4, maxLength: 4 });

    fc.assert(
      fc.property(
        strangePlan,
        texts,
        fc.integer({ min: 0, max: 20_000 }),
        (story, [a = "", b = "", c = "", d = ""], limit) => {
          const entry = { at: a, actor: b, action: c, target: d };
          const organizations = story.organizations.map((one) => ({
            ...one,
            history: [entry, { ...entry, at: "2026-11-20T10:00:00Z" }],
            changes: one.changes.flatMap((each) => [
              { ...each, cause: "drift" as const, before: { [a]: b } },
              { ...each, cause: "unclassified" as const, action: "update" as const },
              { ...each, acknowledged: { name: a, reason: b, expires: c } },
            ]),
          }));
          const options: DriftMarkdownOptions = {
            limit,
            firstSeen: { [a]: b },
            now: "2026-11-22T01:30:00Z",
            attempted: { [story.organizations[0]?.name ?? ""]: { status: "stopped", at: c, commit: d } },
            revert: { how: `${a}\n${b}`, digest: c },
            adopt: {
              notPossible: [{ address: story.organizations[0]?.changes[0]?.address ?? "", reason: d }],
            },
            acknowledgeHow: a,
          };
          const text = renderDriftMarkdown(organizations, options);

          expect(text.length).toBeLessThanOrEqual(limit);
          expectSafe(text, { headings });
          const yaml = yamlOf(text);
          if (yaml !== "" && !yaml.includes("\n---\n"))
            expect(parse(yaml)).toMatchObject({ spec: { reason: null } });
        },
      ),
      { numRuns: 80 },
    );
  });
});
