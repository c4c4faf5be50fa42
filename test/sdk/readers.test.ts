import { EscrowNotFoundError, WrongChainError } from "@gpuflow/escrow"
import { expect } from "chai"
import { createWalletClient, custom, numberToHex } from "viem"
import { MULTICALL3 } from "../../sdk/core/multicall.ts"
import { expectError } from "../support/expectError.ts"
import { type Intercept, interceptedNode, rpcError } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { placeMulticall } from "../support/multicall.ts"
import { running, wantedDeposit } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

async function withMulticall() {
  const world = await deployed()
  await placeMulticall(chain)
  return world
}

function clientOf({ renter }: World, intercept?: Intercept) {
  const { request, asked } = interceptedNode(intercept)
  const transport = custom({ request }, { retryCount: 0 })
  return { client: createWalletClient({ account: renter.account.address, transport, pollingInterval: 5 }), asked }
}

/** A node or a wallet on another chain. */
const elsewhere: Intercept = (method, _params, pass) => (method === "eth_chainId" ? numberToHex(80_002) : pass())

/** Answers of nodes to a call of Multicall3 that they do not run. */
const refusals: Readonly<Record<string, () => unknown>> = {
  "no code": () => "0x",
  "a revert": () => {
    throw rpcError("execution reverted", 3, "0x")
  },
  "too much gas": () => {
    throw rpcError("out of gas")
  },
  "too long": () => {
    throw rpcError("execution aborted (timeout = 5s)")
  },
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: a reader on another chain than the wallet, on ${library}`, () => {
    for (const [what, ofWallet, ofReader, args] of [
      ["the wallet", elsewhere, undefined, { chainId: 80_002, expected: 137 }],
      ["the reader", undefined, elsewhere, { chainId: 137, expected: 80_002 }],
    ] as const) {
      it(`error: WrongChain, before the account is asked for anything, if ${what} is elsewhere`, async () => {
        const world = await loadFixture(deployed)
        const { escrow, token } = world
        const { rental } = await running(world)
        const wanted = await wantedDeposit(world)
        const plan = await sdk.planDeposit(world.renter, await wantedDeposit(world, { machine: rental.salt }))
        const { client, asked } = clientOf(world, ofWallet)
        const { client: reader } = clientOf(world, ofReader)
        const calls = [
          () => sdk.stop(client, { reader, escrow, rental, maxToHost: 1n }),
          () => sdk.signPermit(client, { reader, escrow, token, value: 1n }),
          () => sdk.planDeposit(client, { reader, ...wanted }),
          () => sdk.runDeposit(client, { reader, plan }),
          () => sdk.planPayment(client, { reader, verb: "fundBond", parameters: { escrow, token, amount: 1n } }),
        ]
        for (const call of calls) await expectError(call(), WrongChainError, args)
        expect(
          asked.filter((method) => /^(eth_send|eth_sign|wallet_send)/.test(method)),
          "asked of the account",
        ).to.deep.equal([])
      })
    }
  })

  describe(`SDK: Multicall3 that does not answer, on ${library}`, () => {
    for (const [name, refuse] of Object.entries(refusals)) {
      it(`behavior: the reads are asked one by one: ${name}`, async () => {
        const world = await loadFixture(withMulticall)
        const { escrow } = world
        const { id, rental } = await running(world)
        const wanted = await wantedDeposit(world, { machine: rental.salt })
        let refused = 0
        const { client } = clientOf(world, (method, params, pass) => {
          const { to } = Object(params[0])
          if (method !== "eth_call" || String(to).toLowerCase() !== MULTICALL3.toLowerCase()) return pass()
          refused += 1
          return refuse()
        })

        const { steps, summary } = await sdk.planDeposit(client, wanted)
        const states = await sdk.getStates(client, { escrow, ids: [id, id, id] })

        const expected = await sdk.planDeposit(world.renter, wanted)
        expect(
          steps.map(({ kind }) => kind),
          "steps",
        ).to.deep.equal(expected.steps.map(({ kind }) => kind))
        expect({ ...summary, exitAt: 0n }, "summary").to.deep.equal({ ...expected.summary, exitAt: 0n })
        expect(
          states.map(({ status }) => status),
          "states",
        ).to.deep.equal(["Active", "Active", "Active"])
        expect(refused, "refused").to.be.at.least(2)
      })
    }

    it("error: a node that fails is not a chain without Multicall3", async () => {
      const world = await loadFixture(withMulticall)
      const { id } = await running(world)
      const { client } = clientOf(world, (method, _params, pass) => {
        if (method === "eth_call") throw rpcError("upstream is down", -32_603)
        return pass()
      })
      const failure = await sdk
        .getStates(client, { escrow: world.escrow, ids: [id, id] })
        .catch((error: unknown) => error)
      expect(failure, "failure").to.be.instanceOf(Error).and.not.to.be.instanceOf(EscrowNotFoundError)
    })
  })
}
