terraform {
  required_providers {
    orgwright = {
      source  = "orgwright/orgwright"
      version = "~> 0.1.0"
    }
  }
}

provider "orgwright" {
  connections = {
    signalsmith = {
      system    = "signalsmith"
      endpoint  = "https://acme.signalsmith.dev/api/v1"
      token_env = "SIGNALSMITH_TOKEN"
      self      = "ops@acme.test"
    }
  }

  guards = {
    min_owners   = 2
    max_removals = { count = 5, percent = 20 }
  }
}
