// Installs the packages that a command needs, unless they are there already. Runs on the system's Node, 20 or newer,
// before any module is installed, so it uses none.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

import { npmEnvironment } from "./npmEnvironment.mjs"

export const root = fileURLToPath(new URL("..", import.meta.url))
const modules = join(root, "node_modules")
export const bin = join(modules, ".bin")

/** The workspaces that every command needs beside the root. A heavier one is installed by the commands that name it. */
const COMMON = ["sdk", "cli", "keeper", "host"]

/** What the last installation was made from: written when it has succeeded, and gone with the folder. */
const RECORD = join(modules, ".setup.json")

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch {
    // Not there, or half of it: nothing is known.
    return {}
  }
}

/** Installs the common workspaces and those that are named; ends the process if that fails. */
export function setUp(named = []) {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8")
  const digest = createHash("sha256").update(lock).digest("hex")
  const machine = `${process.platform} ${process.arch}`
  const { workspaces: present = [], ...record } = read(RECORD)
  const isCurrent = record.digest === digest && record.machine === machine && existsSync(join(bin, "node"))
  const kept = isCurrent ? present : []
  const wanted = [...new Set([...COMMON, ...named, ...kept])].sort()
  if (isCurrent && wanted.every((workspace) => kept.includes(workspace))) return

  console.error("Installing dependencies (once; about a minute) …")
  const { devDependencies } = read(join(root, "package.json"))
  // Under an older Node, npm leaves out Hardhat's native part without a word: npm itself must run on a newer one.
  const newer = ["-y", "-p", `node@${devDependencies.node}`]
  // In production mode npm would leave out everything that builds and tests.
  const install = ["npm", "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"]
  const chosen = ["--include-workspace-root", ...wanted.map((workspace) => `--workspace=${workspace}`)]
  const command = [...newer, ...install, ...chosen]
  // npm reports no error if the download of an optional package fails, so what is missing is asked for once more.
  if (installPackages(command, lock).length > 0) {
    const left = installPackages(command, lock)
    if (left.length > 0) fail(`npm left out what this machine needs: ${left.join(", ")}.`)
  }
  writeFileSync(RECORD, `${JSON.stringify({ digest, machine, workspaces: wanted })}\n`)
}

/** Runs npm's installation, and returns the packages that it left out although this machine needs them. */
function installPackages(command, lock) {
  const { error, status } = spawnSync("npx", command, { cwd: root, env: environment(), stdio: ["ignore", 2, 2] })
  if (error) fail(`npx could not be started (${error.message}). Install npm 9 or newer.`)
  if (status !== 0) fail("The installation failed: npm's message is above. It needs a network and npm 9 or newer.")
  return leftOut(JSON.parse(lock).packages)
}

/** What is needed on this machine and in its place only: Hardhat's native part, and the Node that runs everything. */
function leftOut(packages) {
  const native = Object.keys(packages).filter(
    (path) => path.startsWith("node_modules/@nomicfoundation/edr-") && fits(packages[path]),
  )
  return [...native, "node_modules/.bin/node"].filter((path) => !existsSync(join(root, path)))
}

/** Whether a package of the lock file is meant for this machine. */
function fits({ os, cpu, libc }) {
  if (os && !os.includes(process.platform)) return false
  if (cpu && !cpu.includes(process.arch)) return false
  return !libc || libc.includes(process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl")
}

/** The Node that is about to be replaced must not run npm. */
function environment() {
  const env = npmEnvironment()
  const entries = (env.PATH ?? "").split(delimiter).filter((entry) => entry !== bin)
  return { ...env, PATH: entries.join(delimiter) }
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
