# Experiments live apart from the company's data. People may come and go there: only those named here are looked after.

resource "orgwright_organization" "labs" {
  connection_name = "signalsmith"
  slug            = "acme-labs"
  display_name    = "Acme Labs"
  on_destroy      = "release"
}

resource "orgwright_workspace" "playground" {
  organization = orgwright_organization.labs.id
  workspace_id = "ws_playground"
  on_destroy   = "release"
}

# Dana is there already.
import {
  to = orgwright_member.dana
  id = "signalsmith/acme-labs/member/dana@acme.test"
}

resource "orgwright_member" "dana" {
  organization = orgwright_organization.labs.id
  email        = "dana@acme.test"
  role         = "owner"
  workspaces   = { ws_playground = "owner" }

  # The last owner could not be removed anyway.
  on_destroy = "release"
  depends_on = [orgwright_workspace.playground]
}

# Niamh is invited. When this resource goes, so does her invitation.
resource "orgwright_member" "niamh" {
  organization = orgwright_organization.labs.id
  email        = "niamh@acme.test"
  role         = "member"
  workspaces   = { ws_playground = "member" }
  depends_on   = [orgwright_workspace.playground]
}
