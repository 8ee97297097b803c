import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annotationCommands, planAnnotations } from "../../src/report/index.ts";
import { at, change, effect, guard, organization, plan, risk } from "./plan-builder.ts";
import { dangerous } from "./stories.ts";
import { strangePlan } from "./strange.ts";

const joins = change("create", "acme/member/amy@acme.test", {
  effects: [effect("amy@acme.test", "gains", "member", "acme")],
  origins: [at("orgs/acme.yaml", 12), at("groups.yaml", 3)],
  mails: 1,
});

const rises = change("update", "acme/member/bob@acme.test", {
  risks: [risk("owner-gained", "bob@acme.test becomes owner of acme")],
  origins: [at("orgs/acme.yaml", 40)],
});

const held = change("update", "acme/member/zed@acme.test", {
  blockedBy: ["last-owner"],
  origins: [at("orgs/acme.yaml", 50)],
});

const story = plan([
  organization("acme", {
    changes: [joins, change("delete", "acme/member/gone@acme.test"), rises, held],
    guards: [guard("last-owner", "no owner would be left", { changes: [held.id], fix: "Keep one." })],
  }),
]);

describe("planAnnotations", () => {
  it("stands at the first line that declares a change: held ones first, then risks, then others", () => {
    expect(planAnnotations(story)).toEqual([
      {
        level: "error",
        file: "orgs/acme.yaml",
        line: 50,
        endLine: 50,
        column: 5,
        title: "acme: update member zed@acme.test",
        message: "Held by last-owner: no owner would be left. Keep one.",
      },
      expect.objectContaining({ level: "warning", line: 40, message: "Risk: owner gained." }),
      expect.objectContaining({
        level: "notice",
        line: 12,
        message: "gains member on acme\nsends 1 mail\nalso groups.yaml:3",
      }),
    ]);
  });

  it("says nothing of approved guards", () => {
    const approved = guard("last-owner", "no owner would be left", { changes: [rises.id], approved: true });
    const passed = plan([organization("acme", { changes: [rises], guards: [approved] })]);

    expect(planAnnotations(passed).map(({ message }) => message)).toEqual(["Risk: owner gained."]);
  });
});

describe("annotationCommands", () => {
  it("writes one command per annotation, with all of its lines", () => {
    expect(annotationCommands(planAnnotations(story), { perLevel: 10 })).toEqual({
      commands: [
        "::error file=orgs/acme.yaml,line=50,endLine=50,col=5,title=acme%3A update member zed@acme.test::Held by last-owner: no owner would be left. Keep one.\n",
        "::warning file=orgs/acme.yaml,line=40,endLine=40,col=5,title=acme%3A update member bob@acme.test::Risk: owner gained.\n",
        "::notice file=orgs/acme.yaml,line=12,endLine=12,col=5,title=acme%3A create member amy@acme.test::gains member on acme%0Asends 1 mail%0Aalso groups.yaml:3\n",
      ].join(""),
      left: 0,
      leftByLevel: { error: 0, warning: 0, notice: 0 },
    });
  });

  it("leaves out, by level, what GitHub would not show", () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      change("create", `acme/role/R${index}`, { origins: [at("a.yaml", index + 1)] }),
    );
    const { commands, left, leftByLevel } = annotationCommands(
      planAnnotations(plan([organization("acme", { changes: [...many, held] })])),
      { perLevel: 10 },
    );

    expect(commands.match(/^::notice/gmu)).toHaveLength(10);
    expect(commands.match(/^::error/gmu)).toHaveLength(1);
    expect(commands).toContain("line=10,");
    expect(commands).not.toContain("line=11,");
    expect({ left, leftByLevel }).toEqual({ left: 15, leftByLevel: { error: 0, warning: 0, notice: 15 } });
  });

  it("lets no text start another command or end a property", () => {
    fc.assert(
      fc.property(fc.constantFrom(story, dangerous), strangePlan, (plain, strange) => {
        const annotations = [...planAnnotations(plain), ...planAnnotations(strange)];
        const rows = annotationCommands(annotations, { perLevel: 50 }).commands.trimEnd().split("\n");

        expect(rows).toHaveLength(annotations.length);
        for (const row of rows)
          expect(row).toMatch(
            /^::(?:error|warning|notice) file=[^,:]*,line=\d+,endLine=\d+,col=\d+,title=[^,:]*::\P{Cc}*$/u,
          );
      }),
    );
  });
});
