import { type AnnotationLevel, annotationOf } from "./annotation.ts";
import { type AnnotationList, createAnnotationList } from "./annotation-list.ts";
import { type Command, KNOWN_COMMANDS, parseCommand } from "./command.ts";
import type { Masks } from "./masks.ts";

/** What a step's output has told by now. */
export interface LogReading extends ReturnType<AnnotationList["all"]> {
  readonly lines: readonly string[];
  /** By `set-output` and `save-state`, the forms before the files. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly state: ReadonlyMap<string, string>;
  /** Whether something could not be obeyed, which fails the step whatever its exit code. */
  readonly broken: boolean;
}

/** Where the reader is. */
export interface LogSurroundings {
  readonly masks: Masks;
  readonly workspace: string;
  readonly debug: boolean;
}

/** Reads one step's output line by line, as the runner does; a mask holds from the line that asked for it. */
export class LogReader {
  readonly #around: LogSurroundings;
  readonly #known: Set<string> = new Set(KNOWN_COMMANDS);
  readonly #lines: string[] = [];
  readonly #annotations: AnnotationList;
  readonly #outputs = new Map<string, string>();
  readonly #state = new Map<string, string>();
  #broken = false;
  #resumeBy: string | undefined;

  constructor(around: LogSurroundings) {
    this.#around = around;
    this.#annotations = createAnnotationList(around.masks, (line) => this.#print(line));
  }

  /** One line of either stream. */
  take(line: string): void {
    const command = parseCommand(line, this.#known);
    if (this.#resumeBy !== undefined) this.#wait(this.#resumeBy, command, line);
    else if (command === undefined) this.#print(line);
    else this.#obey(command, line);
  }

  /** A remark of the runner itself. */
  report(level: AnnotationLevel, message: string): void {
    this.#annotations.add({ level, message });
  }

  /** A problem that fails the step. */
  fail(...messages: readonly string[]): void {
    this.#broken = true;
    for (const message of messages) this.report("error", message);
  }

  /** What was read by now. */
  reading(): LogReading {
    return {
      lines: this.#lines,
      ...this.#annotations.all(),
      outputs: this.#outputs,
      state: this.#state,
      broken: this.#broken,
    };
  }

  #print(line: string): void {
    this.#lines.push(this.#around.masks.apply(line));
  }

  #obey(command: Command, line: string): void {
    const { name, data } = command;
    if (name === "add-mask") this.#mask(data);
    else if (name === "error" || name === "warning" || name === "notice") {
      this.#annotations.add(annotationOf(name, command, this.#around.workspace));
    } else if (name === "group") this.#print(`##[group]${data}`);
    else if (name === "endgroup") this.#print("##[endgroup]");
    else if (name === "stop-commands") this.#stop(data, line);
    else if (name === "set-output") this.#keep(this.#outputs, command, line);
    else if (name === "save-state") this.#keep(this.#state, command, line);
    else if (name === "set-env" || name === "add-path") this.#refuse(line, switchedOff(name));
    else if (name === "debug" && this.#around.debug) this.#print(`##[debug]${data}`);
  }

  #mask(value: string): void {
    if (value.trim() !== "") this.#around.masks.add(value);
    else this.report("warning", "Can't add secret mask for empty string in ##[add-mask] command.");
  }

  #stop(token: string, line: string): void {
    const name = token.toLowerCase();
    if (name === "" || this.#known.has(name)) {
      this.#refuse(line, `'${token}' is no token to stop commands with.`);
      return;
    }
    this.#print(line);
    this.#resumeBy = name;
    this.#known.add(name);
  }

  #wait(token: string, command: Command | undefined, line: string): void {
    this.#print(line);
    if (command?.name !== token) return;
    this.#known.delete(token);
    this.#resumeBy = undefined;
  }

  #keep(into: Map<string, string>, { name, properties, data }: Command, line: string): void {
    const key = properties["name"];
    if (key === undefined) this.#refuse(line, `Required field 'name' is missing in ##[${name}] command.`);
    else into.set(key, data);
  }

  #refuse(line: string, why: string): void {
    this.fail(`Unable to process command '${line}' successfully.`, why);
  }
}

function switchedOff(command: string): string {
  return `The \`${command}\` command is switched off. Write to the file that GITHUB_ENV or GITHUB_PATH names.`;
}
