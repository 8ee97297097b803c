resource "orgwright_members" "acme" {
  organization = orgwright_organization.acme.id

  members = {
    "alice@acme.test" = { role = "owner" }
    # One person under all names, so that nobody is invited a second time.
    "bob@acme.test" = { role = "member", aliases = ["robert@acme.test"], workspaces = { production = "member" } }
    # Who has no address that the system tells.
    "id:user_9"       = { role = "member" }
    "frank@acme.test" = { ensure = "absent" }
  }
}
