// Commands that are run side by side build the contracts first.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { expect } from "chai"
import { lock } from "proper-lockfile"

import { ownChild } from "../support/ownChild.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))

describe("hardhat build", () => {
  it("behavior: waits for another build of the same folder", async () => {
    const unlock = await lock(join(ROOT, "cache", "build"), { realpath: false })
    const argv = [join(ROOT, "node_modules/.bin/hardhat"), "build", "--quiet"]
    const build = ownChild(spawn(process.execPath, argv, { cwd: ROOT, stdio: "ignore" }))
    const ended = once(build, "close")

    // Alone, it ends sooner: there is nothing to compile.
    const first = await Promise.race([ended, sleep(5_000, "it waits")])
    await unlock()
    const [code] = await ended

    expect(first).to.equal("it waits")
    expect(code).to.equal(0)
  })
})
