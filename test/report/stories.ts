/** A few rich plans that goldens and behaviour tests share. */
import type { ChangeOutcome, Diagnostic, Outcome, Plan } from "../../src/model/contract.ts";
import {
  at,
  becomes,
  change,
  digestOf,
  effect,
  follows,
  forPerson,
  guard,
  listed,
  organization,
  plan,
  risk,
  waiting,
} from "./plan-builder.ts";

/** An ordinary pull request: somebody joins, somebody is promoted, somebody leaves. */
export const ordinary: Plan = plan([
  organization("acme", {
    key: "acme-corp",
    unchanged: 41,
    changes: [
      change("create", "acme/member/dave@acme.test", {
        mails: 1,
        after: { roles: ["member"] },
        note: "OPS-1234 on-call for the summer",
        effects: [
          effect("dave@acme.test", "gains", "member", "acme"),
          follows(effect("dave@acme.test", "gains", "admin", "production")),
        ],
        origins: [at("orgs/acme.yaml", 24)],
      }),
      change("delete", "acme/member/erin@acme.test", {
        cause: "drift",
        before: { roles: ["member"] },
        effects: [
          effect("erin@acme.test", "loses", "member", "acme"),
          follows(effect("erin@acme.test", "loses", "editor", "production")),
          follows(effect("erin@acme.test", "loses", "viewer", "staging")),
        ],
      }),
      change("update", "acme/member/frank@acme.test", {
        fields: [{ path: "roles", before: ["admin"], after: ["member"] }],
        effects: [becomes("frank@acme.test", "admin", "member", "acme")],
        cause: "due",
        origins: [at("orgs/acme.yaml", 30), at("groups.yaml", 6)],
      }),
      change("create", "acme/access/production/frank@acme.test", {
        effects: [effect("frank@acme.test", "gains", "viewer", "production")],
        origins: [at("orgs/acme.yaml", 31)],
      }),
    ],
    waiting: [
      waiting(
        "acceptance",
        "acme/access/staging/dave@acme.test",
        "until the invitation is accepted",
        at("orgs/acme.yaml", 26),
      ),
    ],
    unmanaged: [listed("self", "acme/member/ops@acme.test", "the credential's own account")],
  }),
  organization("beta", { unchanged: 12 }),
  organization("gamma", { unchanged: 7 }),
]);

/** The same pull request from a fork: manifests against manifests. */
export const intent: Plan = plan(
  ordinary.organizations.slice(0, 1).map((one) => ({
    ...one,
    basis: "intent" as const,
    classified: false,
    waiting: [],
    unmanaged: [],
    counts: { ...one.counts, waiting: 0, unmanaged: 0 },
  })),
);

const unreadBeta: readonly Diagnostic[] = [
  {
    code: "connector/unread",
    severity: "error",
    message: "The member list of beta could not be read: 503 after 4 tries (request 7f2c).",
    why: "An incomplete list is never taken for the whole.",
    fix: "Run the command again once the system answers.",
    address: "beta/organization",
  },
];

const lostOwner = "delete acme/member/carol@acme.test";

/** A dangerous one: ownership moves, a guard blocks, another was approved, access was released, one is unread. */
export const dangerous: Plan = plan(
  [
    organization("acme", {
      key: "acme-corp",
      unchanged: 118,
      changes: [
        change("update", "acme/organization", {
          fields: [
            { path: "displayName", before: "Acme Inc", after: "Acme Corp" },
            { path: "settings.requireTwoFactor", before: false, after: true },
          ],
          risks: [risk("security-setting", "two-factor is required of everybody at the next sign-in")],
          origins: [at("orgs/acme.yaml", 8)],
        }),
        change("delete", "acme/workspace/staging", {
          risks: [risk("access-by-cascade", "3 people lose their access to staging")],
          effects: ["bob@acme.test", "gus@acme.test", "hal@acme.test"].map((subject) =>
            follows(effect(subject, "loses", "viewer", "staging")),
          ),
        }),
        change("create", "acme/member/alice@acme.test", {
          mails: 1,
          risks: [risk("owner-gained", "alice@acme.test becomes owner of acme")],
          effects: [effect("alice@acme.test", "gains", "owner", "acme")],
          origins: [at("orgs/acme.yaml", 21)],
        }),
        change("delete", "acme/member/carol@acme.test", {
          risks: [risk("owner-lost", "carol@acme.test is no longer owner of acme")],
          effects: [effect("carol@acme.test", "loses", "owner", "acme")],
          blockedBy: ["last-owner"],
        }),
      ],
      guards: [
        guard("last-owner", "acme would be left without an active owner: minOwners is 1", {
          changes: [digestOf(lostOwner)],
          fix: "Keep carol@acme.test until alice@acme.test has accepted, or let it pass with `orgwright approve --plan FILE --reason TEXT --expires DATE`.",
        }),
      ],
      forPerson: [
        forPerson(
          "acme/organization",
          "ownership is transferred under Settings › Organization › Transfer, by the present owner",
          at("orgs/acme.yaml", 9),
        ),
      ],
      released: [
        listed(
          "released",
          "acme/access/production/ext@partner.test",
          "was declared until commit 4be1f2a and keeps the level VIEWER",
          true,
        ),
      ],
    }),
    organization("agency", {
      connection: "reseller",
      system: "cantila",
      classified: false,
      changes: [
        change("replace", "agency/role/SRE", {
          fields: [{ path: "displayName", before: "SRE", after: "Site reliability" }],
          origins: [at("orgs/agency.yaml", 12)],
          cause: "unclassified",
        }),
      ],
      guards: [
        guard("max-removals", "12 of 40 members are removed: maxRemovals.percent is 25", {
          approved: true,
          changes: [],
        }),
      ],
      unmanaged: [
        ...Array.from({ length: 14 }, (_, index) =>
          listed("additive", `agency/member/p${index}@acme.test`, "its section is additive"),
        ),
        listed("system", "agency/role/DEFAULT", "the system's own; never removed"),
        listed("service-account", "agency/member/bot@acme.test", "a service account"),
      ],
    }),
    organization("beta", {
      diagnostics: unreadBeta,
    }),
    ...[
      "delta",
      "epsilon",
      "zeta",
      "eta",
      "theta",
      "iota",
      "kappa",
      "lambda",
      "mu",
      "nu",
      "xi",
      "omicron",
      "pi",
    ].map((name) => organization(name, { unchanged: 3 })),
  ],
  {
    guards: [
      guard("total-removals", "61 removals over the whole plan: maxRemovals.total is 50", {
        fix: "Split the change, or approve it.",
      }),
    ],
  },
);

/** Problems of manifests, with tabs and wide characters in the lines. */
export const problems: readonly Diagnostic[] = [
  {
    code: "manifest/unknown-key",
    severity: "error",
    message: "`membrs` is no key of an organization's spec",
    fix: "Did you mean `members`?",
    location: { file: "orgs/acme.yaml", line: 12, column: 3, endColumn: 9, text: "  membrs:" },
  },
  {
    code: "manifest/two-entries",
    severity: "error",
    message: "Two entries for 山田@acme.test hold at the same time",
    why: "Which of the two roles is wanted cannot be told.",
    fix: "Remove one of them, or give them times that do not overlap.",
    location: {
      file: "orgs/acme.yaml",
      line: 108,
      column: 23,
      endColumn: 35,
      text: "\t- {name: 山田太郎, email: 山田@acme.test, role: owner}",
    },
    related: [
      {
        file: "groups/日本.yaml",
        line: 7,
        column: 5,
        endColumn: 17,
        text: "  - 山田@acme.test",
      },
    ],
  },
  {
    code: "manifest/previous-satisfied",
    severity: "warning",
    message: "The earlier slug acme-inc is no longer live and may be removed",
    location: {
      file: "orgs/beta.yaml",
      line: 40,
      column: 23,
      endColumn: 31,
      text: "  previously: {slugs: [acme-inc]}",
    },
  },
];

/** What an apply of the dangerous plan might have come to. */
export const outcome: Outcome = {
  formatVersion: 1,
  complete: false,
  counts: { applied: 2, failed: 1, skipped: 1, unknown: 1, todo: 0 },
  organizations: [
    {
      name: "acme",
      status: "partial",
      diagnostics: [],
      results: [
        result("update", "acme/organization", "applied"),
        result("create", "acme/member/alice@acme.test", "applied"),
        {
          ...result("delete", "acme/workspace/staging", "failed"),
          error: {
            code: "connector/refused",
            severity: "error",
            message: "signalsmith refused: 409 workspace is locked (request 91ab)",
            fix: "Unlock the workspace on its page, then run the command again.",
            address: "acme/workspace/staging",
          },
        },
        { ...result("delete", "acme/member/carol@acme.test", "skipped"), because: "acme/workspace/staging" },
        result("create", "acme/access/production/dave@acme.test", "unknown"),
      ],
    },
    { name: "agency", status: "stopped", diagnostics: [], results: [] },
    { name: "beta", status: "failed", diagnostics: unreadBeta, results: [] },
    { name: "delta", status: "unchanged", diagnostics: [], results: [] },
    { name: "epsilon", status: "unchanged", diagnostics: [], results: [] },
  ],
};

function result(
  action: ChangeOutcome["action"],
  address: string,
  status: ChangeOutcome["status"],
): ChangeOutcome {
  return {
    id: digestOf(`${action} ${address}`),
    address,
    action,
    verb: action === "delete" ? "remove" : action,
    status,
  };
}
