// Brings a fresh machine to the state that every other command needs; a second run finds nothing to do. Runs on the
// system's Node, before any module is installed, so it uses none.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const stamp = `${root}node_modules/.setup`
const wanted = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .digest("hex")

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.error("Installing dependencies (once; about a minute) …")
  // Under an older Node, npm leaves out Hardhat's native part without a word: npm itself must run on a newer one.
  const install = ["-y", "-p", "node@24", "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
  // npm marks a running script in the environment; a nested npm must not take it for its own.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
  const { status } = spawnSync("npx", install, { cwd: root, env, stdio: ["ignore", 2, 2] })
  if (status !== 0) {
    console.error("The installation failed: see npm's message above. A network and npm 9 or newer are needed.")
    process.exit(status ?? 1)
  }
  writeFileSync(stamp, wanted)
}
