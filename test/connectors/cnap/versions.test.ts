import { describe, expect, it } from "vitest";
import { invitePia, promoteBob, removeBob, renameAcme } from "./changes.ts";
import type { Alter } from "./proxy.ts";
import { context, failureOf, type Opened, openings, readAcme } from "./world.ts";

const open = openings();

describe("versions that move", () => {
  /** Somebody else changes the organization just before each of the first writes that pass. */
  function meddling(times: number, meddle: (count: number) => Promise<void>): Alter {
    let count = 0;
    return async (request, pass) => {
      if (request.method === "PATCH" && count < times) {
        count += 1;
        await meddle(count);
      }
      return await pass();
    };
  }

  /** Changes the logo of acme, behind the proxy. */
  async function meddle(world: () => Opened, icon: string): Promise<void> {
    const { sandbox } = world();
    const url = `${sandbox.endpoints.cnap}/organizations/org_acme`;
    const authorization = "Bearer secret-token";
    const { etag } = (await (await fetch(url, { headers: { authorization } })).json()) as { etag: string };
    await fetch(url, {
      method: "PATCH",
      headers: { authorization, "if-match": etag, "content-type": "application/json" },
      body: JSON.stringify({ icon }),
    });
  }

  const rename = { ...renameAcme, before: { displayName: "Acme" }, after: { displayName: "Acme New" } };

  it.each(["etag", "current_etag", "currentETag", "current_version"])(
    "are read anew, up to five times, where the metadata calls them %s",
    async (etagMetadata) => {
      let world: Opened | undefined;
      const alter = meddling(4, async (count) => {
        if (world !== undefined) await meddle(() => world as Opened, `https://acme.test/${count}.png`);
      });
      world = await open({ alter, etagMetadata });

      await world.writer().write(rename, context);

      const { attributes } = (await readAcme(world)).organization;
      expect(attributes).toMatchObject({
        displayName: "Acme New",
        "branding.logoUrl": "https://acme.test/4.png",
      });
    },
  );

  it("that never stand still are given up", async () => {
    let world: Opened | undefined;
    const alter = meddling(100, async (count) => {
      if (world !== undefined) await meddle(() => world as Opened, `https://acme.test/${count}.png`);
    });
    world = await open({ alter });

    expect(await failureOf(world.writer().write(rename, context))).toMatchObject({ status: 409 });
    const mine = world.sandbox.requests().filter(({ status }) => status === 409);
    expect(mine).toHaveLength(5);
  });

  it("that move what the change is about are not written over", async () => {
    let world: Opened | undefined;
    const alter = meddling(1, async () => {
      if (world !== undefined) await meddle(() => world as Opened, "https://acme.test/theirs.png");
    });
    world = await open({ alter });
    const logo = {
      ...renameAcme,
      before: { "branding.logoUrl": null },
      after: { "branding.logoUrl": "https://acme.test/ours.png" },
    };

    const { message } = await failureOf(world.writer().write(logo, context));

    expect(message).toContain("https://acme.test/theirs.png");
    expect((await readAcme(world)).organization.attributes["branding.logoUrl"]).toBe(
      "https://acme.test/theirs.png",
    );
  });
});

describe("keys against doing things twice", () => {
  it("stay the same while one request is repeated, and are others for every further one", async () => {
    const keys: unknown[] = [];
    const alter: Alter = async (request, pass) => {
      if (request.method === "GET") return await pass();
      keys.push(request.headers["idempotency-key"]);
      return keys.length === 1
        ? { status: 429, body: { success: false, errors: [], result: {} } }
        : await pass();
    };
    const world = await open({ alter });
    const writer = world.writer();

    await writer.write(promoteBob, context);
    await writer.write(removeBob2, context);
    await writer.write(invitePia, context);

    expect(keys).toHaveLength(4);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[3]).toBeUndefined();
  });

  const removeBob2 = { ...removeBob, before: { ...removeBob.before, roles: ["admin"] } };
});
