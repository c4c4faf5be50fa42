import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import { createInterface } from "node:readline"
import { promisify } from "node:util"

import { escrowAbi } from "@gpuflow/escrow/abi"
import { checkOffer, parseOfferLink } from "@gpuflow/escrow/offer"
import { tokens } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { type Address, createPublicClient, getAddress, http, isAddress } from "viem"
import { polygon } from "viem/chains"

import { root } from "../../scripts/support/root.ts"
import { ownChild } from "../support/ownChild.ts"

/** A port that nothing uses now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  if (typeof address !== "object" || !address) throw new Error("no port")
  return address.port
}

describe("npm run chain", () => {
  it("default: an app that batches its reads in Multicall3 finds the markets, the page's host makes an offer; a time moves the clock", async () => {
    const port = await freePort()
    const program = ownChild(
      spawn(process.execPath, ["scripts/chain.ts", "--port", `${port}`], {
        cwd: root,
        stdio: ["pipe", "pipe", "inherit"],
      }),
    )
    const printed: string[] = []
    const lines = createInterface(program.stdout)[Symbol.asyncIterator]()
    const readUntil = async (text: RegExp) => {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error(`The program ended after: ${printed.join("\n")}`)
        printed.push(value)
        if (text.test(value)) return
      }
    }
    try {
      await readUntil(/Press Ctrl-C/)
      const variable = (name: string) => new RegExp(`export ${name}=(\\S+)`).exec(printed.join("\n"))?.[1] ?? ""
      const escrow = variable("GPUFLOW_ESCROW")
      if (!isAddress(escrow)) throw new Error(`no address: ${escrow}`)
      expect(variable("GPUFLOW_RPC_URL"), "endpoint").to.equal(`http://127.0.0.1:${port}`)
      // As wagmi's clients are by default.
      const transport = http(variable("GPUFLOW_RPC_URL"))
      const client = createPublicClient({ chain: polygon, transport, batch: { multicall: true } })
      const read = (token: Address) =>
        client.readContract({ address: escrow, abi: escrowAbi, functionName: "markets", args: [token] })

      const markets = await Promise.all(
        tokens.filter(({ chainId }) => chainId === 137).map((token) => read(token.address)),
      )

      expect(
        markets.map(([, , open]) => open),
        "open",
      ).to.deep.equal(markets.map(() => true))

      const [key = ""] = /0x\w+(?= .*the host$)/m.exec(printed.join("\n")) ?? []
      const env = {
        ...process.env,
        GPUFLOW_RPC_URL: variable("GPUFLOW_RPC_URL"),
        GPUFLOW_ESCROW: escrow,
        GPUFLOW_PRIVATE_KEY: key,
      }
      const { stdout } = await promisify(execFile)(process.execPath, ["examples/page/offer.ts"], { cwd: root, env })
      const signed = parseOfferLink(stdout.trim())
      const { problems } = await checkOffer(client, signed)
      expect(problems, "problems of the offer").to.deep.equal([])
      expect(signed, "the offer's escrow").to.include({ chainId: 137, escrow: getAddress(escrow) })

      const { timestamp } = await client.getBlock()
      program.stdin.write("7h\n")
      await readUntil(/The chain's time is/)
      expect((await client.getBlock()).timestamp >= timestamp + 7n * 3_600n, "moved").to.equal(true)
    } finally {
      program.kill()
      await once(program, "exit")
    }
  })
})
