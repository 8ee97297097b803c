/** A plan in short, as a reader of the stories wants it: what happens, why, what it means, and what is left alone. */
import { Document, isMap, isPair, isScalar, isSeq, visit } from "yaml";
import type {
  Change,
  Diagnostic,
  Effect,
  GuardFinding,
  Listed,
  OrganizationPlan,
  Plan,
} from "../../../src/model/contract.ts";

/** The whole plan; each organization has its own verdict where there are several. */
export function tellPlan({ verdict, counts, diagnostics, guards, stages, organizations }: Plan): unknown {
  return {
    verdict,
    ...(counts.mails === 0 ? {} : { mails: counts.mails }),
    ...(diagnostics.length === 0 ? {} : { notes: diagnostics.map(short) }),
    ...(guards.length === 0 ? {} : { guards: guards.map(guardWords) }),
    ...(stages.length === 0 ? {} : { steps: stages }),
    ...Object.fromEntries(organizations.map((each) => [each.name, tellOne(each, organizations.length > 1)])),
  };
}

function tellOne(plan: OrganizationPlan, isOneOfSeveral: boolean): unknown {
  const told = {
    changes: Object.fromEntries(plan.changes.map((change) => [change.address, tellChange(change)])),
    waiting: plan.waiting.map(({ address, code, message }) => ({ [address]: `${code}: ${message}` })),
    "for a person": plan.forPerson.map(({ address, message }) => ({ [address]: message })),
    released: plan.released.map(listed),
    observed: plan.observed.map(listed),
    unmanaged: plan.unmanaged.map(listed),
    guards: plan.guards.map(guardWords),
    problems: plan.diagnostics.map(short),
  };
  return {
    ...(isOneOfSeveral ? { verdict: plan.verdict } : {}),
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => Object.keys(value).length > 0)),
  };
}

function tellChange(change: Change): unknown {
  const { action, reason, cause, before, after, effects, risks, mails, secret, blockedBy, origins, note } =
    change;
  return {
    does: `${action} (${reason}, ${cause})`,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(effects.length === 0 ? {} : { means: effects.map(effectWords) }),
    ...(risks.length === 0 ? {} : { risks: risks.map(({ code, message }) => `${code}: ${message}`) }),
    ...(mails === 0 || secret !== undefined ? {} : { mails }),
    ...(secret === undefined ? {} : { handsOut: `${secret.name} (${secret.need})` }),
    ...(note === undefined ? {} : { because: note }),
    ...(blockedBy.length === 0 ? {} : { blockedBy }),
    ...(origins.length < 2 ? {} : { declaredAt: origins.map(({ file, line }) => `${file}:${line}`) }),
  };
}

function effectWords({ subject, verb, what, from, on, cascade }: Effect): string {
  const change = from === undefined ? [what] : [from, "→", what];
  return [subject, verb, ...change, "on", on, ...(cascade ? ["(follows)"] : [])].join(" ");
}

function guardWords({ guard, message, approved }: GuardFinding): string {
  return `${guard}: ${message}${approved ? " (approved)" : ""}`;
}

function listed({ address, code, message, danger, fields = [] }: Listed): unknown {
  const differs = fields.map(
    ({ path, before, after }) => `; ${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
  );
  return { [address]: `${code}: ${message}${differs.join("")}${danger ? " (danger)" : ""}` };
}

/** A problem: code and place, its words, and what to do. */
export function short({ code, severity, message, location, related = [], why, fix }: Diagnostic): unknown {
  const place = location === undefined ? "" : ` at ${location.file}:${location.line}`;
  const others = related.map(({ file, line }) => `${file}:${line}`);
  return {
    [`${severity} ${code}${place}`]: message,
    ...(others.length === 0 ? {} : { see: others }),
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
  };
}

const inOneLine = new Set(["before", "after", "see", "declaredAt", "blockedBy", "now", "accepts"]);

/** As YAML in the form that biome gives it: attributes and steps in one line each. */
export function written(told: unknown): string {
  const document = new Document(told);
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && inOneLine.has(String(key.value)) && (isMap(value) || isSeq(value)))
        value.flow = true;
    },
    Seq: (_, seq, path) => {
      const parent = path.at(-2);
      if (isPair(parent) && isScalar(parent.key) && parent.key.value === "steps") seq.flow = true;
    },
  });
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return text.replaceAll(/\[ (?=\S)/g, "[").replaceAll(/(?<=\S) \]/g, "]");
}
