import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openStage } from "./stage.ts";

const stage = openStage();
const parent = fileURLToPath(new URL("tiny/parent.mjs", import.meta.url));
const note = "orgwright_note";

const slow = { name: "a", body: "slow" };
const TF_LOG = "debug";

describe("the end of the process", () => {
  test("Shutdown ends it cleanly", async () => {
    const client = await stage.start();

    expect(await client.close()).toBe(0);
    expect(client.stderr()).toBe("");
  });

  test("Ctrl-C means nothing: Terraform then says what to stop, and what is being written ends", async () => {
    const client = await stage.start({ env: { TF_LOG } });
    const applied = client.apply(note, { config: slow, planned: slow });
    await client.logged(/"waiting"/);
    client.child.kill("SIGINT");
    client.child.kill("SIGHUP");

    expect(await client.stop()).toBe("");
    writeFileSync(join(client.notes, "go-on"), "");
    expect((await applied).state).toMatchObject({ id: "note-a" });
    await client.logged(/"went on".*"stopped":true/);
    expect(await client.close()).toBe(0);
  });

  test("SIGTERM lets what is being written end, answers, and removes the socket", async () => {
    const client = await stage.start({ env: { TF_LOG } });
    const applied = client.apply(note, { config: slow, planned: slow });
    await client.logged(/"waiting"/);
    client.child.kill("SIGTERM");
    await client.logged(/"the provider ends".*"SIGTERM"/);
    writeFileSync(join(client.notes, "go-on"), "");

    expect((await applied).state).toMatchObject({ id: "note-a" });
    expect(await client.ended()).toBe(0);
    expect(client.stderr()).toMatch(/"went on".*"stopped":true/);
    expect(existsSync(dirname(client.handshake.address))).toBe(false);
  });

  test("a killed Terraform leaves no process and no socket", async () => {
    const client = await stage.start({ file: parent, args: [stage.file()] });
    await client.schema();
    client.child.kill("SIGKILL");

    // Its streams are the provider's too, so they are closed when both are gone.
    expect(await client.ended()).toBe("SIGKILL");
    expect(existsSync(dirname(client.handshake.address))).toBe(false);
  });

  test("what is being written when Terraform is killed is written to its end", async () => {
    const client = await stage.start({ file: parent, args: [stage.file()], env: { TF_LOG } });
    client.apply(note, { config: slow, planned: slow }).catch(() => undefined);
    await client.logged(/"waiting"/);
    client.child.kill("SIGKILL");
    await client.logged(/"the provider ends".*"what started it is gone"/);
    // Longer than answers are waited for: what goes on is waited for by itself.
    await setTimeout(2000);
    expect(readdirSync(client.notes)).toEqual([]);
    writeFileSync(join(client.notes, "go-on"), "");

    await client.ended();
    expect(readdirSync(client.notes).sort()).toEqual(["a.json", "go-on"]);
  });
});
