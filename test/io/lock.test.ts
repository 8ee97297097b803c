import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Lock, takeLock } from "../../src/io/lock.ts";
import { folderWith } from "./folder.ts";

async function taken(path: string, about = "this test"): Promise<Lock> {
  const lock = await takeLock(path, about);
  if ("holder" in lock) throw new Error(`held by ${lock.holder}`);
  onTestFinished(() => lock.release());
  return lock;
}

describe("a lock", () => {
  it("is held by one at a time, who says who they are", async () => {
    const path = join(await folderWith({}), "journal.jsonl");
    const first = await taken(path, "process 7, since noon");

    expect(await takeLock(path, "another")).toEqual({ holder: "process 7, since noon" });

    await first.release();
    expect(await taken(path, "another")).toHaveProperty("release");
  });

  it("is one for all names of a file, and another for another file", async () => {
    const folder = await folderWith({});
    await mkdir(join(folder, "real"));
    await symlink(join(folder, "real"), join(folder, "link"));
    await taken(join(folder, "real", "journal.jsonl"));

    expect(await takeLock(join(folder, "link", "journal.jsonl"), "another")).toHaveProperty("holder");
    expect(await takeLock(join(folder, "real", "..", "real", "journal.jsonl"), "another")).toHaveProperty(
      "holder",
    );
    expect(await taken(join(folder, "real", "other.jsonl"))).toHaveProperty("release");
  });

  it("is taken by one of many who come at once", async () => {
    const path = join(await folderWith({}), "journal.jsonl");

    const all = await Promise.all(Array.from({ length: 20 }, () => takeLock(path, "one")));

    const locks = all.filter((each): each is Lock => "release" in each);
    for (const lock of locks) onTestFinished(() => lock.release());
    expect(locks).toHaveLength(1);
  });

  it("is not held by a process that was killed", async () => {
    const path = join(await folderWith({}), "journal.jsonl");
    const module = fileURLToPath(new URL("../../src/io/lock.ts", import.meta.url));
    const script = `import(${JSON.stringify(module)}).then(({ takeLock }) => takeLock(${JSON.stringify(path)}, "the child")).then(() => { console.log("held"); setInterval(() => {}, 1000); })`;
    const { build } = await import("esbuild");
    const bundled = await build({
      stdin: { contents: script, resolveDir: "/", loader: "js" },
      bundle: true,
      format: "esm",
      platform: "node",
      write: false,
    });
    const child = spawn(process.execPath, ["--input-type=module", "-e", bundled.outputFiles[0]?.text ?? ""], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child.stdout, "data");
    expect(await takeLock(path, "me")).toEqual({ holder: "the child" });

    child.kill("SIGKILL");
    await once(child, "close");

    expect(await taken(path)).toHaveProperty("release");
  });
});
