data "orgwright_organizations" "all" {
  connection_name = "signalsmith"
}

# Their members, one read for each organization.
data "orgwright_members" "of" {
  for_each     = toset(data.orgwright_organizations.all.organizations[*].id)
  organization = each.key
}
