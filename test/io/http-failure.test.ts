/** What the machine's own words for a broken connection say about what was sent. */
import { describe, expect, it } from "vitest";
import { unanswered } from "../../src/io/http-failure.ts";

const exchange = { method: "POST", path: "/invites", repeatable: false, scrub: (text: string) => text };

/** As fetch fails with it. */
function failed(syscall: string, code: string) {
  const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
  return unanswered(exchange, new TypeError("fetch failed", { cause }));
}

describe("a write without an answer", () => {
  it.each(["EHOSTUNREACH", "ENETUNREACH", "ECONNREFUSED"])(
    "has not been sent where no connection came to be: connect %s",
    (code) => {
      const error = failed("connect", code);

      expect(error).toMatchObject({ retryable: true, unknownResult: false });
      expect(error.message).toBe(`POST /invites found no connection: ${code} connect ${code}`);
    },
  );

  it.each([
    ["read", "EHOSTUNREACH"],
    ["write", "EHOSTUNREACH"],
    ["read", "ENETUNREACH"],
    ["write", "ENETUNREACH"],
  ])("may have been sent where the connection stood before: %s %s", (syscall, code) => {
    const error = failed(syscall, code);

    expect(error).toMatchObject({ retryable: false, unknownResult: true });
    expect(error.message).toBe(`POST /invites got no whole answer: ${code} ${syscall} ${code}`);
  });

  it("may be sent again all the same when sending it twice is sending it once", () => {
    const cause = Object.assign(new Error("read"), { code: "EHOSTUNREACH", syscall: "read" });

    expect(
      unanswered({ ...exchange, repeatable: true }, new TypeError("fetch failed", { cause })),
    ).toMatchObject({
      retryable: true,
      unknownResult: true,
    });
  });
});
