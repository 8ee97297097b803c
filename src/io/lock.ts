/**
 * A lock between the runs of one machine. The operating system takes it back when its process ends, however it ends: no
 * file is left that would have to be judged by its age.
 */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { codeOf } from "./files.ts";

/** What is held, until it is released or the process ends. */
export interface Lock {
  release(): Promise<void>;
}

/** Somebody else has it. */
export interface Held {
  /** What they say of themselves; undefined when they do not answer. */
  readonly holder: string | undefined;
}

/** How long somebody who holds a lock may take to say who they are; milliseconds. */
const PATIENCE_MS = 2_000;
/** open(2) on macOS and the BSDs: an exclusive lock with the file, which Linux does not have. */
const O_EXLOCK = 0x20;

/**
 * Takes the lock of a path, which need not be there, or says who has it; its folder has to be, for names of one folder to be
 * one lock.
 * `about` is told to whoever asks. Throws what the operating system refuses.
 */
export async function takeLock(path: string, about: string): Promise<Lock | Held> {
  const name = `orgwright-${createHash("sha256")
    .update(await placeOf(path))
    .digest("hex")
    .slice(0, 32)}`;
  // A name that begins with NUL is in no folder, and gone with the process that listens.
  if (process.platform === "linux") return await listenOn(`\0${name}`, about);
  if (process.platform === "win32") return await listenOn(`\\\\?\\pipe\\${name}`, about);
  return await lockFile(join(tmpdir(), `${name}.lock`), about);
}

/** The name in its folder, whatever the folder is called or mounted as; what is there under that name does not matter. */
async function placeOf(path: string): Promise<string> {
  return `${await identityOf(dirname(path))}/${basename(path)}`;
}

async function identityOf(folder: string): Promise<string> {
  try {
    const { dev, ino } = await stat(folder, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || dirname(folder) === folder) throw error;
    return `${await identityOf(dirname(folder))}/${basename(folder)}`;
  }
}

async function listenOn(address: string, about: string): Promise<Lock | Held> {
  const server = createServer((visitor) => {
    visitor.on("error", () => undefined);
    // Who does not listen to the end holds nobody up.
    visitor.end(about, () => visitor.destroy());
  });
  try {
    await listening(server, address);
  } catch (error) {
    if (codeOf(error) !== "EADDRINUSE") throw error;
    return { holder: await answerOf(address) };
  }
  // A run that is over ends, lock or not.
  server.unref();
  return { release: () => new Promise((done) => void server.close(() => done())) };
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen({ path: address }, () => {
      server.removeListener("error", fail);
      done();
    });
  });
}

function answerOf(address: string): Promise<string | undefined> {
  return new Promise((done) => {
    let said = "";
    const visitor = connect({ path: address });
    visitor.setEncoding("utf8");
    visitor.setTimeout(PATIENCE_MS, () => visitor.destroy());
    visitor.on("data", (text: string) => {
      said += text;
    });
    visitor.on("error", () => undefined);
    visitor.on("close", () => done(said === "" ? undefined : said));
  });
}

async function lockFile(path: string, about: string): Promise<Lock | Held> {
  const { O_CREAT, O_NONBLOCK, O_RDWR } = constants;
  try {
    const file = await open(path, O_RDWR | O_CREAT | O_NONBLOCK | O_EXLOCK, 0o600);
    await file.truncate(0);
    await file.writeFile(about);
    return { release: async () => await file.close() };
  } catch (error) {
    if (codeOf(error) !== "EAGAIN") throw error;
    const said = await readFile(path, "utf8").catch(() => "");
    return { holder: said === "" ? undefined : said };
  }
}
