import type { Change, Counts, Plan } from "../../src/model/contract.ts";

const counts: Counts = {
  create: 0,
  update: 0,
  replace: 0,
  delete: 2,
  waiting: 0,
  forPerson: 0,
  unmanaged: 0,
  released: 0,
  observed: 0,
  mails: 0,
  unchanged: 0,
};

function removal(id: string, email: string, blockedBy: readonly string[]): Change {
  return {
    id,
    address: `acme/member/${email}`,
    kind: "member",
    action: "delete",
    verb: "remove",
    reason: "not-declared",
    cause: "intended",
    fields: [],
    dependsOn: [],
    refs: {},
    risks: [],
    effects: [],
    mails: 0,
    blockedBy,
    origins: [],
  };
}

/** A plan that removes an owner and a member; two guards hold the owner, one the member. */
export const acmePlan: Plan = {
  formatVersion: 1,
  verdict: "blocked",
  digest: "e".repeat(64),
  counts,
  organizations: [
    {
      name: "acme",
      connection: "signalsmith",
      system: "signalsmith",
      key: "acme-corp",
      verdict: "blocked",
      digest: "d".repeat(64),
      manifestDigest: "",
      desiredDigest: "",
      classified: true,
      counts,
      changes: [
        removal("b".repeat(64), "alice@acme.test", ["last-owner", "max-removals"]),
        removal("a".repeat(64), "frank@acme.test", ["max-removals"]),
      ],
      waiting: [],
      forPerson: [],
      unmanaged: [],
      released: [],
      observed: [],
      guards: [
        {
          guard: "last-owner",
          message: "acme: no owner would be left",
          changes: ["b".repeat(64)],
          approved: false,
          fix: "",
        },
      ],
      diagnostics: [],
    },
  ],
  stages: [],
  guards: [],
  diagnostics: [],
};
