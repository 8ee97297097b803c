resource "orgwright_access" "on_call" {
  organization = orgwright_organization.acme.id
  workspace    = orgwright_workspace.checkout.name
  role         = orgwright_role.sre.name
  level        = "EDITOR"
}
