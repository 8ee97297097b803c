/** Workflow commands: lines of a step's output that mean something to GitHub's runner. */

/** One command, its escapes taken back. */
export interface Command {
  /** In lower case, as the runner compares it. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The commands that GitHub's runner knows; what else looks like one is plain text to it. */
export const KNOWN_COMMANDS: readonly string[] = [
  "add-mask",
  "add-matcher",
  "add-path",
  "debug",
  "echo",
  "endgroup",
  "error",
  "group",
  "notice",
  "remove-matcher",
  "save-state",
  "set-env",
  "set-output",
  "stop-commands",
  "warning",
];

type Escapes = readonly (readonly [escaped: string, plain: string])[];

interface Form {
  readonly separator: string;
  readonly ofProperties: Escapes;
  readonly ofData: Escapes;
}

// `%25` is last: taken back earlier it would make new escapes of what somebody wrote.
const LINES: Escapes = [
  ["%0D", "\r"],
  ["%0A", "\n"],
];
const PERCENT: Escapes = [["%25", "%"]];

const PRESENT: Form = {
  separator: ",",
  ofProperties: [...LINES, ["%3A", ":"], ["%2C", ","], ...PERCENT],
  ofData: [...LINES, ...PERCENT],
};

const FORMER_ESCAPES: Escapes = [["%3B", ";"], ...LINES, ["%5D", "]"], ...PERCENT];
const FORMER: Form = { separator: ";", ofProperties: FORMER_ESCAPES, ofData: FORMER_ESCAPES };

/**
 * The command in a line, when its name is one of `known`. Both forms count: `::name key=value::data`, blanks before it
 * allowed, and the former `##[name key=value]data`, which the runner finds anywhere in a line.
 */
export function parseCommand(line: string, known: ReadonlySet<string>): Command | undefined {
  const present = /^\s*::(.*?)::(.*)$/s.exec(line);
  if (present !== null) {
    const [, head = "", data = ""] = present;
    const command = commandOf(head, data, { form: PRESENT, known });
    if (command !== undefined) return command;
  }
  const former = /##\[(.*?)\](.*)$/s.exec(line);
  if (former === null) return undefined;
  const [, head = "", data = ""] = former;
  return commandOf(head, data, { form: FORMER, known });
}

function commandOf(
  head: string,
  data: string,
  { form, known }: { readonly form: Form; readonly known: ReadonlySet<string> },
): Command | undefined {
  const [, written = "", properties = ""] = /^(\S*)(?: (.*))?$/s.exec(head) ?? [];
  const name = written.toLowerCase();
  if (!known.has(name)) return undefined;
  return { name, properties: propertiesOf(properties, form), data: unescaped(data, form.ofData) };
}

function propertiesOf(text: string, { separator, ofProperties }: Form): Readonly<Record<string, string>> {
  const pairs = text
    .trim()
    .split(separator)
    .map((pair) => /^=*([^=]+)=(.+)$/s.exec(pair));
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const [, key, value] = pair ?? [];
      return key === undefined || value === undefined ? [] : [[key, unescaped(value, ofProperties)]];
    }),
  );
}

function unescaped(text: string, escapes: Escapes): string {
  return escapes.reduce((whole, [escaped, plain]) => whole.replaceAll(escaped, plain), text);
}
