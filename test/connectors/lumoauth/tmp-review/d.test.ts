import { it } from "vitest";
import { project, manifest, seedOf, show, out, writes, log, roles } from "./kit.ts";
const olga = { user: "olga@acme.test", role: "owner" };
it("D role rename with pending invitation and members", async () => {
  const { sandbox, project: p } = await project({ seed: seedOf({ members: [olga, { user: "vic@acme.test", role: "viewer" }, { user: "wim@acme.test", role: "viewer" }, { user: "zed@acme.test", role: "viewer" }], invitations: [{ id: 7, email: "eve@acme.test", role: "viewer" }] }) });
  const m = manifest(`  roles: [{name: reader, displayName: Reader, previously: [viewer]}]\n  members: [{email: olga@acme.test, role: owner}, {email: vic@acme.test, role: reader}, {email: wim@acme.test, role: member}, {email: eve@acme.test, role: reader}]`);
  const a = await p.apply(m); console.log(JSON.stringify(a.plan.organizations[0].changes.map(({address, action, before, after, fields, mails}: any) => ({address, action, before, after, fields, mails})), null, 1)); log("D", [out(a.outcome), writes(sandbox)]);
  log("D2", show(await p.plan(m))); await sandbox.close();
});
