import fc from "fast-check";
import { inject } from "vitest";

// A commit that is green here is green there. A failure tells its seed; ORGWRIGHT_SEED draws from it again.
fc.configureGlobal({ seed: inject("seed") });

/** No test reaches anything but this machine: a request elsewhere is a failure of the test. */
const realFetch = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
    throw new TypeError(`A test reached for ${url.hostname}; only loopback is open.`);
  }
  return realFetch(input, init);
};
