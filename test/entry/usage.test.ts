import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/entry/cli/commands.ts";
import { folderWith } from "../io/folder.ts";
import { organizationText, orgwright, projectText } from "./cli.ts";

const names = Object.keys(commands);

describe("help", () => {
  test.each([[[]], [["--help"]], [["-h"]], [["help"]]])(
    "%j names every command and exit code",
    async (args) => {
      const { code, stdout, stderr } = await orgwright(args);

      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      for (const name of names) expect(stdout).toContain(`  ${name} `);
      for (const exit of [0, 1, 2, 3, 4]) expect(stdout).toContain(`\n  ${exit}  `);
    },
  );

  test.each(names)("%s --help has its options and an example", async (name) => {
    const { code, stdout } = await orgwright([name, "--help"]);

    expect(code).toBe(0);
    for (const option of Object.keys(commands[name]?.options ?? {})) expect(stdout).toContain(`--${option}`);
    expect(stdout).toContain(`Example:\n  orgwright ${name}`);
    expect(stdout.split("\n").every((line) => line.length <= 110)).toBe(true);
  });

  test("help COMMAND is COMMAND --help", async () => {
    expect((await orgwright(["help", "plan"])).stdout).toBe((await orgwright(["plan", "-h"])).stdout);
  });

  test.each(["--version", "-v"])("%s prints the package's version", async (option) => {
    const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));

    expect(await orgwright([option])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("mistakes on the command line", () => {
  test.each([
    [["plna"], "There is no command plna", "Did you mean `plan`?"],
    [["constructor"], "There is no command constructor", "`orgwright --help`"],
    [["help", "aply"], "There is no command aply", "Did you mean `apply`?"],
    [["plan", "--detailed-exit-code"], "There is no option --detailed-exit-code", "`--detailed-exitcode`"],
    [["plan", "--constructor"], "There is no option --constructor", "--help"],
    [["plan", "-x"], "There is no option -x", "--help"],
    [["plan", "--format", "jsn"], "--format cannot be jsn", "Did you mean `json`?"],
    [["plan", "--out"], "--out needs a value", "--out FILE"],
    [["plan", "--out", "--format=json"], "--out needs a value", "--out FILE"],
    [["plan", "--out=", "x"], "--out needs a value", "--out FILE"],
    [["plan", "--detailed-exitcode=yes"], "takes no value", "alone"],
    [["plan", "--out", "a", "-o", "b"], "given twice", "once"],
    [["schema", "plan", "group"], "group is one too many", "Leave it out"],
    [["approve", "orgs"], "orgs is one too many", "Leave it out"],
    [["apply", "orgs", "--plan", "x", "--yes"], "exclude each other", "--only"],
    [["--colour", "always", "plan"], "There is no", "`--color`"],
  ])("%j exits 3, says what is wrong and what to do", async (args, message, fix) => {
    const { code, stdout, stderr } = await orgwright(args, { folder: "/" });

    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain(fix);
  });

  test("options may stand before the command, between and behind", async () => {
    const folder = await folderWith({
      "orgwright.yaml": projectText("https://x.test"),
      "orgs/a.yaml": organizationText(),
    });

    for (const args of [
      ["-C", folder, "validate"],
      ["validate", "-C", folder],
      [`--directory=${folder}`, "validate", "orgs", "--color=never"],
    ]) {
      expect((await orgwright(args, { folder: "/" })).stderr).not.toContain("There is no");
    }
  });
});
