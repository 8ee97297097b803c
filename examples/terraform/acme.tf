# The company: one production workspace, one to try things on, and one for each region.

locals {
  workspaces = {
    production = "ws_production"
    staging    = "ws_staging"
    # New this quarter: the team in Dublin starts in April.
    emea = "ws_emea"
  }
}

resource "orgwright_organization" "acme" {
  connection_name = "signalsmith"
  slug            = "acme-corp"
  display_name    = "Acme Corp"

  # Acme stays when this folder goes.
  on_destroy = "release"
}

resource "orgwright_workspace" "acme" {
  for_each = local.workspaces

  organization = orgwright_organization.acme.id
  workspace_id = each.value
  on_destroy   = "release"
}

# Everybody at once, by address: who is not here is removed.
resource "orgwright_members" "acme" {
  organization = orgwright_organization.acme.id
  on_destroy   = "release"

  members = {
    "alice@acme.test" = {
      role = "owner"
      workspaces = {
        (local.workspaces.production) = "owner"
        (local.workspaces.staging)    = "owner"
        (local.workspaces.emea)       = "owner"
      }
    }
    "dana@acme.test" = {
      role       = "owner"
      workspaces = { (local.workspaces.production) = "admin" }
    }
    # Erin leads the platform team now.
    "erin@acme.test" = {
      role = "admin"
      workspaces = {
        (local.workspaces.production) = "admin"
        (local.workspaces.staging)    = "admin"
      }
    }
    "robert@acme.test" = {
      role = "member"
      workspaces = {
        (local.workspaces.production) = "member"
        (local.workspaces.staging)    = "admin"
      }
    }
    "carol@acme.test" = {
      role = "member"
      workspaces = {
        (local.workspaces.production) = "member"
        (local.workspaces.staging)    = "admin"
      }
    }
    "niamh@acme.test" = {
      role       = "member"
      workspaces = { (local.workspaces.emea) = "member" }
    }
    "sean@acme.test" = {
      role       = "member"
      workspaces = { (local.workspaces.emea) = "member" }
    }
  }

  depends_on = [orgwright_workspace.acme]
}
