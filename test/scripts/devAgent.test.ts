// `npm run dev`: its page, and the machine that a real agent runs, rented and entered with the commands that it prints.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect } from "chai"

import { start } from "../support/commandLine.ts"
import { ownChild } from "../support/ownChild.ts"
import { hasSshd } from "../support/sshServer.ts"
import { until } from "../support/until.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))

describe("npm run dev: the machine of its agent", () => {
  it("default: a deposit is started by the agent, its renter gets a prompt, and all follow a clock that is moved", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dev-renter-"))
    const argv = [
      "--disable-warning=ExperimentalWarning",
      "scripts/dev.ts",
      "--port",
      "0",
      "--server-port",
      "0",
      "--page-port",
      "0",
    ]
    const dev = ownChild(spawn(process.execPath, argv, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] }))
    const ended = once(dev, "close")
    let said = ""
    for (const stream of [dev.stdout, dev.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text))
    let hasEnded = false
    void ended.then(() => {
      hasEnded = true
    })
    await until(() => hasEnded || said.includes("Press Ctrl-C"))
    const env = {
      ...Object.fromEntries([...said.matchAll(/export (\w+)=(\S+)/g)].map(([, name, value]) => [name, value])),
      ...{ PATH: process.env["PATH"], HOME: folder },
    }
    const [, page = ""] = /The page is at (\S+)/.exec(said) ?? []
    expect(await (await fetch(page)).text(), "the page").to.include('<div id="page">')
    const config = Object(await (await fetch(`${page}/config.json`)).json())
    expect(config.deployments[0].escrow, "its escrow").to.equal(env["GPUFLOW_ESCROW"])
    const [, machine = ""] = /gpuflow-escrow rent (0x\w{64})/.exec(said) ?? []
    const offers = async () =>
      (await (await fetch(`${env["GPUFLOW_SERVER"]}/offers?limit=100`)).text()).includes(machine)
    await until(offers)
    const rented = await start(["rent", machine, "--for", "1h", "--yes", "--max-price", "1 USDC", "--json"], env).done
    expect(rented.code, rented.err).to.equal(0)
    const id = String(rented.json()["id"])
    if (hasSshd()) {
      const prompt = await start(["ssh", id, "--", "echo", "on the machine"], env).done
      expect([prompt.code, prompt.out], prompt.err).to.deep.equal([0, "on the machine\n"])
    } else expect(said, "without sshd").to.include("There is no /usr/sbin/sshd here")
    expect(await (await fetch(page)).text(), "a clock").to.include("clock-bar.js")
    const move = async (seconds: unknown) => {
      const headers = { "content-type": "application/json" }
      return fetch(`${page}/clock`, { method: "POST", headers, body: JSON.stringify({ seconds }) })
    }
    expect((await move("1 day")).status, "no number").to.equal(400)
    const before = Number(Object(await (await fetch(`${page}/clock`)).json()).now)
    const moved = await move(86_400)
    expect(moved.status, said).to.equal(200)
    const { now } = Object(await moved.json())
    expect(now - before, "a day later").to.be.at.least(86_400)
    expect(said, "offers of the new day").not.to.match(/refused an offer|not renewed/)
    const board = Object(await (await fetch(`${env["GPUFLOW_SERVER"]}/offers?limit=100`)).json())
    expect(board.items.length, "offers that are still good").to.be.at.least(30)
    // The index knows that the rental is over, and the keeper has paid it out.
    await until(async () => (await (await fetch(`${env["GPUFLOW_SERVER"]}/rentals/${id}`)).text()).includes('"Closed"'))
    await until(offers)
    dev.kill("SIGINT")
    const [code] = await ended
    expect(code, said).to.equal(0)
    rmSync(folder, { recursive: true })
  })
})
