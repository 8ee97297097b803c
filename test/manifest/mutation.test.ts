/** Two thousand malformed manifests: never a throw, never slow, and each problem precise. */
import { describe, expect, it } from "vitest";
import { parseManifests, resolve } from "../../src/manifest/index.ts";
import type { Diagnostic, Location } from "../../src/model/contract.ts";
import { acme, document, documents, group, NOW, problems, projectIn, systems } from "./fixture.ts";
import { mutate, randomFrom } from "./mutations.ts";

const CASES = 2000;
const SEED = Number(process.env["ORGWRIGHT_SEED"] ?? 20_260_615);

/** Good manifests, in the styles in which people write. */
const GOOD: readonly string[] = [
  documents(
    acme(
      `displayName: Acme Corp
settings: {requireTwoFactor: true, passwordExpiryDays: 90}
workspaces:
  - name: production
    id: ws_abc123
  - {name: staging, id: ws_def456}
members:
  - email: alice@acme.test
    role: owner
    workspaces: {production: admin}
  - {email: "zoe@acme.test", role: member}
  - group: platform-team
    role: admin
    until: 2026-12-31
    reason: OPS-1234
ownership: {members: exact}`,
    ),
    group("platform-team", "bob@acme.test", "carol@acme.test"),
  ),
  documents(
    acme(
      `slug: rich
description: The Acme account
branding:
  primaryColor: "#00bb55"
roles:
  - {name: VIEWER, displayName: Viewer, description: Read only}
  - name: SRE
    description: null
    previously: [OPS]
workspaces:
  - name: production
    displayName: Production EU
    settings: {tags: [eu, prod]}
members:
  - {id: "auth0|123", roles: [ADMIN, VIEWER]}
  - {email: zoe@acme.test, role: SRE, status: suspended}
access:
  - {role: VIEWER, workspace: production, level: VIEWER}
  - email: ext@partner.test
    workspace: production
    levels: [VIEWER, EDITOR]
    from: 2026-01-01`,
      { connection: "rich", key: "id" },
    ),
  ),
  documents(
    document("Person", "bob", "email: bob@acme.test\naliases:\n  - robert@acme.test\nids: {main: user_9}"),
    document("Group", "team", "members:\n  - bob@acme.test\n  - carol@acme.test"),
    acme("members:\n  - group: team\n    role: owner\n  - email: bob@acme.test\n    role: admin"),
    document(
      "Approval",
      "go",
      `organization: acme\nguard: last-owner\ndigest: ${"a".repeat(64)}\nchanges:\n  - ${"b".repeat(64)}\nreason: agreed\nexpires: 2026-12-31`,
    ),
  ),
];

/** Everything that is wrong with a text, as `orgwright validate` would find it. */
function diagnose(text: string): readonly Diagnostic[] {
  const parsed = parseManifests([{ file: "orgs/acme.yaml", text }]);
  if (!parsed.ok) return parsed.diagnostics;
  const { diagnostics } = resolve(parsed.value, { now: NOW, project: projectIn("Europe/Berlin"), systems });
  return [...parsed.diagnostics, ...diagnostics];
}

interface Case {
  readonly name: string;
  readonly text: string;
  readonly errors: readonly Diagnostic[];
  readonly milliseconds: number;
}

/** Mutates until there are enough cases that are errors; gives how many were none. */
function malformed(): { readonly cases: readonly Case[]; readonly harmless: number } {
  const random = randomFrom(SEED);
  const cases: Case[] = [];
  let harmless = 0;
  for (let turn = 0; cases.length < CASES && turn < CASES * 5; turn += 1) {
    const { name, text } = mutate(GOOD[turn % GOOD.length] ?? "", random);
    const started = performance.now();
    const errors = diagnose(text).filter(({ severity }) => severity === "error");
    if (errors.length === 0) harmless += 1;
    else cases.push({ name, text, errors, milliseconds: performance.now() - started });
  }
  return { cases, harmless };
}

/** Whether the place is in the text, and its line is the text's line. */
function isIn(text: string, { line, column, endColumn, text: shown }: Location): boolean {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  const real = lines[line - 1]?.replace(/\r+$/, "");
  return (
    real === shown &&
    column >= 1 &&
    column <= shown.length + 1 &&
    endColumn >= column &&
    endColumn <= shown.length + 1
  );
}

describe(`${CASES} malformed manifests, seed ${SEED}`, () => {
  const { cases, harmless } = malformed();
  const single = cases.filter(({ errors }) => errors.length === 1).length;
  const codes = new Set(cases.flatMap(({ errors }) => errors.map(({ code }) => code)));
  console.info(
    `seed ${SEED}: ${cases.length} mutations gave errors, ${harmless} were harmless; ${single} gave exactly one error; ${codes.size} different codes; the slowest took ${Math.max(...cases.map(({ milliseconds }) => milliseconds)).toFixed(0)} ms`,
  );

  it("start from good ones", () => {
    for (const text of GOOD) expect(problems(text)).toEqual([]);
  });

  it("are as many as promised, and of many sorts", () => {
    expect(cases).toHaveLength(CASES);
    expect(codes.size).toBeGreaterThanOrEqual(25);
  });

  it("take less than a second each", () => {
    expect(
      cases
        .filter(({ milliseconds }) => milliseconds >= 1000)
        .map(({ name, milliseconds }) => [name, milliseconds]),
    ).toEqual([]);
  });

  it("give errors with code, place, what, why and what to do", () => {
    const vague = cases.flatMap(({ name, text, errors }) =>
      errors
        .filter(
          ({ code, message, why, fix, location }) =>
            !/^manifest\/[a-z-]+$/.test(code) ||
            !/^[A-Z`].*[.]$/su.test(message) ||
            !/[.]$/.test(why ?? "") ||
            !/[.?]$/.test(fix ?? "") ||
            location === undefined ||
            location.file !== "orgs/acme.yaml" ||
            !isIn(text, location),
        )
        .map((error) => ({ name, text, error })),
    );
    expect(vague).toEqual([]);
  });

  it("give one error for one mistake in most cases", () => {
    expect(single / cases.length).toBeGreaterThan(0.8);
  });
});
