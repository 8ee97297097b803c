resource "orgwright_role" "auditor" {
  organization = orgwright_organization.clinic.id
  name         = "auditor"
  display_name = "Auditor"
  description  = "Reads everything and changes nothing"
}
