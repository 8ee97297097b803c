/** Credentials, wherever they would be seen. */

/** The text with every credential in it replaced. */
export function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  let left = text;
  for (const secret of secrets) if (secret !== "") left = left.replaceAll(secret, "[credential]");
  return left;
}
