// @vitest-environment node
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pair, review, revoke } from "./api";
import type { Draft } from "./protocol";

type Answer = (response: ServerResponse, body: string) => void;
interface Heard {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  type: string | undefined;
  body: string;
}

const TOKEN = "t".repeat(43);
const DRAFT: Draft = { draft: "Hi Ana 👋🏽", channel: "email", subject: null, thread: [] };
const REVIEW = { score: 34, verdict: "rework", findings: [], commitments: [], checks: [] };
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
const dropped: Answer = (response) => void response.destroy();

let answers: Answer[] = [];
let heard: Heard[] = [];
let base = "";
const server = createServer((request: IncomingMessage, response) => {
  let body = "";
  request
    .on("data", (part: Buffer) => (body += part.toString()))
    .on("end", () => {
      const { method, url, headers } = request;
      heard.push({ method, url, authorization: headers.authorization, type: headers["content-type"], body });
      (answers.shift() ?? json(500, {}))(response, body);
    });
});

beforeEach(async () => {
  [answers, heard] = [[], []];
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("a review", () => {
  it("goes to the paired server as JSON, with the token in the header alone", async () => {
    answers = [json(200, { review: REVIEW })];
    expect(await review(base, TOKEN, DRAFT)).toMatchObject({ ok: true, review: { score: 34 } });
    expect(heard).toEqual([
      {
        method: "POST",
        url: "/v1/reviews",
        authorization: `Bearer ${TOKEN}`,
        type: "application/json",
        body: JSON.stringify({ ...DRAFT, stage: null, language: null }),
      },
    ]);
  });

  it.each([
    ["a refused token", json(401, {}), "unpaired", null],
    ["a token of another origin", json(403, {}), "unpaired", null],
    ["too large a text", json(413, {}), "too_long", null],
    ["a text it cannot take", json(422, {}), "refused", null],
    ["too many at once", json(429, {}, { "Retry-After": "7" }), "busy", 7],
    ["an overload that says when", json(503, {}, { "Retry-After": "2" }), "busy", 2],
    ["an error", json(500, {}), "offline", null],
    ["something else on this port", json(404, {}), "offline", null],
    ["an answer of another shape", json(200, { hello: 1 }), "offline", null],
    ["no JSON at all", ((response) => void response.end("<html>")) as Answer, "offline", null],
    [
      "more than a review can be",
      json(200, { review: { ...REVIEW, language: "x".repeat(1_100_000) } }),
      "offline",
      null,
    ],
  ])("%s: said, and not asked twice", async (_, answer, why, retryAfter) => {
    answers = [answer];
    expect(await review(base, TOKEN, DRAFT)).toEqual({ ok: false, why, retryAfter });
    expect(heard).toHaveLength(1);
  });

  it.each([
    ["a dropped connection", dropped],
    ["a server just starting", json(503, {})],
  ])("%s: asked once more", async (_, answer) => {
    answers = [answer, json(200, { review: REVIEW })];
    expect(await review(base, TOKEN, DRAFT)).toMatchObject({ ok: true });
    expect(heard).toHaveLength(2);
  });

  it("twice dropped is offline, and not asked a third time", async () => {
    answers = [dropped, dropped, json(200, { review: REVIEW })];
    expect(await review(base, TOKEN, DRAFT)).toMatchObject({ ok: false, why: "offline" });
    expect(heard).toHaveLength(2);
  });

  it("a redirect is not followed: the draft goes to no other address", async () => {
    answers = [json(307, {}, { Location: `${base}/elsewhere` }), json(307, {}, { Location: `${base}/elsewhere` })];
    expect(await review(base, TOKEN, DRAFT)).toMatchObject({ ok: false, why: "offline" });
    expect(heard.map(({ url }) => url)).toEqual(["/v1/reviews", "/v1/reviews"]);
  });
});

describe("pairing", () => {
  it("redeems the code for a token", async () => {
    answers = [json(201, { token: TOKEN, server: base })];
    expect(await pair(base, "ABCD2345")).toEqual({ token: TOKEN });
    expect(heard[0]).toMatchObject({
      method: "POST",
      url: "/v1/pair",
      authorization: undefined,
      body: '{"code":"ABCD2345"}',
    });
  });

  it.each([
    ["a wrong code", json(403, {}), "code"],
    ["a malformed code", json(422, {}), "code"],
    ["too many tries", json(429, {}), "busy"],
    ["an error", json(500, {}), "offline"],
    ["another server", json(404, {}), "offline"],
    ["no token in the answer", json(201, { token: 5 }), "offline"],
    ["a dropped connection", dropped, "offline"],
  ])("%s is told apart", async (_, answer, outcome) => {
    answers = [answer];
    expect(await pair(base, "ABCD2345")).toEqual({ outcome });
  });
});

describe("disconnecting", () => {
  it.each([
    [204, true],
    [401, true],
    [500, false],
  ])("answer %d counts as told: %s", async (status, told) => {
    answers = [(response) => void response.writeHead(status).end()];
    expect(await revoke(base, TOKEN)).toBe(told);
    expect(heard[0]).toMatchObject({ method: "DELETE", url: "/v1/tokens", authorization: `Bearer ${TOKEN}` });
  });
});
