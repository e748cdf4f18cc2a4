// @vitest-environment node
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = `${import.meta.dirname}/..`;
const built = mkdtempSync(`${tmpdir()}/tellcheck-`);
for (const browser of ["chrome", "firefox"])
  execFileSync("node", [`${ROOT}/build.mjs`, browser, `${built}/${browser}`]);
const out = (file: string, browser = "chrome"): string => readFileSync(`${built}/${browser}/${file}`, "utf8");
const manifest = (browser: string) => JSON.parse(out("manifest.json", browser)) as Record<string, unknown>;
const scripts = readdirSync(`${built}/chrome`).filter((file) => file.endsWith(".js"));
afterAll(() => rmSync(built, { recursive: true }));

const HOSTS = [
  "https://www.linkedin.com/*",
  "https://mail.google.com/*",
  "https://outlook.live.com/*",
  "https://outlook.office.com/*",
  "https://outlook.office365.com/*",
  "https://outlook.cloud.microsoft/*",
  "https://*/*",
];
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src http://127.0.0.1:* https:; object-src 'none'; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

describe("the manifest", () => {
  it.each([
    ["chrome", ["storage", "scripting", "sidePanel"]],
    ["firefox", ["storage", "scripting"]],
  ])("of %s asks for exactly this (R41, R42)", (browser, permissions) => {
    const made = manifest(browser);
    expect(made).toMatchObject({
      permissions,
      host_permissions: ["http://127.0.0.1/*"],
      content_security_policy: { extension_pages: POLICY },
    });
    expect(made["optional_host_permissions"]).toEqual(HOSTS);
    for (const absent of [
      "web_accessible_resources",
      "externally_connectable",
      "content_scripts",
      "optional_permissions",
      "commands",
    ])
      expect(made).not.toHaveProperty(absent);
    expect(JSON.stringify(made)).not.toContain("<all_urls>");
  });

  it("differs between the browsers only where the browsers do", () => {
    const [chrome, firefox] = [manifest("chrome"), manifest("firefox")];
    const differing = [...new Set([...Object.keys(chrome), ...Object.keys(firefox)])].filter(
      (key) => JSON.stringify(chrome[key]) !== JSON.stringify(firefox[key]),
    );
    expect(differing.sort()).toEqual([
      "background",
      "browser_specific_settings",
      "minimum_chrome_version",
      "permissions",
      "side_panel",
      "sidebar_action",
    ]);
  });

  it("names only files that are there", () => {
    const named = [...JSON.stringify(manifest("chrome")).matchAll(/"([\w/]+\.(?:png|html|js|css))"/g)].map(
      (found) => found[1] ?? "",
    );
    for (const file of [...named, "content.js", "content.css"]) expect(() => out(file), file).not.toThrow();
  });
});

describe("the bundle", () => {
  it.each([
    ".click(",
    "dispatchEvent",
    "execCommand",
    ".submit(",
    "requestSubmit",
    "innerHTML",
    "outerHTML",
    "insertAdjacent",
    "document.write",
    "eval(",
    "new Function",
    "createPolicy",
  ])("contains no %s", (api) => {
    for (const script of scripts) expect(out(script).includes(api), script).toBe(false);
  });

  it.each([/\bfetch\(/, /XMLHttpRequest/, /\bWebSocket\b/, /sendBeacon/, /EventSource/])(
    "reaches the network by %s in the background alone",
    (api) => {
      for (const script of scripts.filter((name) => name !== "background.js"))
        expect(out(script), script).not.toMatch(api);
    },
  );

  it("the content script reads and writes no storage and touches neither clipboard nor location", () => {
    expect(out("content.js")).not.toMatch(
      /\.storage\b|localStorage|sessionStorage|indexedDB|clipboard|location\.(?:href|assign|replace)|history\./,
    );
  });

  it("says nothing on the host's console and names no address of its own there", () => {
    expect(out("content.js")).not.toMatch(/console\.|chrome-extension:|getURL/);
  });

  it("own pages have no inline script, style or handler", () => {
    for (const page of ["options.html", "popup.html", "panel.html"])
      expect(out(page)).not.toMatch(/<script(?! src=")|<style|\son\w+=|\sstyle=/);
  });

  it("knows no signal or check by its id", () => {
    const labels = readdirSync(`${ROOT}/../training_data`, { recursive: true, encoding: "utf8" })
      .map((file) => /^(?:tells|strengths|checks)\/([a-z_]+)\.toml$/.exec(file)?.[1] ?? "")
      .filter((id) => id.includes("_"));
    expect(labels.length).toBeGreaterThan(9);
    for (const script of scripts)
      for (const id of labels) expect(out(script).includes(id), `${id} in ${script}`).toBe(false);
  });
});
