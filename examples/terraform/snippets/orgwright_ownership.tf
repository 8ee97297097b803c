resource "orgwright_ownership" "acme" {
  organization = orgwright_organization.acme.id

  # A role or workspace that somebody adds by hand goes with the next apply.
  roles      = [orgwright_role.sre.name, orgwright_role.finance.name]
  workspaces = [orgwright_workspace.checkout.name]

  depends_on = [orgwright_members.acme, orgwright_access.on_call]
}
