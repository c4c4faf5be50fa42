// A real Safe as the payer of purchases, and as the renter of a mandate. It has no key: tokens, Permit2 and the mandate
// contract ask its code (ERC-1271).
import { findEvent, getState, idOf } from "@gpuflow/escrow"
import { extendUpTo, parseMandate, serializeMandate } from "@gpuflow/escrow/mandate"
import { signOffer } from "@gpuflow/escrow/offer"
import {
  type PurchaseOrder,
  parsePurchase,
  relayThrough,
  type SignedPurchase,
  serializePurchase,
} from "@gpuflow/escrow/router"
import { expect } from "chai"
import { type Address, encodeFunctionData, keccak256, maxUint256, size, toHex } from "viem"

import { failureOf } from "../support/failureOf.ts"
import { libraries } from "../support/libraries.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { mintDollars, withBoth } from "../support/periphery.ts"
import { planners } from "../support/planners.ts"
import { balance, HOUR, makeOffer, tokenAbi } from "../support/rentals.ts"
import { deploySafes, sendAsSafe } from "../support/safe.ts"
import { openSafeWallet } from "../support/safeWallet.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
const FEE = 20_000n
const PRICE = 1_500_000n
const PURSE = 10n ** 12n
const owners = ["alice", "bob", "carol"].map(accountNamed)
const two = owners.slice(0, 2)

/** A fixture: as `withBoth`, with a Safe of three owners, two of whom must sign, and a Safe of one owner. Both have dollars. */
async function withSafes() {
  const world = await withBoth()
  const safes = await deploySafes(chain)
  const safe = await safes.open(owners, 2n)
  const single = await safes.open(owners.slice(0, 1), 1n)
  for (const { address } of [safe, single]) await mintDollars(world.dollar, address, addressOf("owner"))
  return { ...world, safe, single }
}

type SafeWorld = Awaited<ReturnType<typeof withSafes>>

const machine = (name: string) => keccak256(toHex(name))

/** An hour of each machine, for a renter. */
async function ordersOf(world: SafeWorld, renter: Address, machines: readonly string[]): Promise<PurchaseOrder[]> {
  const { escrow, host } = world
  return Promise.all(
    machines.map(async (name) => {
      const offer = await makeOffer(world, { startWindow: 0n, machine: machine(name) })
      const rental = { offer, renter, salt: machine(`order of ${name}`) }
      return { rental, duration: HOUR, hostSignature: await signOffer(host, { escrow, offer }) }
    }),
  )
}

/** The Safe's owners let a spender take its dollars. */
async function approveAsSafe({ safe, token }: SafeWorld, spender: Address, amount = maxUint256): Promise<void> {
  const data = encodeFunctionData({ abi: tokenAbi, functionName: "approve", args: [spender, amount] })
  await sendAsSafe(chain, safe, { to: token, value: 0n, data }, two)
}

const clusters = { "one rental": ["first"], "a cluster": ["first", "second", "third"] } as const

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: a Safe as payer and as renter, on ${library}`, () => {
    const connect = planners[library as keyof typeof planners]

    /** What a relayer gets of a signed purchase, and does with it. */
    async function relayed(world: SafeWorld, given: SignedPurchase) {
      const { escrow, router, stranger } = world
      const signed = parsePurchase(serializePurchase(given))
      const relayer = stranger.account.address
      const { status, refusals } = await sdk.verifyPurchase(stranger, { signed, escrow, router, relayer })
      expect([status, refusals], "checked").to.deep.equal(["acceptable", []])
      return sdk.sendPurchase(stranger, { signed })
    }

    for (const [what, machines] of Object.entries(clusters)) {
      for (const way of ["authorization", "permit2"] as const) {
        it(`default: two of three owners sign ${what} by ${way}, and a relayer sends it`, async () => {
          const world = await loadFixture(withSafes)
          const { client, escrow, router, permit2, safe } = world
          if (way === "permit2") await approveAsSafe(world, permit2)
          const { wallet, asked } = openSafeWallet(chain, safe, two)
          const orders = await ordersOf(world, safe.address, machines)
          const terms = { escrow, router, payer: safe.address, orders, relayFee: FEE }
          const purchase = await sdk.preparePurchase(wallet, terms)
          const ways = await sdk.getPurchaseWays(wallet, { purchase })
          expect(ways.find((one) => one.way === way)).to.deep.equal({ way, available: true, needsPermit: false })

          const signed = await sdk.signPurchase(wallet, { purchase, way })
          expect(size(signed.payment.signature), "bytes of two owners").to.equal(130)
          const { events } = await relayed(world, signed)

          const bought = events.flatMap((event) => (event.eventName === "Purchased" ? [event.args.id] : []))
          expect(bought, "bought").to.deep.equal(orders.map(({ rental }) => idOf(rental)))
          for (const id of bought) {
            const { status } = await getState(client, { escrow, id })
            expect(status, "state").to.equal("Active")
          }
          const paid = BigInt(machines.length) * PRICE + FEE
          expect(PURSE - (await balance(world, safe.address)), "paid").to.equal(paid)
          expect(asked.filter((method) => /^eth_(sign|send)/.test(method))).to.deep.equal(["eth_signTypedData_v4"])
        })
      }
    }

    it("default: a Safe of one owner, whose signature is as long as a key's, pays by both ways", async () => {
      const world = await loadFixture(withSafes)
      const { escrow, router, permit2, single, token } = world
      const one = owners.slice(0, 1)
      const data = encodeFunctionData({ abi: tokenAbi, functionName: "approve", args: [permit2, maxUint256] })
      await sendAsSafe(chain, single, { to: token, value: 0n, data }, one)
      const { wallet } = openSafeWallet(chain, single, one)
      for (const [way, name] of [
        ["authorization", "first"],
        ["permit2", "second"],
      ] as const) {
        const orders = await ordersOf(world, single.address, [name])
        const terms = { escrow, router, payer: single.address, orders, relayFee: FEE }
        const purchase = await sdk.preparePurchase(wallet, terms)
        const signed = await sdk.signPurchase(wallet, { purchase, way })
        expect(size(signed.payment.signature), "bytes").to.equal(65)
        const { events } = await relayed(world, signed)
        expect(findEvent(events, "Purchased")?.args.payer, way).to.equal(single.address)
      }
    })

    it("behavior: the planner relays a Safe's deposit and its extension through the router", async () => {
      const world = await loadFixture(withSafes)
      const { client, escrow, router, safe } = world
      const { address, asked, request } = openSafeWallet(chain, safe, two)
      const actions = connect(request, address)
      const send = async (signed: SignedPurchase) => (await relayed(world, signed)).hash
      const relay = relayThrough({ router, fee: FEE, send, always: true })
      const [order] = await ordersOf(world, safe.address, ["first"])
      if (!order?.hostSignature) throw new Error("There is no order.")
      const { rental, hostSignature } = order

      const plan = await actions.planDeposit({ escrow, rental, duration: HOUR, hostSignature, relay })
      expect(plan.steps.map(({ kind }) => kind)).to.deep.equal(["sign", "relay"])
      const { id } = await actions.runDeposit({ plan, relay })
      const extension = { verb: "extend", parameters: { escrow, rental, duration: 2n * HOUR } } as const
      const longer = await actions.planPayment({ ...extension, relay })
      await actions.runPayment({ plan: longer, relay })

      expect((await getState(client, { escrow, id })).duration, "duration").to.equal(2n * HOUR)
      expect(asked, "asked").to.not.include("eth_sendTransaction")
    })

    it("error: with too few owners, or too small an allowance for Permit2, nothing is given out", async () => {
      const world = await loadFixture(withSafes)
      const { escrow, router, permit2, safe } = world
      const orders = await ordersOf(world, safe.address, ["first"])
      const terms = { escrow, router, payer: safe.address, orders, relayFee: FEE }
      const { wallet } = openSafeWallet(chain, safe, owners.slice(0, 1))
      const purchase = await sdk.preparePurchase(wallet, terms)
      const refused = await failureOf(sdk.signPurchase(wallet, { purchase, way: "authorization" }))
      expect(refused, "too few").to.have.property("code", "UnusableSignature")
      const { wallet: whole, asked } = openSafeWallet(chain, safe, two)
      await approveAsSafe(world, permit2, PRICE)
      const short = await failureOf(sdk.signPurchase(whole, { purchase, way: "permit2" }))
      expect(short, "allowance").to.have.property("code", "InsufficientPermit2Allowance")
      expect(short).to.have.deep.property("args", { allowance: PRICE, required: PRICE + FEE })
      expect(asked, "asked").to.not.include("eth_signTypedData_v4")
    })

    it("error: a purchase whose owners no longer suffice is refused by the relayer, and nothing is lost", async () => {
      const world = await loadFixture(withSafes)
      const { escrow, router, safe, stranger } = world
      const { wallet } = openSafeWallet(chain, safe, two)
      const orders = await ordersOf(world, safe.address, ["first"])
      const terms = { escrow, router, payer: safe.address, orders, relayFee: FEE }
      const purchase = await sdk.preparePurchase(wallet, terms)
      const signed = await sdk.signPurchase(wallet, { purchase, way: "authorization" })
      const data = encodeFunctionData({ abi: safe.abi, functionName: "changeThreshold", args: [3n] })
      await sendAsSafe(chain, safe, { to: safe.address, value: 0n, data }, two)

      const checking = { signed, escrow, router, relayer: addressOf("stranger") }
      const { refusals } = await sdk.verifyPurchase(stranger, checking)
      expect(refusals.map(({ reason, error }) => [reason, error.code])).to.deep.equal([
        ["signature", "InvalidPurchaseSignature"],
      ])
      const failure = await failureOf(sdk.sendPurchase(stranger, { signed }))
      expect(failure, "sent all the same").to.have.property("code", "PaymentRefused")
      expect(await balance(world, safe.address), "dollars").to.equal(PURSE)
    })

    it("default: a Safe rents, approves, and signs a mandate, which anyone executes until the Safe revokes it", async () => {
      const world = await loadFixture(withSafes)
      const { client, escrow, mandateContract, safe, stranger } = world
      const { address, request, wallet } = openSafeWallet(chain, safe, two)
      const actions = connect(request, address)
      const [order] = await ordersOf(world, safe.address, ["first"])
      if (!order?.hostSignature) throw new Error("There is no order.")
      const { rental, hostSignature } = order
      const mandate = extendUpTo({ mandateContract, until: 4n * HOUR, step: HOUR, maxTip: 1_000n })

      const plan = await actions.planDeposit({ escrow, rental, duration: HOUR, hostSignature, mandate })
      // A Safe has no key that could sign a permit.
      expect(plan.steps.map(({ kind }) => kind)).to.deep.equal(["approve", "deposit", "approve", "mandate"])
      const { id, mandate: outcome } = await actions.runDeposit({ plan, mandate })
      if (outcome?.status !== "signed") throw new Error(`The mandate is ${outcome?.status}.`, { cause: outcome?.cause })
      const signed = parseMandate(serializeMandate(outcome.signed))
      expect(size(signed.signature), "bytes of two owners").to.equal(130)

      const { status, next } = await sdk.checkMandate(client, { signed, tip: 1_000n })
      expect(status, "before").to.equal("waiting")
      await time.increaseTo(next?.dueAt ?? 0n)
      expect((await sdk.checkMandate(client, { signed, tip: 1_000n })).status, "then").to.equal("due")
      const { events } = await sdk.executeMandate(stranger, { signed, tip: 1_000n })
      expect(findEvent(events, "MandateExecuted")?.args.renter, "renter").to.equal(safe.address)
      expect((await getState(client, { escrow, id })).duration, "duration").to.equal(2n * HOUR)

      const revoked = await sdk.revokeMandate(wallet, { mandateContract, salt: signed.mandate.salt })
      expect(findEvent(revoked.events, "MandateRevoked")?.args.renter, "revoked by").to.equal(safe.address)
      const { problems } = await sdk.checkMandate(client, { signed })
      expect(problems.map(({ reason }) => reason)).to.deep.equal(["revoked"])
      const refusal = await failureOf(sdk.executeMandate(stranger, { signed }))
      expect(refusal, "afterwards").to.have.property("code", "SaltRevoked")
    })

    it("default: owners revoke by a Safe transaction that the SDK prepares", async () => {
      const world = await loadFixture(withSafes)
      const { client, mandateContract, safe } = world
      const salt = machine("a salt")
      const { address: renter } = safe
      await sendAsSafe(chain, safe, sdk.prepareMandate(client, "revokeMandate", { mandateContract, salt }), two)
      await sendAsSafe(chain, safe, sdk.prepareMandate(client, "revokeAllMandates", { mandateContract }), two)
      expect(await sdk.getMandateStatus(client, { mandateContract, renter, salt })).to.deep.equal({
        spent: 0n,
        revoked: true,
        epoch: 1n,
      })
    })

    it("error: without an allowance, or with too few owners, a Safe's mandate is not executed, by name", async () => {
      const world = await loadFixture(withSafes)
      const { client, escrow, mandateContract, safe, stranger } = world
      await approveAsSafe(world, escrow)
      const { wallet } = openSafeWallet(chain, safe, two)
      const [order] = await ordersOf(world, safe.address, ["first"])
      if (!order?.hostSignature) throw new Error("There is no order.")
      const { rental, hostSignature } = order
      await sdk.deposit(wallet, { escrow, rental, duration: HOUR, hostSignature })
      const contracts = { escrow, mandateContract, rental }
      const mandate = await sdk.buildMandate(client, { ...contracts, until: 2n * HOUR })
      const few = openSafeWallet(chain, safe, owners.slice(0, 1)).wallet
      const refused = await failureOf(sdk.signMandate(few, { ...contracts, mandate }))
      expect(refused, "too few").to.have.property("code", "UnusableSignature")

      const signed = await sdk.signMandate(wallet, { ...contracts, mandate })
      const { problems, status } = await sdk.checkMandate(client, { signed })
      expect(status, "status").to.equal("blocked")
      expect(problems.map(({ error }) => [error.code, error.args])).to.deep.equal([
        ["InsufficientMandateAllowance", { allowance: 0n, required: PRICE }],
      ])
      await approveAsSafe(world, mandateContract, mandate.maxTotal)
      expect((await sdk.checkMandate(client, { signed })).status, "allowed").to.equal("waiting")
      // One owner alone may sign it off the chain (`check: false`), but the contract asks the Safe.
      const alone = await sdk.signMandate(few, { ...contracts, mandate, check: false })
      const half = await sdk.checkMandate(client, { signed: alone })
      expect(half.problems.map(({ error }) => error.code)).to.deep.equal(["MandateSignatureRefused"])
      await time.increaseTo((await sdk.getNextExtension(client, signed)).dueAt)
      const failure = await failureOf(sdk.executeMandate(stranger, { signed: alone }))
      expect(failure, "executed all the same").to.have.property("code", "MandateSignatureRefused")
    })
  })
}
