// What the page says of a ruling, beside what the escrow does.
import { getRental, resolve } from "@gpuflow/escrow"
import { startEscrow, type TestEscrow } from "@gpuflow/escrow/testing"
import { expect } from "chai"
import { erc20Abi } from "viem"

import { atStake, byUrgency, parseShare, phaseOf, rulingOf } from "../../app/src/pages/arbiter/disputeMoney.ts"

describe("the page: the arithmetic of a ruling", () => {
  let chain: TestEscrow
  before(async () => {
    chain = await startEscrow()
  })
  after(() => chain.stop())

  it("adds up to what is at stake for every share, and is what the escrow pays", async () => {
    const { client, escrow, accounts, tokens, wallets } = chain
    const { id } = await chain.rental("disputed", { pricePerHour: 1_333_337n, bond: 3_777_771n })
    const found = await getRental(client, { escrow, id })
    for (let hostBps = 0n; hostBps <= 10_000n; hostBps += 137n) {
      const { renter, host, platform } = rulingOf(found, hostBps)
      const pots = atStake(found)
      for (const pot of ["contested", "bond", "stake", "inAll"] as const) {
        expect(renter[pot] + host[pot] + platform[pot], `${pot} at ${hostBps}`).to.equal(pots[pot])
      }
    }
    await chain.warp(86_400)
    const balance = (account: `0x${string}`) =>
      client.readContract({ address: tokens.USDC, abi: erc20Abi, functionName: "balanceOf", args: [account] })
    const before = await balance(accounts.renter.address)
    const { rental } = found
    await resolve(wallets.arbiter, { escrow, rental, hostBps: 2_500n })
    expect((await balance(accounts.renter.address)) - before, "renter").to.equal(rulingOf(found, 2_500n).renter.inAll)
    const after = await getRental(client, { escrow, id })
    expect(atStake(after).inAll, "afterwards").to.equal(0n)
    expect(phaseOf(after.state, 0n).phase, "phase").to.equal("closed")
  })

  it("puts disputes that can be ruled first, by their deadline", async () => {
    const { client, escrow } = chain
    const early = await chain.rental("disputed")
    const late = await chain.rental("disputed")
    const read = async (rental: typeof early) => getRental(client, { escrow, id: rental.id })
    const [first, second] = [await read(early), await read(late)]
    const { since } = first.state
    const now = since + 86_400n
    expect(phaseOf(first.state, now).phase, "the older").to.equal("ruling")
    const order = byUrgency([second, first], now).map(({ id }) => id)
    expect(order).to.deep.equal([first.id, second.id])
    expect(phaseOf(first.state, since).phase).to.equal("evidence")
    expect(phaseOf(first.state, since + 14n * 86_400n).phase).to.equal("over")
  })

  it("reads a share as people write it, and nothing else", () => {
    const shares = { "25": 2_500n, "12.5": 1_250n, "12,34": 1_234n, " 100 % ": 10_000n, "0": 0n, "0.01": 1n }
    for (const [text, share] of Object.entries(shares)) expect(parseShare(text), text).to.equal(share)
    for (const text of ["", "101", "100.01", "-1", "1e1", "12.345", "half"])
      expect(parseShare(text), text).to.equal(undefined)
  })
})
