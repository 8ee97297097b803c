import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Process, startProcess } from "../client/process.ts";
import { hasTerraform, openTerraform, type Terraform } from "../client/terraform.ts";
import { openStage } from "./stage.ts";

const stage = openStage();

const head = `terraform {
  required_providers {
    orgwright = { source = "orgwright/orgwright" }
  }
}

provider "orgwright" {
  greeting = "hello"
}
`;

const body = `
resource "terraform_data" "by" {
  input = "ops"
}

resource "orgwright_note" "a" {
  name   = "a"
  body   = "by \${terraform_data.by.id}"
  secret = "s3cret"
  weight = 0.1
  tags   = ["x", "y"]
  labels = { one = "1" }
  readers = [
    { email = "a@acme.test", role = "admin" },
    { email = "b@acme.test" },
    { email = "\${terraform_data.by.id}@acme.test" },
    { email = "\${terraform_data.by.id}@acme.example" },
  ]
  lines = [{ text = "first" }, { text = "second" }]
}

data "orgwright_note" "a" {
  name = orgwright_note.a.name
}

output "read" {
  value = data.orgwright_note.a.body
}
`;

interface Played extends Terraform {
  /** The folder of the provider's notes. */
  readonly notes: string;
  note(name: string): Record<string, unknown>;
}

function open(env: Readonly<Record<string, string>> = {}): Played {
  const notes = stage.folder();
  const terraform = openTerraform({
    folder: stage.folder(),
    file: stage.file(),
    env: { TINY_FOLDER: notes, ...env },
  });
  return {
    ...terraform,
    notes,
    note: (name) => JSON.parse(readFileSync(join(notes, `${name}.json`), "utf8")) as Record<string, unknown>,
  };
}

describe.skipIf(!hasTerraform())("with real Terraform", () => {
  test("a resource lives its whole life", async () => {
    const terraform = open();
    terraform.write({ "main.tf": head + body });
    expect(await terraform.ok("validate")).toContain("Success! The configuration is valid");
    const plan = await terraform.ok("plan");
    expect(plan).toContain("Plan: 2 to add, 0 to change, 0 to destroy.");
    expect(plan).not.toContain("s3cret");
    expect(await terraform.ok("apply", "-auto-approve")).toContain("2 added, 0 changed, 0 destroyed");
    expect(terraform.note("a")).toMatchObject({ weight: 0.1, revision: 1 });
    expect(terraform.note("a")["readers"]).toHaveLength(4);
    expect(await terraform.isSettled()).toBe(true);

    // Moved by hand: the refresh sees it, and the apply puts it back.
    writeFileSync(join(terraform.notes, "a.json"), JSON.stringify({ ...terraform.note("a"), tags: ["z"] }));
    expect(await terraform.ok("plan")).toMatch(/~ tags\s+= \[\s+- "z",\s+\+ "x",\s+\+ "y",/);
    await terraform.ok("apply", "-auto-approve");
    expect(terraform.note("a")).toMatchObject({ tags: ["x", "y"], revision: 2 });

    terraform.write({ "main.tf": head + body.replace('name   = "a"', 'name   = "b"') });
    expect(await terraform.ok("plan")).toMatch(
      /orgwright_note\.a must be replaced[\s\S]*# forces replacement/,
    );
    expect(await terraform.ok("apply", "-auto-approve")).toContain("1 added, 0 changed, 1 destroyed");
    expect(readdirSync(terraform.notes)).toEqual(["b.json"]);
    expect(await terraform.isSettled()).toBe(true);

    await terraform.ok("destroy", "-auto-approve");
    expect(readdirSync(terraform.notes)).toEqual([]);
  });

  test("what is there is imported, with a configuration that Terraform writes", async () => {
    const terraform = open();
    writeFileSync(
      join(terraform.notes, "old.json"),
      '{"name":"old","body":"text","id":"note-old","revision":7}',
    );
    terraform.write({
      "main.tf": `${head}\nimport {\n  to = orgwright_note.old\n  id = "old"\n}\n`,
    });
    await terraform.ok("plan", "-generate-config-out=generated.tf");
    expect(terraform.read("generated.tf")).toMatch(/resource "orgwright_note" "old" {[\s\S]*body\s+= "text"/);
    expect(await terraform.ok("apply", "-auto-approve")).toContain("1 imported, 0 added, 0 changed");
    expect(await terraform.isSettled()).toBe(true);
    expect(terraform.note("old")["revision"]).toBe(7);
  });

  test("an old state is upgraded, and a newer one asks for a newer provider", async () => {
    const terraform = open();
    terraform.write({ "main.tf": `${head}\nresource "orgwright_note" "a" {\n  name = "a"\n}\n` });
    await terraform.ok("apply", "-auto-approve");
    const state = terraform.read("terraform.tfstate");
    const stored = state
      .replace('"schema_version": 2', '"schema_version": 0')
      .replace(/"name": "a"(?=,\s+"readers")/, '"title": "a"');
    expect(stored).toMatch(/"schema_version": 0[\s\S]*"title": "a"/);
    terraform.write({ "terraform.tfstate": stored });
    expect(await terraform.ok("plan")).toContain("No changes.");

    terraform.write({ "terraform.tfstate": state.replace('"schema_version": 2', '"schema_version": 3') });
    expect((await terraform.run("plan")).text).toContain(
      "Resource instance managed by newer provider version",
    );
  });

  test("problems stand at their place in the configuration", async () => {
    const terraform = open();
    terraform.write({
      "main.tf": `${head}
resource "orgwright_note" "a" {
  name  = "a"
  body  = "bad line"
  lines = [{ text = "good" }, { text = "bad" }]
}
`,
    });
    const { code, text } = await terraform.run("validate");

    expect(code).toBe(1);
    expect(text).toMatch(
      /Error: A bad value[\s\S]*on main\.tf line 14, in resource "orgwright_note" "a":[\s\S]*14:.*bad[\s\S]*Take a good one\.[\s\S]*In lines\[1\]\.text\./,
    );
  });

  test("a bug in the provider is told as one, and the next run works", async () => {
    const terraform = open();
    const text = (words: string) =>
      `${head}\nresource "orgwright_note" "a" {\n  name = "a"\n  body = "${words}"\n}\n`;
    terraform.write({ "main.tf": text("throw in apply") });
    const failed = await terraform.run("apply", "-auto-approve");
    expect(failed.code).toBe(1);
    expect(failed.text).toMatch(
      /Error: Bug in the provider[\s\S]*The note is on fire[\s\S]*Please report it\./,
    );
    expect(failed.text).not.toContain("plugin crashed");

    terraform.write({ "main.tf": text("fine") });
    await terraform.ok("apply", "-auto-approve");
    expect(await terraform.isSettled()).toBe(true);
  });

  test("logs reach Terraform's own, at their level and as they were written", async () => {
    const terraform = open({ TF_LOG_PROVIDER: "INFO" });
    terraform.write({ "main.tf": `${head}\nresource "orgwright_note" "a" {\n  name = "a"\n}\n` });
    const text = await terraform.ok("plan");

    expect(text).toMatch(/\[INFO\]\s+provider\.terraform-provider-orgwright: configured: .*greeting=hello/);
    expect(text).not.toContain("the provider serves");
  });

  test("without TLS, where Terraform is told so", async () => {
    const terraform = open({ TF_DISABLE_PLUGIN_TLS: "1" });
    terraform.write({ "main.tf": `${head}\nresource "orgwright_note" "a" {\n  name = "a"\n}\n` });

    expect(await terraform.ok("apply", "-auto-approve")).toContain("1 added");
  });

  test("a provider that is debugged is used and left running", async () => {
    const notes = stage.folder();
    const debugged = startProcess({ file: stage.file(), args: ["--debug"], env: { TINY_FOLDER: notes } });
    onTestFinished(() => void debugged.child.kill("SIGKILL"));
    const [, TF_REATTACH_PROVIDERS = ""] = await debugged.said(/TF_REATTACH_PROVIDERS='(.*)'/);
    const terraform = open({ TF_REATTACH_PROVIDERS });
    terraform.write({ "main.tf": `${head}\nresource "orgwright_note" "a" {\n  name = "a"\n}\n` });

    await terraform.ok("apply", "-auto-approve");
    expect(readdirSync(notes)).toEqual(["a.json"]);
    expect(await terraform.isSettled()).toBe(true);
    debugged.child.kill("SIGTERM");
    expect(await debugged.ended()).toBe(0);
  });

  test("Ctrl-C lets what is being written end, and its state is kept", async () => {
    const terraform = open({ TF_LOG_PROVIDER: "INFO" });
    terraform.write({ "main.tf": `${head}${slow("a")}${slow("b")}` });
    const applying = begin(terraform, "apply", "-auto-approve", "-parallelism=1");
    await applying.logged(/: waiting/);
    process.kill(-(applying.child.pid ?? 0), "SIGINT");
    await applying.logged(/: stopped/);
    writeFileSync(join(terraform.notes, "go-on"), "");

    expect(await applying.ended()).toBe(1);
    expect(readdirSync(terraform.notes)).toHaveLength(2);
    expect(await terraform.ok("state", "list")).toMatch(/^orgwright_note\.[ab]\n$/);
  });

  test("a killed Terraform leaves no provider", async () => {
    const TMPDIR = stage.folder();
    const terraform = open({ TF_LOG_PROVIDER: "INFO", TMPDIR });
    const sockets = () => readdirSync(TMPDIR).filter((name) => name.startsWith("orgwright-"));
    terraform.write({ "main.tf": `${head}${slow("a")}` });
    const applying = begin(terraform, "apply", "-auto-approve");
    await applying.logged(/: waiting/);
    expect(sockets()).toHaveLength(1);
    applying.child.kill("SIGKILL");
    expect(await applying.ended()).toBe("SIGKILL");
    writeFileSync(join(terraform.notes, "go-on"), "");

    await vi.waitUntil(() => sockets().length === 0, { timeout: 120_000 });
    expect(readdirSync(terraform.notes).sort()).toEqual(["a.json", "go-on"]);
  });
});

function slow(name: string): string {
  return `\nresource "orgwright_note" "${name}" {\n  name = "${name}"\n  body = "slow"\n}\n`;
}

function begin(terraform: Terraform, ...args: readonly string[]): Process {
  const begun = terraform.start(...args);
  onTestFinished(() => void begun.child.kill("SIGKILL"));
  return begun;
}
