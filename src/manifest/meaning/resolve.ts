/** Documents to organizations: the whole meaning of manifests at one moment, in one straight function. */
import type { ApprovalManifest, ApprovalSpec, Diagnostic, Location, Project } from "../../model/contract.ts";
import { organizationAddress } from "../../model/address.ts";
import { compareText, hasErrors, sortDiagnostics } from "../../model/diagnostic.ts";
import type { Organization } from "../../model/organization.ts";
import type { Documents } from "../schema/manifests.ts";
import type { Located } from "../syntax/source.ts";
import { at } from "../words/problem.ts";
import { unknown } from "../words/meaning.ts";
import { resolveApprovals } from "./approvals.ts";
import { express } from "./express.ts";
import { acrossProblems, documentProblems } from "./across.ts";
import { type ResolvedOrganization, resolveOrganization } from "./organization.ts";
import { peopleOn, personsByEmail } from "./people.ts";
import { referenceProblems } from "./references.ts";
import { sectionProblems } from "./sections.ts";
import type { Found, Group, Scope, SystemFacts } from "./scope.ts";
