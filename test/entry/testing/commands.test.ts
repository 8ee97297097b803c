/** What GitHub's runner makes of a step's output. */
import { describe, expect, test } from "vitest";
import { printing, runProgram } from "./action.ts";

describe("annotations", () => {
  test("carry level, place, title and message, their escapes taken back", async () => {
    const { annotations, log } = await runProgram(
      printing(
        "::error file=orgs/a%2Cb.yaml,line=3,endLine=3,col=2,endColumn=9,title=A%3A %252CB::one%0Atwo 100%25 %250A",
        "::warning::plain",
        "::notice file=x.yaml::seen",
      ),
    );

    expect(annotations).toEqual([
      {
        level: "error",
        file: "orgs/a,b.yaml",
        line: 3,
        endLine: 3,
        column: 2,
        endColumn: 9,
        title: "A: %2CB",
        message: "one\ntwo 100% %0A",
      },
      { level: "warning", message: "plain" },
      { level: "notice", file: "x.yaml", message: "seen" },
    ]);
    expect(log).toBe("##[error]one\ntwo 100% %0A\n##[warning]plain\n##[notice]seen\n");
  });

  test.each([
    ["endLine=4", { line: 4, endLine: 4 }],
    ["line=2,endColumn=5", { line: 2, column: 5, endColumn: 5 }],
    ["col=5", {}],
    ["line=2,endLine=4,col=1", { line: 2, endLine: 4 }],
    ["line=4,endLine=2", {}],
    ["line=2,col=7,endColumn=5", { line: 2 }],
    ["line=two", {}],
  ])("with %s are put right as the runner does it", async (properties, place) => {
    const { annotations } = await runProgram(printing(`::error ${properties}::x`));

    expect(annotations).toEqual([{ level: "error", message: "x", ...place }]);
  });

  test("are kept ten of each level; the rest is counted and stays in the log", async () => {
    const lines = Array.from({ length: 13 }, (_, at) => `::error::e${at}`);
    const { annotations, annotationsDropped, log } = await runProgram(
      printing(...lines, "::warning::still", "::notice::still"),
    );

    expect(annotations.map(({ message }) => message)).toEqual([
      ...Array.from({ length: 10 }, (_, at) => `e${at}`),
      "still",
      "still",
    ]);
    expect(annotationsDropped).toBe(3);
    expect(log).toContain("##[error]e12\n");
  });

  test("are cut where GitHub cuts them", async () => {
    const { annotations } = await runProgram(`console.log("::error::" + "x".repeat(5000));`);

    expect(annotations[0]?.message).toHaveLength(4096);
  });

  test("name files of the workspace relative to it", async () => {
    const { annotations } = await runProgram(
      'console.log("::error file=" + env.GITHUB_WORKSPACE + "/orgs/a.yaml::x"); console.log("::error file=/etc/x::y");',
    );

    expect(annotations.map(({ file }) => file)).toEqual(["orgs/a.yaml", "/etc/x"]);
  });
});

describe("a line", () => {
  test("is a command after blanks, in the former form anywhere, on either stream, and whatever ends it", async () => {
    const { annotations } = await runProgram(
      `process.stdout.write("  ::error::blanks\\r::error::return\\r\\nsomething ##[error]former%5D\\n::ERROR::case");
       process.stderr.write("::warning::stderr\\n");`,
    );

    expect(annotations.map(({ message }) => message).sort()).toEqual([
      "blanks",
      "case",
      "former]",
      "return",
      "stderr",
    ]);
  });

  test("is no command with another name, without an end, inside a line, or behind a mere line separator", async () => {
    const lines = [
      "::unknown::x",
      "::error no end",
      "said ::error::x",
      "a\u2028::error::x",
      "##[section]Start",
    ];
    const { annotations, log, conclusion } = await runProgram(printing(...lines));

    expect(annotations).toEqual([]);
    expect(log).toBe(lines.map((line) => `${line}\n`).join(""));
    expect(conclusion).toBe("success");
  });

  test("between stop-commands and its token is plain text", async () => {
    const { annotations, log } = await runProgram(
      printing(
        "::stop-commands::Token42",
        "::error::not me",
        "::error::nor me",
        "::other::",
        "::token42::",
        "::error::me",
      ),
    );

    expect(annotations.map(({ message }) => message)).toEqual(["me"]);
    expect(log).toContain("\n::error::not me\n");
  });

  test.each(["", "error"])("cannot stop commands with the token %o", async (token) => {
    const { annotations, conclusion } = await runProgram(
      printing(`::stop-commands::${token}`, "::notice::after"),
    );

    expect(conclusion).toBe("failure");
    expect(annotations.map(({ level }) => level)).toEqual(["error", "error", "notice"]);
  });

  test("groups, and debugs only when asked", async () => {
    const program = printing("::group::Plan", "x", "::endgroup::", "::debug::detail");

    expect((await runProgram(program)).log).toBe("##[group]Plan\nx\n##[endgroup]\n");
    const debugging = await runProgram(`${program}\nconsole.log(env.RUNNER_DEBUG);`, { debug: true });
    expect(debugging.log).toBe("##[group]Plan\nx\n##[endgroup]\n##[debug]detail\n1\n");
  });

  test("sets outputs and state in the form before the files", async () => {
    const { outputs, state } = await runProgram(
      printing("::set-output name=a::1%0A2", "::save-state name=b::3"),
    );

    expect({ outputs, state }).toEqual({ outputs: { a: "1\n2" }, state: { b: "3" } });
  });

  test.each(["::set-env name=A::b", "::add-path::/x", "::set-output::no name"])(
    "fails the step with %s, whatever the exit code",
    async (line) => {
      const { annotations, conclusion, exitCode, environment, path } = await runProgram(printing(line));

      expect({ conclusion, exitCode, environment, path }).toEqual({
        conclusion: "failure",
        exitCode: 0,
        environment: {},
        path: [],
      });
      expect(annotations[0]).toMatchObject({ level: "error", message: expect.stringContaining(line) });
    },
  );
});

describe("masks", () => {
  test("hide token, secrets and what is asked for, from then on", async () => {
    const { log, masks, rawStdout } = await runProgram(
      printing(
        "early late-value",
        "::add-mask::late-value",
        "late-value job-token-5e1f s3cret",
        "::error title=s3cret::s3cret",
      ),
      { secrets: { A: "s3cret", EMPTY: "" } },
    );

    expect(log).toBe("early late-value\n*** *** ***\n##[error]***\n");
    expect(masks).toEqual(["job-token-5e1f", "s3cret", "late-value"]);
    expect(rawStdout).toContain("\nlate-value job-token-5e1f s3cret\n");
  });

  test("hide the longer value first, and annotations and summary too", async () => {
    const { annotations, summary } = await runProgram(
      `${printing("::error title=abc::abcdef")}\nappendFileSync(env.GITHUB_STEP_SUMMARY, "x abcdef\\n");`,
      { secrets: { SHORT: "abc", LONG: "abcdef" } },
    );

    expect(annotations).toEqual([{ level: "error", title: "***", message: "***" }]);
    expect(summary).toBe("x ***\n");
  });

  test("of several lines hide nothing in a log of lines", async () => {
    const { log } = await runProgram(printing("::add-mask::first%0Asecond", "first", "second"));

    expect(log).toBe("first\nsecond\n");
  });

  test("of nothing are a warning", async () => {
    const { annotations, masks } = await runProgram(printing("::add-mask:: "));

    expect(annotations.map(({ level }) => level)).toEqual(["warning"]);
    expect(masks).toEqual(["job-token-5e1f"]);
  });
});
