/** Text as Terraform keeps it. */

/** The text in normal form C, and without halves of characters: two spellings of one text become the same. */
export function normalText(text: string): string {
  return text.normalize("NFC").replace(/\p{Surrogate}/gu, "\uFFFD");
}
