resource "orgwright_member" "alice" {
  organization = orgwright_organization.acme.id
  email        = "alice@acme.test"
  role         = "admin"

  # The whole of her access. An invitation carries it.
  workspaces = {
    production = "admin"
    staging    = "member"
  }
}
