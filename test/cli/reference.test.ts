import { execFile, spawnSync } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"

import { expect } from "chai"

import { exitCodes } from "../../cli/exitCodes.ts"
import { commandReference } from "../../cli/packaging/commandReference.ts"
import { root } from "../../scripts/support/root.ts"
import { typedLines, unknownParts } from "../support/commandWords.ts"

describe("CLI: reference, manifest, completion", () => {
  it("default: docs/cli.md is up to date", async () => {
    const written = await readFile(join(root, "docs", "cli.md"), "utf8")
    expect(written, "docs/cli.md: `npm run generate`").to.equal(commandReference())
    for (const code of Object.values(exitCodes)) expect(written, `exit code ${code}`).to.contain(`\n| ${code} | `)
  })

  for (const [page, least] of [
    ["host.md", 20],
    ["periphery.md", 4],
  ] as const) {
    it(`behavior: every command line in docs/${page} exists, with its options`, async () => {
      const guide = await readFile(join(root, "docs", page), "utf8")
      const lines = typedLines(guide)
      expect(lines.length, "command lines").to.be.greaterThan(least)
      expect(lines.flatMap(unknownParts)).to.deep.equal([], "unknown commands and options")
    })
  }

  it("behavior: a package has the same version in all workspaces that depend on it", async () => {
    const versions = new Map<string, Set<string>>()
    for (const workspace of ["", "sdk", "cli", "keeper"]) {
      const {
        dependencies = {},
        devDependencies = {},
        optionalDependencies = {},
      } = JSON.parse(await readFile(join(root, workspace, "package.json"), "utf8"))
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
        versions.set(name, (versions.get(name) ?? new Set()).add(String(version)))
      }
    }
    for (const [name, its] of versions) expect([...its], `versions of ${name}`).to.have.lengthOf(1)
  })

  const installed = ["bash", "zsh", "fish"].filter((shell) => !spawnSync(shell, ["--version"]).error)
  for (const shell of installed) {
    it(`behavior: ${shell} takes the script for it`, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [join(root, "cli", "main.ts"), "complete", shell])
      const { status, stderr } = spawnSync(shell, ["-n"], { input: stdout, encoding: "utf8" })
      expect([status, stderr], "verdict").to.deep.equal([0, ""])
    })
  }

  it("behavior: bash completes commands, their options and their subcommands", async () => {
    // The program under its own name, as it is installed.
    const main = `gpuflow-escrow() { "${process.execPath}" "${join(root, "cli", "main.ts")}" "$@"; }; export -f gpuflow-escrow`
    // One shell for all: each start of the program takes a second.
    const completed = async (...lines: readonly (readonly string[])[]) => {
      const completions = lines.map((words) => {
        const typed = words.map((word) => `"${word}"`).join(" ")
        return `COMP_WORDS=(gpuflow-escrow ${typed}); COMP_CWORD=${words.length}; _gpuflow_escrow; echo "\${COMPREPLY[@]}"`
      })
      const script = [main, "source <(gpuflow-escrow complete bash)", ...completions].join("\n")
      const { stdout } = await promisify(execFile)("bash", ["-c", script])
      return stdout
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/))
    }
    const found = await completed(
      ...[["cla"], ["stop", "--dr"], ["bond", "fu"], ["host", "in"], ["host", "check", "--set"]],
      ...[["mc"], ["notify", "--web"], ["ss"], ["access", "--ident"], ["statement", "--mo"], ["record", "--lo"]],
    )
    expect(found, "completions").to.deep.equal([
      ...[["claimable", "claim"], ["--dry-run"], ["fund"], ["init"], ["--settings"]],
      ...[["mcp"], ["--webhook"], ["ssh"], ["--identity"], ["--month"], ["--logs"]],
    ])
  })
})
