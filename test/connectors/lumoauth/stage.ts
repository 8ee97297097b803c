/** What the tests of writing share. */
import { afterEach, expect } from "vitest";
import { change, context, type Opened, openLumoAuth, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

/** Opens worlds that close behind each test. */
export function openings(): (options?: WorldOptions) => Promise<Opened> {
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
  });
  return async (options = {}) => {
    const world = await openLumoAuth(options);
    opened.push(world);
    return world;
  };
}

type Change = ReturnType<typeof change>;

/** Every change, then every change again with the same writer and with a new one: nothing moves any more (law 1). */
export async function twice(world: Opened, ...changes: readonly Change[]): Promise<void> {
  const writer = world.writer();
  for (const each of changes) await writer.write(each, context);
  const state = still(world);
  for (const again of [writer, world.writer()]) {
    for (const each of changes) await again.write(each, context);
    expect(still(world)).toEqual(state);
  }
}

/** Times of change, the log and counters of ids move with writes that change nothing. */
function still({ sandbox }: Opened): unknown {
  const moving = ["updatedAt", "issued", "audit"];
  const { lumoauth } = sandbox.state();
  return JSON.parse(
    JSON.stringify(lumoauth, (name, value: unknown) => (moving.includes(name) ? undefined : value)),
  );
}

/** Invitations sent so far, whether new or again. */
export function mails({ sandbox }: Opened): number {
  return sandbox
    .requests()
    .filter(({ method, path }) => method === "POST" && /invitations(\/\d+\/resend)?$/.test(path))
    .filter(({ status }) => status < 300).length;
}

/** A change of a member of acme, of pia where nobody is named. */
export function member(parts: Partial<Change> & { readonly email?: string }): Change {
  const { email = "pia@acme.test", action = "update", ...rest } = parts;
  return change({ address: `acme/member/${email}`, kind: "member", action, ...rest });
}

/** Her pending invitation, as a plan has it. */
export const pia = { email: "pia@acme.test", roles: ["viewer"], status: "invited" };
