/** Law 11: no credential in any output, log line or file, whatever the systems do and wherever credentials come from. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startProxy } from "../../connectors/proxy.ts";
import { folderWith } from "../../io/folder.ts";
import type { Ended } from "../cli.ts";
import { connections, echoOf, filesIn, leaksIn, type Name, openStage, tokenOf } from "./canaries.ts";
import { answers, breaks, startEvil } from "./evil-server.ts";

const names = Object.keys(connections) as readonly Name[];
const formats = ["text", "json", "markdown"] as const;

/** A plan, and in turn a drift or an import, in each format and of each connection in turn. */
function readingCommands(at: number): readonly (readonly string[])[] {
  const format = formats[at % formats.length] ?? "text";
  const connection = names[at % names.length] ?? "data";
  return [
    ["plan", "--out", "plan.json", "--format", format, "--log", "json"],
    at % 2 === 0
      ? ["drift", "--format", format]
      : ["import", "--connection", connection, "--out", "imported", "--log", "json"],
  ];
}

function expectNoBug(ended: Ended | readonly Ended[]): void {
  expect(JSON.stringify(ended)).not.toContain("This is a bug");
}

test("the search finds a credential in each of its spellings", () => {
  for (const name of names) {
    const token = tokenOf(name);
    for (const each of [...echoOf(token).split(" | "), Buffer.from(token).toString("base64")]) {
      expect(leaksIn({ here: `before ${each} after` }), each).toHaveLength(1);
    }
  }
  expect(leaksIn({ here: "before [credential] after" })).toEqual([]);
});

describe("no credential is seen", () => {
  test.each(Object.entries(answers).map(([name, evil], at) => [name, evil, at] as const))(
    "when every request is answered with %s",
    async (_, evil, at) => {
      const server = await startEvil([evil]);
      const { run } = await openStage({ address: () => server.url });

      const ended = await Promise.all(readingCommands(at).map(run));

      expect(server.received.length).toBeGreaterThan(names.length);
      expect(ended.map(({ code }) => code)).toEqual([1, 1]);
      expectNoBug(ended);
    },
  );

  test("when every answer is broken, each in its way, or none comes", async () => {
    const addresses = await Promise.all([
      ...Object.values(breaks).map(async (evil) => (await startEvil([evil])).url),
      startEvil([]).then(({ url }) => url.replace("http:", "https:")),
    ]);

    const ended = await Promise.all(
      [...addresses, "http://127.0.0.1:9"].map(async (address, at) => {
        const { run } = await openStage({ address: () => address });
        return await run(readingCommands(at >> 1)[at % 2] ?? []);
      }),
    );

    expect(ended.map(({ code }) => code)).toEqual(ended.map(() => 1));
    expectNoBug(ended);
  });

  test("when every write of an apply is answered in another evil way", async () => {
    const ways = [...Object.values(answers), ...Object.values(breaks)];
    const stage = await openStage({ address: async ({ url }) => (await startEvil(ways, url)).url });

    const first = await stage.run(["apply", "--yes", "--secrets-out", "secrets.jsonl", "--log", "json"]);
    const second = await stage.run(["apply", "--yes", "--secrets-out", "more.jsonl"]);

    expect([first.code, second.code]).toEqual([1, 1]);
    expect(first.stderr.match(/"method":"(POST|PUT|PATCH|DELETE)"/g)?.length).toBeGreaterThan(names.length);
    expectNoBug([first, second]);
  });

  test("when systems tell them as if they were names", async () => {
    const { run } = await openStage({
      address: async ({ url }) =>
        await startProxy(url, async (_, pass) => {
          const answer = await pass();
          const name = JSON.stringify(tokenOf("data")).slice(1, -1);
          return { ...answer, body: JSON.parse(JSON.stringify(answer.body).replaceAll("Acme", () => name)) };
        }),
    });

    const ended = await Promise.all([["plan"], ["plan", "--format", "json"], ["drift"]].map(run));

    expect(JSON.stringify(ended)).toContain("[credential]");
    expectNoBug(ended);
  });

  test("by commands that ask no system", async () => {
    const { folder, run } = await openStage({ kindOf: () => "env" });

    const ended = [
      ...(await Promise.all(
        ["text", "json", "github", "sarif"].map((format) => run(["validate", "--format", format])),
      )),
      await run(["plan", "--out", "plan.json"]),
      ...(await Promise.all([
        run(["approve", "--plan", "plan.json", "--reason", "None", "--expires", "2099-12-31"]),
        run(["fmt"]),
        run(["schema", "project"]),
        run(["systems", "--format", "markdown"]),
        run(["init", "fresh"]),
        run(["terraform", "install", "--dir", "mirror"]),
        run(["no-such-command"]),
      ])),
    ];

    expectNoBug(ended);
    expect(Object.keys(await filesIn(folder))).toContain("fresh/orgwright.yaml");
  });
});

describe("a credential that cannot be used is not seen, and nothing is sent", () => {
  const token = tokenOf("data");
  const print = (script: string) =>
    `{command: [${JSON.stringify(process.execPath)}, -e, ${JSON.stringify(script)}, "FILE"]}`;
  const said = "process.stdout.write(require('fs').readFileSync(process.argv[1]));";
  const blamed = "process.stderr.write(require('fs').readFileSync(process.argv[1]));";

  const cases: readonly (readonly [string, string, string])[] = [
    ["of several lines in a variable", "{env: EVIL}", `${token}\nX-Evil: ${token}`],
    ["with typographic quotation marks in a variable", "{env: EVIL}", `“${token}”`],
    ["of several lines in a file", "{file: FILE}", `${token}\n${token}\n`],
    ["with a space in a file", "{file: FILE}", `Bearer ${token}\n`],
    ["in a file that is a folder", "{file: FOLDER}", ""],
    ["that a command prints where errors belong", print(`${blamed} process.exitCode = 1`), token],
    ["that a command prints before it fails", print(`${said} process.exitCode = 3`), token],
    ["that a command prints twice", print(`${said} ${said}`), `${token}\n`],
    ["that a command throws", print("throw new Error(require('fs').readFileSync(process.argv[1]))"), token],
  ];

  test.each(cases.map(([name, reference, text], at) => [name, reference, text, at % 2 === 0] as const))(
    "%s",
    async (_, reference, text, isApplied) => {
      const vault = await folderWith({ token: text });
      const { sandbox, run } = await openStage({
        kindOf: () => "file",
        token: reference.replace("FILE", join(vault, "token")).replace("FOLDER", vault),
        environment: { EVIL: text },
      });

      const ended = await Promise.all([
        run(["plan", "--format", "json", "--log", "json"]),
        run(isApplied ? ["apply", "--yes"] : ["import", "--connection", "data", "--out", "imported"]),
      ]);

      for (const { code, stdout, stderr } of ended) {
        expect([1, 3]).toContain(code);
        expect(stdout + stderr).toMatch(/The credential\s+of\s+connection/);
      }
      expectNoBug(ended);
      expect(sandbox.requests()).toEqual([]);
    },
  );
});

describe("a secret that is told once", () => {
  const invite = "POST:/invites";

  test("is in the file for it, and nowhere else", async () => {
    const { folder, run, sandbox } = await openStage();

    const applied = await run(["apply", "--yes", "--secrets-out", "secrets.jsonl", "--log", "json"]);
    const again = await run(["plan", "--format", "json"]);

    expect([applied.code, again.code]).toEqual([0, 0]);
    const { "secrets.jsonl": secrets = "", ...files } = await filesIn(folder);
    const { value } = JSON.parse(secrets);
    expect(JSON.stringify(sandbox.state().cantila)).toContain(value);
    expect(JSON.stringify([applied, again, files])).not.toContain(value);
    expect(JSON.stringify([applied, again, files])).not.toContain("cti_");
  });

  test.each([
    ["the connection is cut", `reset-after@1=${invite}`],
    ["half of it comes", `truncate@1=${invite}`],
  ])("and is lost when %s is not seen either, and it is said how to get another", async (_, faults) => {
    const { folder, run, sandbox } = await openStage({ options: { faults } });

    const applied = await run(["apply", "--yes", "--secrets-out", "secrets.jsonl", "--log", "json"]);

    expect(sandbox.requests().filter(({ fault }) => fault !== undefined)).toHaveLength(1);
    expect(applied.code).toBe(1);
    const { "secrets.jsonl": _secrets, ...files } = await filesIn(folder);
    expect(JSON.stringify([applied, files])).not.toContain("cti_");
    expect(applied.stdout).toContain("invitation token");
  });

  test("sends nothing where there is no place for it", async () => {
    const { run, sandbox } = await openStage();

    const { code, stderr } = await run(["apply", "--yes"]);

    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining("--secrets-out") });
    expect(sandbox.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  });
});

describe("the request log", () => {
  const fields = ["connection", "method", "path", "status", "durationMs", "attempt", "requestId"];

  /** The lines of the log, each checked to have nothing but its fields. */
  function linesOf({ stderr }: Ended): readonly string[] {
    const lines = stderr.split("\n").filter((line) => line.startsWith('{"connection"'));
    return lines.map((line) => {
      const entry: Record<string, unknown> = JSON.parse(line);
      expect(Object.keys(entry).filter((key) => !fields.includes(key))).toEqual([]);
      expect(entry["path"]).not.toMatch(/[?#]/);
      return `${entry["method"]} ${entry["path"]}`;
    });
  }

  test("has one line for each request, whatever becomes of it", async () => {
    const { "a redirection around the corner": _followed, ...others } = { ...answers, ...breaks };
    const bases: string[] = [];
    const servers: { readonly received: readonly string[] }[] = [];
    const stage = await openStage({
      address: async ({ url, endpoints }) => {
        bases.push(...Object.values(endpoints).map((endpoint) => endpoint.slice(url.length)));
        const server = await startEvil(Object.values(others), url);
        servers.push(server);
        return server.url;
      },
    });

    const ended = await stage.run(["apply", "--yes", "--secrets-out", "secrets.jsonl", "--log", "json"]);

    const received = servers.flatMap((server) => server.received).map((line) => belowEndpoint(line, bases));
    expect(received.filter((line) => !line.startsWith("GET")).length).toBeGreaterThan(names.length);
    expect([...linesOf(ended)].sort()).toEqual([...received].sort());
  });

  function belowEndpoint(line: string, bases: readonly string[]): string {
    const [method = "", url = ""] = line.split(" ");
    const base = bases.find((each) => url.startsWith(each)) ?? "";
    return `${method} ${url.slice(base.length).replace(/\?.*/, "")}`;
  }
});
