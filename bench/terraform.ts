/** Terraform with this provider beside Terraform with as many resources that do nothing: what is the provider's own share? */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Row } from "./figures.ts";
import { fleet, TOKEN } from "./fleet.ts";
import { type SandboxProcess, startSandbox } from "./sandbox-process.ts";

const LATENCY_MS = 20;
const SINGLE = 500;
const WHOLE = 2000;

/** One configuration, applied and planned again, with what it asked of the API. */
interface Measured {
  readonly apply: number;
  readonly plan: number;
  readonly applied: string;
  readonly planned: string;
}

/** Each configuration once, one after another on a machine that does nothing else. */
export async function measureTerraform({ root, folder }: Bench): Promise<readonly Row[]> {
  const home = join(folder, "terraform");
  mkdirSync(home);
  const settings = join(home, "settings.tfrc");
  const provider = JSON.stringify(join(root, "dist/terraform"));
  writeFileSync(
    settings,
    `provider_installation {\n  dev_overrides { "orgwright/orgwright" = ${provider} }\n}\n`,
  );
  const place = { root, home, settings };
  const nothing = await measure("nothing", nothingResources, SINGLE, place);
  const single = await measure("single", singleResources, SINGLE, place);
  const list = await measure("list", listResource, WHOLE, place);
  const whole = await measure("whole", wholeResource, WHOLE, place);
  return [
    row(`${SINGLE} \`terraform_data\``, nothing, nothing),
    row(`${SINGLE} \`orgwright_member\``, single, nothing),
    row(`\`terraform_data\` with a list of ${WHOLE}`, list, list),
    row(`\`orgwright_members\` with ${WHOLE}`, whole, list),
  ];
}

const nothingResources = `resource "terraform_data" "one" {
  for_each = toset(local.people)
  input    = each.key
}
`;

const listResource = `resource "terraform_data" "all" {
  input = local.people
}
`;

const singleResources = `resource "orgwright_member" "one" {
  for_each     = toset(local.people)
  organization = "main/team-0001"
  email        = each.key
  role         = "member"
}
`;

const wholeResource = `resource "orgwright_members" "all" {
  organization = "main/team-0001"
  ownership    = "additive"
  members      = { for email in local.people : email => { role = "member" } }
}
`;

interface Place {
  readonly root: string;
  readonly home: string;
  readonly settings: string;
}

async function measure(name: string, resources: string, count: number, place: Place): Promise<Measured> {
  const folder = join(place.home, name);
  mkdirSync(folder);
  const sandbox = await startSandbox({
    cli: join(place.root, "dist/cli.js"),
    home: folder,
    seed: fleet(1).seed,
    latencyMs: LATENCY_MS,
  });
  try {
    const uses = resources.includes("orgwright") ? provider : "";
    const names = Array.from({ length: count }, (_, index) => `person-${index}@acme.test`);
    const people = `locals {\n  people = ${JSON.stringify(names)}\n}\n`;
    writeFileSync(join(folder, "orgwright.yaml"), fleet(1).project(sandbox.endpoint));
    writeFileSync(join(folder, "main.tf"), uses + people + resources);
    if (uses === "") await terraform(["init"], folder, place);
    const apply = await counted(["apply", "-auto-approve"], { folder, place, sandbox });
    const plan = await counted(["plan", "-detailed-exitcode"], { folder, place, sandbox });
    return { apply: apply.ms, applied: apply.requests, plan: plan.ms, planned: plan.requests };
  } finally {
    await sandbox.close();
  }
}

const provider = `terraform {
  required_providers { orgwright = { source = "orgwright/orgwright" } }
}
provider "orgwright" {
  project = "orgwright.yaml"
}
`;

interface Running {
  readonly folder: string;
  readonly place: Place;
  readonly sandbox: SandboxProcess;
}

async function counted(
  args: readonly string[],
  { folder, place, sandbox }: Running,
): Promise<{ readonly ms: number; readonly requests: string }> {
  await sandbox.forgetRequests();
  const ms = await terraform(args, folder, place);
  const sent = await sandbox.requests();
  const reads = sent.filter(({ method }) => method === "GET").length;
  return { ms, requests: `${reads} reads, ${sent.length - reads} writes` };
}

/** Runs Terraform to its end; a plan that would change something is a mistake of the benchmark. */
async function terraform(args: readonly string[], folder: string, { settings }: Place): Promise<number> {
  const start = performance.now();
  const child = spawn("terraform", [...args, "-no-color"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_CLI_CONFIG_FILE: settings,
      BENCH_TOKEN: TOKEN,
    },
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${code}`);
  return performance.now() - start;
}

function row(what: string, measured: Measured, against: Measured): Row {
  return {
    what,
    "apply s": (measured.apply / 1000).toFixed(1),
    "against nothing": `${(measured.apply / against.apply).toFixed(2)} ×`,
    "requests of the apply": measured.applied,
    "second plan s": (measured.plan / 1000).toFixed(1),
    "against nothing ": `${(measured.plan / against.plan).toFixed(2)} ×`,
    "requests of the plan": measured.planned,
  };
}
