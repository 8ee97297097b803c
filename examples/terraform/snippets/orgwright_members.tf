resource "orgwright_members" "acme" {
  organization = orgwright_organization.acme.id

  members = [
    { email = "alice@acme.test", role = "owner" },
    { email = "bob@acme.test", role = "member", workspaces = { production = "member" } },
    { email = "frank@acme.test", ensure = "absent" },
  ]
}
