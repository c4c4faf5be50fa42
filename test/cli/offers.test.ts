import { chmod, readdir, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"

import { expect } from "chai"
import { as, envOf, onLocalChain, type Running, send, start, type TestWorld } from "../support/commandLine.ts"
import { accountOf } from "../support/parties.ts"
import { until } from "../support/until.ts"
import { hashOf, offered, readText } from "./steps.ts"

describe("CLI: machines and offers", () => {
  let world: TestWorld
  let folder: string
  const running: Running[] = []
  // They write into the folder, which is removed after this.
  afterEach(async () => {
    for (const { stop, done } of running.splice(0)) {
      stop()
      await done
    }
  })
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const gpu = ["--gpu", "A100", "--count", "2", "--gpu-memory", "81920"]

  it("default: a document's hash does not depend on its order and spacing", async () => {
    const made = (await start(["machine", "--name", "rack 3", ...gpu, "--json"]).done).json()
    const other = join(folder, "other.json")
    const shuffled = { name: "rack 3", gpu: { memoryMiB: 81_920, count: 2, model: "A100" }, version: 1 }
    await writeFile(other, JSON.stringify(shuffled, null, 7))
    const read = (await start(["machine", other, "--json"]).done).json()
    expect(read["spec"], "spec").to.equal(made["spec"])
    expect(made["canonical"], "canonical form").to.equal(
      '{"gpu":{"count":2,"memoryMiB":81920,"model":"A100"},"name":"rack 3","version":1}',
    )
    const upgraded = (await start(["machine", other, "--driver", "580.1", "--json"]).done).json()
    expect(upgraded["machine"], "the same machine").to.equal(made["machine"])
    expect(upgraded["spec"], "another promise").not.to.equal(made["spec"])
  })

  it("behavior: --detect takes the GPUs from nvidia-smi", async () => {
    const tool = join(folder, "nvidia-smi")
    await writeFile(
      tool,
      '#!/bin/sh\nprintf "NVIDIA H100 80GB HBM3, 81559, 570.86\\nNVIDIA H100 80GB HBM3, 81559, 570.86\\n"\n',
    )
    await chmod(tool, 0o755)
    const made = (await start(["machine", "--name", "h", "--detect", "--json"], { PATH: folder }).done).json()
    expect(made["document"]?.["gpu"], "GPUs").to.deep.equal({
      model: "NVIDIA H100 80GB HBM3",
      count: 2,
      memoryMiB: 81_559,
      driver: "570.86",
    })
    const without = await start(["machine", "--name", "h", "--detect"], { PATH: "/nowhere" }).done
    expect(without.code, "without the tool").to.equal(2)
  })

  it("error: a missing or invalid field of a document is named", async () => {
    const told = await start(["machine", "--name", "rack 3", "--gpu", "A100", "--json"]).done
    expect(told.code, "exit code").to.equal(2)
    expect(told.json()["error"]?.["message"], "where").to.contain("gpu.count")
    const hidden = await start(["machine", "--name", "rack 3", "--gpu", "A100\u001b[2J", "--count", "1"]).done
    expect(hidden.code, "control characters").to.equal(2)
    expect(hidden.err, "why").to.contain("invisible characters")
  })

  it("behavior: a price in dollars is converted by the token's feed", async () => {
    const asked = [
      "offer",
      "--machine",
      `0x${"a".repeat(64)}`,
      "--spec",
      `0x${"b".repeat(64)}`,
      "--max-duration",
      "1d",
      "--json",
    ]
    const dollars = (await as(world, "host", [...asked, "--usd", "1.50", "--token", "POL"])).json()
    expect(dollars["offer"]?.["pricePerHour"], "1.50 dollars at 0.11 each").to.equal("13636363636363636364")
    const both = await as(world, "host", [...asked, "--usd", "1.50", "--price", "1 POL", "--token", "POL"])
    const neither = await as(world, "host", [...asked, "--token", "POL"])
    expect([both.code, neither.code], "both, or neither").to.deep.equal([2, 2])
  })

  it("error: an offer that was changed or is invalid is refused", async () => {
    const offer = await offered(world, folder)
    const text = await readText(offer)
    await writeFile(offer, text.replace('"1500000"', '"1"'))
    const verified = await as(world, undefined, ["offer", "verify", offer, "--json"])
    expect(verified.code, "exit code").to.equal(8)
    const signature = verified.json()["checks"]?.["2"]
    expect([signature?.["check"], signature?.["ok"]], "signature").to.deep.equal(["signature", false])
    const rented = await as(world, "renter", ["rent", offer, "--for", "1h", "--yes", "--json"])
    expect([rented.code, rented.json()["error"]?.["code"]], "rented").to.deep.equal([3, "InvalidSignature"])

    await writeFile(offer, text.replace("81920", "40960"))
    const other = await as(world, "renter", ["rent", offer, "--for", "1h", "--yes", "--json"])
    expect(other.json()["error"]?.["message"], "another document").to.contain("not the one that the host signed")
    await writeFile(offer, text.replace('"nonce"', '"once"'))
    expect((await as(world, "renter", ["rent", offer, "--for", "1h", "--yes"])).code, "another form").to.equal(2)
    expect((await as(world, "renter", ["rent", `${offer}x`, "--for", "1h", "--yes"])).code, "no file").to.equal(2)
  })

  function beat(to: string, health: string): Running {
    const offer = ["offer", "--document", join(folder, "machine.json"), "--price", "1.50 USDC", "--max-duration", "1d"]
    const argv = [...offer, "--to", to, "--heartbeat", "1s", "--health", health, "--json"]
    const started = start(argv, { ...envOf(world, "host"), PROBE: "seen" })
    running.push(started)
    return started
  }
  const statesOf = ({ out }: Running) =>
    out()
      .trim()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => String(JSON.parse(line).state))

  it("behavior: a heartbeat publishes an offer while the machine is healthy, and removes it when it is not or when stopped", async () => {
    await offered(world, folder)
    await rm(join(folder, "offer.json"))
    const sign = join(folder, "well")
    await writeFile(sign, "")
    const live = join(folder, "live.json")
    const health = `test -f ${sign} && test "$PROBE" = seen && test -z "$GPUFLOW_PRIVATE_KEY"`
    const heart = beat(live, health)
    const has = async (name: string) => (await readdir(folder)).includes(name)
    await until(() => has("live.json"))
    const first = JSON.parse(await readText(live)).offer.expiry
    await world.pass(10n)
    await until(async () => JSON.parse(await readText(live)).offer.expiry !== first)
    expect((await as(world, undefined, ["offer", "verify", live])).code, "verified").to.equal(0)

    await rm(sign)
    await until(async () => !(await has("live.json")))
    await writeFile(sign, "")
    await until(() => has("live.json"))
    heart.stop()
    const told = await heart.done
    expect(told.code, "exit code").to.equal(0)
    expect(await has("live.json"), "taken down at the end").to.equal(false)
    const states = statesOf(heart)
    expect(states, "states").to.include.members(["offered", "unhealthy"])
    expect(states.at(-1), "last").to.equal("stopped")
  })

  it("behavior: a heartbeat sends offers to an endpoint, and removes them while the machine is rented", async () => {
    await offered(world, folder)
    const seen: { method: string | undefined; authorization: string | undefined; body: string }[] = []
    const server = createServer((request, answer) => {
      let body = ""
      request.on("data", (chunk) => (body += String(chunk)))
      request.on("end", () => {
        seen.push({ method: request.method, authorization: request.headers.authorization, body })
        answer.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const heart = beat(`http://127.0.0.1:${port}/offers/rack-3`, "true")
    await until(() => seen.some(({ method }) => method === "PUT"))
    expect(JSON.parse(seen[0]?.body ?? "{}").offer.host, "whose").to.equal(accountOf("host").address)

    const { id } = await send(world, "renter", "rent", join(folder, "offer.json"), "--for", "1h")
    await until(() => statesOf(heart).includes("rented"))
    expect(heart.out(), "which").to.contain(hashOf(id))
    expect(seen.at(-1)?.method, "taken down").to.equal("DELETE")
    heart.stop()
    expect((await heart.done).code, "exit code").to.equal(0)
    server.close()
  })

  it("error: a heartbeat neither replaces nor removes a file that does not hold an offer of its machine", async () => {
    await offered(world, folder)
    const [offer, document] = [join(folder, "offer.json"), join(folder, "machine.json")]
    const foreign = join(folder, "foreign.json")
    await writeFile(foreign, (await readText(offer)).replaceAll(accountOf("host").address, accountOf("keeper").address))
    for (const path of [document, foreign, folder, "/dev/null", "-"]) {
      const before = path.endsWith(".json") ? await readText(path) : undefined
      for (const health of ["true", "false"]) {
        const heart = beat(path, health)
        expect((await heart.done).code, `exit code with ${path}`).to.equal(2)
      }
      if (before !== undefined) expect(await readText(path), "content").to.equal(before)
    }
    const resumed = beat(offer, "false")
    await until(() => statesOf(resumed).includes("unhealthy"))
    expect(await readdir(folder), "an offer of an earlier run is removed").not.to.include("offer.json")
  })

  it("error: a heartbeat needs a destination and a health command, and fails if its first beat fails", async () => {
    await offered(world, folder)
    const offer = ["offer", "--document", join(folder, "machine.json"), "--price", "1 USDC", "--max-duration", "1d"]
    const runs = [
      await as(world, "host", [...offer, "--heartbeat", "5m", "--health", "true"]),
      await as(world, "host", [...offer, "--heartbeat", "5m", "--to", join(folder, "o.json")]),
      await as(world, "host", [...offer, "--heartbeat", "5m", "--health", "true", "--to", "/nowhere/o.json"]),
      await as(world, "host", [...offer, "--host", accountOf("renter").address]),
    ]
    expect(
      runs.map(({ code }) => code),
      "exit codes",
    ).to.deep.equal([2, 2, 2, 2])
    expect(runs.at(-1)?.err, "another's offer").to.contain("ForeignSigner")
  })
})
