import type { Reply } from "../reply.ts";
import type { Call, Operation } from "./call.ts";
import { list } from "./list.ts";
import type { User } from "./state.ts";
import { userBody } from "./wire.ts";

/** The tenant's users: the documents at hand do not list them, yet adding a member takes their ids. */
export const userOperations: readonly Operation[] = [{ method: "GET", path: "/users", answer: listUsers }];

function listUsers(call: Call): Reply {
  return list(call, {
    resourceType: "users",
    rows: call.tenant.users,
    body: userBody,
    texts: { email: (user: User) => user.email, name: (user: User) => user.name },
  });
}
