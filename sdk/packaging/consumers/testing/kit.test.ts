// A test of an integrator, in Vitest: the chain of the kit on the Hardhat that the project has.
import { getState } from "@gpuflow/escrow"
import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import { type EscrowFixtures, escrowFixtures } from "@gpuflow/escrow/testing/vitest"
import { createWalletClient, custom } from "viem"
import { test as base, expect } from "vitest"

const test = base.extend<EscrowFixtures>(escrowFixtures({ node: "hardhat", blockTime: 0 }))

test("a rental is played into a state, and the clock is moved", async ({ escrow }) => {
  const { id } = await escrow.rental("active")
  const { timestamp } = await escrow.client.getBlock()
  await escrow.warp(3_600)

  expect((await getState(escrow.client, { escrow: escrow.escrow, id })).status).toBe("Active")
  expect((await escrow.client.getBlock()).timestamp - timestamp).toBeGreaterThanOrEqual(3_600n)
  expect(await escrow.client.getBlockNumber()).toBeGreaterThan(escrow.fromBlock)
})

test("every test begins with the chain as it was", async ({ escrow }) => {
  const { address } = escrow.accounts.renter

  expect(await escrow.client.getTransactionCount({ address })).toBe(0)
})

test("the wallet pays, unless its owner rejects", async ({ escrow, wallet }) => {
  await wallet.request({ method: "eth_requestAccounts" })
  const transport = custom(wallet, { retryCount: 0 })
  const client = createWalletClient({ account: wallet.address, chain: escrow.chain, transport })
  const { rental, signature, duration, id } = await escrow.rental("offered")
  const wanted = { escrow: escrow.escrow, rental, duration, hostSignature: signature }
  wallet.behave("reject", { times: 1 })
  await expect(runDeposit(client, { plan: await planDeposit(client, wanted) })).rejects.toThrow(/reject/i)

  await runDeposit(client, { plan: await planDeposit(client, wanted) })

  expect((await getState(escrow.client, { escrow: escrow.escrow, id })).status).toBe("Funded")
})
