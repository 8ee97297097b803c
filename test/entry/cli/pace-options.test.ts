import { expect, it } from "vitest";
import { commands } from "../../../src/entry/cli/commands.ts";
import { runLimits } from "../../../src/entry/cli/pace-options.ts";
import { ConfigurationError } from "../../../src/model/errors.ts";

it("the options say how many requests and how fast; without them nothing is limited", () => {
  expect(runLimits({})).toEqual({});
  expect(runLimits({ "max-requests": "500", "max-rate": "10/s" })).toEqual({
    maxRequests: 500,
    maxRate: { count: 10, ms: 1000 },
  });
  expect(runLimits({ "max-rate": "100/min" })).toEqual({ maxRate: { count: 100, ms: 60_000 } });
});

it("what a command adds is handed on", () => {
  const stop = new AbortController().signal;

  expect(runLimits({}, { stop }).stop).toBe(stop);
});

it.each(["0", "-1", "1.5", "many", "1e3", "1000001", " 5"])("no number of requests is %j", (text) => {
  expect(() => runLimits({ "max-requests": text })).toThrow(ConfigurationError);
  expect(() => runLimits({ "max-requests": text })).toThrow(`--max-requests cannot be ${text}`);
});

it.each(["10", "10/h", "0/s", "/s", "1.5/s", "10 / s", "s/10"])("no rate is %j", (text) => {
  expect(() => runLimits({ "max-rate": text })).toThrow(ConfigurationError);
  expect(() => runLimits({ "max-rate": text })).toThrow(`--max-rate cannot be ${text}`);
});

it("every command that asks a system takes both", () => {
  const takes = Object.entries(commands).filter(
    ([, { options }]) => "max-requests" in options && "max-rate" in options,
  );

  expect(takes.map(([name]) => name)).toEqual(["plan", "apply", "drift", "import"]);
});
