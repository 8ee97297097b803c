terraform {
  required_version = ">= 1.5"

  required_providers {
    orgwright = {
      source  = "orgwright/orgwright"
      version = "~> 0.1.0"
    }
  }
}
