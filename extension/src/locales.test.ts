// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { explanation } from "./findings";
import { ViewSchema } from "./protocol";

const ROOT = `${import.meta.dirname}/..`;
type Messages = Record<string, { message: string }>;
const messages = (language: string) =>
  JSON.parse(readFileSync(`${ROOT}/public/_locales/${language}/messages.json`, "utf8")) as Messages;
const [en, es] = [messages("en"), messages("es")];
const files = (folder: string, ending: RegExp) =>
  readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file) && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(`${ROOT}/${folder}/${file}`, "utf8"));
const source = [
  ...files("src", /\.ts$/),
  ...files("public", /\.html$/),
  readFileSync(`${ROOT}/manifest.json`, "utf8"),
].join("\n");
const literal = new Set(
  [...source.matchAll(/["'`]([a-z_]+)["'`]|__MSG_(\w+)__/g)].map((found) => found[1] ?? found[2] ?? ""),
);
/** Families of keys that the source builds from a value. */
const BUILT = /^(verdict|severity|badge|explain|mode|pair|without)_/;

describe("words", () => {
  it("stand in both languages, under the same keys, and none is empty", () => {
    expect(Object.keys(es)).toEqual(Object.keys(en));
    for (const [key, { message }] of [...Object.entries(en), ...Object.entries(es)])
      expect(message.trim(), key).not.toBe("");
  });

  it("fill in the same values in both languages", () => {
    const places = (message = "") => [...message.matchAll(/\$\d/g)].map(String).sort();
    for (const key of Object.keys(en)) expect(places(es[key]?.message), key).toEqual(places(en[key]?.message));
  });

  it("are Spanish in Spanish: no sentence was left in English", () => {
    const sentences = Object.keys(en).filter((key) => (en[key]?.message.split(" ").length ?? 0) > 2);
    expect(sentences.filter((key) => es[key]?.message === en[key]?.message)).toEqual([]);
  });

  it("are all used, and all that is asked for is there", () => {
    expect(Object.keys(en).filter((key) => !literal.has(key) && !BUILT.test(key))).toEqual([]);
    const asked = [...source.matchAll(/\bsay\("(\w+)"|data-say(?:-label)?="(\w+)"/g)].map(
      (found) => found[1] ?? found[2] ?? "",
    );
    expect(asked.filter((key) => !(key in en))).toEqual([]);
  });

  it("explain every state and every reason the badge can show", () => {
    const { state, why } = ViewSchema.entries;
    const badge = [...state.options.filter((one) => one !== "idle" && one !== "abstained"), ...why.wrapped.options];
    expect(badge.map((one) => `badge_${one.replace("-", "_")}`).filter((key) => !(key in en))).toEqual([]);
    const explained = state.options.flatMap((one) =>
      [null, ...why.wrapped.options].map((reason) => explanation(one, reason)),
    );
    expect(explained.filter((key) => !(key in en))).toEqual([]);
  });

  it("name the clause and its two words before LinkedIn is switched on, in both languages", () => {
    for (const words of [en, es]) {
      const clause = words["clause_says"]?.message ?? "";
      for (const named of ["8.2", "overlay", /insert(ing|ando) element/]) expect(clause).toMatch(named);
    }
  });
});
