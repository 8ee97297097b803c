/** The catalogue of words: each code is stable, said in one voice, and shown by a test. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
const words = fileURLToPath(new URL("../../src/manifest/words/", import.meta.url));

function textOf(folder: string): string {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"))
    .join("\n");
}

const codes = [
  ...new Set(
    [...textOf(words).matchAll(/\b(?:error|warning|note)\(\s*"([a-z-]+)"/g)].map(([, code]) => code ?? ""),
  ),
];

it("holds the codes that the documentation lists", () => {
  expect(codes.length).toBeGreaterThan(50);
});

it.each(codes)("%s is shown by a test", (code) => {
  expect(textOf(here)).toMatch(new RegExp(`["/ ]${code}["@]`));
});
