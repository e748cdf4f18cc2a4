import { defineConfig } from "vitest/config";
import { cssAsText } from "./css-as-text.mjs";

export default defineConfig({
  plugins: [cssAsText()],
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
});
