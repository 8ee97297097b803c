/** Acme's organizations on SignalSmith, as the manifests in orgs/ say. */
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { OrganizationManifests, OrgwrightProvider } from "orgwright/cdktf";

const app = new App();
const stack = new TerraformStack(app, "acme");

// Terraform runs in cdktf.out/stacks/acme: paths that it shall find are relative to that.
new LocalBackend(stack, { path: "../../../terraform.tfstate" });
new OrgwrightProvider(stack, "orgwright", { project: "../../../orgs/orgwright.yaml" });

// This one is read right here, so it is relative to this folder.
const organizations = new OrganizationManifests(stack, "orgs", { path: "orgs" });

new TerraformOutput(stack, "waiting", {
  description: "What is wanted and waits for somebody, such as an invitation.",
  value: organizations.members("acme").pending,
});

app.synth();
