// Brings a fresh machine to the state that every other command needs; finds nothing to do where that is so already. Runs
// on the system's Node, 20 or newer, before any module is installed, so it uses none.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const modules = join(root, "node_modules")
const bin = join(modules, ".bin")

/** Whether a package of the lock file is meant for this machine. */
function fits({ os, cpu, libc }) {
  if (os && !os.includes(process.platform)) return false
  if (cpu && !cpu.includes(process.arch)) return false
  return !libc || libc.includes(process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl")
}

/** The packages that the lock file wants and this machine lacks. npm writes its own account when it has finished. */
function missing() {
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages
  let present = {}
  try {
    present = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")).packages
  } catch {
    // No account, or half of one: nothing is known to be there.
  }
  const names = Object.keys(wanted).filter(
    (path) => path !== "" && present[path]?.version !== wanted[path].version && fits(wanted[path]),
  )
  // What a package's install script leaves behind is in no account.
  if (!existsSync(join(bin, "node"))) names.push("node_modules/.bin/node")
  return names
}

/**
 * The environment without the traces of the npm that runs this script: a nested npm would take its options for its own.
 * What says where packages come from stays.
 */
function environment() {
  const source =
    /^npm_config_(registry|cache|userconfig|globalconfig|(https?_)?proxy|noproxy|ca|cafile|strict_ssl|.*\/\/.*)$/i
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || source.test(name)),
  )
  // The Node in there is about to be replaced.
  env.PATH = (env.PATH ?? "")
    .split(delimiter)
    .filter((entry) => entry !== bin)
    .join(delimiter)
  return env
}

function fail(message) {
  console.error(message)
  process.exit(1)
}

if (missing().length > 0) {
  console.error("Installing dependencies (once; about a minute) …")
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  // Under an older Node, npm leaves out Hardhat's native part without a word: npm itself must run on a newer one.
  const newer = ["-y", "-p", `node@${devDependencies.node}`]
  // In production mode npm would leave out everything that builds and tests.
  const install = ["npm", "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"]
  const { error, status } = spawnSync("npx", [...newer, ...install], {
    cwd: root,
    env: environment(),
    stdio: ["ignore", 2, 2],
  })
  if (error) fail(`npx could not be started (${error.message}). Install npm 9 or newer.`)
  if (status !== 0) fail("The installation failed: npm's message is above. It needs a network and npm 9 or newer.")
  const names = missing()
  if (names.length > 0) fail(`npm left out what this machine needs: ${names.join(", ")}.`)
}
