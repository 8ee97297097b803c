/** What a step can say to GitHub's runner: log lines, commands, outputs, the job's summary. */
import { randomUUID } from "node:crypto";
import { appendFile, stat } from "node:fs/promises";
import { commandMessage, commandProperty, logText } from "../../report/index.ts";

/** Bytes that a step's summary may have; GitHub drops the whole of a longer one. */
export const SUMMARY_BYTES: number = 1024 * 1024;

/** The runner, as far as the Action uses it. */
export interface Runner {
  /** A line or more of plain text: nothing in it is taken for a command. */
  info(text: string): void;
  /** Finished workflow commands. */
  commands(text: string): void;
  notice(title: string, text: string): void;
  warning(title: string, text: string): void;
  error(title: string, text: string): void;
  /** Keeps a value out of the log, line by line. */
  mask(value: string): void;
  output(name: string, value: string): Promise<void>;
  /** Adds Markdown to the job's summary; what would make it too long is left out, and the log says so. */
  summary(markdown: string): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A runner that writes to `print` and to the files that the environment names. A file that is missing is done without. */
export function openRunner(environment: Environment, print: (text: string) => void): Runner {
  const say = (level: string) => (title: string, text: string) =>
    print(`::${level} title=${commandProperty(title)}::${commandMessage(text)}\n`);
  const runner: Runner = {
    info: (text) => print(`${logText(text)}\n`),
    commands: print,
    notice: say("notice"),
    warning: say("warning"),
    error: say("error"),
    mask: (value) => {
      for (const line of value.split(/\r?\n/).filter((each) => each.trim() !== ""))
        print(`::add-mask::${commandMessage(line)}\n`);
    },
    output: async (name, value) => {
      const file = environment["GITHUB_OUTPUT"];
      if (file === undefined || file === "") return;
      const end = `end-${randomUUID()}`;
      await appendFile(file, `${name}<<${end}\n${value}\n${end}\n`);
    },
    summary: async (markdown) => {
      const file = environment["GITHUB_STEP_SUMMARY"];
      if (file === undefined || file === "") return;
      const used = await stat(file).then(
        ({ size }) => size,
        () => 0,
      );
      if (used + Buffer.byteLength(markdown) + 1 < SUMMARY_BYTES) await appendFile(file, `${markdown}\n`);
      else
        runner.warning(
          "summary",
          "The job's summary is full: the plan is in the file that `plan-file` names.",
        );
    },
  };
  return runner;
}
