/** `command: drift`: how live differs from the default branch, told in issues, and adopted where that is asked for. */
import { adoptDrift, connectors, reconcile } from "../../index.ts";
import type { Plan } from "../../model/contract.ts";
import type { OrganizationRecord } from "../../model/record.ts";
import { isTold } from "../../report/drift-severity.ts";
import { type Applying, askingOf, headOf } from "./default-branch.ts";
import type { Adoption } from "./drift/adopt-text.ts";
import { attemptsOf, isUnread } from "./drift/groups.ts";
import { type Drifted, showDrift } from "./drift/show.ts";
import { endInvalid } from "./invalid.ts";
import { tell, tellPlan } from "./outputs.ts";
import { type Ended, recordsOf, type World } from "./world.ts";

const notCompared = "The default branch is not valid. Nothing was compared.";

/** Looks for drift and tells of it. Nothing that it opens can write to a system, and no record is written. */
export async function drift(world: World): Promise<Ended> {
  const { github, trigger } = world;
  if (trigger.event === "pull-request" || trigger.event === "merge-group")
    return {
      reason: "configuration",
      message: "`command: drift` runs on schedule, workflow_dispatch and push.",
    };
  const branch = await github.git.defaultBranch();
  const read = await headOf(branch, world);
  if (!read.ok) return await endInvalid(read.diagnostics, world, notCompared);
  const records = await recordsOf(world).all();
  const result = await compared(read.value, records, world);
  if (!result.valid) return await endInvalid(result.diagnostics, world, notCompared);
  const { plan } = result;
  const number = plan.organizations.flatMap(({ changes }) => changes.filter(isTold)).length;
  await tellPlan(plan, world);
  await tell(world, { drift: number });
  await showDrift(driftedOf({ plan, records, branch }, read.value, world), world);
  return endOf(plan, number, world);
}

async function compared(applying: Applying, records: readonly OrganizationRecord[], world: World) {
  const { organizations } = world.inputs;
  return await reconcile({
    ...askingOf(applying, records, world).request,
    scope: "all",
    history: true,
    ...(organizations.length === 0 ? {} : { only: organizations }),
  });
}

interface Compared {
  readonly plan: Plan;
  readonly records: readonly OrganizationRecord[];
  readonly branch: string;
}

function driftedOf({ plan, records, branch }: Compared, applying: Applying, world: World): Drifted {
  const { manifests, head } = applying;
  const declared = manifests.documents.organizations.map(({ value }) => ({
    name: value.metadata.name,
    connection: value.spec.connection,
  }));
  return {
    organizations: plan.organizations,
    known: [
      ...declared,
      ...records.map(({ organization, connection }) => ({ name: organization, connection })),
    ],
    attempts: attemptsOf(records),
    onto: { branch, commit: head },
    sources: manifests.sources,
    adopt: (organization) => adoptionOf({ ...plan, organizations: [organization] }, applying, world),
  };
}

/** What is acknowledged may stay as it is, and is not adopted; but whoever else is there has to be seen. */
function adoptionOf(plan: Plan, { project, manifests }: Applying, { now }: World): Adoption {
  const { documents, sources } = manifests;
  const acknowledged = plan.organizations
    .flatMap(({ changes }) => changes)
    .filter((change) => change.acknowledged !== undefined && !isTold(change));
  const except = new Map(acknowledged.map(({ id }) => [id, "it is acknowledged"]));
  return adoptDrift({ project, documents, connectors, now, sources, plan, except });
}

function endOf({ organizations }: Plan, number: number, { inputs }: World): Ended {
  const unread = organizations.filter(isUnread).length;
  if (unread > 0)
    return {
      reason: "unread",
      message: `${unread} of ${organizations.length} organizations could not be read or planned.`,
    };
  if (!inputs["fail-on-drift"] || number === 0) return {};
  return { reason: "drift", message: `Live differs from what is declared: ${number} differences.` };
}

/** Nothing is known then: no issue is touched. */
