// A style sheet imported by the source is its text, as esbuild's "text" loader has it in the build.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

export const cssAsText = () => ({
  name: "css-as-text",
  enforce: /** @type {const} */ ("pre"),
  /** @param {string} source @param {string | undefined} importer */
  resolveId: (source, importer) =>
    source.endsWith(".css") && importer ? `${resolve(dirname(importer), source)}.text` : null,
  /** @param {string} id */
  load: (id) =>
    id.endsWith(".css.text") ? `export default ${JSON.stringify(readFileSync(id.slice(0, -5), "utf8"))}` : null,
});
