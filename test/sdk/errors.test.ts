import {
  AccountMissingError,
  cost,
  EscrowError,
  EscrowNotFoundError,
  InsufficientAllowanceError,
  InsufficientBalanceError,
  InvalidInputError,
  InvalidSignatureError,
  isEscrowError,
  MachineBusyError,
  OfferExpiredError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
  TransactionReplacedError,
  TransactionRevertedError,
  toEscrowError,
  WrongChainError,
  WrongEpochError,
  WrongNonceError,
  WrongValueError,
} from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import * as onEthers from "@gpuflow/escrow/ethers"
import { ForeignSignerError, signOffer } from "@gpuflow/escrow/offer"
import { PermitUnsupportedError } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import {
  createClient,
  createWalletClient,
  custom,
  encodeErrorResult,
  getAddress,
  type Hex,
  hexToBigInt,
  numberToHex,
  parseAbi,
  slice,
  zeroAddress,
} from "viem"
import { privateKeyToAccount } from "viem/accounts"
import { polygon, polygonAmoy } from "viem/chains"
import { classifyFailure } from "../../sdk/core/retry.ts"
import { NATIVE } from "../support/escrow.ts"
import { expectError, expectNothingSent } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { deposited, HOUR, makeOffer, makeRental, running, tokenAbi } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, provider, transport } from "../support/sharedChain.ts"
import { until } from "../support/until.ts"

const { loadFixture, time } = networkHelpers

/** A signed offer that nobody has taken, and what `deposit` needs to take it. */
async function offered() {
  const world = await deployed()
  const { escrow, host } = world
  const offer = await makeOffer(world)
  const hostSignature = await signOffer(host, { escrow, offer })
  return { ...world, offer, terms: { escrow, rental: makeRental(world, offer), duration: HOUR, hostSignature } }
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK errors: a deposit that must not move money, on ${library}`, () => {
    it("error: WrongValue", async () => {
      const { payer, terms } = await loadFixture(offered)

      await expectNothingSent(() => sdk.deposit(payer, { ...terms, value: 1n }), WrongValueError, {
        value: 1n,
        expected: 0n,
      })
    })

    it("error: InsufficientAllowance", async () => {
      const { payer, token, terms, escrow } = await loadFixture(offered)
      await payer.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 5n] })

      await expectNothingSent(() => sdk.deposit(payer, terms), InsufficientAllowanceError, {
        allowance: 5n,
        required: 1_500_000n,
      })
    })

    it("error: InsufficientBalance", async () => {
      const { operator, token, terms, escrow } = await loadFixture(offered)
      await operator.writeContract({
        address: token,
        abi: tokenAbi,
        functionName: "approve",
        args: [escrow, 10n ** 9n],
      })

      await expectNothingSent(() => sdk.deposit(operator, terms), InsufficientBalanceError, {
        balance: 0n,
        required: 1_500_000n,
      })
    })

    it("error: OfferExpired", async () => {
      const { payer, offer, terms } = await loadFixture(offered)
      await time.increaseTo(offer.expiry)

      await expectNothingSent(() => sdk.deposit(payer, terms), OfferExpiredError, { expiry: offer.expiry })
    })

    it("error: WrongNonce, for revoked offers of the machine", async () => {
      const { payer, host, escrow, offer, terms } = await loadFixture(offered)
      await sdk.revokeOffers(host, { escrow, machine: offer.machine })

      await expectNothingSent(() => sdk.deposit(payer, terms), WrongNonceError, { nonce: 0n, current: 1n })
    })

    it("error: WrongEpoch, for offers signed before the signer changed", async () => {
      const { payer, host, escrow, stranger, terms } = await loadFixture(offered)
      await sdk.setSigner(host, { escrow, signer: stranger.account.address })

      await expectNothingSent(() => sdk.deposit(payer, terms), WrongEpochError, { epoch: 0n, current: 1n })
    })

    it("error: MachineBusy", async () => {
      const { client, payer, escrow, terms, renter, offer } = await loadFixture(offered)
      await sdk.deposit(payer, terms)
      const { busyUntil } = await sdk.getMachine(client, { escrow, host: offer.host, machine: offer.machine })
      const rental = { offer, renter: renter.account.address, salt: numberToHex(2, { size: 32 }) }

      await expectNothingSent(() => sdk.deposit(payer, { ...terms, rental }), MachineBusyError, { busyUntil })
    })

    it("error: InvalidSignature, by a foreign key", async () => {
      const { payer, host, stranger, escrow, offer, terms } = await loadFixture(offered)
      const hostSignature = await sdk.signOffer(stranger, { escrow, offer, check: false })

      const signer = getAddress(host.account.address)
      await expectNothingSent(() => sdk.deposit(payer, { ...terms, hostSignature }), InvalidSignatureError, { signer })
    })

    it("error: WrongChain", async () => {
      const { payer, host, offer, terms, escrow } = await loadFixture(offered)
      const elsewhere = { chain: polygonAmoy, transport: transport() }
      const wrongPayer = createWalletClient({ ...elsewhere, account: payer.account })
      const wrongHost = createWalletClient({ ...elsewhere, account: host.account })

      const args = { chainId: 137, expected: 80_002 }
      await expectNothingSent(() => sdk.deposit(wrongPayer, terms), WrongChainError, args)
      await expectNothingSent(() => sdk.signOffer(wrongHost, { escrow, offer }), WrongChainError, args)
    })

    it("error: EscrowNotFound, for an address without code", async () => {
      const { client, payer, terms } = await loadFixture(offered)
      const escrow = getAddress("0x00000000000000000000000000000000000000aa")

      await expectNothingSent(() => sdk.deposit(payer, { ...terms, escrow }), EscrowNotFoundError, { escrow })
      await expectNothingSent(() => sdk.fundBond(payer, { escrow, token: NATIVE, amount: 5n }), EscrowNotFoundError, {
        escrow,
      })
      await expectError(sdk.getMarket(client, { escrow, token: NATIVE }), EscrowNotFoundError, { escrow })
    })

    it("error: AccountMissing", async () => {
      const { client, terms } = await loadFixture(offered)

      await expectNothingSent(() => sdk.deposit(client, terms), AccountMissingError, {})
    })

    it("error: InvalidInput, before any call", async () => {
      const { payer, offer, terms } = await loadFixture(offered)
      // A client whose every request fails: nothing may be asked.
      const silent = createWalletClient({
        account: payer.account,
        transport: transport((method) => {
          throw new Error(`asked ${method}`)
        }),
      })
      const { rental } = terms
      const uint = (bits: number) => `a bigint from 0 to 2^${bits} - 1`
      // Read from JSON, so that the compiler does not know what is wrong.
      const untyped = JSON.parse('{ "duration": 3600 }')
      const cases = [
        [{ duration: -1n }, "duration", -1n, uint(32)],
        [{ duration: 2n ** 32n }, "duration", 2n ** 32n, uint(32)],
        [{ escrow: "0x12" }, "escrow", "0x12", "an address"],
        [{ account: "0x12" }, "account", "0x12", "an address"],
        [untyped, "duration", 3600, uint(32)],
        [{ hostSignature: "0x1" }, "hostSignature", "0x1", "bytes as a hex string"],
        [{ rental: { ...rental, renter: "0x12" } }, "rental.renter", "0x12", "an address"],
        [{ rental: { ...rental, salt: "0x12" } }, "rental.salt", "0x12", "32 bytes as a hex string"],
        [{ rental: { ...rental, offer: { ...offer, bond: 2n ** 96n } } }, "rental.offer.bond", 2n ** 96n, uint(96)],
      ] as const

      for (const [change, field, value, expected] of cases) {
        await expectError(sdk.deposit(silent, { ...terms, ...change }), InvalidInputError, { field, value, expected })
      }
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK errors: signOffer, on ${library}`, () => {
    it("error: ForeignSigner, WrongEpoch, WrongNonce", async () => {
      const { host, stranger, escrow, offer } = await loadFixture(offered)
      const [signer, account] = [host.account.address, stranger.account.address]

      await expectError(sdk.signOffer(stranger, { escrow, offer }), ForeignSignerError, { account, signer })
      await expectError(sdk.signOffer(host, { escrow, offer: { ...offer, epoch: 3n } }), WrongEpochError, {
        epoch: 3n,
        current: 0n,
      })
      await expectError(sdk.signOffer(host, { escrow, offer: { ...offer, nonce: 3n } }), WrongNonceError, {
        nonce: 3n,
        current: 0n,
      })
    })

    it("behavior: the key that the host named signs, the host's own no longer", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, stranger } = world
      await sdk.setSigner(host, { escrow, signer: stranger.account.address })
      const offer = await makeOffer(world)

      const hostSignature = await sdk.signOffer(stranger, { escrow, offer })

      expect(await sdk.verifyOffer(client, { escrow, offer, hostSignature }), "valid").to.equal(true)
      await expectError(sdk.signOffer(host, { escrow, offer }), ForeignSignerError, {
        account: host.account.address,
        signer: getAddress(stranger.account.address),
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK errors: signPermit, on ${library}`, () => {
    it("error: PermitUnsupported, for a token without permits", async () => {
      const { renter, escrow } = await loadFixture(deployed)

      await expectError(sdk.signPermit(renter, { escrow, token: escrow, value: 1n }), PermitUnsupportedError, {
        token: escrow,
      })
    })

    it("error: InvalidInput", async () => {
      const { renter, escrow, token } = await loadFixture(deployed)

      await expectError(sdk.signPermit(renter, { escrow, token, value: -1n }), InvalidInputError, {
        field: "value",
        value: -1n,
        expected: "a bigint from 0 to 2^256 - 1",
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK errors: getRental, on ${library}`, () => {
    it("error: RentalNotFound", async () => {
      const { client, escrow } = await loadFixture(deployed)
      const id = numberToHex(17, { size: 32 })

      await expectError(sdk.getRental(client, { escrow, id }), RentalNotFoundError, { id })
    })

    it("error: TermsMismatch, when a node lies about the terms", async () => {
      const world = await loadFixture(deployed)
      const { id, rental } = await deposited(world)
      const price = numberToHex(rental.offer.pricePerHour, { size: 32 }).slice(2)
      const liar = createClient({
        transport: transport((method, answer) =>
          method === "eth_getLogs"
            ? JSON.parse(JSON.stringify(answer).replace(price, numberToHex(1, { size: 32 }).slice(2)))
            : answer,
        ),
      })

      const error = await sdk.getRental(liar, { escrow: world.escrow, id }).catch((thrown: unknown) => thrown)

      expect(error, "error").to.be.instanceOf(TermsMismatchError)
      if (!isEscrowError(error) || error.code !== "TermsMismatch") throw new Error("The error has another code.")
      expect(error.args.id, "id").to.equal(id)
      expect(error.args.actual, "id of the terms").to.not.equal(id)
    })

    it("error: TermsNotFound, when a node has dropped the logs", async () => {
      const world = await loadFixture(deployed)
      const { id, receipt } = await deposited(world)
      const pruned = createClient({
        transport: transport((method, answer) => (method === "eth_getLogs" ? [] : answer)),
      })

      await expectError(sdk.getRental(pruned, { escrow: world.escrow, id }), TermsNotFoundError, {
        id,
        depositBlock: receipt.blockNumber,
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK errors: what happens after sending, on ${library}`, () => {
    async function manually<result>(action: () => Promise<result>): Promise<result> {
      await provider.request({ method: "evm_setAutomine", params: [false] })
      try {
        return await action()
      } finally {
        await provider.request({ method: "evm_setAutomine", params: [true] })
      }
    }

    async function pending(count: number) {
      await until(async () => {
        const { transactions } = await chain.client.getBlock({ blockTag: "pending" })
        return transactions.length >= count
      })
    }

    it("error: TransactionReverted, caused by the contract's error, for the second of two in one block", async () => {
      const { client, escrow, payer, renter, offer, terms } = await loadFixture(offered)
      const rental = { offer, renter: renter.account.address, salt: numberToHex(2, { size: 32 }) }

      const results = await manually(async () => {
        const both = Promise.allSettled([sdk.deposit(payer, terms), sdk.deposit(renter, { ...terms, rental })])
        await pending(2)
        await networkHelpers.mine(1)
        return both
      })

      const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []))
      expect(failures, "failures").to.have.length(1)
      expect(failures[0], "error").to.be.instanceOf(TransactionRevertedError)
      const { cause } = failures[0]
      const { busyUntil } = await sdk.getMachine(client, { escrow, host: offer.host, machine: offer.machine })
      expect(cause, "cause").to.be.instanceOf(MachineBusyError)
      expect(cause.args, "cause's arguments").to.deep.equal({ busyUntil })
    })

    it("error: TransactionReplaced, when the wallet sends something else instead", async () => {
      const { client, payer, stranger, terms } = await loadFixture(offered)
      const nonce = await client.getTransactionCount({ address: payer.account.address })
      let see = () => {}
      const seen = new Promise<void>((resolve) => {
        see = resolve
      })
      const wallet = createWalletClient({
        account: payer.account,
        chain: polygon,
        pollingInterval: 50,
        transport: transport((method, answer) => {
          if (method === "eth_getTransactionByHash" && answer) see()
          return answer
        }),
      })

      await manually(async () => {
        const paying = sdk.deposit(wallet, terms).catch((thrown: unknown) => thrown)
        await seen
        const fees = { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 11n }
        const replacement = await payer.sendTransaction({ to: stranger.account.address, value: 1n, nonce, ...fees })
        await networkHelpers.mine(1)

        const error = await paying
        expect(error, "error").to.be.instanceOf(TransactionReplacedError)
        if (!isEscrowError(error) || error.code !== "TransactionReplaced")
          throw new Error("The error has another code.")
        expect(error.args.replacement, "replacement").to.equal(replacement)
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK errors: isEscrowError, toEscrowError, on ${library}`, () => {
    it("behavior: an error of another copy of the SDK is recognised", async () => {
      const copy: typeof import("../../sdk/core/escrowError.ts") = await import(
        `../../sdk/core/escrowError.ts?copy=${Date.now()}`
      )
      class CopiedError extends copy.EscrowError<"RentalNotFound", { readonly id: Hex }> {}
      const error = new CopiedError("RentalNotFound", "There is no rental with this id.", { id: "0x" })

      expect(error, "another class").to.not.be.instanceOf(EscrowError)
      expect(isEscrowError(error), "recognised").to.equal(true)
      expect(isEscrowError(new Error("other")), "a foreign error").to.equal(false)
    })

    it("behavior: the message says what is wrong and what was given; the cause stays", async () => {
      const world = await loadFixture(deployed)
      const { rental } = await running(world)

      const error = await sdk.stop(world.payer, { escrow: world.escrow, rental }).catch((thrown: unknown) => thrown)

      if (!isEscrowError(error)) throw new Error("The error is not the SDK's.")
      const [caller, renter] = [getAddress(world.payer.account.address), getAddress(world.renter.account.address)]
      expect(error.message, "message").to.equal(
        `Only the renter may do this. Use the renter's account. (caller: ${caller}, renter: ${renter})`,
      )
      expect(error.cause, "cause").to.be.instanceOf(Error)
    })

    it("behavior: a token's own revert passes through as the client threw it", async () => {
      const { payer, token, terms } = await loadFixture(offered)
      // Reverts with four bytes that the escrow does not know: PUSH4 deadbeef, MSTORE, REVERT of its last four bytes.
      await chain.client.setCode({ address: token, bytecode: "0x63deadbeef6000526004601cfd" })

      const error = await sdk.deposit(payer, terms).catch((thrown: unknown) => thrown)

      expect(error, "error").to.be.instanceOf(Error)
      expect(isEscrowError(error), "the SDK's").to.equal(false)
      expect(toEscrowError(error), "as it was").to.equal(error)
    })

    it("behavior: is found in raw data, in what wallets wrap, and in another contract's error; loops do no harm", () => {
      const data = encodeErrorResult({ abi: escrowAbi, errorName: "NotDue", args: [7n] })
      const foreign = parseAbi([
        "error FailedOp(uint256 index, string reason, bytes inner)",
        "error Failed(bytes inner)",
      ])
      const failed = encodeErrorResult({ abi: foreign, errorName: "Failed", args: [data] })
      const nested = encodeErrorResult({ abi: foreign, errorName: "FailedOp", args: [1n, "AA23 reverted", failed] })
      const loop = Object.assign(new Error("loop"), { data })
      loop.cause = { cause: loop }
      const shapes = [data, { data: { originalError: { data } } }, { error: data }, nested, { data: failed }, loop]

      for (const [place, shape] of shapes.entries()) {
        for (const decode of [toEscrowError, onEthers.toEscrowError]) {
          const error = decode(shape)
          if (!isEscrowError(error)) throw new Error(`Shape ${place} was not decoded.`)
          expect([error.code, error.args, error.cause], `shape ${place}`).to.deep.equal([
            "NotDue",
            { dueAt: 7n },
            shape,
          ])
        }
      }
      const empty: { cause?: unknown } = {}
      empty.cause = empty
      for (const other of [
        empty,
        data.slice(0, 20),
        failed.slice(0, -64),
        `0xdeadbeef${"00".repeat(4_000)}`,
        "0x",
        null,
      ]) {
        expect(toEscrowError(other), `${other}`.slice(0, 20)).to.equal(other)
      }
      expect(classifyFailure(empty), "of a loop").to.equal("passing")
    })

    it("default: every error of the contract has a class, a code, and a sentence with what to do next", async () => {
      const sdk: Record<string, unknown> = await import("@gpuflow/escrow")
      const names = escrowAbi.flatMap((item) => (item.type === "error" ? [item.name] : []))

      expect(names.length, "count").to.be.greaterThan(50)
      for (const name of names) {
        const kind = sdk[`${name}Error`]
        if (typeof kind !== "function") throw new Error(`${name}Error is not exported.`)
        const error: unknown = Reflect.construct(kind, [{}])
        if (!isEscrowError(error)) throw new Error(`${name}Error is not the SDK's.`)
        expect([error.code, error.name], "code and name").to.deep.equal([name, `${name}Error`])
        expect(error.message, `sentence of ${name}`).to.match(/^[A-Z].+[.:].* .+\.$/)
      }
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: verifyOffer, on ${library}`, () => {
    /** What the contract says: a deposit's simulation ends in InvalidSignature or not. */
    async function accepted(world: Awaited<ReturnType<typeof offered>>, hostSignature: Hex) {
      const answer = await sdk
        .deposit(world.payer, { ...world.terms, hostSignature })
        .catch((thrown: unknown) => thrown)
      return !(answer instanceof InvalidSignatureError)
    }

    it("default: agrees with the contract on good, foreign and malformed signatures", async () => {
      const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
      const world = await loadFixture(offered)
      const { client, escrow, host, stranger, offer } = world
      const good = world.terms.hostSignature
      const [r, s, v] = [slice(good, 0, 32), slice(good, 32, 64), slice(good, 64)]
      const high: Hex = `${r}${numberToHex(ORDER - hexToBigInt(s), { size: 32 }).slice(2)}${v === "0x1b" ? "1c" : "1b"}`
      const cases: [string, Hex, boolean][] = [
        ["foreign", await sdk.signOffer(stranger, { escrow, offer, check: false }), false],
        ["other offer", await sdk.signOffer(host, { escrow, offer: { ...offer, pricePerHour: 1n } }), false],
        ["high s", high, false],
        ["v of 0 or 1", `${r}${s.slice(2)}${v === "0x1b" ? "00" : "01"}`, false],
        ["64 bytes", `${r}${s.slice(2)}`, false],
        ["empty", "0x", false],
        ["good", good, true],
      ]

      for (const [name, hostSignature, valid] of cases) {
        expect(await sdk.verifyOffer(client, { escrow, offer, hostSignature }), name).to.equal(valid)
        expect(await accepted(world, hostSignature), `contract: ${name}`).to.equal(valid)
      }
    })

    it("behavior: a contract that signs (ERC-1271) accepts or refuses", async () => {
      const world = await loadFixture(offered)
      const { client, escrow, host, offer } = world
      const hostSignature = "0x1234"
      // Answers nothing; reverts; answers the magic word.
      const answers: [Hex, boolean][] = [
        ["0x00", false],
        ["0x60006000fd", false],
        ["0x7f1626ba7e0000000000000000000000000000000000000000000000000000000060005260206000f3", true],
      ]

      for (const [code, valid] of answers) {
        await chain.client.setCode({ address: host.account.address, bytecode: code })
        expect(await sdk.verifyOffer(client, { escrow, offer, hostSignature }), `code ${code}`).to.equal(valid)
        expect(await accepted(world, hostSignature), `contract: code ${code}`).to.equal(valid)
      }
    })

    it("behavior: a refusal that the node tells in words alone is one; a node that fails is not", async () => {
      const { escrow, host, offer } = await loadFixture(offered)
      const terms = { escrow, offer, hostSignature: "0x1234" } as const
      await chain.client.setCode({ address: host.account.address, bytecode: "0x60006000fd" })
      // What geth and its kin say where nothing was returned.
      for (const words of ["execution reverted", "invalid opcode: INVALID", "out of gas", "no such host"]) {
        const request = ({ method, params = [] }: { method: string; params?: unknown[] }) =>
          provider.request({ method, params }).catch(() => {
            throw Object.assign(new Error(words), { code: -32_000 })
          })
        const node = createClient({ transport: custom({ request }, { retryCount: 0 }) })
        const actions = onEthers.rentalActions(new BrowserProvider({ request }))
        const expected = words === "no such host" ? "fails" : false

        expect(await sdk.verifyOffer(node, terms).catch(() => "fails"), `viem: ${words}`).to.equal(expected)
        expect(await actions.verifyOffer(terms).catch(() => "fails"), `ethers: ${words}`).to.equal(expected)
      }
    })

    it("behavior: an account with code keeps the offers that its key signed", async () => {
      const { client, escrow, host, offer, terms, payer } = await loadFixture(offered)
      await chain.client.setCode({ address: host.account.address, bytecode: "0x60006000fd" })

      expect(await sdk.verifyOffer(client, { escrow, offer, hostSignature: terms.hostSignature }), "valid").to.equal(
        true,
      )
      const { events } = await sdk.deposit(payer, terms)
      expect(events[0]?.eventName, "event").to.equal("Deposited")
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: local accounts, on ${library}`, () => {
    it("default: a private key signs offers and transactions itself", async () => {
      const world = await loadFixture(deployed)
      const { escrow, token, payer } = world
      const account = privateKeyToAccount(numberToHex(0xa11ce, { size: 32 }))
      await networkHelpers.setBalance(account.address, 10n ** 18n)
      const local = createWalletClient({ account, chain: polygon, transport: transport() })
      const offer = await makeOffer(world, { host: account.address, payee: account.address, startWindow: 0n })

      const hostSignature = await sdk.signOffer(local, { escrow, offer })
      const rental = makeRental(world, offer)
      const paid = await sdk.deposit(payer, { escrow, rental, duration: HOUR, hostSignature })
      const { events, receipt } = await sdk.revokeOffers(local, { escrow, machine: offer.machine })

      expect(paid.events[0]?.eventName, "event").to.equal("Deposited")
      expect(cost(offer.pricePerHour, HOUR), "price").to.equal(1_500_000n)
      expect(getAddress(offer.token), "token").to.equal(getAddress(token))
      expect(events[0]?.eventName, "event").to.equal("OffersRevoked")
      expect(getAddress(receipt.from), "sender").to.equal(account.address)
      expect(receipt.from, "a real sender").to.not.equal(zeroAddress)
    })
  })
}
