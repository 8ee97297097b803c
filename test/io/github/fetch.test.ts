import { afterEach, expect, test } from "vitest";
import { BadAnswer, carefulFetch } from "../../../src/io/github/fetch.ts";
import { type Answer, json, type ScriptedServer, silent, startServer } from "../http-server.ts";

const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(answer: Answer): Promise<ScriptedServer> {
  const server = await startServer(answer);
  servers.push(server);
  return server;
}

const stalled: Answer = (_, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write("[");
};

test.each([
  ["that never comes", silent],
  ["that never ends", stalled],
])("an answer %s is not waited for", async (_, answer) => {
  const { url } = await start(answer);

  await expect(carefulFetch(new Set([url]), 100)(url)).rejects.toThrow(/timeout/i);
});

test("a whole answer can be read", async () => {
  const { url } = await start(json(200, { a: 1 }));

  const response = await carefulFetch(new Set([url]))(url);

  expect(await response.json()).toEqual({ a: 1 });
});

test("a refusal needs no JSON, an answer does", async () => {
  const refusal = await start((_, response) => void response.writeHead(502).end("<html>"));
  const answer = await start((_, response) => void response.writeHead(200).end("<html>"));

  expect((await carefulFetch(new Set([refusal.url]))(refusal.url)).status).toBe(502);
  await expect(carefulFetch(new Set([answer.url]))(answer.url)).rejects.toThrow(BadAnswer);
});

test("another address is not asked, and not believed after a redirection, which gets no token", async () => {
  const other = await start(json(200, []));
  const { url } = await start((_, response) => void response.writeHead(302, { location: other.url }).end());
  const send = carefulFetch(new Set([url]));

  await expect(send(other.url)).rejects.toThrow(/not GitHub's address/);
  expect(other.received).toHaveLength(0);
  await expect(send(url, { headers: { authorization: "token x" } })).rejects.toThrow(/not GitHub's address/);
  expect(other.received.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});
