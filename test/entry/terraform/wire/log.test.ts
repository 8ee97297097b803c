import { describe, expect, test } from "vitest";
import { openLog } from "../../../../src/entry/terraform/wire/log.ts";
import { openStage } from "./stage.ts";

const stage = openStage();
const printing = { name: "a", body: "print" };

describe("logs", () => {
  test("are lines of JSON as Terraform reads them", async () => {
    const client = await stage.start({ env: { TF_LOG: "TRACE" } });
    await client.configure({ greeting: 'a "quoted"\nline' });
    await client.close();
    const lines = client
      .stderr()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);

    for (const line of lines) {
      expect(line).toMatchObject({ "@module": "orgwright", "@message": expect.any(String) });
      // With fewer digits Terraform takes it for no log line.
      expect(line["@timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    }
    expect(lines).toContainEqual(
      expect.objectContaining({ "@level": "trace", "@message": "ConfigureProvider" }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ "@level": "info", "@message": "configured", greeting: 'a "quoted"\nline' }),
    );
  });

  test("hold what is printed in between; stdout holds the handshake and nothing else", async () => {
    const client = await stage.start({ env: { TF_LOG: "debug" } });
    const { planned } = await client.plan("orgwright_note", { config: printing });
    await client.close();

    expect(planned).toMatchObject(printing);
    expect(client.stdout().split("\n")).toHaveLength(2);
    expect(client.stderr()).toMatch(/"@level":"debug","@message":"printed by console"/);
    expect(client.stderr()).toMatch(/"@level":"debug","@message":"printed at once"/);
    expect(client.stderr()).toMatch(/"@level":"warn","@message":"complained by console"/);
  });

  test("show no credential, and neither do problems", async () => {
    const client = await stage.start({ env: { TF_LOG: "trace" } });
    const { problems } = await client.plan("orgwright_note", { config: { name: "a", body: "leak" } });
    await client.close();

    expect(problems[0]?.detail).toMatch(/^The note refuses \[credential\]\n/);
    expect(client.stderr()).toContain('"sends [credential]"');
    expect(client.stderr()).toContain('"Bearer [credential]"');
    expect(client.stderr()).toContain('"sent [credential]"');
    expect(client.stderr()).not.toMatch(/to\\*"ken/);
  });

  test("of a bug hold where it happened", async () => {
    const client = await stage.start();
    await client.plan("orgwright_note", { config: { name: "a", body: "throw in plan" } });
    await client.close();

    expect(client.stderr()).toMatch(/"@level":"error".*The note is on fire\\n +at /);
  });
});

describe("levels", () => {
  test.each([
    [{}, ["error"]],
    [{ TF_LOG: "" }, ["error"]],
    [{ TF_LOG: "OFF" }, []],
    [{ TF_LOG: "error" }, ["error"]],
    [{ TF_LOG: "WARN" }, ["warn", "error"]],
    [{ TF_LOG: "Info" }, ["info", "warn", "error"]],
    [{ TF_LOG: "DEBUG" }, ["debug", "info", "warn", "error"]],
    [{ TF_LOG: "TRACE" }, ["trace", "debug", "info", "warn", "error"]],
    [{ TF_LOG: "JSON" }, ["trace", "debug", "info", "warn", "error"]],
    [{ TF_LOG: "loud" }, ["trace", "debug", "info", "warn", "error"]],
    [{ TF_LOG: "TRACE", TF_LOG_PROVIDER: "WARN" }, ["warn", "error"]],
    [{ TF_LOG: "WARN", TF_LOG_PROVIDER: "OFF" }, []],
  ])("%o lets through %o", (environment, expected) => {
    const lines: string[] = [];
    const log = openLog(environment, (line) => lines.push(line));
    for (const level of ["trace", "debug", "info", "warn", "error"] as const) log(level, level);

    expect(lines.map((line) => (JSON.parse(line) as { "@level": string })["@level"])).toEqual(expected);
  });
});
