import { defineConfig } from "vitest/config";
import { cssAsText } from "./css-as-text.mjs";

export default defineConfig({
  plugins: [cssAsText()],
  test: {
    environment: "happy-dom",
    environmentOptions: { happyDOM: { url: "https://www.linkedin.com/" } },
    include: ["src/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
