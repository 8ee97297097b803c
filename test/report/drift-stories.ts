/** An organization that has drifted in every way, and what its issue knows beside it. */
import type { OrganizationPlan } from "../../src/model/contract.ts";
import type { DriftMarkdownOptions } from "../../src/report/index.ts";
import {
  at,
  becomes,
  change,
  digestOf,
  effect,
  follows,
  forPerson,
  listed,
  organization,
  risk,
  waiting,
} from "./plan-builder.ts";

const mallory = change("delete", "acme/member/mallory@evil.test", {
  cause: "drift",
  nativeId: "usr_77",
  before: { roles: ["owner"] },
  risks: [risk("owner-lost", "an owner is removed")],
  effects: [
    effect("mallory@evil.test", "loses", "owner", "acme"),
    follows(effect("mallory@evil.test", "loses", "admin", "production")),
  ],
});

const bob = change("update", "acme/access/production/bob@acme.test", {
  cause: "drift",
  before: { level: "viewer" },
  fields: [{ path: "level", before: "viewer", after: "editor" }],
  effects: [becomes("bob@acme.test", "viewer", "editor", "production")],
  origins: [at("orgs/acme.yaml", 14)],
});

const renamed = change("update", "acme/organization", {
  cause: "drift",
  fields: [{ path: "displayName", before: "ACME!!", after: "Acme Corp" }],
  origins: [at("orgs/acme.yaml", 8)],
});

const carol = change("create", "acme/member/carol@acme.test", {
  cause: "drift",
  effects: [effect("carol@acme.test", "gains", "member", "acme")],
  origins: [at("orgs/acme.yaml", 20)],
});

const contractor = change("delete", "acme/member/temp@agency.test", {
  cause: "drift",
  before: { roles: ["member"] },
  effects: [effect("temp@agency.test", "loses", "member", "acme")],
  acknowledged: { name: "audit-2026", reason: "auditors until the year ends", expires: "2026-12-31" },
});

const merged = change("create", "acme/member/new@acme.test", {
  effects: [effect("new@acme.test", "gains", "member", "acme")],
  origins: [at("orgs/acme.yaml", 31)],
});

const ended = change("delete", "acme/member/intern@acme.test", {
  cause: "due",
  effects: [effect("intern@acme.test", "loses", "member", "acme")],
});

/** Every kind of difference at once. */
export const drifted: OrganizationPlan = organization("acme", {
  key: "acme-corp",
  changes: [renamed, bob, carol, mallory, contractor, merged, ended],
  released: [
    listed("released", "acme/access/production/ext@partner.test", "was declared until commit 4be1f2a", true),
  ],
  waiting: [waiting("acceptance", "acme/access/staging/dave@acme.test", "until the invitation is accepted")],
  forPerson: [forPerson("acme/workspace/old", "unlink it on its page", at("orgs/acme.yaml", 40))],
  history: [
    { at: "2026-11-01T08:00:00Z", actor: "ops@acme.test", action: "settings.read" },
    { at: "2026-11-19T10:02:11Z", actor: "eve@acme.test", action: "member.added", target: "user usr_77" },
    { at: "2026-11-20T10:00:00Z", actor: "eve@acme.test", action: "org.renamed", target: "acme-corp" },
    {
      at: "2026-11-20T17:40:00Z",
      actor: "eve@acme.test",
      action: "member.promoted",
      target: "mallory@evil.test",
    },
  ],
});

/** One that could not be read. */
export const unread: OrganizationPlan = organization("beta", {
  diagnostics: [{ code: "connector/unread", severity: "error", message: "The member list answered 503." }],
});

/** What an issue knows. */
export const known: DriftMarkdownOptions = {
  limit: 65_000,
  now: "2026-11-22T01:30:00Z",
  firstSeen: { [mallory.id]: "2026-11-19T12:00:00Z", [bob.id]: "2026-11-21T20:00:00Z" },
  attempted: { acme: { status: "partial", at: "2026-11-18T09:00:00Z", commit: "9be07aa3c1d2e3f4" } },
  revert: {
    how: "gh workflow run apply.yml -f organizations=acme -f digests=0f3a",
    digest: digestOf("acme"),
  },
  adopt: {
    pullRequest: 41,
    notPossible: [{ address: "acme/organization", reason: "the name is set by a template" }],
  },
  acknowledgeHow: "Copy this to a file under `approvals/`, say why, and merge it.",
};
