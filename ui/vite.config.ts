import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The languages the window speaks; React Aria ships its own words for some thirty more. */
const spoken = new Set(["en-US", "ar-AE"]);

/** Leaves React Aria's words for languages that the window does not speak out of the bundle. */
function onlySpokenLanguages(): Plugin {
  const words = /[\\/](?:react-aria|react-stately|react-aria-components)[\\/].*[\\/]([a-z]{2}-[A-Z]{2})\.m?js$/;
  return {
    name: "only-spoken-languages",
    enforce: "pre",
    apply: "build",
    load(id) {
      const tag = words.exec(id)?.[1];
      return tag && !spoken.has(tag) ? "export default {};" : null;
    },
  };
}

export default defineConfig(({ mode }) => {
  const gallery = mode === "gallery";
  return {
    base: "./",
    plugins: [react(), onlySpokenLanguages()],
    server: { port: 1420, strictPort: true },
    build: {
      outDir: gallery ? "dist-gallery" : "dist",
      target: ["safari17.5", "chrome123"],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
      rolldownOptions: { input: gallery ? "gallery.html" : "index.html" },
    },
    test: {
      environment: "jsdom",
      include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
      setupFiles: ["./tests/setup.ts"],
      css: { modules: { classNameStrategy: "non-scoped" as const } },
      restoreMocks: true,
      // A ceiling for a busy machine, not a wait: axe reads whole pages.
      testTimeout: 30_000,
      hookTimeout: 30_000,
    },
  };
});
