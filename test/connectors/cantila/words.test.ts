import { describe, expect, it } from "vitest";
import { inItsWords, saysMissing } from "../../../src/connectors/cantila/words.ts";
import { ConnectorError } from "../../../src/model/errors.ts";

const refusal = (body: unknown, status = 400) =>
  new ConnectorError("as http says it", { status, retryable: false, requestId: "req_1", body });

describe("a refusal", () => {
  it.each([
    ["a sentence", { error: "handle already taken" }, "handle already taken"],
    [
      "fields",
      { error: { formErrors: ["Required"], fieldErrors: { role: ["Bad", "Short"] } } },
      "Required; role Bad, Short",
    ],
    [
      "issues in JSON",
      { error: '[{"path":["handle"],"message":"Too short"},{"message":"No"}]' },
      "handle Too short; No",
    ],
    ["a list that holds no issues", { error: '["x"]' }, '["x"]'],
    [
      "the framework's",
      { message: "Route not found", error: "Not Found", statusCode: 404 },
      "Route not found",
    ],
    ["the documented", { error: "validation_failed", message: "name is missing" }, "name is missing"],
    ["too many words", { error: `a ${"x".repeat(300)}` }, `a ${"x".repeat(198)}`],
    ["several lines", { error: "one\n  two" }, "one two"],
  ])("says why: %s", async (_, body, words) => {
    const error = refusal(body);

    await expect(inItsWords("GET /x", () => Promise.reject(error))).rejects.toMatchObject({
      message: `GET /x answered 400: ${words}`,
      status: 400,
      requestId: "req_1",
      retryable: false,
      unknownResult: false,
      body,
      cause: error,
    });
  });

  it.each([undefined, null, "text", { ok: false }, { error: "" }, { error: 7 }])(
    "in another shape, %j, is left as it is",
    async (body) => {
      const error = refusal(body);

      await expect(inItsWords("GET /x", () => Promise.reject(error))).rejects.toBe(error);
    },
  );

  it("is no other failure", async () => {
    const lost = new ConnectorError("reset", { retryable: true, unknownResult: true });
    const bug = new TypeError("bug");

    await expect(inItsWords("GET /x", () => Promise.reject(lost))).rejects.toBe(lost);
    await expect(inItsWords("GET /x", () => Promise.reject(bug))).rejects.toBe(bug);
  });

  it("says that an account is missing only as Cantila says it", () => {
    expect(saysMissing(refusal({ error: "no such account" }, 404))).toBe(true);
    expect(saysMissing(refusal({ error: "not_found", message: "no such account" }, 404))).toBe(true);
    expect(saysMissing(refusal({ message: "Route", error: "Not Found", statusCode: 404 }, 404))).toBe(false);
    expect(saysMissing(refusal(undefined, 404))).toBe(false);
    expect(saysMissing(refusal({ error: "no such account" }, 400))).toBe(false);
    expect(saysMissing(new TypeError("bug"))).toBe(false);
  });
});
