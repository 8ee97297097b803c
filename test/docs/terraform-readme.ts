/** A README's steps: its shell commands, and what a comment behind each one promises. */

/** One command, with what it has to print and how it has to end. */
export interface ReadmeStep {
  readonly command: string;
  readonly code: number;
  /** A text that the output has; undefined where nothing is promised. */
  readonly prints: string | undefined;
}

/** The commands of all `sh` blocks, in order. `# text` behind a command is what it prints; `# exit 2: text` says the code too. */
export function stepsIn(markdown: string): readonly ReadmeStep[] {
  const blocks = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, text = ""]) => text);
  const lines = blocks.flatMap((block) =>
    block
      .replace(/\\\n\s*/g, "")
      .trimEnd()
      .split("\n"),
  );
  return lines.flatMap((line, index) => {
    if (line.startsWith("#")) return [];
    const promise = /^# (?:exit (\d): )?(.*)$/.exec(lines[index + 1] ?? "");
    return [{ command: line, code: Number(promise?.[1] ?? 0), prints: promise?.[2] }];
  });
}
