/**
 * The main job as a story, on a copy of examples/signalsmith and a sandbox on a free port of this machine. Every output
 * is the real command's; this script only starts it, and says in a line or two what happens. Leaves nothing behind.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cli = join(root, "dist/cli.js");
const folder = mkdtempSync(join(tmpdir(), "orgwright-demo-"));
const project = join(folder, "acme");
const token = "demo-token";
const running = new Set();
let chapters = 0;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => {
    cleanUp();
    process.exit(130);
  });
}

try {
  await story();
} catch (error) {
  process.exitCode = 1;
  say(`\nThe demo stopped: ${error instanceof Error ? error.message : error}`);
} finally {
  cleanUp();
}

async function story() {
  cpSync(join(root, "examples/signalsmith"), project, { recursive: true });
  rmSync(join(project, ".orgwright"), { recursive: true, force: true });
  const endpoint = await startSandbox();
  rewrite("orgwright.yaml", (text) => text.replace(/endpoint: .*/, `endpoint: ${endpoint}`));

  chapter("Acme writes who belongs to its organizations in YAML, in git. First: is it right?");
  await orgwright(["validate"], 0);

  chapter(
    "What would change? A region's workspace is new, people join, Erin leads the team, Frank has left.",
  );
  await orgwright(["plan", "--out", "plan.json"], 0);

  chapter("Somebody has reviewed that plan. Apply exactly it, and nothing that was not in it.");
  await orgwright(["apply", "--plan", "plan.json", "--yes"], 0);

  chapter("Once more: nothing is left to do. Who was invited has a mail; no second one is sent.");
  await orgwright(["plan"], 0);

  chapter(
    "A week later somebody clicks in SignalSmith's own pages, and Sean becomes an admin of all of Acme.",
  );
  await byHand(endpoint);

  chapter("Nobody noticed? The drift job does, and says that it was not git that moved.");
  await orgwright(["drift"], 2);

  chapter("Make the organizations what the manifests say again.");
  await orgwright(["apply", "--yes"], 0);
  await orgwright(["plan", "--detailed-exitcode"], 0);
  say("\nThat was the whole job. Your own project starts with `orgwright init`.");
}

/** The sandbox by its command; the endpoint is read from what it prints. */
async function startSandbox() {
  const child = spawn(process.execPath, [cli, "sandbox", "--seed", "sandbox.json"], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += chunk;
    if (printed.includes("Ctrl-C")) break;
  }
  const endpoint = /signalsmith +(http\S+)/.exec(printed)?.[1];
  if (endpoint === undefined) throw new Error("the sandbox did not start");
  chapter("A made-up SignalSmith starts on this machine; nothing of this demo leaves it.");
  say("$ orgwright sandbox --seed sandbox.json &");
  say(printed.trimEnd());
  return endpoint;
}

/** Runs the command with this terminal, and holds it to the exit code that the story needs. */
async function orgwright(args, expected) {
  say(`$ orgwright ${args.join(" ")}`);
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: project,
    env: { ...process.env, SIGNALSMITH_TOKEN: token },
    stdio: ["ignore", "inherit", "inherit"],
  });
  running.add(child);
  const [code] = await new Promise((done) => child.once("exit", (...all) => done(all)));
  running.delete(child);
  if (code !== expected)
    throw new Error(`orgwright ${args[0]} ended with ${code} where ${expected} was expected`);
  if (code !== 0) say(`(exit ${code})`);
}

/** What a click in the pages of the system would do. */
async function byHand(endpoint) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const [organization] = await list(`${endpoint}/organizations`, headers);
  const members = await list(`${endpoint}/organizations/${organization.id}/members`, headers);
  const { id } = members.find(({ email }) => email === "sean@acme.test");
  const url = `${endpoint}/organizations/${organization.id}/members/${id}`;
  const body = JSON.stringify({ org_role: "admin" });
  say(`$ curl -X PUT ${url} -d '${body}'`);
  const reply = await fetch(url, { method: "PUT", headers, body });
  say(`${reply.status} ${await reply.text()}`);
}

async function list(url, headers) {
  const body = await (await fetch(url, { headers })).json();
  return Array.isArray(body) ? body : body.data;
}

function rewrite(file, change) {
  const path = join(project, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

function chapter(text) {
  chapters += 1;
  const bold = process.stdout.isTTY && !process.env.NO_COLOR;
  say(`\n${bold ? "\u001b[1m" : ""}── ${chapters}. ${text}${bold ? "\u001b[0m" : ""}\n`);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function cleanUp() {
  for (const child of running) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
