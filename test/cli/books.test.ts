// What `books` says of the escrow: what it owes in each token, and what it has.
import { getBooks } from "@gpuflow/escrow/audit"
import { expect } from "chai"
import { parseEther } from "viem"

import { as, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { rented } from "./steps.ts"

describe("CLI: books", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  const books = (...more: string[]) => as(world, undefined, ["books", ...more])

  it("default: shows each part of what is owed, and that it is there, without an account", async () => {
    await rented(world, folder)
    await send(world, "host", "bond", "fund", "3 POL")

    const told = await books()

    expect(told.code, told.err).to.equal(0)
    const { tokens } = await getBooks(world.client, { escrow: world.escrow, fromBlock: 0n })
    for (const line of [
      /^Block \d+, .* Rentals: 1\.$/m,
      /^ +POL .*USDC /m,
      /^owed +3\.00 .*1\.50 /m,
      /^balance +3\.00 .*1\.50 /m,
    ]) {
      expect(told.out).to.match(line)
    }
    const answer = (await books("--json")).json()
    expect(answer["ok"], "ok").to.equal(true)
    for (const [index, { token, owed, balance, rentals }] of tokens.entries()) {
      const said = answer["tokens"]?.[index]
      expect([said?.["token"], said?.["owed"], said?.["balance"], said?.["rentals"]], "a token").to.deep.equal(
        [token, owed, balance, rentals].map(String),
      )
    }
  })

  it("behavior: what was sent to the escrow is over, and the books of a block stay what they were", async () => {
    await rented(world, folder)
    await send(world, "host", "bond", "fund", "3 POL")
    const before = (await books("--json")).json()
    const { client, escrow } = world
    // The node changes the state of its latest block.
    await client.mine({ blocks: 1 })
    await client.setBalance({ address: escrow, value: parseEther("3.5") })
    await client.mine({ blocks: 1 })

    expect((await books()).out, "a gift").to.match(/^result +ok, 0\.50 over /m)
    const then = (await books("--json", "--block", String(before["blockNumber"]))).json()
    expect(then, "earlier").to.deep.equal(before)
  })

  it("error: something is missing, with exit code 8", async () => {
    await send(world, "host", "bond", "fund", "3 POL")
    const { client, escrow } = world
    await client.setBalance({ address: escrow, value: parseEther("2.25") })
    await client.mine({ blocks: 1 })

    const told = await books()
    expect(told.code, "exit code").to.equal(8)
    expect(told.out).to.match(/^result +FAILED, 0\.75 short /m)
    const answer = await books("--json")
    expect([answer.code, answer.json()["ok"]], "as JSON").to.deep.equal([8, false])
  })

  it("error: a block before the escrow's deployment", async () => {
    const told = await books("--block", "1", "--from-block", "2")
    expect(told.code, "exit code").to.equal(2)
    expect(told.err).to.contain("Block 1 is before the escrow's deployment in block 2.")
  })
})
