import {
  ReadFailedError,
  revokeOffers,
  TransactionRefusedError,
  TransactionReplacedError,
  type TransactionResult,
  TransactionRevertedError,
  TransactionStalledError,
  type WaitOptions,
  WalletUnansweredError,
} from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { expect } from "chai"
import { BrowserProvider, NonceManager, Wallet } from "ethers"
import { type Address, createWalletClient, custom, type Hash, type Hex, keccak256, numberToHex, parseEther } from "viem"
import { nonceManager, privateKeyToAccount } from "viem/accounts"
import { polygon } from "viem/chains"
import { expectError } from "../support/expectError.ts"
import { type Intercept, interceptedNode, rpcError, silence } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { deployed, networkHelpers, provider } from "../support/sharedChain.ts"

const { loadFixture, mine } = networkHelpers
const setAutomine = (on: boolean) => provider.request({ method: "evm_setAutomine", params: [on] })

/** Used by no other file, because the number of its transactions is counted. */
const KEY = numberToHex(0xde11, { size: 32 })
const account = privateKeyToAccount(KEY)
const MACHINE = keccak256("0x01")

type Request = ReturnType<typeof interceptedNode>["request"]
type Revoke = { readonly escrow: Address } & WaitOptions

const ethersProvider = (request: Request) => {
  const browser = new BrowserProvider({ request }, undefined, { cacheTimeout: -1 })
  browser.pollingInterval = 5
  return browser
}
const viemClient = (request: Request, by: Address | typeof account) =>
  createWalletClient({
    account: by,
    chain: polygon,
    transport: custom({ request }, { retryCount: 0 }),
    pollingInterval: 5,
  })

/** The same verb with the same key on both libraries. */
const localKeys: Record<string, (request: Request) => (parameters: Revoke) => Promise<TransactionResult>> = {
  viem: (request) => {
    const client = viemClient(request, account)
    return (parameters) => revokeOffers(client, { machine: MACHINE, ...parameters })
  },
  ethers: (request) => {
    const actions = onEthers.rentalActions(new Wallet(KEY, ethersProvider(request)))
    return (parameters) => actions.revokeOffers({ machine: MACHINE, ...parameters })
  },
}

/** As above, for an account whose key is in the wallet. */
const wallets: Record<string, (request: Request, by: Address) => (parameters: Revoke) => Promise<TransactionResult>> = {
  viem: (request, by) => {
    const client = viemClient(request, by)
    return (parameters) => revokeOffers(client, { machine: MACHINE, ...parameters })
  },
  ethers: (request, by) => async (parameters) => {
    const signer = await ethersProvider(request).getSigner(by)
    return onEthers.rentalActions(signer).revokeOffers({ machine: MACHINE, ...parameters })
  },
}

async function funded() {
  const world = await deployed()
  await networkHelpers.setBalance(account.address, parseEther("10"))
  return world
}

/** A node that does something else with what is delivered to it. `raw` holds each delivery. */
function node(
  onDelivery: (pass: () => Promise<unknown>, raw: Hex) => unknown,
  other: Intercept = (_m, _p, pass) => pass(),
) {
  const raw: Hex[] = []
  const { request, asked } = interceptedNode((method, params, pass, ask) => {
    if (method !== "eth_sendRawTransaction") return other(method, params, pass, ask)
    raw.push(params[0] as Hex)
    return onDelivery(pass, params[0] as Hex)
  })
  return { raw, request, asked }
}

const transactions = () => provider.request({ method: "eth_getTransactionCount", params: [account.address, "pending"] })

for (const [library, connect] of Object.entries(localKeys)) {
  describe(`SDK: delivery with a local key on ${library}`, () => {
    afterEach(() => setAutomine(true))

    it("behavior: whatever a node says after it took the transaction, its hash is waited for", async () => {
      const answers = [
        rpcError("already known"),
        rpcError("ALREADY_EXISTS: already known"),
        rpcError("Known transaction: 0x01"),
        rpcError("AlreadyKnown"),
        rpcError("nonce too low: next nonce 1, tx nonce 0"),
        rpcError("OldNonce", -32_010),
        rpcError("Internal error", -32_603),
        rpcError("insufficient funds for gas * price + value: balance 1, tx cost 2"),
        rpcError("words of a node to come"),
        new Error("socket hang up"),
        Object.assign(new Error("Gateway Timeout"), { status: 504 }),
      ]
      for (const answer of answers) {
        const { escrow } = await loadFixture(funded)
        const { raw, request } = node(async (pass) => {
          await pass()
          throw answer
        })

        const { hash } = await connect(request)({ escrow })

        expect(raw, `deliveries after ${answer.message}`).to.have.length(1)
        expect(hash, answer.message).to.equal(keccak256(raw[0] ?? "0x"))
        expect(await transactions(), "transactions").to.equal("0x1")
      }
    })

    it("behavior: a node that never answers is not waited for, its chain is", async () => {
      const { escrow } = await loadFixture(funded)
      const { raw, request } = node(async (pass) => {
        await pass()
        return silence()
      })

      const { hash } = await connect(request)({ escrow, stalledAfter: 0.2 })

      expect(hash, "hash").to.equal(keccak256(raw[0] ?? "0x"))
      expect(raw, "deliveries").to.have.length(1)
    })

    it("behavior: what was lost on its way is delivered again, the same bytes", async () => {
      const { escrow } = await loadFixture(funded)
      let lost = 0
      const { raw, request } = node((pass) => {
        if (++lost < 3) throw new Error("socket hang up")
        return pass()
      })

      const { hash } = await connect(request)({ escrow })

      expect(
        raw.map((bytes) => keccak256(bytes)),
        "deliveries",
      ).to.deep.equal([hash, hash, hash])
      expect(await transactions(), "transactions").to.equal("0x1")
    })

    it("error: TransactionStalled with the hash, where it never arrives or a signal comes", async () => {
      const { escrow } = await loadFixture(funded)
      const lost = node(() => {
        throw new Error("socket hang up")
      })
      const error = await connect(lost.request)({ escrow, stalledAfter: 0.05 }).catch((thrown: unknown) => thrown)
      expect(error, "lost").to.be.instanceOf(TransactionStalledError)
      expect(error, "lost").to.have.deep.property("args", { hash: keccak256(lost.raw[0] ?? "0x"), where: "mempool" })

      const ended = new AbortController()
      const silent = node(() => {
        ended.abort()
        return silence()
      })
      const aborted = await connect(silent.request)({ escrow, signal: ended.signal }).catch((thrown: unknown) => thrown)
      expect(aborted, "ended").to.have.deep.property("args", {
        hash: keccak256(silent.raw[0] ?? "0x"),
        where: "mempool",
      })
      expect(await transactions(), "transactions").to.equal("0x0")
    })

    it("error: TransactionRefused with the hash and the node's error", async () => {
      const { escrow } = await loadFixture(funded)
      for (const words of [
        "insufficient funds for gas * price + value: balance 1, tx cost 2",
        "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)",
        "replacement transaction underpriced",
        "words of a node to come",
      ]) {
        const { raw, request } = node(() => {
          throw rpcError(words)
        })
        const error = await connect(request)({ escrow }).catch((thrown: unknown) => thrown)
        expect(error, words).to.be.instanceOf(TransactionRefusedError)
        if (!(error instanceof TransactionRefusedError)) return
        expect(error.args, words).to.deep.equal({ hash: keccak256(raw[0] ?? "0x") })
        expect(JSON.stringify(error.cause, errorFields), "the node's words").to.include(words)
        expect(raw, "deliveries").to.have.length(1)
      }
    })

    it("error: TransactionReplaced with the hash, where the nonce was used by another transaction", async () => {
      const { escrow, client } = await loadFixture(funded)
      // The other transaction of this account came between the nonce and the delivery.
      const other = createWalletClient({ account, chain: polygon, transport: custom(provider) })
      let replacement: Hash | undefined
      const { raw, request } = node(async (pass) => {
        if (!replacement) {
          replacement = await other.sendTransaction({
            to: account.address,
            value: 1n,
            maxFeePerGas: 10n ** 12n,
            gas: 21_000n,
          })
          await mine(2)
        }
        return pass()
      })

      const error = await connect(request)({ escrow }).catch((thrown: unknown) => thrown)

      expect(error, "error").to.be.instanceOf(TransactionReplacedError)
      expect(error, "error").to.have.deep.property("args", { hash: keccak256(raw[0] ?? "0x"), replacement })
      expect(await client.getTransactionCount({ address: account.address }), "transactions").to.equal(1)
    })

    it("error: every other error after the signature has the hash", async () => {
      const { escrow } = await loadFixture(funded)
      let isDelivered = false
      const failing = node(
        (pass) => {
          isDelivered = true
          return pass()
        },
        (_method, _params, pass) => {
          if (isDelivered) throw rpcError("Unauthorized", 401)
          return pass()
        },
      )
      const failed = await connect(failing.request)({ escrow }).catch((thrown: unknown) => thrown)
      expect(failed, "failed").to.be.instanceOf(ReadFailedError)
      expect(failed, "failed").to.have.nested.property("args.hash", keccak256(failing.raw[0] ?? "0x"))

      await networkHelpers.setCode(escrow, "0x5f5f55")
      const reverting = node(async (pass) => {
        // The chain changes between the estimate and the block.
        await networkHelpers.setCode(escrow, "0xfe")
        return pass()
      })
      const reverted = await connect(reverting.request)({ escrow }).catch((thrown: unknown) => thrown)
      expect(reverted, "reverted").to.be.instanceOf(TransactionRevertedError)
      expect(reverted, "reverted").to.have.nested.property("args.hash", keccak256(reverting.raw[0] ?? "0x"))
    })

    it("behavior: after its own transaction a node that is behind is asked again, also for the nonce", async () => {
      const { escrow, client } = await loadFixture(funded)
      let behind = 0
      const lagging = node(
        (pass) => pass(),
        async (method, params, pass) => {
          const asked = params[1] === "pending" || params[1] === "latest"
          if (method !== "eth_getTransactionCount" || !asked || behind === 0) return pass()
          behind -= 1
          return "0x0"
        },
      )
      const revoke = connect(lagging.request)
      await revoke({ escrow })
      behind = 3

      await revoke({ escrow })

      expect(behind, "asked of a node that is behind").to.equal(0)
      expect(lagging.raw, "deliveries").to.have.length(2)
      expect(await client.getTransactionCount({ address: account.address }), "transactions").to.equal(2)
    })

    it("behavior: asks a node a known number of times for a verb", async () => {
      const { escrow } = await loadFixture(funded)
      const { request, asked } = node((pass) => pass())
      const revoke = connect(request)
      await revoke({ escrow })
      asked.length = 0

      await revoke({ escrow })

      const reads = asked.filter((method) => method !== "eth_chainId").length
      expect(reads, asked.join(" ")).to.be.at.most(library === "viem" ? 15 : 12)
    })
  })
}

for (const [library, connect] of Object.entries(wallets)) {
  describe(`SDK: delivery by a wallet on ${library}`, () => {
    it("error: TransactionStalled with the hash that no node shows; proposals wait for co-signers", async () => {
      const { escrow, renter } = await loadFixture(funded)
      const hash = keccak256("0x5afe")
      const { request } = interceptedNode((method, _params, pass) => (method === "eth_sendTransaction" ? hash : pass()))
      const by = renter.account.address
      const stop = () => connect(request, by)({ escrow, stalledAfter: 0.05 })

      await expectError(stop(), TransactionStalledError, { hash, where: "mempool" })
      await networkHelpers.setCode(by, "0xef010000000000000000000000000000000000000000aa")
      await expectError(stop(), TransactionStalledError, { hash, where: "mempool" })
      await networkHelpers.setCode(by, "0x00")
      const error = await expectError(stop(), TransactionStalledError, { hash, where: "co-signers" })
      expect(error.message, "message").to.include("waiting for co-signers")
    })

    it("behavior: a node that stops to answer while it is waited for ends as stalled, with the hash", async () => {
      const { escrow, renter } = await loadFixture(funded)
      let hash: Hash | undefined
      const { request } = interceptedNode(async (method, _params, pass) => {
        if (hash) return silence()
        if (method !== "eth_sendTransaction") return pass()
        hash = (await pass()) as Hash
        return hash
      })

      const error = await connect(
        request,
        renter.account.address,
      )({ escrow, stalledAfter: 0.05 }).catch((thrown: unknown) => thrown)

      expect(error, "error").to.be.instanceOf(TransactionStalledError)
      expect(error, "error").to.have.nested.property("args.hash", hash)
    })

    it("error: WalletUnanswered when the signal ends a prompt, which nothing else does", async () => {
      const { escrow, renter } = await loadFixture(funded)
      const ended = new AbortController()
      const { request } = interceptedNode((method, _params, pass) => {
        if (method !== "eth_sendTransaction") return pass()
        setTimeout(() => ended.abort(), 100)
        return silence()
      })

      const sending = connect(request, renter.account.address)({ escrow, stalledAfter: 0.01, signal: ended.signal })

      await expectError(sending, WalletUnansweredError, { method: "eth_sendTransaction" })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: delivery, on ${library}`, () => {
    it("behavior: nonce managers of both libraries go on counting", async () => {
      const { escrow, client, renter } = await loadFixture(funded)
      const { request } = interceptedNode()
      const managed = viemClient(request, privateKeyToAccount(KEY, { nonceManager }))
      for (let sent = 0; sent < 2; ++sent) await sdk.revokeOffers(managed, { escrow, machine: MACHINE })
      const actions = onEthers.rentalActions(new NonceManager(new Wallet(KEY, ethersProvider(request))))
      for (let sent = 0; sent < 2; ++sent) await actions.revokeOffers({ escrow, machine: MACHINE })
      const { address } = account
      expect(await client.getTransactionCount({ address }), "transactions").to.equal(4)

      const inWallet = new NonceManager(await ethersProvider(request).getSigner(renter.account.address))
      const before = await client.getTransactionCount(renter.account)
      for (let sent = 0; sent < 2; ++sent) {
        await onEthers.rentalActions(inWallet).revokeOffers({ escrow, machine: MACHINE })
      }
      expect(await client.getTransactionCount(renter.account), "in the wallet").to.equal(before + 2)
    })

    it("behavior: an ethers signer that sends in its own way is left to it", async () => {
      const { escrow } = await loadFixture(funded)
      let relayed = 0
      class RelayedWallet extends Wallet {
        override async sendTransaction(request: Parameters<Wallet["sendTransaction"]>[0]) {
          relayed += 1
          return super.sendTransaction(request)
        }
      }
      const { request } = interceptedNode()

      await onEthers
        .rentalActions(new RelayedWallet(KEY, ethersProvider(request)))
        .revokeOffers({ escrow, machine: MACHINE })

      expect(relayed, "sent in its own way").to.equal(1)
    })

    it("behavior: `sendRequest` returns the hash of what a node took without an answer", async () => {
      const { escrow } = await loadFixture(funded)
      const { raw, request } = node(async (pass) => {
        await pass()
        throw new Error("socket hang up")
      })
      const client = viemClient(request, account)

      const hash = await sdk.sendRequest(client, {
        request: await sdk.prepareRequest(client, "revokeOffers", { escrow, machine: MACHINE }),
      })

      expect(hash, "hash").to.equal(keccak256(raw[0] ?? "0x"))
    })
  })
}

/** Shows the fields of errors, which are not enumerable. */
function errorFields(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value)
  if (!(value instanceof Error)) return value
  const { message, cause } = value
  return { ...value, message, cause, error: Reflect.get(value, "error"), info: Reflect.get(value, "info") }
}
