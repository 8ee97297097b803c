/** The parts one after another, then the table of figures: printed, and written to bench/results.md. */
import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { measureEngine } from "./engine.ts";
import { type Bench, type Row, rows } from "./figures.ts";
import { measureNoChangePlan } from "./no-change-plan.ts";
import { measurePace } from "./pace.ts";
import { measureStartUp } from "./start-up.ts";
import { measureTerraform } from "./terraform.ts";

interface Part {
  readonly name: string;
  readonly title: string;
  readonly words: string;
  readonly measure: (bench: Bench) => Promise<readonly Row[]>;
}

const parts: readonly Part[] = [
  {
    name: "start-up",
    title: "Start-up",
    words:
      "Whole processes, from start to exit, each round all three one after another. `times` is the median over rounds of the time against `node -e 0` of the same round.",
    measure: measureStartUp,
  },
  {
    name: "plan",
    title: "A plan without changes",
    words:
      "`orgwright plan` as a whole process against the sandbox, 50 ms before each reply, no rate limit. The floor is requests × 50 ms / 8 at once. The loop sends the very same requests with plain `fetch`, 8 at once, in the same round.",
    measure: measureNoChangePlan,
  },
  {
    name: "pace",
    title: "200 creates at 10 a second",
    words:
      "`orgwright apply` of 200 invitations as a whole process, against the sandbox that takes 10 requests in any second and answers 429 beyond, 20 ms before each reply. The ideal is a burst of 10 at once and then 10 more each second, from the first request to the last; start and end of the process are told apart.",
    measure: measurePace,
  },
  {
    name: "engine",
    title: "Planning in memory",
    words:
      "One organization, wishes and live state in memory, `plan` alone: no text, no requests. Each case is a process of its own; memory is its largest resident size, wishes and live state included.",
    measure: measureEngine,
  },
  {
    name: "terraform",
    title: "Terraform",
    words:
      "`terraform apply` from nothing, then a `terraform plan` that finds nothing, against the sandbox with 20 ms before each reply; beside them the same with as many resources of `terraform_data`, which ask nobody. Everybody is invited one by one: the system has no other way.",
    measure: measureTerraform,
  },
];

/** Measures what is wanted. Only a run of everything is written down. */
export async function run(bench: Bench): Promise<void> {
  const wanted = parts.filter(({ name }) => bench.only.length === 0 || bench.only.includes(name));
  const told: string[] = [];
  for (const { title, words, measure } of wanted) {
    process.stderr.write(`${title} …\n`);
    told.push(`## ${title}\n\n${words}\n\n${rows(await measure(bench))}\n`);
  }
  const text = ["# Measurements\n", `${machine()}\n`, ...told].join("\n");
  process.stdout.write(`\n${text}`);
  if (wanted.length === parts.length) writeFileSync(join(bench.root, "bench/results.md"), text);
}

function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const facts = [`${cpus().length} × ${first?.model.trim() ?? "unknown"}`, `${memory} GiB`, process.platform];
  return `Made by \`npm run bench\` on ${facts.join(", ")}, Node ${process.versions.node}. Figures of one machine on one day: compare ratios, not times.`;
}
