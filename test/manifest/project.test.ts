import { describe, expect, it } from "vitest";
import { parseProject } from "../../src/manifest/index.ts";
import { shortly } from "./fixture.ts";

const SYSTEMS = [
  { system: "signalsmith", title: "SignalSmith", dialects: ["guide"], settings: ["workspace"] },
];

/** A project with one connection; its own lines begin in line 7. */
function project(connection: string, rest = ""): string {
  const lines = connection.split("\n").map((line) => `    ${line}`);
  return `apiVersion: orgwright/v1\nkind: Project\nmanifests: [orgs/*.yaml]\nconnections:\n  main:\n    system: signalsmith\n${lines.join("\n")}\n${rest}`;
}

const parse = (text: string) => parseProject({ file: "orgwright.yaml", text }, SYSTEMS);
const codes = (text: string): readonly string[] => parse(text).diagnostics.map(shortly);
const GOOD = "endpoint: https://acme.test/api\ntoken: {env: TOKEN}";

describe("the project file", () => {
  it("gives the project and its places", () => {
    const parsed = parse(project(GOOD, "timezone: Europe/Berlin\n"));
    expect(parsed).toMatchObject({ ok: true, diagnostics: [] });
    if (!parsed.ok) return;
    expect(parsed.value.value.connections["main"]?.token).toEqual({ env: "TOKEN" });
    expect(parsed.value.locate(["connections", "main", "endpoint"])).toMatchObject({ line: 7, column: 15 });
  });

  it("gives endpoints without trailing slashes, so that one system is one endpoint", () => {
    const parsed = parse(project("endpoint: https://acme.test/api//\ntoken: {env: TOKEN}"));
    expect(parsed.ok && parsed.value.value.connections["main"]?.endpoint).toBe("https://acme.test/api");
  });

  it.each([
    ["nothing", "", "empty@1"],
    ["only a comment", "# later\n", "empty@1"],
    ["bad YAML", "a: [\n", "unclosed@1"],
    ["two documents", `${project(GOOD)}---\na: 1\n`, "several-documents@10"],
    ["a manifest", "apiVersion: orgwright/v1\nkind: Organization\n", "misplaced-kind@2"],
    [
      "no connections",
      "apiVersion: orgwright/v1\nkind: Project\nmanifests: [a]\nconnections: {}\n",
      "wrong-value@4",
    ],
    ["a connection's name with a space", project(GOOD).replace("main", "'a b'"), "wrong-value@5"],
    ["a system that is not known", project(GOOD).replace("signalsmith", "signalsmit"), "wrong-value@6"],
    ["plain http", project(GOOD.replace("https", "http")), "endpoint@7"],
    ["an endpoint that is no URL", project(GOOD.replace("acme.test/api", ":80")), "endpoint@7"],
    ["an endpoint with a query", project(GOOD.replace("/api", "/api?a=b")), "endpoint@7"],
    ["another protocol", project(GOOD.replace("https", "ftp")), "wrong-value@7"],
    [
      "a dialect of the schema that the system does not publish",
      project(`${GOOD}\ndialect: reference-a`),
      "unknown-dialect@9",
    ],
    [
      "a key that the system does not have",
      project(`${GOOD}\npendingMembers: hidden`),
      "unsupported-setting@9",
    ],
    ["a time zone that nobody knows", project(GOOD, "timezone: Europe/Berln\n"), "timezone@9"],
    ["an offset, which knows no summer", project(GOOD, 'timezone: "+01:00"\n'), "timezone@9"],
    ["approvals among manifests", project(GOOD, "approvals: [orgs/*.yaml]\n"), "warning shared-glob@9"],
    ["a guard that is not known", project(GOOD, "guards: {maxRemoval: {}}\n"), "unknown-key@9"],
    [
      "guards of an organization with a total",
      project(GOOD, "guards: {organizations: {a: {maxRemovals: {total: 1}}}}\n"),
      "unknown-key@9",
    ],
    ["a share over a hundred", project(GOOD, "guards: {maxRemovals: {percent: 101}}\n"), "wrong-value@9"],
    ["a number below zero", project(GOOD, "guards: {minOwners: -1}\n"), "wrong-value@9"],
  ])("refuses %s", (_, text, expected) => {
    expect(codes(text)).toEqual([expected]);
  });

  it.each(["http://127.0.0.1:8080", "http://localhost/api", "http://[::1]:80"])(
    "takes plain http on loopback: %s",
    (endpoint) => {
      expect(codes(project(`endpoint: ${endpoint}\ntoken: {env: TOKEN}`))).toEqual([]);
    },
  );

  it("checks only what the schema says for systems that it is told nothing of", () => {
    const text = project(`${GOOD}\ndialect: reference-a\npendingMembers: hidden`);
    expect(parseProject({ file: "orgwright.yaml", text }).diagnostics).toEqual([]);
    const bare = [{ system: "signalsmith", title: "SignalSmith", dialects: ["reference-a"] }];
    expect(parseProject({ file: "orgwright.yaml", text }, bare).diagnostics).toEqual([]);
  });
});

describe("a credential in the project file is reported and never repeated", () => {
  const SECRET = "sk_live_51H8xyz";

  it.each([
    ["as the token", project(`endpoint: https://a.test\ntoken: ${SECRET}`)],
    ["as the name of the variable", project(`endpoint: https://a.test\ntoken: {env: "${SECRET}-1"}`)],
    ["under another key of the token", project(`endpoint: https://a.test\ntoken: {value: ${SECRET}}`)],
    [
      "under another key of the token, on a line of its own",
      project(`endpoint: https://a.test\ntoken:\n  value: ${SECRET}`),
    ],
    ["under another key of the connection", project(`${GOOD}\napiKey: ${SECRET}`)],
    ["on several lines", project(`endpoint: https://a.test\ntoken: >-\n  x\n  ${SECRET}\nfoo: 1`)],
    ["in the endpoint", project(`endpoint: https://me:${SECRET}@a.test\ntoken: {env: TOKEN}`)],
    [
      "as the token on one line with a mistake",
      project(`{endpoint: 1, token: ${SECRET}}`).replace("    system: signalsmith\n", ""),
    ],
    ["in a file that is no YAML", `connections: [\n  token: ${SECRET}\n  a: b: c\n`],
    ["on the very line that is no YAML", `token: ${SECRET}: x\n`],
    ["in a comment of an empty file", `# token: ${SECRET}`],
    ["with a number", project(`endpoint: https://a.test\ntoken: 12345678 # ${SECRET}`)],
  ])("%s", (_, text) => {
    const { ok, diagnostics } = parse(text);
    expect(ok).toBe(false);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(JSON.stringify(diagnostics)).not.toContain(SECRET);
    expect(JSON.stringify(diagnostics)).not.toContain("12345678");
  });

  it("says so in so many words", () => {
    expect(codes(project(`endpoint: https://a.test\ntoken: ${SECRET}`))).toEqual(["literal-secret@8"]);
    expect(codes(project(`endpoint: https://me:x@a.test\ntoken: {env: TOKEN}`))).toEqual([
      "literal-secret@7",
    ]);
  });
});
