data "orgwright_members" "acme" {
  organization = "signalsmith/acme-corp"
}

output "owners" {
  value = [for each in data.orgwright_members.acme.members : each.email if contains(each.roles, "owner")]
}
