/**
 * Loaded before the command: kills its process at its Nth effect, without a word, as a power cut would. An effect is a call
 * that changes a file or sends a request, and the moment behind it. KILL_AT counts from 1; 0 only counts, into KILL_COUNT.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const at = Number(process.env.KILL_AT ?? 0);
let count = 0;

function effect() {
  count += 1;
  if (count === at) process.kill(process.pid, "SIGKILL");
}

function around(object, name) {
  const original = object[name];
  object[name] = async function killable(...given) {
    effect();
    const result = await original.apply(this, given);
    effect();
    return result;
  };
}

const probe = join(tmpdir(), `probe-${process.pid}`);
const handle = await fs.promises.open(probe, "w");
const prototype = Object.getPrototypeOf(handle);
await handle.close();
await fs.promises.rm(probe);

for (const name of ["write", "writeFile", "appendFile", "datasync", "sync", "truncate"])
  around(prototype, name);
for (const name of ["rename", "link", "rm", "mkdir"]) around(fs.promises, name);
syncBuiltinESMExports();
around(globalThis, "fetch");

process.on("exit", () => {
  if (process.env.KILL_COUNT) fs.writeFileSync(process.env.KILL_COUNT, String(count));
});
