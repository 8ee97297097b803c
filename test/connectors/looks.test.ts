/** How long a look holds on each system, whatever is done to the machine's clock meanwhile. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLists as apimetricsLists } from "../../src/connectors/apimetrics/lists.ts";
import { createLookout } from "../../src/connectors/cantila/people.ts";
import { createLists as lumoauthLists } from "../../src/connectors/lumoauth/writing.ts";
import { createLook } from "../../src/connectors/signalsmith/look.ts";

type Read = () => Promise<never[]>;

/** How each looks at the one list of `acme`, and for how many milliseconds that holds. */
const systems: readonly (readonly [string, number, (read: Read) => () => Promise<unknown>])[] = [
  [
    "SignalSmith",
    2000,
    (read) => {
      const look = createLook(read, () => "");
      return () => look.recent("acme");
    },
  ],
  [
    "Cantila",
    2000,
    (read) => {
      const lookout = createLookout({ invites: read, members: read });
      return () => lookout.invites("acme");
    },
  ],
  [
    "LumoAuth",
    3000,
    (read) => {
      const lists = lumoauthLists(read, () => "");
      return () => lists.recent("acme");
    },
  ],
  [
    "APImetrics",
    5000,
    (read) => {
      const people = { accounts: read, roles: read, invites: read };
      const { accounts } = apimetricsLists({ ...people, projects: read, grants: read, roleGrants: read });
      return () => accounts.recent("acme");
    },
  ],
];

const noon = Date.parse("2026-03-10T12:00:00Z");
const hour = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(systems)("a look of %s", (_system, holds, looker) => {
  function open() {
    const server = { reads: 0 };
    const look = looker(() => {
      server.reads += 1;
      return Promise.resolve([]);
    });
    return { server, look };
  }

  it("holds from the first moment on, and not for ever", async () => {
    const { server, look } = open();
    await look();
    vi.advanceTimersByTime(holds - 1);
    await look();
    expect(server.reads).toBe(1);

    vi.advanceTimersByTime(1);
    await look();
    expect(server.reads).toBe(2);
  });

  it.each([
    ["back", -hour],
    ["forwards", hour],
  ])("holds as long when the machine's clock is set %s", async (_where, by) => {
    const { server, look } = open();
    await look();
    vi.setSystemTime(noon + by);
    await look();
    expect(server.reads).toBe(1);

    vi.advanceTimersByTime(holds);
    await look();
    expect(server.reads).toBe(2);
  });
});
