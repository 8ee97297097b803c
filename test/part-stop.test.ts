/** A run that is stopped: nothing new is begun, and what is under way ends. */
import { expect, test } from "vitest";
import { codes, memberPart, openDesk, partOf, removalOf, settle, yes } from "./part-desk.ts";
import { liveMember, world } from "./plan/desk.ts";

const acme = world([
  {
    members: [
      liveMember("robot@acme.test", "admin"),
      liveMember("olga@acme.test", "owner"),
      liveMember("otto@acme.test", "owner"),
      liveMember("mia@acme.test", "member"),
    ],
  },
]);
const promotion = memberPart({ email: "mia@acme.test", role: "owner" });

test("a run that is stopped while it compares writes nothing", async () => {
  const desk = openDesk(acme);
  const answer = desk.holdReads();
  const applied = desk.parts.apply(removalOf("mia@acme.test"), yes);
  await settle();
  desk.parts.stop();
  answer();

  expect(codes((await applied).problems)).toEqual(["part/stopped"]);
  expect((await applied).outcome).toBeUndefined();
  expect(desk.begun).toEqual([]);
});

test("what is under way ends, and nothing is begun behind it", async () => {
  const desk = openDesk(acme);
  const go = desk.hold("acme/member/olga@acme.test");
  const whole = partOf({
    roles: [{ name: "SRE" }],
    members: [
      { email: "olga@acme.test", role: "SRE" },
      { email: "otto@acme.test", ensure: "absent" },
      { email: "mia@acme.test", ensure: "absent" },
    ],
    ownership: { members: "additive", roles: "additive" },
  });

  const applied = desk.parts.apply(whole, yes);
  await settle();
  desk.parts.stop();
  go();
  const { outcome, problems } = await applied;
  const late = await desk.parts.apply(promotion, yes);

  expect(desk.memory.writes().map(({ address }) => address)).toEqual([
    "acme/role/SRE",
    "acme/member/olga@acme.test",
  ]);
  expect(outcome?.status).toBe("partial");
  expect(codes(problems)).toEqual(["part/stopped"]);
  expect(codes(late.problems)).toEqual(["part/stopped"]);
});
