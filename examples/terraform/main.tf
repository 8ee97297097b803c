# Acme keeps who may do what on SignalSmith beside the rest of its infrastructure.

provider "orgwright" {
  connections = {
    signalsmith = {
      system = "signalsmith"
      # The sandbox: orgwright sandbox --seed sandbox.json --port 4106
      endpoint = var.endpoint
      # The name of a variable, so that the token stands in no plan and no state.
      token_env = "SIGNALSMITH_TOKEN"
      # The account behind the token. It is never invited, removed or demoted.
      self = "ops@acme.test"
      # The workspace that calls are made from.
      workspace = "ws_production"
    }
  }

  guards = {
    min_owners   = 1
    max_removals = { count = 10, percent = 25, total = 50 }
  }
}

variable "endpoint" {
  description = "Base address of SignalSmith's API."
  type        = string
  default     = "http://127.0.0.1:4106/signalsmith/api/v1"
}

output "waiting" {
  description = "What is wanted and waits for somebody, such as an invitation."
  value       = orgwright_members.acme.pending
}
