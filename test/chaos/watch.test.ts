/** The laws' own eye: each law breaks when it is broken, and not when somebody else has moved what is live. */
import { describe, expect, it } from "vitest";
import type { Change, Plan } from "../../src/model/contract.ts";
import { collector, type Holdings } from "./holdings.ts";
import { justifies } from "./justify.ts";
import { type Seen, watching } from "./watch.ts";

type People = Readonly<Record<string, string>>;

/** Who holds what, owners as such, and how many mails went out to each. */
function holding(people: People, mails: Readonly<Record<string, number>> = {}): Holdings {
  const all = collector();
  for (const [email, role] of Object.entries(people)) {
    all.add(`member ${email}`, role);
    if (role === "owner") all.owner(email);
  }
  for (const [email, sends] of Object.entries(mails)) all.mail(`of ${email}`, email, sends);
  return all.holdings();
}

function change(action: Change["action"], email: string): Change {
  const address = `acme/member/${email}`;
  return { id: `${action} ${email}`, address, action, kind: "member" } as unknown as Change;
}

const removal = change("delete", "bob@acme.test");
const plan = {
  organizations: [{ guards: [], changes: [removal, change("create", "eve@acme.test")] }],
} as unknown as Plan;

/** A watch on a world that the test moves. */
function open(people: People) {
  let now = holding(people);
  const watch = watching({ look: () => now, isStill: () => true, isSerial: true });
  watch.command("apply");
  watch.obey(plan);
  const become = (next: Holdings) => {
    now = next;
  };
  const send = (seen: Partial<Seen> = {}) =>
    watch.request({
      method: "DELETE",
      path: "/x",
      body: "",
      delivered: true,
      done: true,
      reads: false,
      keyed: false,
      ...seen,
    });
  return { watch, become, send, laws: () => watch.breaches.map(({ law }) => law) };
}

const both = { "olga@acme.test": "owner", "bob@acme.test": "member" };

describe("the eye of the laws", () => {
  it("lets go who is to go, by their own change", () => {
    const { become, send, laws } = open(both);
    become(holding({ "olga@acme.test": "owner" }));
    send({ change: removal.id });

    expect(laws()).toEqual([]);
  });

  it.each([
    ["by no change", {}],
    ["by another change", { change: "create eve@acme.test" }],
  ])("sees somebody go %s", (_, seen) => {
    const { become, send, laws } = open(both);
    become(holding({ "olga@acme.test": "owner" }));
    send(seen);

    expect(laws()).toEqual(["nothing is removed that the plan did not have"]);
  });

  it("sees a change that no plan has", () => {
    const { watch, laws } = open(both);
    watch.begin(change("delete", "olga@acme.test"));

    expect(laws()).toEqual(["nothing is removed that the plan did not have"]);
  });

  it("sees the last owner go, unless another came first or somebody else took one", async () => {
    const first = open({ ...both, "eve@acme.test": "member" });
    first.become(holding({ "bob@acme.test": "member", "eve@acme.test": "member" }));
    first.send();
    expect(first.laws()).toContain("never without an owner");

    const second = open({ "olga@acme.test": "owner", "bob@acme.test": "owner" });
    second.become(holding({ "olga@acme.test": "owner" }));
    second.send({ change: removal.id });
    expect(second.laws()).toEqual([]);

    const third = open({ "olga@acme.test": "owner", "bob@acme.test": "owner" });
    await third.watch.others({ emails: ["olga@acme.test"] }, () => {
      third.become(holding({ "olga@acme.test": "member", "bob@acme.test": "owner" }));
      return Promise.resolve();
    });
    third.become(holding({ "olga@acme.test": "member" }));
    third.send({ change: removal.id });
    expect(third.laws()).toEqual([]);
  });

  it("sees the last owner go where a look could have seen that somebody else took the other", async () => {
    const { watch, become, send, laws } = open({ "olga@acme.test": "owner", "bob@acme.test": "owner" });
    await watch.others({ emails: ["olga@acme.test"] }, () => {
      become(holding({ "olga@acme.test": "member", "bob@acme.test": "owner" }));
      return Promise.resolve();
    });
    watch.turn();
    become(holding({ "olga@acme.test": "member" }));
    send({ change: removal.id });

    expect(laws()).toEqual(["never without an owner"]);
  });

  it("lets the last owner go where an approval names the change", () => {
    const { watch, become, send, laws } = open({ "bob@acme.test": "owner" });
    const guards = [{ guard: "last-owner", approved: true, changes: [removal.id] }];
    watch.obey({ organizations: [{ guards, changes: [removal] }] } as unknown as Plan);
    become(holding({}));
    send({ change: removal.id });

    expect(laws()).toEqual([]);
  });

  it("sees a settled change that is written again, unless somebody else took it back", async () => {
    const { watch, laws } = open(both);
    watch.begin(removal);
    watch.settled(removal.id);
    await watch.others({ emails: ["BOB@acme.test"] }, () => Promise.resolve());
    watch.begin(removal);
    expect(laws()).toEqual([]);

    watch.settled(removal.id);
    watch.begin(removal);
    expect(laws()).toEqual(["no completed write is repeated"]);
  });

  it("sees a write that was answered and is sent again, and none that was not", () => {
    const { send, laws } = open(both);
    send({ delivered: false, done: false });
    send();
    expect(laws()).toEqual([]);

    send();
    expect(laws()).toEqual(["no completed write is repeated"]);
  });

  it("sees a write sent again that was done and not answered, without a look or a key", () => {
    const { send, laws } = open(both);
    const look = () => send({ method: "GET", reads: true });
    send({ delivered: false });
    look();
    send({ delivered: false });
    send({ delivered: false, keyed: true });
    expect(laws()).toEqual([]);

    send({ delivered: false });
    expect(laws()).toEqual(["no completed write is repeated"]);
  });

  it("sees a second mail and a second thing of one name", () => {
    const { become, send, laws } = open(both);
    become(holding(both, { "eve@acme.test": 1 }));
    send({ body: "1" });
    expect(laws()).toEqual([]);

    become(holding(both, { "eve@acme.test": 2 }));
    send({ body: "2" });
    const twice = collector();
    for (const [email, role] of Object.entries(both)) twice.add(`member ${email}`, role);
    twice.add("member bob@acme.test", "member");
    twice.owner("olga@acme.test");
    become(twice.holdings());
    send({ body: "3" });

    expect(laws()).toEqual(["no completed write is repeated", "no completed write is repeated"]);
  });

  it("sees a read command that writes", () => {
    const { watch, send, laws } = open(both);
    watch.command("drift");
    send();

    expect(laws()).toEqual(["read commands write nothing"]);
  });
});

describe("what a change accounts for", () => {
  const gone = (name: string) => ({ name, before: "admin" });

  it.each([
    ["acme/member/bob@acme.test", "delete", "access Production bob@acme.test", true],
    ["acme/member/bob@acme.test", "delete", "member eve@acme.test", false],
    ["acme/member/bob@acme.test", "update", "member bob@acme.test", false],
    ["acme/member/bob@acme.test", "create", "invitation bob@acme.test", true],
    ["acme/workspace/production", "delete", "access Production eve@acme.test", true],
    ["acme/workspace/production", "delete", "access Staging eve@acme.test", false],
    ["acme/access/production/bob@acme.test", "delete", "access Production bob@acme.test", true],
    ["acme/access/production/bob@acme.test", "update", "access Production bob@acme.test", false],
    ["acme/access/production/bob@acme.test", "delete", "member bob@acme.test", false],
    ["acme/role/editor", "delete", "role editor", true],
    ["acme/role/editor", "delete", "role viewer", false],
    ["acme/organization", "update", "member bob@acme.test", false],
    ["acme/organization", "delete", "member bob@acme.test", true],
  ] as const)("%s %s: %s gone is %s", (address, action, name, expected) => {
    expect(justifies({ address, action }, gone(name))).toBe(expected);
  });
});
