import {
  InvalidInputError,
  ReadFailedError,
  type SendParameters,
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import { createPublicClient, custom, type Hex, numberToHex } from "viem"
import { stopClock } from "../support/clock.ts"
import { expectError } from "../support/expectError.ts"
import { interceptedNode, rpcError } from "../support/interceptedNode.ts"
import { closeProviders, libraries } from "../support/libraries.ts"
import { running } from "../support/rentals.ts"
import { deployed, networkHelpers, provider, type World } from "../support/sharedChain.ts"
import { until } from "../support/until.ts"

const { loadFixture, mine, dropTransaction } = networkHelpers
const GWEI = 10n ** 9n

type Change = (method: string, params: readonly unknown[], answer: unknown) => unknown

/** A client that looks every two milliseconds at a node whose answers may be changed, and how often it has looked. */
function makeNode(change: Change = (_method, _params, answer) => answer) {
  let seen = 0
  const request = async ({ method, params = [] }: { method: string; params?: unknown[] }) => {
    if (method === "eth_getTransactionReceipt") seen += 1
    return change(method, params, await provider.request({ method, params }))
  }
  const client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }), pollingInterval: 2 })
  /** A look has begun and ended after whatever happened before. */
  const looked = async (times = 2) => {
    const goal = seen + times
    await until(() => seen >= goal)
  }
  return { client, looked }
}

const setAutomine = (on: boolean) => provider.request({ method: "evm_setAutomine", params: [on] })

/** A payment in the mempool, and more of its account in the same place. */
async function sent(world: World) {
  await setAutomine(false)
  const { renter, stranger, host } = world
  const nonce = await world.client.getTransactionCount({ address: renter.account.address })
  const send = (gwei: bigint, value: bigint, to = stranger.account.address) =>
    renter.sendTransaction({
      to,
      value,
      nonce,
      gas: 50_000n,
      maxFeePerGas: gwei * GWEI,
      maxPriorityFeePerGas: (gwei / 2n) * GWEI,
    })
  const hash = await send(50n, 5n)
  const replace = { repriced: () => send(90n, 5n), other: () => send(90n, 6n, host.account.address) }
  return { hash, replace }
}

/** Answers `finalized` with the block of a number. */
function finalAt(number: () => bigint) {
  return makeNode((method, params, answer) => {
    const isAsked = method === "eth_getBlockByNumber" && params[0] === "finalized"
    return isAsked ? provider.request({ method, params: [numberToHex(number()), false] }) : answer
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: waitForTransaction, on ${library}`, () => {
    afterEach(async () => {
      closeProviders()
      await setAutomine(true)
    })

    it("default: included, once it is in a block", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      const { client, looked } = makeNode()
      const waiting = sdk.waitForTransaction(client, { hash })

      await looked()
      await mine(1)

      const fate = await waiting
      expect(fate.status, "fate").to.equal("included")
      if (fate.status !== "included") return
      expect(fate.receipt.transactionHash, "hash").to.equal(hash)
      expect(fate.reorganisations, "reorganisations").to.equal(0)
    })

    it("behavior: depth counts the block that includes it", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      const { client, looked } = makeNode()
      let isOver = false
      const waiting = sdk.waitForTransaction(client, { hash, confirmations: 3 }).finally(() => {
        isOver = true
      })

      await mine(2)
      await looked(3)
      expect(isOver, "over at depth 2").to.equal(false)
      await mine(1)

      expect((await waiting).status, "fate at depth 3").to.equal("included")
    })

    it("behavior: a signal ends the waiting, with what is known", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      const { client, looked } = makeNode()
      const inMempool = new AbortController()
      const waiting = sdk.waitForTransaction(client, { hash, signal: inMempool.signal })
      await looked()
      inMempool.abort()
      expect(await waiting, "in the mempool").to.deep.equal({ status: "stalled", hash, where: "mempool" })

      await mine(1)
      const inChain = new AbortController()
      const deeper = sdk.waitForTransaction(client, { hash, confirmations: 3, signal: inChain.signal })
      await looked()
      inChain.abort()

      const fate = await deeper
      expect(fate.status, "in the chain").to.equal("stalled")
      if (fate.status !== "stalled") return
      expect([fate.where, fate.receipt?.transactionHash], "where it was seen").to.deep.equal(["chain", hash])
    })

    it("behavior: finalized waits for the tag, however deep it is", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      let final = 0n
      const { client, looked } = finalAt(() => final)
      let isOver = false
      const waiting = sdk.waitForTransaction(client, { hash, finalized: true, confirmations: 2 }).finally(() => {
        isOver = true
      })

      await mine(10)
      await looked(3)
      expect(isOver, "over before it is final").to.equal(false)
      final = await client.getBlockNumber({ cacheTime: 0 })

      expect((await waiting).status, "fate").to.equal("included")
    })

    it("behavior: reorganised and included elsewhere, which is counted", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      const { client, looked } = makeNode()
      const snapshot = await provider.request({ method: "evm_snapshot" })
      const waiting = sdk.waitForTransaction(client, { hash, confirmations: 3 })
      await mine(1)
      await looked()
      const { blockHash: before } = await client.getTransactionReceipt({ hash })

      await provider.request({ method: "evm_revert", params: [snapshot] })
      await networkHelpers.time.setNextBlockTimestamp((await networkHelpers.time.latest()) + 77)
      await mine(3)

      const fate = await waiting
      expect(fate.status, "fate").to.equal("included")
      if (fate.status !== "included") return
      expect(fate.receipt.blockHash, "block").not.to.equal(before)
      expect(fate.reorganisations, "reorganisations").to.equal(1)
    })

    it("behavior: reorganised back into the mempool, and waited for there", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      const { client, looked } = makeNode()
      const snapshot = await provider.request({ method: "evm_snapshot" })
      const clock = stopClock()
      const waiting = sdk.waitForTransaction(client, { hash, confirmations: 2, stalledAfter: 60 })
      await mine(1)
      await looked()

      await provider.request({ method: "evm_revert", params: [snapshot] })
      await networkHelpers.setNextBlockBaseFeePerGas(1_000n * GWEI)
      await mine(3)
      await looked()
      clock.pass(60_000)

      const fate = await waiting.finally(clock.goOn)
      expect(fate, "fate").to.deep.equal({ status: "stalled", hash, where: "mempool" })
    })

    it("behavior: a node that is behind is no reorganisation, and its turns are no progress", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      let turn = 0
      const { client } = makeNode((method, _params, answer) => {
        turn += 1
        return turn % 3 === 0 && (method === "eth_getTransactionReceipt" || method === "eth_getTransactionByHash")
          ? null
          : answer
      })
      await mine(1)

      const fate = await sdk.waitForTransaction(client, { hash, confirmations: 2, stalledAfter: 0.15 })

      expect(fate.status, "fate without another block").to.equal("stalled")
      await mine(1)
      const later = await sdk.waitForTransaction(client, { hash, confirmations: 2 })
      expect(later.status === "included" && later.reorganisations, "reorganisations").to.equal(0)
    })

    it("behavior: replaced by the same call at another price", async () => {
      const { hash, replace } = await sent(await loadFixture(deployed))
      const { client, looked } = makeNode()
      const waiting = sdk.waitForTransaction(client, { hash })
      await looked()

      const replacement = await replace.repriced()
      await mine(3)

      expect(await waiting, "fate").to.deep.equal({ status: "replaced", hash, replacement, repriced: true })
    })

    it("behavior: replaced by another call, once that is as deep as was asked for", async () => {
      const { hash, replace } = await sent(await loadFixture(deployed))
      const { client, looked } = makeNode()
      let isOver = false
      const waiting = sdk.waitForTransaction(client, { hash, confirmations: 3 }).finally(() => {
        isOver = true
      })
      await looked()

      const replacement = await replace.other()
      await mine(2)
      await looked(3)
      expect(isOver, "over while the replacement may go").to.equal(false)
      await mine(1)

      expect(await waiting, "fate").to.deep.equal({ status: "replaced", hash, replacement, repriced: false })
    })

    it("behavior: a replacement is found dozens of blocks back", async () => {
      const { hash, replace } = await sent(await loadFixture(deployed))
      const { client, looked } = makeNode()
      const waiting = sdk.waitForTransaction(client, { hash, confirmations: 40 })
      await looked()

      const replacement = await replace.other()
      // One by one: what Hardhat mines at once has no accounts of its own.
      for (let mined = 0; mined < 45; ++mined) await mine(1)
      expect(await waiting, "fate").to.deep.equal({ status: "replaced", hash, replacement, repriced: false })
    })

    it("behavior: dropped, after enough looks that find nothing", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      const { client, looked } = makeNode()
      const waiting = sdk.waitForTransaction(client, { hash })
      await looked()

      await dropTransaction(hash)
      await mine(1)

      expect(await waiting, "fate").to.deep.equal({ status: "dropped", hash })
    })

    it("behavior: stalled in the mempool; also what no node has shown, which may yet come", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      const { client } = makeNode()
      const unknown: Hex = `0x${"ab".repeat(32)}`

      const fate = await sdk.waitForTransaction(client, { hash, stalledAfter: 0.1 })
      const other = await sdk.waitForTransaction(client, { hash: unknown, stalledAfter: 0.1 })

      expect(fate, "fate of the one").to.deep.equal({ status: "stalled", hash, where: "mempool" })
      expect(other, "fate of the other").to.deep.equal({ status: "stalled", hash: unknown, where: "mempool" })
    })

    it("behavior: stalled on the chain, whose blocks do not come", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      const { client } = makeNode()
      await mine(1)

      const fate = await sdk.waitForTransaction(client, { hash, confirmations: 2, stalledAfter: 0.1 })

      expect(fate.status === "stalled" && fate.where, "where").to.equal("chain")
      expect(fate.status === "stalled" && fate.receipt?.transactionHash, "receipt").to.equal(hash)
    })

    it("behavior: stalled at finality, which is frozen or goes back and forth while blocks come", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      let looks = 0
      const { client } = finalAt(() => {
        looks += 1
        void mine(1)
        return BigInt(looks % 2)
      })
      await mine(1)

      const fate = await sdk.waitForTransaction(client, { hash, finalized: true, stalledAfter: 0.1 })

      expect(looks, "looks at a moving chain").to.be.greaterThan(3)
      expect(fate.status === "stalled" && fate.where, "where").to.equal("finality")
    })

    for (const answer of ["an error", "null", "an unknown method"]) {
      it(`behavior: stalled at finality with the receipt, where \`finalized\` is answered with ${answer}`, async () => {
        const { hash } = await sent(await loadFixture(deployed))
        await mine(3)
        const { request } = interceptedNode((method, params, pass) => {
          if (method !== "eth_getBlockByNumber" || params[0] !== "finalized") return pass()
          if (answer === "null") return null
          throw answer === "an error"
            ? rpcError("finalized block not found")
            : rpcError("the method is not available", -32_601)
        })
        const client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }), pollingInterval: 2 })
        const browser = new BrowserProvider({ request })
        browser.pollingInterval = 2
        const wanted = { hash, finalized: true, stalledAfter: 0.05 }

        for (const outcome of [
          await sdk.waitForTransaction(client, wanted),
          await onEthers.rentalActions(browser).waitForTransaction(wanted),
        ]) {
          expect(outcome.status === "stalled" && outcome.where, "where").to.equal("finality")
          expect(outcome.status === "stalled" && outcome.receipt?.transactionHash, "receipt").to.equal(hash)
        }
      })
    }

    it("behavior: a node's bad moments are outlasted", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      let requests = 0
      const { client } = makeNode((_method, _params, answer) => {
        requests += 1
        if (requests % 2 === 0 && requests < 30) throw new Error("429 Too Many Requests")
        return answer
      })
      await mine(1)

      expect((await sdk.waitForTransaction(client, { hash })).status, "fate").to.equal("included")
    })

    it("error: InvalidInput at once, for what is no hash", async () => {
      const { client } = await loadFixture(deployed)
      const hash: Hex = "0x12"

      await expectError(sdk.waitForTransaction(client, { hash }), InvalidInputError, {
        field: "hash",
        value: hash,
        expected: "32 bytes as a hex string",
      })
    })

    it("error: ReadFailed, when nothing but failures came for as long as was asked for", async () => {
      const { hash } = await sent(await loadFixture(deployed))
      const { client } = makeNode(() => {
        throw new Error("502 Bad Gateway")
      })

      const error = await sdk.waitForTransaction(client, { hash, stalledAfter: 0.2 }).catch((thrown: unknown) => thrown)

      expect(error, "error").to.be.instanceOf(ReadFailedError)
    })

    it("error: a verb throws for what did not go through, and goes on with a repriced one", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter } = world
      const { rental } = await running(world)
      const [repriced, other, dropped] = [makeNode(), makeNode(), makeNode()]
      const wait = async (
        node: ReturnType<typeof makeNode>,
        then: (sending: Awaited<ReturnType<typeof sent>>) => unknown,
      ) => {
        const sending = await sent(world)
        const waiting = sdk.waitForRequest(node.client, { escrow, hash: sending.hash, stalledAfter: 600 })
        waiting.catch(() => undefined)
        await node.looked()
        const result = await then(sending)
        await mine(1)
        return { waiting, hash: sending.hash, result }
      }

      const one = await wait(repriced, ({ replace }) => replace.repriced())
      expect((await one.waiting).hash, "hash").to.equal(one.result)
      const two = await wait(other, ({ replace }) => replace.other())
      await expectError(two.waiting, TransactionReplacedError, { hash: two.hash, replacement: two.result })
      const three = await wait(dropped, ({ hash }) => dropTransaction(hash))
      await expectError(three.waiting, TransactionDroppedError, { hash: three.hash })
      const patience: SendParameters = { stalledAfter: 0.05 }
      await setAutomine(false)
      const error = await sdk.stop(renter, { escrow, rental, ...patience }).catch((thrown: unknown) => thrown)
      expect(error, "error").to.be.instanceOf(TransactionStalledError)
    })
  })
}
