/** Malformed manifests through the built command: diagnostics and exit 3, never a stack trace. The two thousand are in test/manifest/mutation.test.ts. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mutate, randomFrom } from "../manifest/mutations.ts";
import { type Ended, openSandbox, organizationText, orgwright, projectFor, seed } from "./cli.ts";

const CASES = 60;
const AT_ONCE = 3;
const SEED = 20_261_121;

test(`${CASES} mutations of a good manifest (seed ${SEED}) end with 3, or with 0 where they are harmless`, async () => {
  const random = randomFrom(SEED);
  const texts = Array.from({ length: CASES }, () => mutate(organizationText(), random).text);
  const folders = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => projectFor(await openSandbox(seed))),
  );
  const ended: Ended[] = [];

  for (let at = 0; at < CASES; at += AT_ONCE) {
    const batch = texts.slice(at, at + AT_ONCE);
    ended.push(
      ...(await Promise.all(
        batch.map(async (text, place) => {
          const folder = folders[place] ?? "";
          await writeFile(join(folder, "orgs/acme.yaml"), text);
          return await orgwright(["validate"], { folder });
        }),
      )),
    );
  }

  const said = ended.map(({ stdout, stderr }) => stdout + stderr);
  expect(ended.filter(({ code }) => code !== 3 && code !== 0)).toEqual([]);
  expect(said.filter((text) => /\n\s+at .+:\d+:\d+\)?\n|this is a bug/i.test(text))).toEqual([]);
  expect(ended.filter(({ code }) => code === 3).length).toBeGreaterThan(CASES / 2);
  expect(
    ended.filter(({ code, stdout, stderr }) => code === 3 && !/manifest\/[a-z-]+/.test(stdout + stderr)),
  ).toEqual([]);
}, 60_000);
