/** Stands for Terraform where it is killed: starts a provider with its own streams, and waits. */
import { spawn } from "node:child_process";

spawn(process.execPath, process.argv.slice(2), { stdio: ["ignore", "inherit", "inherit"] });
setInterval(() => undefined, 60_000);
