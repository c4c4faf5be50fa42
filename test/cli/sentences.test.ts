import { writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"

import { expect } from "chai"
import type { AbiParameter } from "viem"
import { describeError } from "../../cli/text/errorText.ts"
import { escrowAbi } from "../../sdk/generated/escrowAbi.ts"
import { revertErrors } from "../../sdk/generated/revertErrors.ts"
import { isEscrowError } from "../../sdk/index.ts"
import { openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { as, NOBODY, onLocalChain, start, type TestWorld } from "../support/commandLine.ts"
import { altered, only } from "../support/nodeFaults.ts"
import { accountOf } from "../support/parties.ts"
import { offered } from "./steps.ts"

/** What a person at a terminal has never seen: parameters of the SDK, parts of a web page, and words of libraries. */
const foreign =
  /\bthe wallet\b|\bsalt\b|\bclient\b|bigint|undefined|null\b|\[object|expected (string|object|number)|Invalid input|received|`[a-z]+[A-Z]|`(?:accept|until|deadline|minimum|maximum|required|expiry|end|expected)`/

function sampleOf({ name, type }: AbiParameter): unknown {
  if (type === "address") return accountOf("host").address
  if (type === "bytes32") return NOBODY
  if (type === "string") return "text"
  if (/Bps/.test(name ?? "")) return 500n
  return type.startsWith("uint") ? 3_600n : undefined
}

describe("CLI: sentences", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  it("behavior: every error of the contract has a sentence of the command line's own, with what to do", () => {
    for (const item of escrowAbi) {
      if (item.type !== "error") continue
      const inputs: readonly AbiParameter[] = item.inputs
      const args = Object.fromEntries(inputs.map((input) => [input.name ?? "", sampleOf(input)]))
      const RevertClass = revertErrors.find(({ code }) => code === item.name)
      const error: unknown = RevertClass && Reflect.construct(RevertClass, [args])
      if (!isEscrowError(error)) throw new Error(`${item.name} is not an error of the SDK`)
      const sentence = describeError(error)
      expect(sentence, item.name).not.to.match(foreign)
      expect(sentence, item.name).to.match(/^[A-Z].*\.$/)
    }
  })

  it("error: risky terms name the option that accepts them", async () => {
    const offer = await offered(world, folder, "--challenge-window", "1h", "--min-duration", "30m")
    const told = await as(world, "renter", ["rent", offer, "--for", "1h", "--dry-run"])
    expect(told.code, "exit code").to.equal(2)
    expect(told.err, "what to do").to.match(/Pass --accept (commitment|challengeWindow) to accept it\./)
    expect(told.err, "no words of the SDK").not.to.match(foreign)
  })

  it("error: a field of a machine document is named with its option", async () => {
    const missing = await start(["machine", "--name", "m"]).done
    expect([missing.code, missing.err], "missing").to.deep.equal([
      2,
      "Usage: The document described by the options is not a valid machine document. Correct this:\n- gpu is missing. Pass --gpu, --count and --gpu-memory, or --detect.\n",
    ])
    const file = join(folder, "machine.json")
    const cases = [
      ['{"version":1,"name":5,"gpu":{"model":"A","count":1,"memoryMiB":1}}', "name must be a text. Pass --name."],
      ['{"version":1,"name":"","gpu":{"model":"A","count":1,"memoryMiB":1}}', "name must not be empty."],
      ['{"version":1,"name":"m","gpu":"A100"}', "gpu must be an object in braces."],
      ['{"version":1,"name":"m","gpu":{"model":"A","count":0,"memoryMiB":1}}', "gpu.count must be at least 1."],
      ['{"version":1,"name":"m","gpu":{"model":"A","count":1.5,"memoryMiB":1}}', "gpu.count must be a whole number."],
      ['{"version":2,"name":"m","gpu":{"model":"A","count":1,"memoryMiB":1}}', "version must be 1."],
      ['{"version":1,"name":"m","gpu":{"model":"A","count":1,"memoryMiB":1},"x":1}', "x: no such field is known."],
      [
        '{"version":1,"name":"m","gpu":{"model":"A","count":1,"memoryMiB":1},"disk":{"kind":"tape","GiB":1}}',
        "disk.kind must be nvme, ssd or hdd.",
      ],
    ] as const
    for (const [text, sentence] of cases) {
      await writeFile(file, text)
      const told = await start(["machine", file]).done
      expect([told.code, told.err.includes(sentence)], `${text}: ${told.err}`).to.deep.equal([2, true])
      expect(told.err, "no words of a library").not.to.match(foreign)
    }
  })

  it("error: a field of an offer is named", async () => {
    const file = join(folder, "bad.json")
    for (const [text, sentence] of [
      ["{}", "offer is missing."],
      ['{"offer":[]}', "offer must be an object in braces."],
      ['{"chainId":1,"escrow":"0x12"}', "escrow must be an address of 0x and 40 hexadecimal digits."],
    ] as const) {
      await writeFile(file, text)
      const told = await as(world, "renter", ["rent", file, "--for", "1h", "--dry-run"])
      expect([told.code, told.err.includes(sentence)], told.err).to.deep.equal([2, true])
      expect(told.err, "no words of a library").not.to.match(foreign)
    }
  })

  it("error: an empty or unreadable answer of a node has exit code 4 and names the endpoint and the method", async () => {
    const faults = [
      ["eth_call", null],
      ["eth_chainId", undefined],
      ["eth_getCode", 5],
    ] as const
    for (const [method, answer] of faults) {
      const node = await openNodeProxy(
        world.url,
        only(
          method,
          altered(() => answer),
        ),
      )
      const told = await as(world, undefined, ["show", NOBODY, "--json"], { GPUFLOW_RPC_URL: node.url })
      await node.close()
      expect(told.code, `${method}: ${told.out}`).to.equal(4)
      expect(String(told.json()["error"]?.["message"]), method).to.contain(`unreadable answer to ${method}`)
    }
  })

  it("error: a port that is taken and a database without a folder have exit code 2", async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    const port = typeof address === "object" ? String(address?.port) : ""
    const database = join(folder, "keeper.db")
    const taken = await as(world, "keeper", ["keep", "--database", database], { GPUFLOW_KEEPER_PORT: port })
    server.close()
    expect([taken.code, taken.err.includes(`Port ${port}`)], taken.err).to.deep.equal([2, true])
    const homeless = await as(world, "keeper", ["keep", "--dry-run", "--database", join(folder, "none", "keeper.db")])
    expect(homeless.code, homeless.err).to.equal(2)
  })
})
