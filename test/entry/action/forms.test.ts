/** The Action on GitHub Enterprise Server, on the Node that GitHub runs it with, and behind a proxy. */
import { execFileSync } from "node:child_process";
import { createServer, request as forward } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { GitHubOptions } from "../../../src/sandbox/github/index.ts";
import { acme, carol, invitation, ours, statusOf } from "./acme.ts";
import { asLive, openStage, type Stage } from "./stage.ts";

/** Another Node of the machine, when npm can bring it without a network: the path of its binary. */
function node24(): string | undefined {
  try {
    return execFileSync("npx", ["-y", "node@24", "--eval", "process.stdout.write(process.execPath)"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 60_000,
    });
  } catch {
    return undefined;
  }
}

const node = node24();

/** Plan, verify, merge, apply, drift: one after another, each well. */
async function tour(stage: Stage, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const options = { environment };
  const noted = await stage.step("apply", { name: "workflow_dispatch" }, options);
  expect(noted.conclusion, noted.log).toBe("success");
  const number = stage.propose(acme(...asLive, carol));
  for (const command of ["plan", "verify"]) {
    const result = await stage.step(command, { name: "pull_request", number }, options);
    expect(result.conclusion, result.log).toBe("success");
  }
  expect(ours(stage, number)).toHaveLength(1);
  expect(statusOf(stage, number)?.targetUrl).toContain(
    `${stage.github.serverUrl}/acme/organizations/actions/runs/`,
  );
  stage.github.enqueue(number);
  const verified = await stage.step("verify", { name: "merge_group", number }, options);
  expect(verified.conclusion, verified.log).toBe("success");
  stage.github.merge(number);
  const applied = await stage.step("apply", { name: "push" }, options);
  expect(applied.outputs["applied"], applied.log).toBe("1");
  expect(stage.writes()).toEqual(invitation);
  const drifted = await stage.step("drift", { name: "schedule" }, options);
  expect(drifted.conclusion, drifted.log).toBe("success");
}

const forms: readonly (readonly [string, GitHubOptions])[] = [
  ["GitHub Enterprise Server", { form: "enterprise" }],
];

describe.each(forms)("%s", (_, github) => {
  test("a plan, a merge and an apply", async () => {
    const paths: boolean[] = [];
    const stage = await openStage({
      github: { ...github, onExchange: ({ enterprise }) => void paths.push(enterprise) },
    });

    await tour(stage);

    expect(stage.github.apiUrl).toMatch(/\/api\/v3$/);
    expect(new Set(paths)).toEqual(new Set([true]));
  });
});

describe.skipIf(node === undefined)("Node 24", () => {
  test("a plan, a merge and an apply", async () => {
    const stage = await openStage({ ...(node === undefined ? {} : { node }) });

    await tour(stage);
  });

  test("behind a proxy: every request goes through it, but those that NO_PROXY names", async () => {
    const { url, seen } = await proxy();
    const stage = await openStage({ ...(node === undefined ? {} : { node }) });
    const number = stage.propose(acme(...asLive, carol));
    const plan = async (environment: Readonly<Record<string, string>>) =>
      await stage.step("plan", { name: "pull_request", number }, { environment });

    const through = await plan({ HTTP_PROXY: url, http_proxy: url, HTTPS_PROXY: url });

    expect(through.conclusion, through.log).toBe("success");
    const hosts = new Set(seen.map((line) => line.split(" ")[1]));
    expect(hosts).toEqual(new Set([new URL(stage.github.url).host, new URL(stage.sandbox.url).host]));

    const before = seen.length;
    const beside = await plan({ HTTP_PROXY: url, NO_PROXY: "127.0.0.1" });
    expect(beside.conclusion, beside.log).toBe("success");
    expect(seen).toHaveLength(before);

    const broken = await plan({ HTTP_PROXY: "http://127.0.0.1:9" });
    expect(broken.outputs["failure-reason"], broken.log).toBe("github");
  });
});

/** A proxy that tells who was asked for: tunnels (CONNECT) and whole addresses. */
async function proxy(): Promise<{ readonly url: string; readonly seen: readonly string[] }> {
  const seen: string[] = [];
  const server = createServer((asked, reply) => {
    const { host, pathname, search, port, hostname } = new URL(asked.url ?? "");
    seen.push(`${asked.method} ${host}`);
    const { method, headers } = asked;
    const onwards = forward({ hostname, port, path: `${pathname}${search}`, method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    asked.pipe(onwards);
  });
  server.on("connect", (asked, socket, head) => {
    seen.push(`CONNECT ${asked.url}`);
    const [host = "", port = ""] = (asked.url ?? "").split(":");
    const onwards = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onwards.write(head);
      onwards.pipe(socket);
      socket.pipe(onwards);
    });
    for (const each of [socket, onwards]) each.on("error", () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
