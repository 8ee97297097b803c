import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { UNKNOWN, Unknown } from "../../../../src/entry/terraform/values/value.ts";
import { ProviderService } from "../../../../src/entry/terraform/wire/generated/provider.ts";
import { openStage } from "./stage.ts";

const stage = openStage();
const UNIMPLEMENTED = 12;
const note = "orgwright_note";

const nothing = {
  name: null,
  body: null,
  secret: null,
  weight: null,
  tags: null,
  labels: null,
  readers: null,
  lines: null,
  home: null,
  id: null,
  revision: null,
};

describe("what is served", () => {
  test("schemas with what the provider can", async () => {
    const reply = await (await stage.start()).schema();

    expect(reply.abilities).toEqual({ planDestroy: true, schemaOptional: true });
    expect(reply.problems).toEqual([]);
    expect(reply.provider?.block?.attributes.map(({ name }) => name)).toEqual(["greeting"]);
    expect(Object.keys(reply.dataSources)).toEqual([note]);
    expect(reply.resources[note]).toMatchObject({
      version: 2,
      block: {
        version: 2,
        description: "A note in a file.",
        descriptionKind: 1,
        attributes: [
          { name: "name", required: true, type: Buffer.from('"string"') },
          { name: "body", optional: true },
          { name: "secret", optional: true, sensitive: true },
          { name: "weight", type: Buffer.from('"number"') },
          { name: "tags", type: Buffer.from('["set","string"]') },
          { name: "labels", type: Buffer.from('["map","string"]') },
          { name: "readers", type: Buffer.alloc(0), nested: { nesting: 3 } },
          { name: "lines", nested: { nesting: 2, attributes: [{ name: "text", required: true }] } },
          { name: "home", nested: { nesting: 1 } },
          { name: "id", computed: true },
          { name: "revision", computed: true, description: "How often it was written." },
        ],
      },
    });
  });

  test.each([
    "/tfplugin6.Provider/GetMetadata",
    "/tfplugin6.Provider/GetResourceIdentitySchemas",
    "/tfplugin6.Provider/GetFunctions",
    "/tfplugin6.Provider/MoveResourceState",
    "/tfplugin6.Provider/GenerateResourceConfig",
    "/tfplugin6.Provider/ListResource",
    "/plugin.GRPCStdio/StreamStdio",
    "/plugin.GRPCBroker/StartStream",
    "/grpc.health.v1.Health/Check",
  ])("%s is unimplemented, by the status that Terraform knows", async (path) => {
    const { connection } = await stage.start();

    expect(await connection.status(path)).toBe(UNIMPLEMENTED);
  });

  test("a type that is not there is a problem that names those that are", async () => {
    const client = await stage.start();
    const { problems } = await client.read("orgwright_song", {});

    expect(problems).toEqual([
      {
        severity: "error",
        summary: "There is no resource orgwright_song",
        detail: "This version of the Orgwright provider has: orgwright_note.",
        path: [],
      },
    ]);
    const [absent] = await client.validate("toString", {});
    expect(absent?.summary).toBe("There is no resource toString");
    const [missing] = await client.validateData("toString", {});
    expect(missing?.summary).toBe("There is no data source toString");
  });
});

describe("the life of a resource", () => {
  test("is created, read, planned the same, changed, replaced and removed", async () => {
    const client = await stage.start();
    expect(await client.configure({ greeting: "hi" })).toEqual([]);
    const config = { name: "a", body: "one", tags: ["x"], readers: [{ email: "a@acme.test" }] };
    expect(await client.validate(note, config)).toEqual([]);

    const plan = await client.plan(note, { config });
    expect(plan).toMatchObject({
      problems: [],
      replace: [],
      planned: { name: "a", id: UNKNOWN, lines: null },
    });
    const made = await client.apply(note, { config, planned: plan.planned, private: plan.private });
    expect(made.state).toMatchObject({ id: "note-a", revision: 1, readers: [{ role: null }] });
    expect(made.private.toString()).toBe('{"written":1}');

    const state = made.state ?? {};
    const read = await client.read(note, state, made.private);
    expect(read).toEqual(made);
    const same = await client.plan(note, { prior: state, config, private: read.private });
    expect(same.planned).toEqual(state);
    expect(same.private.toString()).toBe('{"written":1}');

    const changed = await client.plan(note, { prior: state, config: { ...config, body: "two" } });
    expect(changed).toMatchObject({ replace: [], planned: { body: "two", id: "note-a", revision: UNKNOWN } });
    const elsewhere = { ...config, name: "b", home: { town: "there" } };
    const moved = await client.plan(note, { prior: state, config: elsewhere });
    expect(moved.replace).toEqual([["name"], ["home", "town"], ["readers"]]);

    const end = await client.plan(note, { prior: state });
    expect(end.planned).toBeNull();
    expect(await client.apply(note, { prior: state })).toMatchObject({ state: null, problems: [] });
    expect(readdirSync(client.notes)).toEqual([]);
    expect((await client.read(note, state)).state).toBeNull();
  });

  test("an import begins with its id, and all else open", async () => {
    const imported = await (await stage.start()).importState(note, "a");

    expect(imported.state).toEqual({ ...nothing, name: "a" });
    expect(imported.private.toString()).toBe('{"imported":true}');
  });

  test("a data source is validated and read", async () => {
    const client = await stage.start();
    await client.apply(note, { planned: { name: "a", body: "one" }, config: { name: "a", body: "one" } });

    expect(await client.readData(note, { name: "a" })).toEqual({
      state: { name: "a", body: "one" },
      problems: [],
    });
    expect(await client.validateData(note, { name: "bad" })).toMatchObject([{ path: ["name"] }]);
  });
});

describe("values", () => {
  test("what is unknown stays so through a plan, with what is known of it byte for byte", async () => {
    const client = await stage.start();
    // Not null, and begins with "team-".
    const refined = new Unknown(Buffer.from("8201c202a57465616d2d", "hex"));
    const config = {
      name: "a",
      body: refined,
      tags: UNKNOWN,
      readers: [{ email: UNKNOWN }, { email: UNKNOWN }],
    };
    const { planned } = await client.plan(note, { config });

    const body = planned?.["body"];
    const kept = body instanceof Unknown ? body.refinements : undefined;
    expect(Buffer.from(kept ?? []).toString("hex")).toBe("8201c202a57465616d2d");
    expect(planned?.["tags"]).toEqual(UNKNOWN);
    expect(planned?.["readers"]).toHaveLength(2);
  });

  test("8 MB pass in both directions", async () => {
    const body = "8 bytes.".repeat(1024 * 1024);
    const { planned } = await (await stage.start()).plan(note, { config: { name: "a", body } });

    expect(planned?.["body"] === body).toBe(true);
  });

  test("a configuration that comes as JSON is read too", async () => {
    const { connection } = await stage.start();
    const config = { msgpack: Buffer.alloc(0), json: Buffer.from('{"name":"a","body":"bad"}') };
    const { problems } = await connection.call(ProviderService.validateResourceConfig, {
      type: note,
      config,
    });

    expect(problems.map(({ summary }) => summary)).toEqual(["A bad value"]);
  });
});

describe("problems", () => {
  test("have the place that Terraform finds, and the rest of it in words", async () => {
    const client = await stage.start();
    const [warning] = await client.validate(note, { name: "a", body: "bad" });
    expect(warning).toEqual({
      severity: "warning",
      summary: "A bad value",
      detail: "Take a good one.",
      path: ["body"],
    });
    expect(await client.validate(note, { name: "a", body: "bad reader" })).toMatchObject([
      { path: ["readers"], detail: "Take a good one.\n\nIn readers[…].email." },
    ]);
    expect(await client.validate(note, { name: "a", body: "bad line" })).toMatchObject([
      { severity: "error", path: ["lines", 1], detail: "Take a good one.\n\nIn lines[1].text." },
    ]);
    expect(await client.validate(note, { name: "a", body: "bad label" })).toMatchObject([
      { path: ["labels", "a b"], detail: "Take a good one." },
    ]);
    expect(await client.validate(note, { name: "a", body: "bad home" })).toMatchObject([{ path: ["home"] }]);
    expect(await client.validateProvider({ greeting: "bad" })).toMatchObject([{ path: ["greeting"] }]);
  });

  test("tell steps by attribute, by position and by key apart", async () => {
    const { connection } = await stage.start();
    const steps = async (body: string) => {
      const config = { msgpack: Buffer.alloc(0), json: Buffer.from(JSON.stringify({ name: "a", body })) };
      const request = { type: note, config };
      const { problems } = await connection.call(ProviderService.validateResourceConfig, request);
      return problems[0]?.attribute?.steps.map(({ to }) => to?.$case);
    };

    expect(await steps("bad line")).toEqual(["attribute", "position"]);
    expect(await steps("bad label")).toEqual(["attribute", "key"]);
  });

  test("an error that is thrown is one of the provider, and loses neither state nor process", async () => {
    const client = await stage.start();
    const state = { ...nothing, name: "a", body: "throw in read" };
    const read = await client.read(note, state, Buffer.from('{"kept":1}'));
    expect(read.state).toEqual(state);
    expect(read.private.toString()).toBe('{"kept":1}');
    expect(read.problems).toMatchObject([{ severity: "error", summary: "Bug in the provider" }]);
    expect(read.problems[0]?.detail).toMatch(
      /^The note is on fire\n\nThis happened in ReadResource .*1\.2\.3/,
    );

    const planned = await client.plan(note, { config: { name: "a", body: "throw in plan" } });
    expect(planned.problems).toMatchObject([{ summary: "Bug in the provider" }]);
    const config = { name: "a", body: "throw in apply" };
    const applied = await client.apply(note, { prior: state, planned: state, config });
    expect(applied).toMatchObject({ state, problems: [{ summary: "Bug in the provider" }] });
    expect(await client.close()).toBe(0);
  });

  test("private data that is none shows nothing of itself", async () => {
    const client = await stage.start();
    const { problems } = await client.read(note, { ...nothing, name: "a" }, Buffer.from("s3cret, not JSON"));

    expect(problems).toMatchObject([{ summary: "Bug in the provider" }]);
    expect(JSON.stringify(problems)).not.toContain("s3cret");
  });
});

describe("stored states", () => {
  test("of today lose what is no attribute, and gain null for what is new", async () => {
    const upgraded = await (await stage.start()).upgrade(note, 2, { name: "a", weight: 0.1, left_over: [1] });

    expect(upgraded).toEqual({ state: { ...nothing, name: "a", weight: 0.1 }, problems: [] });
  });

  test("of older versions are upgraded one by one", async () => {
    const client = await stage.start();

    expect((await client.upgrade(note, 0, { title: "a", body: "b" })).state).toEqual({
      ...nothing,
      name: "a",
      body: "b!",
    });
    expect((await client.upgrade(note, 1, { name: "a", body: "b" })).state).toEqual({
      ...nothing,
      name: "a",
      body: "b!",
    });
  });

  test("of a newer version ask for a newer provider", async () => {
    const { problems } = await (await stage.start()).upgrade(note, 3, { name: "a" });

    expect(problems).toMatchObject([{ severity: "error", summary: "The state is newer than the provider" }]);
    expect(problems[0]?.detail).toContain("terraform init -upgrade");
  });

  test("in the form of Terraform before 0.12 are refused", async () => {
    const { connection } = await stage.start();
    const { problems } = await connection.call(ProviderService.upgradeResourceState, {
      type: note,
      version: 0,
      state: { json: Buffer.alloc(0), flatmap: { "tags.#": "1" } },
    });

    expect(problems.map(({ summary }) => summary)).toEqual(["The state has an old form"]);
  });

  test("that are no JSON show nothing of themselves", async () => {
    const { connection } = await stage.start();
    for (const version of [0, 2]) {
      const { problems } = await connection.call(ProviderService.upgradeResourceState, {
        type: note,
        version,
        state: { json: Buffer.from("{s3cret"), flatmap: {} },
      });
      expect(problems.map(({ summary }) => summary)).toEqual(["Bug in the provider"]);
      expect(JSON.stringify(problems)).not.toContain("s3cret");
    }
  });
});
