/** No test reaches anything but this machine: a request elsewhere is a failure of the test. */
const realFetch = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
    throw new TypeError(`A test reached for ${url.hostname}; only loopback is open.`);
  }
  return realFetch(input, init);
};
