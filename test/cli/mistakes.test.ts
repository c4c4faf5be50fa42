import { execFile } from "node:child_process"
import { mkdir, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { promisify } from "node:util"

import { expect } from "chai"
import { as, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { accountOf } from "../support/parties.ts"
import { programEnvironment } from "../support/programEnvironment.ts"
import { rented } from "./steps.ts"

describe("CLI: mistakes that must not look like success", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  it("error: options between a command and its subcommand, which commander would ignore", async () => {
    for (const before of [["--chain", "amoy"], ["--json"], ["--token", "USDC"]]) {
      const told = await as(world, "host", ["bond", ...before, "fund", "1 USDC", "--dry-run"])
      expect(told.code, `exit code with ${before[0]}`).to.equal(2)
      expect(`${told.out}${told.err}`, "what to do").to.contain("after `bond fund`")
    }
  })

  it("error: a list at an address without an escrow", async () => {
    for (const command of [
      ["list", "--host"],
      ["claim", "--all", "--yes"],
      ["watch", "--once"],
    ]) {
      const told = await as(world, "host", command, { GPUFLOW_ESCROW: accountOf("keeper").address })
      expect(told.code, `exit code of ${command[0]}`).to.equal(4)
      expect(told.err, "why").to.contain("EscrowNotFound")
    }
  })

  it("error: a bond above the balance is refused before anything is approved", async () => {
    const before = await world.client.getTransactionCount(accountOf("host"))
    for (const how of ["--dry-run", "--yes"]) {
      const told = await as(world, "host", ["bond", "fund", "99999999 USDC", how, "--json"])
      expect(told.code, `exit code with ${how}`).to.equal(3)
      expect(told.json()["error"]?.["code"], "why").to.equal("InsufficientBalance")
    }
    expect(await world.client.getTransactionCount(accountOf("host")), "nonce").to.equal(before)
  })

  it("behavior: a rental id that is passed twice is claimed and counted once", async () => {
    const id = await rented(world, folder)
    await world.pass(3_600n)
    const told = await send(world, "host", "claim", id, id.toUpperCase().replace("0X", "0x"))
    expect(told["settled"], "settled").to.equal(1)
    expect(told["results"]?.length, "results").to.equal(1)
  })

  it("error: a reserved machine is reported in words", async () => {
    await rented(world, folder)
    const told = await as(world, "renter", ["rent", join(folder, "offer.json"), "--for", "1h", "--dry-run"])
    expect(told.code, "exit code").to.equal(3)
    expect(told.err, "why").to.match(/MachineBusy: The machine is reserved/)
    expect(told.err, "no sentinel").not.to.contain("1099511627775")
  })

  it("error: a cursor that is invalid or cannot be read", async () => {
    const file = join(folder, "cursor")
    for (const text of ["{}", "null", '{"block":5}', "no"]) {
      await writeFile(file, text)
      const told = await as(world, undefined, ["watch", "--once", "--cursor", file])
      expect(told.code, `exit code of ${text}`).to.equal(2)
      expect(told.err, "why").to.contain("is not a valid cursor")
    }
    await mkdir(join(folder, "room"))
    const told = await as(world, undefined, ["watch", "--once", "--cursor", join(folder, "room")])
    expect([told.code, told.out], "no output before the file is read").to.deep.equal([2, ""])
  })

  it("error: an offer whose download is cut off or never ends", async () => {
    const server = createServer((request, response) => {
      response.writeHead(200, { "content-type": "application/json" })
      response.write("{")
      if (request.url === "/cut") return void setTimeout(() => response.destroy(), 50)
      const more = () => {
        if (!response.destroyed) response.write(" ".repeat(10_000), () => setImmediate(more))
      }
      more()
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    try {
      const { port } = server.address() as AddressInfo
      for (const path of ["cut", "endless"]) {
        const told = await as(world, undefined, ["offer", "verify", `http://127.0.0.1:${port}/${path}`])
        expect(told.code, `exit code of ${path}`).to.equal(2)
      }
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it("behavior: a reader that closes the pipe causes no stack trace and no failure", async () => {
    const command = '"$NODE" cli/main.ts machine --name m --gpu A --count 1 --gpu-memory 1 --json | true'
    const env = { ...programEnvironment(), NODE: process.execPath }
    const { stderr } = await promisify(execFile)("bash", ["--norc", "-o", "pipefail", "-c", command], { env })
    expect(stderr, "stderr").to.equal("")
  })
})
