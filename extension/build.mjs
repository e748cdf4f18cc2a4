// One source, two browsers: `node build.mjs chrome|firefox [folder]` writes dist/<browser> or the folder, whole and anew.
import { build } from "esbuild";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const target = process.argv[2];
if (target !== "chrome" && target !== "firefox") {
  console.error("usage: node build.mjs chrome|firefox [folder]");
  process.exit(2);
}
const out = resolve(process.argv[3] ?? `${import.meta.dirname}/dist/${target}`);
process.chdir(import.meta.dirname);
const firefox = target === "firefox";
const read = (file) => readFileSync(file, "utf8");

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: ["background", "content", "options", "popup", "panel"].map((name) => `src/${name}.ts`),
  outdir: out,
  bundle: true,
  format: "iife", // content scripts cannot be modules
  target: ["chrome120", "firefox153"],
  loader: { ".css": "text" },
  charset: "utf8",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});
cpSync("public", out, { recursive: true });
cpSync("src/styles/view.css", `${out}/view.css`);
const [light, dark] = ["light", "dark"].map((theme) => read(`src/styles/marks-${theme}.css`));
writeFileSync(`${out}/content.css`, `${light}@media (prefers-color-scheme: dark) {\n${dark}}\n`);
writeFileSync(`${out}/manifest.json`, `${JSON.stringify(manifest(), null, 2)}\n`);

function manifest() {
  const { side_panel, ...common } = JSON.parse(read("manifest.json"));
  const version = JSON.parse(read("package.json")).version;
  if (!firefox)
    return {
      ...common,
      version,
      side_panel,
      minimum_chrome_version: "120",
      background: { service_worker: "background.js" },
    };
  return {
    ...common,
    version,
    permissions: common.permissions.filter((permission) => permission !== "sidePanel"),
    background: { scripts: ["background.js"] },
    sidebar_action: { default_panel: side_panel.default_path, default_icon: common.icons, open_at_install: false },
    browser_specific_settings: {
      gecko: {
        id: "tellcheck@example.org",
        strict_min_version: "153.0",
        data_collection_permissions: { required: ["personalCommunications"] },
      },
    },
  };
}
