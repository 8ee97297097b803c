/** Options that commands with a plan share. */

/** Which organizations are shown and written. */
export const only: {
  readonly type: "string";
  readonly multiple: true;
  readonly value: string;
  readonly help: string;
} = {
  type: "string",
  multiple: true,
  value: "ORG",
  help: "only this organization (metadata.name); may be repeated",
};

/** Which part of them is this run's. */
export const shard: { readonly type: "string"; readonly value: string; readonly help: string } = {
  type: "string",
  value: "I/N",
  help: "the I-th of N runs that share the organizations; guards look at all of them",
};

/** How a plan is written. */
export const planFormat: {
  readonly type: "string";
  readonly value: string;
  readonly choices: readonly ["text", "json", "markdown"];
  readonly help: string;
} = {
  type: "string",
  value: "FORMAT",
  choices: ["text", "json", "markdown"],
  help: "text (default), json or markdown",
};
