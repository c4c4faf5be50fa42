import tailwindcss from "@tailwindcss/vite"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

export default defineConfig(({ command }) => {
  // Vite would build React for development where a program that builds the page, such as a test, says so.
  if (command === "build") process.env["NODE_ENV"] = "production"
  return {
    // Relative, so that the build works from any folder of a file server and from IPFS.
    base: "./",
    plugins: [react(), tailwindcss()],
    build: { target: "es2023", chunkSizeWarningLimit: 600 },
  }
})
