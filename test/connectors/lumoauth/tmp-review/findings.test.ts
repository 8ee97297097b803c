/** Each test states what SHOULD hold, so it fails while the defect is there. */
import { expect, it } from "vitest";
import { ConnectorError } from "../../../../src/model/errors.ts";
import { project, manifest, seedOf, show, out, writes, roles, key } from "./kit.ts";

const olga = { user: "olga@acme.test", role: "owner" };
const page = (rows: any[]) => ({ data: rows, meta: { total: rows.length, page: 1, limit: 100, totalPages: rows.length ? 1 : 0, hasNextPage: false, hasPreviousPage: false } });
const alterList = (path: RegExp, f: (rows: any[]) => any[]) => async (r: any, pass: any) => { const reply = await pass(); return r.method === "GET" && path.test(r.path) ? { ...reply, body: page(f(reply.body.data)) } : reply; };
const orgOf = (sandbox: any) => sandbox.state().lumoauth.tenants[0].organizations[0];
const admin = async (sandbox: any, method: string, path: string, body?: object) => {
  const r = await fetch(`${sandbox.endpoints.lumoauth}/t/acme-corp/api/v1/admin/organizations/org_acme${path}`, { method, headers: { "X-API-Key": key.token, "content-type": "application/json" }, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!r.ok) throw new Error(await r.text());
};
const tell = (x: unknown) => (console.log("TELL " + JSON.stringify(x)), x);
const changes = (plan: any): string[] => show(plan)[0].changes.map((c: string) => c.replace(/ \[.*/, ""));
const bob = { id: "7", email: "bob@acme.test" };
const eve = { id: 7, email: "eve@evil.test", role: "owner" };

it("1a a declared owner, named by id, is not removed because an invitation has the same number", async () => {
  const { sandbox, project: p } = await project({ seed: seedOf({ members: [olga, { user: "7", role: "owner" }], invitations: [eve] }, [bob]) }, { guards: {} });
  const m = manifest(`  members: [{email: olga@acme.test, role: owner}, {id: "7", role: owner}, {email: eve@evil.test, role: owner, ensure: absent}]`.replace(", {email: eve@evil.test, role: owner, ensure: absent}", ""));
  const { plan } = await p.apply(m);
  const left = orgOf(sandbox).members.map((x: any) => x.user); await sandbox.close();
  expect(tell({ plan: changes(plan), left: left.includes("7") })).toMatchObject({ left: true });
});
it("1b somebody named by e-mail is added, not taken for another one's invitation", async () => {
  const { sandbox, project: p } = await project({ seed: seedOf({ members: [olga], invitations: [eve] }, [bob]) }, { guards: {} });
  const { plan } = await p.apply(manifest(`  members: [{email: olga@acme.test, role: owner}, {email: bob@acme.test, role: viewer}]`));
  const o = orgOf(sandbox); await sandbox.close();
  expect(tell({ plan: changes(plan), w: writes(sandbox), bob: o.members.some((x: any) => x.user === "7") })).toMatchObject({ bob: true });
});
it("2 a member whose role the list of roles does not have is an incomplete read", async () => {
  const boss = { id: 6, slug: "boss", name: "Boss", isOwner: true };
  const { sandbox, project: p } = await project({ alter: alterList(/roles$/, (rows) => rows.filter((r) => r.slug !== "boss")), seed: seedOf({ roles: [...roles, boss], members: [{ user: "olga@acme.test", role: "boss" }, { user: "mia@acme.test", role: "boss" }] }) }, { guards: {} });
  const plan = await p.plan(manifest(`  members: [{email: mia@acme.test, role: member}]`)); await sandbox.close();
  expect(tell({ verdict: plan.organizations[0]!.verdict, plan: changes(plan) })).toMatchObject({ verdict: "failed" });
});
it("3 nobody who became an owner meanwhile is demoted or removed unseen", async () => {
  let sb: any; const done = new Set();
  const alter = async (r: any, pass: any) => { const reply = await pass(); if (r.method === "POST" && /members$/.test(r.path) && !done.size) { done.add(1); await admin(sb, "PATCH", "/members/u_bob", { roleId: 1 }); await admin(sb, "PATCH", "/members/u_cho", { roleId: 1 }); } return reply; };
  const users = ["new", "bob", "cho"].map((n) => ({ id: `u_${n}`, email: `${n}@acme.test` }));
  const { sandbox, project: p } = await project({ alter, seed: seedOf({ members: [olga, { user: "u_bob", role: "viewer" }, { user: "u_cho", role: "viewer" }] }, users) }, { guards: { maxRemovals: { percent: 100 } } });
  sb = sandbox;
  // bob's demotion depends on nobody; the removal of cho is always a later stage than new's addition
  const { outcome } = await p.apply(manifest(`  members: [{email: olga@acme.test, role: owner}, {email: new@acme.test, role: member}, {email: bob@acme.test, role: viewer}]`));
  const owners = orgOf(sandbox).members.filter((x: any) => x.role === 1).map((x: any) => x.user); await sandbox.close();
  expect(tell({ out: out(outcome), owners })).toMatchObject({ owners: expect.arrayContaining(["u_cho"]) });
});
it("4 thirteen demotions from an isOwner role count for maxRemovals", async () => {
  const many = Array.from({ length: 13 }, (_, i) => `o${i}@acme.test`);
  const boss = { id: 6, slug: "boss", name: "Boss", isOwner: true };
  const { sandbox, project: p } = await project({ seed: seedOf({ roles: [boss, ...roles], members: [{ ...olga, role: "boss" }, ...many.map((user) => ({ user, role: "boss" }))] }) }, { guards: {} });
  const plan = await p.plan(manifest(`  members:\n    - {email: olga@acme.test, role: boss}\n${many.map((x) => `    - {email: ${x}, role: viewer}`).join("\n")}`)); await sandbox.close();
  expect(tell({ verdict: plan.organizations[0]!.verdict, n: changes(plan).length })).toMatchObject({ verdict: "blocked" });
});
it("5 a role that stays held is no change that fails for ever", async () => {
  const { sandbox, project: p } = await project({ seed: seedOf({ members: [olga, { user: "vic@acme.test", role: "viewer" }] }) }, { guards: {} });
  const m = manifest(`  roles: [{name: editor}]`);
  await p.apply(m); await p.apply(m); const { outcome } = await p.apply(m); await sandbox.close();
  expect(tell({ out: out(outcome)[0].s, w: writes(sandbox) })).toMatchObject({ out: "unchanged" });
});
it("6 the default role is never deleted (issue)", async () => {
  const { sandbox, project: p } = await project({ seed: seedOf({ roles: [roles[0], { ...roles[1], isDefault: false }, { id: 5, slug: "guest", name: "Guest", isDefault: true }], members: [olga] }) }, { guards: {} });
  await p.apply(manifest(`  roles: [{name: editor}, {name: guest, ensure: absent}]`));
  const left = orgOf(sandbox).roles.map((r: any) => r.slug); await sandbox.close();
  expect(left).toContain("guest");
});
it("6b a role that became the default one meanwhile is not deleted", async () => {
  let sb: any; let done = false;
  const alter = async (r: any, pass: any) => { const reply = await pass(); if (r.method === "POST" && /roles$/.test(r.path) && !done) { done = true; await admin(sb, "PATCH", "/roles/3", { isDefault: true }); } return reply; };
  const { sandbox, project: p } = await project({ alter, seed: seedOf({ members: [olga] }) }, { guards: {} }); sb = sandbox;
  const { outcome } = await p.apply(manifest(`  roles: [{name: editor}]`));
  const left = orgOf(sandbox).roles.map((r: any) => r.slug); await sandbox.close();
  expect(tell({ left, out: out(outcome) })).toMatchObject({ left: expect.arrayContaining(["viewer"]) });
});
it("7 of two tenant users with one e-mail none is guessed", async () => {
  const { sandbox, project: p } = await project({ alter: alterList(/users$/, () => [{ id: "u_bob", email: "bob@acme.test" }, { id: "u_other", email: "Bob@acme.test" }]), seed: seedOf({ members: [olga] }, [{ id: "u_bob", email: "bob@acme.test" }, { id: "u_other", email: "other@acme.test" }]) }, { guards: {} });
  const { plan } = await p.apply(manifest(`  members: [{email: olga@acme.test, role: owner}, {email: bob@acme.test, role: owner}]`)); await sandbox.close();
  expect(tell({ verdict: plan.organizations[0]!.verdict, plan: changes(plan) })).toMatchObject({ verdict: "failed" });
});
it("8 a resend that the list does not show yet is one mail, not two", async () => {
  const past = "2026-01-01T00:00:00.000Z";
  const alter = async (r: any, pass: any) => { const reply = await pass(); if (r.method !== "GET" || !/invitations$/.test(r.path)) return reply; return { ...reply, body: page(reply.body.data.map((x: any) => (x.id === 1 ? { ...x, expiresAt: past } : x))) }; };
  const { sandbox, project: p } = await project({ alter, seed: seedOf({ members: [olga], invitations: [{ id: 1, email: "pia@acme.test", role: "viewer" }] }) }, { guards: {} });
  const { plan } = await p.apply(manifest(`  members: [{email: olga@acme.test, role: owner}, {email: pia@acme.test, role: viewer}]`)); await sandbox.close();
  const mails = writes(sandbox).filter((w: string) => /^POST .*invitations(\/1\/resend)? 20/.test(w)).length;
  expect(tell({ planned: plan.counts.mails, mails, w: writes(sandbox) })).toMatchObject({ planned: 1, mails: 1 });
});
it("9 an invitation whose end is not told is sent again when the plan says so", async () => {
  const alter = async (r: any, pass: any) => { const reply = await pass(); return r.method === "GET" && /invitations$/.test(r.path) ? { ...reply, body: page(reply.body.data.map(({ expiresAt: _, ...x }: any) => x)) } : reply; };
  const { sandbox, project: p } = await project({ alter, seed: seedOf({ members: [olga] }) }, { guards: {} });
  const m = manifest(`  members: [{email: olga@acme.test, role: owner}, {email: eve@acme.test, role: viewer}]`);
  await p.apply(m); const real = Date.now; let planned = 1; let waiting: string[] = [];
  try { for (const d of [8, 16, 24]) { Date.now = () => real() + d * 86400000; const { plan } = await p.apply(m); planned += plan.counts.mails; waiting = show(plan)[0].waiting; } } finally { Date.now = real; }
  await sandbox.close();
  expect(tell({ planned, sent: writes(sandbox).filter((w: string) => w.startsWith("POST")).length, waiting })).toMatchObject({ sent: planned });
});
it("10 an invitation that somebody sent while the apply ran is no second mail", async () => {
  let sb: any; let done = false;
  const alter = async (r: any, pass: any) => { if (r.method === "POST" && /invitations$/.test(r.path) && !done) { done = true; await admin(sb, "POST", "/invitations", { email: "b@acme.test", roleId: 3 }); } return await pass(); };
  const { sandbox, project: p } = await project({ alter, duplicateInvitations: "allowed", seed: seedOf({ members: [olga] }) }, { guards: {} }); sb = sandbox;
  await p.apply(manifest(`  members: [{email: olga@acme.test, role: owner}, {email: a@acme.test, role: viewer}, {email: b@acme.test, role: viewer}]`));
  const mails = orgOf(sandbox).invitations.filter((i: any) => i.email === "b@acme.test").length; await sandbox.close();
  expect(mails).toBe(1);
});
it("11a a rename of a role counts no mail and changes nobody", async () => {
  const { sandbox, project: p } = await project({ seed: seedOf({ members: [olga, { user: "vic@acme.test", role: "viewer" }], invitations: [{ id: 7, email: "pia@acme.test", role: "viewer" }] }) }, { guards: {} });
  const plan = await p.plan(manifest(`  roles: [{name: reader, displayName: Viewer, previously: [viewer]}]\n  members: [{email: olga@acme.test, role: owner}, {email: vic@acme.test, role: reader}, {email: pia@acme.test, role: reader}]`)); await sandbox.close();
  expect(tell({ mails: plan.counts.mails, plan: changes(plan) })).toMatchObject({ mails: 0 });
});
it("11b a rename of the owner role is not the loss of the last owner", async () => {
  const { sandbox, project: p } = await project({ seed: seedOf({ roles: [{ id: 6, slug: "boss", name: "Boss", isOwner: true }], members: [{ ...olga, role: "boss" }] }) }, { guards: {} });
  const plan = await p.plan(manifest(`  roles: [{name: chief, displayName: Boss, previously: [boss]}]\n  members: [{email: olga@acme.test, role: chief}]`)); await sandbox.close();
  expect(tell({ verdict: plan.organizations[0]!.verdict, guards: show(plan)[0].guards })).toMatchObject({ verdict: "applicable" });
});
it("12 a 404 that does not come from LumoAuth is no removal", async () => {
  const alter = async (r: any, pass: any) => { if (r.method === "DELETE") throw new ConnectorError("DELETE answered 404", { status: 404, retryable: false, body: undefined }); return await pass(); };
  const { sandbox, project: p } = await project({ alter, seed: seedOf({ members: [olga, { user: "cho@acme.test", role: "viewer" }] }) }, { guards: { maxRemovals: { percent: 100 } } });
  const { outcome } = await p.apply(manifest(`  members: [{email: olga@acme.test, role: owner}]`)); await sandbox.close();
  expect(out(outcome)[0].s).toBe("partial");
});
it("13 pagination that contradicts meta is an incomplete read", async () => {
  const alter = async (r: any, pass: any) => { const reply = await pass(); return r.method === "GET" && /members$/.test(r.path) ? { ...reply, body: { ...reply.body, pagination: { ...reply.body.meta, total: 250, totalPages: 3, hasNextPage: true } } } : reply; };
  const { sandbox, project: p } = await project({ alter, seed: seedOf({ members: [olga] }) }, { guards: {} });
  const plan = await p.plan(manifest(`  members: [{email: olga@acme.test, role: owner}]`)); await sandbox.close();
  expect(plan.organizations[0]!.verdict).toBe("failed");
});
it("14 two live roles of one slug are an error, not a guess", async () => {
  const { sandbox, project: p } = await project({ alter: alterList(/roles$/, (rows) => [...rows, { ...rows[2], id: 33 }]), seed: seedOf({ members: [olga] }) }, { guards: {} });
  const plan = await p.plan(manifest(`  roles: [{name: editor}]`)); await sandbox.close();
  expect(tell({ verdict: plan.organizations[0]!.verdict, plan: changes(plan) })).toMatchObject({ verdict: "failed" });
});
