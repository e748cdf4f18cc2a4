// @vitest-environment node
import { describe, expect, it } from "vitest";
import { knownOrigin, pattern, serverOrigin } from "./settings";

describe("a server's address", () => {
  it.each([
    ["http://127.0.0.1:8765", "http://127.0.0.1:8765"],
    ["  http://127.0.0.1:8765/ ", "http://127.0.0.1:8765"],
    ["127.0.0.1:8765", "http://127.0.0.1:8765"],
    ["localhost:8765", "http://127.0.0.1:8765"],
    ["https://tellcheck.example.com", "https://tellcheck.example.com"],
    ["https://team.example.com:8443", "https://team.example.com:8443"],
  ])("%s is %s", (typed, origin) => expect(serverOrigin(typed)).toBe(origin));

  it.each([
    "",
    "http://example.com",
    "http://127.0.0.2:8765",
    "http://127.0.0.1.example.com",
    "https://user:secret@example.com",
    "https://example.com/path",
    "https://example.com/?q",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ws://127.0.0.1:8765",
    "http://",
  ])("%s is none", (typed) => expect(serverOrigin(typed)).toBeNull());
});

describe("origins", () => {
  it.each([
    "https://www.linkedin.com.example.com",
    "http://www.linkedin.com",
    "https://example.com",
    "null",
    undefined,
  ])("%s is not known", (origin) => {
    expect(knownOrigin(origin)).toBeNull();
  });
  it("a permission's pattern has no port", () =>
    expect(pattern("https://team.example.com:8443")).toBe("https://team.example.com/*"));
});
