import { lumoauth } from "../../../../src/connectors/lumoauth/index.ts";
import { openLumoAuth, type WorldOptions, type Alter } from "../world.ts";
import { worldOf } from "../../../conformance/world.ts";
import { openProject, type ProjectOptions } from "../../../conformance/project.ts";
import type { ReadClient, WriteClient } from "../../../../src/model/connector.ts";
const token = "lmk_secret-token";
export const key = { token, name: "CI", scopes: ["admin:read", "admin:write"] } as const;
export const roles = [
  { id: 1, slug: "owner", name: "Owner", isOwner: true, isSystem: true },
  { id: 2, slug: "member", name: "Member", isDefault: true, isSystem: true },
  { id: 3, slug: "viewer", name: "Viewer" },
];
export function seedOf(organization: object, users: readonly object[] = []) {
  return { lumoauth: { tenants: [{ slug: "acme-corp", keys: [key], users, organizations: [{ id: "org_acme", slug: "acme", name: "Acme", displayName: "Acme", roles, ...organization }] }] } } as never;
}
export async function project(options: WorldOptions & { alter?: Alter } = {}, more: ProjectOptions = {}) {
  const { alter, ...rest } = options;
  const { sandbox, settings } = await openLumoAuth(rest);
  const { name: _, ...connection } = settings;
  const world = worldOf(sandbox, { system: "lumoauth", token, credential: lumoauth.credential!, connection });
  const wrap = <C extends ReadClient>(c: C): C => {
    if (!alter) return c;
    const w = c as ReadClient & Partial<WriteClient>;
    return { get: (path: string, o: object = {}) => alter({ method: "GET", path, options: o }, () => w.get(path, o)),
      ...(w.send ? { send: (method: never, path: string, o: object = {}) => alter({ method, path, options: o }, () => w.send!(method, path, o)) } : {}) } as unknown as C;
  };
  const w2 = { ...world, readClient: () => wrap(world.readClient({ contract: !alter })), writeClient: () => wrap(world.writeClient({ contract: !alter })) };
  return { sandbox, world, project: openProject(lumoauth, w2, more) };
}
export const manifest = (body: string) => `apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
${body}`;
export function show(plan: any) {
  return plan.organizations.map((o: any) => ({ verdict: o.verdict, changes: o.changes.map((c: any) => `${c.action} ${c.address} ${JSON.stringify(c.before ?? {})}->${JSON.stringify(c.after ?? {})} [${c.reason}] mails=${c.mails} native=${c.nativeId} blocked=${c.blockedBy} risks=${c.risks.map((r:any)=>r.code)}`), waiting: o.waiting.map((w: any)=>`${w.address} ${w.code}`), forPerson: o.forPerson.map((w: any)=>`${w.address} ${w.message}`), unmanaged: o.unmanaged.map((w: any)=>`${w.address} ${w.code}`), diag: o.diagnostics.map((d: any)=>`${d.severity} ${d.message}`), guards: o.guards.map((g:any)=>`${g.guard} ${g.message}`) }));
}
export function out(o: any) { return o.organizations.map((x: any) => ({ s: x.status, r: x.results.map((r: any) => `${r.status} ${r.address} ${r.error?.message ?? r.because ?? ""}`) })); }
export function writes(sandbox: any) { return sandbox.requests().filter((r: any) => r.method !== "GET").map((r: any) => `${r.method} ${r.path.replace(/.*org_acme/, "")} ${r.status}`); }
export const log = (what: string, x: unknown) => console.log(`### ${what}\n${JSON.stringify(x, null, 1)}`);
