resource "orgwright_organization" "acme" {
  connection_name = "signalsmith"
  slug            = "acme-corp"
  display_name    = "Acme Corp"
}
