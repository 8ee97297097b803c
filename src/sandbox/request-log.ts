/** One request as it arrived, and how it ended. */
export interface SandboxRequest {
  /** Also sent back as `X-Request-Id`. */
  readonly id: string;
  readonly system: string;
  readonly method: string;
  /** Below the system's endpoint, without the query. */
  readonly path: string;
  /** As sent, with its `?`; empty when there is none. */
  readonly query: string;
  /** 0 while there is no reply, and for ever when the connection was dropped. */
  readonly status: number;
  /** Milliseconds, by the sandbox's clock. */
  readonly at: number;
  /** The e-mail or id of the account that asked, where the credential is known. */
  readonly account?: string;
  /** The injected fault that hit it, as written in the spec. */
  readonly fault?: string;
}

/** Every request in the order of arrival. */
export interface RequestLog {
  open(request: Omit<SandboxRequest, "id" | "status">): OpenEntry;
  entries(): readonly SandboxRequest[];
  clear(): void;
}

/** A logged request that waits for its status. */
export interface OpenEntry {
  readonly id: string;
  close(status: number): void;
}

/** An empty log; ids go on counting when it is cleared. */
export function createRequestLog(): RequestLog {
  let arrived = 0;
  let entries: { status: number; readonly request: Omit<SandboxRequest, "status"> }[] = [];
  return {
    open: (request) => {
      arrived += 1;
      const entry = { status: 0, request: { id: `req_${arrived}`, ...request } };
      entries.push(entry);
      return {
        id: entry.request.id,
        close: (status) => {
          entry.status = status;
        },
      };
    },
    entries: () => entries.map(({ status, request }) => ({ ...request, status })),
    clear: () => {
      entries = [];
    },
  };
}
