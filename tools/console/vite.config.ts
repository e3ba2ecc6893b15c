// The build of the console: plain files without inline scripts, styles or data URLs, so that the
// page runs under `default-src 'self'`. Paths are relative: any mount point will do.
import { defineConfig } from "vite";

const parley_url = process.env["PARLEY_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "./",
  build: {
    target: ["chrome123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
  server: { proxy: { "/v1": parley_url } },
});
