import { expect, it } from "vitest";
import { inside, staged } from "./stage.ts";
it("big", async () => {
  const n = 1000;
  const text = `apiVersion: orgwright/v1\nkind: Organization\nmetadata: {name: acme}\nspec:\n  connection: main\n  slug: acme-corp\n  members:\n${Array.from({ length: n }, (_, i) => `    - {email: p${i}@acme.test, role: ${i === 0 ? "owner" : "member"}}\n`).join("")}`;
  const s = await staged({ "a.yaml": text });
  s.edit((w) => inside(w, ({ members }) => ({ members: members.filter((_, i) => i % 20 !== 3).map((m, i) => (i % 10 === 5 ? { ...m, roles: ["admin"] } : m)) })));
  const plan0 = Date.now();
  await s.plan();
  const t = Date.now();
  const r = await s.adopt();
  console.log("plan", t - plan0, "plan+adopt", Date.now() - t, r.adopted.length, r.refused.length);
  expect(r.refused).toEqual([]);
}, 300_000);
