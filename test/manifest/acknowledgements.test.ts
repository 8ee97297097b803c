/** Acknowledgements as documents: where they stand, until when they hold, what is wrong with them. */
import { describe, expect, test } from "vitest";
import { parseManifests, parseProject } from "../../src/manifest/index.ts";
import { acme, document, documents, group, meaning, problems, shortly } from "./fixture.ts";

const EVE = "members:\n  - {email: eve@acme.test, role: owner}";
const id = "b".repeat(64);

function acknowledgement(expires: string, { organization = "acme", name = "known" } = {}): string {
  const spec = `organization: ${organization}\nchanges: [${id}]\nreason: agreed with Bob\nexpires: ${expires}`;
  return document("Acknowledgement", name, spec);
}

describe("an acknowledgement", () => {
  test("is given with its time, which a day includes whole", () => {
    const { acknowledgements, diagnostics } = meaning(documents(acme(EVE), acknowledgement("2026-06-15")), {
      timezone: "Europe/Berlin",
    });

    expect(diagnostics).toEqual([]);
    expect(acknowledgements).toMatchObject([
      {
        name: "known",
        organization: "acme",
        changes: [id],
        reason: "agreed with Bob",
        expires: Date.parse("2026-06-15T22:00:00Z"),
        expiresAs: "2026-06-15",
        origin: { line: 12 },
      },
    ]);
  });

  test("that expired is given and noted; one for nobody is warned of; a day that does not exist is an error", () => {
    const expired = documents(acme(EVE), acknowledgement("2026-06-14"));

    expect(meaning(expired).acknowledgements).toHaveLength(1);
    expect(problems(expired)).toEqual(["note acknowledgement-expired@17"]);
    expect(problems(documents(acme(EVE), acknowledgement("2026-06-20", { organization: "acmee" })))).toEqual([
      "warning acknowledgement-for-unknown@14",
    ]);
    expect(problems(documents(acme(EVE), acknowledgement("2026-06-31")))).toEqual(["not-a-time@17"]);
    expect(meaning(acknowledgement("2026-06-31")).acknowledgements).toEqual([]);
  });

  test("comes sorted by name, whatever the order of the files", () => {
    const text = documents(
      acme(EVE),
      acknowledgement("2026-06-20", { name: "b" }),
      acknowledgement("2026-06-20", { name: "a" }),
    );

    expect(meaning(text).acknowledgements.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("stands in files that `approvals:` names, and in no other", () => {
    const held = (holds: "manifests" | "approvals") =>
      parseManifests([{ file: "f.yaml", text: acknowledgement("2026-06-20"), holds }]);

    const among = held("manifests");
    expect(among.diagnostics.map(shortly)).toEqual(["misplaced-kind@2"]);
    expect(among.diagnostics[0]).toMatchObject({
      message: expect.stringContaining("`Acknowledgement`"),
      fix: "Move it to a file that `approvals:` names.",
    });
    const right = held("approvals");
    expect(right.diagnostics).toEqual([]);
    expect(right.ok && right.value.acknowledgements.map(({ value }) => value.metadata.name)).toEqual([
      "known",
    ]);
    expect(right.ok && right.value.approvals).toEqual([]);
  });

  test("has change ids, a reason and an end", () => {
    const shapes = (text: string) =>
      parseManifests([{ file: "f.yaml", text, holds: "approvals" }]).diagnostics.map(shortly);
    const good = acknowledgement("2026-06-20");

    expect(shapes(good.replace(id, "abc"))).toEqual(["wrong-value@6"]);
    expect(shapes(good.replace(`[${id}]`, "[]"))).toEqual(["wrong-value@6"]);
    expect(shapes(good.replace(/ {2}reason.*\n/, ""))).toEqual(["missing-key@4"]);
    expect(shapes(good.replace(/ {2}expires.*\n/, ""))).toEqual(["missing-key@4"]);
    expect(shapes(`${good}  guard: self\n`)).toEqual(["unknown-key@9"]);
  });

  test("leaves other kinds where they were", () => {
    const held = (holds: "manifests" | "approvals", text: string) =>
      parseManifests([{ file: "f.yaml", text, holds }]).diagnostics.map(shortly);

    expect(held("approvals", group("a"))).toEqual(["misplaced-kind@2"]);
    expect(held("manifests", document("Approval", "a", "reason: x"))).toEqual(["misplaced-kind@2"]);
  });
});

describe("a secret key where a recipient belongs", () => {
  test.each([
    ["in the list", "secrets: {recipients: [AGE-SECRET-KEY-1CANARY]}"],
    ["in place of the list", "secrets: {recipients: AGE-SECRET-KEY-1CANARY}"],
    ["in lines", "secrets:\n  recipients:\n    - age-secret-key-1canary"],
  ])("%s is refused and not repeated", (_, secrets) => {
    const text = `apiVersion: orgwright/v1\nkind: Project\nmanifests: [a]\nconnections: {}\n${secrets}\n`;

    const { ok, diagnostics } = parseProject({ file: "orgwright.yaml", text });

    expect(ok).toBe(false);
    expect(diagnostics.some(({ message }) => message.includes("secrets.recipients"))).toBe(true);
    expect(JSON.stringify(diagnostics)).not.toMatch(/canary/i);
  });
});
