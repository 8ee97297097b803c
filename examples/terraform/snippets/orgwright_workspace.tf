resource "orgwright_workspace" "production" {
  organization = orgwright_organization.acme.id
  workspace_id = "ws_production"

  # Unlinking takes access from everybody in it.
  on_destroy = "release"
}
