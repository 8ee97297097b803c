/** Takes a credential out of texts. */
export type Scrub = (text: string) => string;

/**
 * What servers repeat of the credential goes no further, however they spell it: as it is, escaped in JSON (also in JSON
 * within JSON) or HTML, percent-encoded (also twice), in capitals or small letters.
 */
export function scrubber(token: string): Scrub {
  const credential = new RegExp([...token].map(spellings).join(""), "gi");
  return (text) => text.replace(credential, "[credential]");
}

/** A parsed body without the credential: every text in it, names of fields included. */
export function scrubbed(value: unknown, scrub: Scrub): unknown {
  if (typeof value === "string") return scrub(value);
  if (Array.isArray(value)) return value.map((each) => scrubbed(each, scrub));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [scrub(name), scrubbed(field, scrub)]),
  );
}

const HTML_NAMES: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};

/** A pattern for one character in all its spellings; letters and digits have one. */
function spellings(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const code = character.charCodeAt(0);
  const hex = code.toString(16).padStart(2, "0");
  const name = HTML_NAMES[character];
  const all = [
    String.raw`\\{0,4}\x${hex}`,
    String.raw`\\{1,4}u00${hex}`,
    `%(?:25)?${hex}`,
    `&#0{0,4}${code};`,
    `&#x0{0,4}${hex};`,
    ...(name === undefined ? [] : [`&${name};`]),
  ];
  return `(?:${all.join("|")})`;
}
