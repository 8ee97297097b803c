/** docs/semantics.md: "Time". */
import { describe, expect, it } from "vitest";
import { instantOf } from "../../src/manifest/meaning/times.ts";
import { acme, documents, group, meaning, only, problems } from "./fixture.ts";

const at = (text: string, timezone: string, edge: "start" | "end"): string | undefined => {
  const instant = instantOf(text, timezone, edge);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

describe("a date is the whole day in the project's time zone", () => {
  it.each([
    ["2026-12-31", "UTC", "start", "2026-12-31T00:00:00.000Z"],
    ["2026-12-31", "UTC", "end", "2027-01-01T00:00:00.000Z"],
    ["2028-02-29", "UTC", "end", "2028-03-01T00:00:00.000Z"],
    ["2026-12-31", "Europe/Berlin", "end", "2026-12-31T23:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "start", "2026-03-28T23:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "end", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "end", "2026-10-25T23:00:00.000Z"],
    ["2026-07-01", "America/New_York", "start", "2026-07-01T04:00:00.000Z"],
    // Cairo's clocks went from 00:00 to 01:00: the day begins with its first hour.
    ["2024-04-26", "Africa/Cairo", "start", "2024-04-25T22:00:00.000Z"],
    // Samoa left this day out.
    ["2011-12-30", "Pacific/Apia", "end", "2011-12-30T10:00:00.000Z"],
  ] as const)("%s in %s, %s", (text, timezone, edge, expected) => {
    expect(at(text, timezone, edge)).toBe(expected);
  });

  it("an instant is itself in every zone", () => {
    expect(at("2026-01-01T18:00+02:00", "Asia/Tokyo", "start")).toBe("2026-01-01T16:00:00.000Z");
    expect(at("2026-01-01T18:00:00.5Z", "Asia/Tokyo", "end")).toBe("2026-01-01T18:00:00.500Z");
  });

  it.each([
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-02-30T10:00:00Z",
    "2026-01-01T25:00Z",
    "2026-01-01T10:61Z",
    "1969-12-31",
  ])("%s does not exist", (text) => {
    expect(at(text, "UTC", "start")).toBeUndefined();
  });
});

describe("entries hold from `from` on until the end of `until`", () => {
  const people = (entry: string, now: string, timezone = "UTC"): readonly string[] =>
    meaning(acme(`confirmEmpty: [members]\nmembers:\n  - {email: a@acme.test, role: admin, ${entry}}`), {
      now,
      timezone,
    }).organizations[0]?.members?.entries.map(({ identity }) => identity.key) ?? [];

  it.each([
    ["until: 2026-06-15", "2026-06-15T23:59:59.999Z", "UTC", true],
    ["until: 2026-06-15", "2026-06-16T00:00:00Z", "UTC", false],
    ["until: 2026-06-15", "2026-06-15T22:00:00Z", "Europe/Berlin", false],
    ["until: 2026-06-15", "2026-06-16T03:59:59Z", "America/New_York", true],
    ["from: 2026-06-15", "2026-06-14T23:59:59Z", "UTC", false],
    ["from: 2026-06-15", "2026-06-15T00:00:00Z", "UTC", true],
    ["from: 2026-06-15", "2026-06-14T22:00:00Z", "Europe/Berlin", true],
    ['until: "2026-06-15T10:00:00Z"', "2026-06-15T10:00:00Z", "UTC", false],
    ['until: "2026-06-15T12:00:00+02:00"', "2026-06-15T09:59:59Z", "UTC", true],
    ["from: 2026-06-15, until: 2026-06-15", "2026-06-15T10:00:00Z", "UTC", true],
  ])("%s at %s in %s: %s", (entry, now, timezone, holds) => {
    expect(people(entry, now, timezone)).toEqual(holds ? ["a@acme.test"] : []);
  });

  it("belong to their entry: a group's time leaves the explicit entry alone", () => {
    const yaml = documents(
      acme(
        "workspaces: [{name: p}]\nmembers:\n  - {email: a@acme.test, role: member}\n  - {group: team, role: owner, workspaces: {p: admin}, until: 2026-06-20}",
      ),
      group("team", "a@acme.test", "b@acme.test"),
    );
    const then = (now: string) =>
      only(yaml, { now }).members?.entries.map(({ identity, workspaces }) => [identity.key, workspaces]);
    expect(then("2026-06-20T12:00:00Z")).toEqual([
      ["a@acme.test", { p: "admin" }],
      ["b@acme.test", { p: "admin" }],
    ]);
    expect(then("2026-06-21T12:00:00Z")).toEqual([["a@acme.test", undefined]]);
  });

  it("of access entries count alike", () => {
    const yaml = acme(
      "workspaces: [{name: p}]\nconfirmEmpty: [access]\naccess:\n  - {email: a@acme.test, workspace: p, level: VIEWER, until: 2026-06-20}",
      { connection: "rich", key: "id" },
    );
    expect(only(yaml, { now: "2026-06-20T12:00:00Z" }).access?.entries).toMatchObject([
      { ensure: "present" },
    ]);
    expect(only(yaml, { now: "2026-06-21T12:00:00Z" }).access?.entries).toMatchObject([{ ensure: "absent" }]);
  });
});

describe("times that cannot be meant", () => {
  const entry = (text: string) =>
    problems(
      acme(`members:\n  - {email: b@acme.test, role: owner}\n  - {email: a@acme.test, role: admin, ${text}}`),
    );

  it.each([
    ["from: 2026-02-30", ["not-a-time@9"]],
    ["until: 2026-02-30", ["not-a-time@9"]],
    ["from: 2026-06-20, until: 2026-06-19", ["until-before-from@9"]],
    ['from: "2026-06-20T10:00Z", until: "2026-06-20T10:00Z"', ["until-before-from@9"]],
    ["until: 2026-06-14", ["note ended-entry@9"]],
    ["until: 2026-06-15", []],
    ["from: 2030-01-01", []],
  ])("%s", (text, expected) => {
    expect(entry(text)).toEqual(expected);
  });
});
