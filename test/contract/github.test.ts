import { describe, expect, test } from "vitest";
import type { FakeExchange } from "../../src/sandbox/github/index.ts";
import { as, open, START } from "../sandbox/github/client.ts";
import { createGitHubChecker } from "./github.ts";

const forms = ["api.github.com", "ghes-3.19"] as const;

async function recorded(work: (client: ReturnType<typeof as>) => Promise<unknown>): Promise<FakeExchange> {
  const seen: FakeExchange[] = [];
  const fake = await open({ now: () => START, onExchange: (exchange) => seen.push(exchange) });
  await work(as(fake));
  return seen.at(-1)!;
}

describe.each(forms)("the contract of %s", (form) => {
  const checker = createGitHubChecker(form);

  test("knows what the fake answers, and sees each thing that is wrong with it", async () => {
    const good = await recorded((client) => client.post("/issues", { title: "Drift", labels: ["drift"] }));
    const problems = (change: Partial<FakeExchange>) => checker.check({ ...good, ...change });
    const { html_url: _, ...short } = good.reply as Record<string, unknown>;

    expect(problems({})).toEqual([]);
    expect(problems({ reply: short }).join()).toContain("html_url");
    expect(problems({ reply: { ...short, html_url: "nowhere" } }).join()).toContain("uri");
    expect(problems({ reply: { ...short, html_url: "https://x", created_at: "today" } }).join()).toContain(
      "date-time",
    );
    expect(problems({ body: { title: "Drift", labls: [] } }).join()).toContain("labls");
    expect(problems({ body: { body: "without a title" } }).join()).toContain("title");
    expect(problems({ body: undefined })).toEqual([expect.stringContaining("a body is missing")]);
    expect(problems({ status: 302 })).toEqual([expect.stringContaining("no such status")]);
    expect(problems({ path: "/repos/acme/organizations/isues" })).toEqual([
      expect.stringContaining("not in the contract"),
    ]);
    expect(problems({ query: new URLSearchParams({ sort: "up" }) })).toEqual([
      expect.stringContaining("query sort is not"),
    ]);
  });

  test("sees a wrong value in the query, and a wrong body of a refusal", async () => {
    const list = await recorded((client) => client.get("/issues?state=all"));

    expect(checker.check(list)).toEqual([]);
    expect(checker.check({ ...list, query: new URLSearchParams({ state: "ajar" }) })).toEqual([
      expect.stringContaining("state=ajar does not fit"),
    ]);
    expect(checker.check({ ...list, status: 403, reply: { error: "no" } }).join()).toContain("message");
    expect(checker.check({ ...list, status: 403, reply: "<html>", faulted: true })).toEqual([]);
  });

  test("lets a wrong request pass only where it was refused and tests say so", async () => {
    const refused = await recorded((client) => client.post("/labels", { nme: "x" }));

    expect(refused.status).toBe(422);
    expect(checker.check(refused, "free")).toEqual([]);
    expect(checker.check(refused).join()).toContain("nme");
    expect(checker.check({ ...refused, status: 201 }, "free").join()).toContain("nme");
  });

  test("knows the payloads of events", () => {
    expect(checker.checkEvent({ name: "push", payload: { ref: "refs/heads/main" } })).not.toEqual([]);
    expect(checker.checkEvent({ name: "pull_request", payload: { action: "sneezed" } })).toEqual([
      "webhook-pull-request-sneezed is not in the contract",
    ]);
  });
});
