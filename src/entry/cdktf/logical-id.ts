/**
 * The names of resources inside a stack: `orgs_acme`, `orgs_acme_role_VIEWER`. They stay as long as the manifests' names
 * do, and no two names of manifests give the same.
 */

/**
 * Parts as one name that Terraform takes, joined by `_`. Letters, digits and single hyphens stay, a single `_` is doubled,
 * and every other byte is `--` with two hexadecimal digits: so what is joined can be told apart again.
 */
export function logicalId(parts: readonly string[]): string {
  const id = parts.map(encodePart).join("_");
  // A name begins with a letter or `_`, and no part as written here begins with the latter.
  return /^[A-Za-z]/.test(id) ? id : `_${id}`;
}

function encodePart(part: string): string {
  return [...part]
    .map((character, index, all) => {
      if (/[A-Za-z0-9]/.test(character)) return character;
      const isBetween = [all[index - 1], all[index + 1]].every(
        (near) => near !== undefined && /[A-Za-z0-9]/.test(near),
      );
      if (isBetween && character === "-") return "-";
      if (isBetween && character === "_") return "__";
      return [...new TextEncoder().encode(character)]
        .map((byte) => `--${byte.toString(16).padStart(2, "0")}`)
        .join("");
    })
    .join("");
}
