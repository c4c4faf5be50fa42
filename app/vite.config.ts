import tailwindcss from "@tailwindcss/vite"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

import { startPlan } from "./build/startPlan.ts"

/** Bytes below which a file that some pages share is not worth a request of its own. */
const LEAST_SHARED = 8_000

export default defineConfig(({ command }) => {
  // Vite would build React for development where a program that builds the page, such as a test, says so.
  if (command === "build") process.env["NODE_ENV"] = "production"
  return {
    // Relative, so that the build works from any folder of a file server and from IPFS.
    base: "./",
    plugins: [react(), tailwindcss(), startPlan()],
    build: {
      target: "es2023",
      chunkSizeWarningLimit: 600,
      rolldownOptions: {
        output: {
          // Files that pages share would be named after all of them.
          chunkFileNames: ({ name }) => `assets/${name.startsWith("shared") ? "shared" : name}-[hash].js`,
          // Each request costs a phone a round trip. So what is needed at first is one file, what nearly every page
          // shows is one, and small files that pages share are put together.
          codeSplitting: {
            groups: [
              { name: "first", tags: ["$initial"], priority: 1 },
              {
                name: "interface",
                test: /[\\/]app[\\/]src[\\/](?!transactions|pages)/,
                minShareCount: 3,
              },
              {
                name: "shared",
                test: /[\\/](node_modules|sdk)[\\/]/,
                minShareCount: 2,
                entriesAware: true,
                entriesAwareMergeThreshold: LEAST_SHARED,
              },
            ],
          },
        },
      },
    },
  }
})
