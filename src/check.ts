/** The first part of the story, which needs no request: are the manifests right, and can the systems express them? */
import { facts } from "./connections.ts";
import { type Resolution, resolve } from "./manifest/index.ts";
import type { ReconcileRequest } from "./request.ts";

/** Resolves the manifests and checks references, times, and what the systems can express. Opens nothing. */
export function check(
  request: Pick<ReconcileRequest, "project" | "documents" | "connectors" | "now">,
): Resolution {
  const { project, now, documents } = request;
  return resolve(documents, { project, now, systems: facts(request) });
}
