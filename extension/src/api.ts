/** The only code that talks to the network, and only to the paired server. A draft never appears in an error. */
import * as v from "valibot";
import { accept, ReviewSchema, type Draft, type PairReply, type ReviewReply } from "./protocol";

const TIMEOUT_MS = 8_000;
const RETRY_MS = 250;
const MAX_ANSWER_BYTES = 1_048_576;
const PairAnswer = v.object({ token: v.pipe(v.string(), v.minLength(16), v.maxLength(512)) });
const ReviewAnswer = v.object({ review: ReviewSchema });

async function call(url: string, method: "POST" | "DELETE", token: string | null, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers["Authorization"] = `Bearer ${token}`;
  return fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

async function answerOf<Schema extends v.GenericSchema>(response: Response, schema: Schema) {
  const text = await response.text();
  if (text.length > MAX_ANSWER_BYTES) return null;
  try {
    return accept(schema, JSON.parse(text) as unknown, MAX_ANSWER_BYTES * 4);
  } catch {
    return null; // not JSON at all
  }
}

/** Redeems a one-time code. Gives the token, or says what to tell the person. */
export async function pair(server: string, code: string): Promise<{ token: string } | PairReply> {
  let response: Response;
  try {
    response = await call(`${server}/v1/pair`, "POST", null, { code });
  } catch {
    return { outcome: "offline" };
  }
  if (response.status === 429) return { outcome: "busy" };
  if (response.status >= 500 || response.status === 404) return { outcome: "offline" };
  if (!response.ok) return { outcome: "code" };
  const answer = await answerOf(response, PairAnswer).catch(() => null);
  return answer ? { token: answer.token } : { outcome: "offline" };
}

/** Asks for a review; once more where the connection failed or the server was just not up. Never throws. */
export async function review(server: string, token: string, request: Draft): Promise<ReviewReply> {
  const first = await reviewOnce(server, token, request);
  if (first !== "again") return first;
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  const second = await reviewOnce(server, token, request);
  return second === "again" ? failed("offline") : second;
}

async function reviewOnce(server: string, token: string, request: Draft): Promise<ReviewReply | "again"> {
  try {
    const response = await call(`${server}/v1/reviews`, "POST", token, { ...request, stage: null, language: null });
    if (response.ok) {
      const answer = await answerOf(response, ReviewAnswer);
      return answer ? { ok: true, review: answer.review } : failed("offline");
    }
    return refusal(response);
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === "TimeoutError";
    return timedOut ? failed("offline") : "again";
  }
}

function refusal(response: Response): ReviewReply | "again" {
  const wait = Number(response.headers.get("Retry-After"));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? Math.min(wait, 600) : null;
  if (response.status === 401 || response.status === 403) return failed("unpaired");
  if (response.status === 413) return failed("too_long");
  if (response.status === 429 || (response.status === 503 && retryAfter)) return failed("busy", retryAfter);
  if (response.status === 502 || response.status === 503 || response.status === 504) return "again";
  return failed(response.status >= 500 || response.status === 404 ? "offline" : "refused");
}

/** Revokes the token on the server. True where the server said so, or no longer knew it. */
export async function revoke(server: string, token: string): Promise<boolean> {
  try {
    const response = await call(`${server}/v1/tokens`, "DELETE", token);
    return response.ok || response.status === 401;
  } catch {
    return false;
  }
}

const failed = (why: Extract<ReviewReply, { ok: false }>["why"], retryAfter: number | null = null): ReviewReply => ({
  ok: false,
  why,
  retryAfter,
});
