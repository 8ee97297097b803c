data "orgwright_organization" "acme" {
  connection_name = "signalsmith"
  slug            = "acme-corp"
}

output "workspaces" {
  value = { for each in data.orgwright_organization.acme.workspaces : each.name => each.workspace_id }
}
