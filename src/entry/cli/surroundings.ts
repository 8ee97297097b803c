/** What a command sees of the world: everything that is the process's comes in through here. */
import type { Style } from "../../report/index.ts";

/** A stream for people or for another program. */
export interface Output {
  readonly isTerminal: boolean;
  readonly style: Style;
  write(text: string): void;
}

/** The world around one command. */
export interface Surroundings {
  /** The folder of `-C`, else the current one; paths are relative to it. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970; throws a ConfigurationError for an ORGWRIGHT_NOW that is no instant. */
  readonly now: () => number;
  /** Results. */
  readonly out: Output;
  /** Everything else. */
  readonly err: Output;
  /** Asks a person; undefined where nobody sits at a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Settles when somebody wants the program to end. */
  readonly stopped: () => Promise<void>;
  /** Where the package's own files are, `schemas/` among them. */
  readonly packageFolder: string;
  readonly version: string;
  /** The number of this process, told to others that wait for it. */
  readonly processId: number;
  /** Whether each HTTP request is told on stderr. */
  readonly logsRequests: boolean;
  /** Credentials in use, which `out` and `err` never show. */
  readonly secrets: Set<string>;
}

/** What the process gives, before the global options are known. */
export interface Process
  extends Pick<
    Surroundings,
    "folder" | "environment" | "ask" | "stopped" | "packageFolder" | "version" | "processId"
  > {
  readonly out: Stream;
  readonly err: Stream;
}

/** A stream of the process. */
export interface Stream {
  readonly isTerminal: boolean;
  /** Columns of the terminal. */
  readonly width: number | undefined;
  readonly write: (text: string) => void;
}
