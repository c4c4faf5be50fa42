// Whether a purchase that came in is accepted: what it costs nothing to see comes first, the chain is asked at last.
import { idOf, isEscrowError } from "@gpuflow/escrow"
import { estimateRequest } from "@gpuflow/escrow/requests"
import {
  FeeTooLowError,
  parsePurchase,
  preparePurchaseCall,
  purchaseDigest,
  type SignedPurchase,
  serializePurchase,
  verifyPurchase,
} from "@gpuflow/escrow/router"
import { reasonOf } from "../log.ts"
import { isRefusal } from "../plan/simulation.ts"
import { Problem } from "../problem.ts"
import type { PurchaseKey, StoredPurchase } from "../store/purchaseTable.ts"
import type { ChainView } from "./chainView.ts"
import { gasOf } from "./feeBook.ts"
import { asRefused, problemOf } from "./problem.ts"
import type { RelayerContext } from "./relayerContext.ts"

/** Seconds after which a client that was refused for a limit may try again. */
const RETRY = { limit: 5, node: 5 }

/** Accepts purchases, each of which is stored before its answer. */
export function createAcceptance(context: RelayerContext, currentView: () => ChainView | undefined) {
  const { log, metrics, options, store } = context
  const running = new Map<string, Promise<StoredPurchase>>()

  async function accept(text: string): Promise<StoredPurchase> {
    const signed = read(text)
    const key = keyOf(signed)
    const known = store.purchase(key.digest, key.payer)
    if (known && !isReplaceable(known)) return known
    const name = `${key.digest} ${key.payer}`
    const before = running.get(name)
    if (before) return before
    if (running.size >= options.maxChecks) {
      throw new Problem(503, "TooManyChecks", "The relayer checks other purchases. Try again soon.", {}, RETRY.limit)
    }
    const checked = check(signed, key).finally(() => running.delete(name))
    running.set(name, checked)
    return checked
  }

  async function check(signed: SignedPurchase, key: PurchaseKey): Promise<StoredPurchase> {
    requireRoom(signed)
    const view = currentView()
    if (!view) throw notReady("No poll has reached a node yet.")
    await requireAcceptable(view, signed)
    // Others of the payer may have been accepted while the chain was asked.
    requireRoom(signed)
    const { relayFee: fee, validBefore } = signed.payment
    const json = serializePurchase(signed)
    const purchase = { ...key, json, fee, validBefore, receivedAt: Date.now() }
    store.addPurchase(purchase)
    metrics.accepted.inc()
    log.info("purchase accepted", { digest: key.digest, payer: key.payer, fee, orders: signed.orders.length })
    return { ...purchase, status: "queued" }
  }

  function read(text: string): SignedPurchase {
    try {
      return parsePurchase(text)
    } catch (error) {
      if (isEscrowError(error) && error.code === "PurchaseUnreadable") throw problemOf(400, error)
      throw error
    }
  }

  function keyOf({ router, chainId, orders, payment }: SignedPurchase): PurchaseKey {
    const { payer, relayFee, relayer, validBefore } = payment
    const ordered = orders.map(({ rental, duration }) => ({ rentalId: idOf(rental), renter: rental.renter, duration }))
    const digest = purchaseDigest({
      router,
      chainId,
      purchase: { orders: ordered, relayFee, relayer, validBefore },
    })
    return { digest, payer }
  }

  function requireRoom({ payment: { payer } }: SignedPurchase): void {
    if (store.openPurchases() >= options.maxOpen) {
      const detail = "Too many purchases wait for a block. Try again soon, or use another relayer."
      throw new Problem(503, "TooManyOpen", detail, { maximum: options.maxOpen }, RETRY.limit)
    }
    if (store.openPurchases(payer) >= options.maxOpenPerPayer) {
      const detail = "Too many purchases of this payer wait for a block. Wait until one is included."
      throw new Problem(429, "TooManyOfPayer", detail, { payer, maximum: options.maxOpenPerPayer }, RETRY.limit)
    }
    if (store.revertedPurchases(payer, Date.now()) >= options.maxRevertsPerPayer) {
      const detail = "Transactions for this payer have reverted. Use another relayer, or try again in a day."
      throw new Problem(429, "PayerReverts", detail, { payer, maximum: options.maxRevertsPerPayer }, 86_400)
    }
  }

  async function requireAcceptable(view: ChainView, signed: SignedPurchase): Promise<void> {
    const { endpoints, block } = view
    const { escrow, router, tokens, account, minimumTime, maximumTime } = options
    const { verb, orders, payment } = signed
    const { relayFee, method, validBefore } = payment
    const latest = block.timestamp + BigInt(maximumTime)
    if (validBefore > latest) {
      const detail = "The purchase is valid for too long. Ask the payer to sign one that expires earlier."
      throw new Problem(422, "LifetimeTooLong", detail, { args: { validBefore, maximum: latest } })
    }
    const gas = gasOf({ verb, method, orders: orders.length })
    const token = orders[0]?.rental.offer.token
    const floor = (units: bigint) =>
      token && tokens.includes(token) ? ask(() => context.feeBook.floor(view, token, units)) : Promise.resolve(0n)
    const { refusals } = await ask(async () =>
      verifyPurchase(endpoints.client, {
        signed,
        escrow,
        router,
        relayer: account.address,
        tokens,
        minimumFee: await floor(gas),
        minimumTime: BigInt(minimumTime),
      }),
    )
    const [first] = refusals
    if (first) {
      const more = { refusals: refusals.map(({ reason, error }) => asRefused(reason, error)) }
      throw new Problem(422, first.error.code, first.error.message, {
        reason: first.reason,
        args: first.error.args,
        ...more,
      })
    }
    // An account's code, or an unusual token, can take any amount of gas.
    const estimated = await ask(() => estimateOf(view, signed))
    const minimum = estimated > gas ? await floor(estimated) : 0n
    if (relayFee < minimum) {
      const error = new FeeTooLowError({ relayFee, minimum })
      throw new Problem(422, error.code, error.message, { reason: "fee", args: error.args, gas: estimated })
    }
  }

  /** What the node says, without the room for a change that a transaction gets. */
  async function estimateOf({ endpoints: { client } }: ChainView, signed: SignedPurchase): Promise<bigint> {
    const request = await preparePurchaseCall(client, { signed })
    const gas = await estimateRequest(client, { request, account: options.account.address }).catch((error: unknown) => {
      // The latest state was simulated just before. Some nodes estimate on top of transactions that wait for a block.
      if (!isRefusal(error) || (isEscrowError(error) && error.code === "InsufficientGas")) throw error
      const detail = `A transaction that waits for a block conflicts with the purchase. Try again soon. ${reasonOf(error)}`
      throw new Problem(503, "PendingConflict", detail, {}, RETRY.node)
    })
    return (gas * 10n) / 11n
  }

  return { accept }
}

/** A refused purchase can be possible again, for example with more tokens. One whose transaction reverted is not tried again. */
function isReplaceable({ status, problem, hash }: StoredPurchase): boolean {
  return status === "refused" && hash === undefined && problem?.code !== "TransactionReverted"
}

/** Failures of a node, or of a price feed, are not the payer's. */
async function ask<result>(question: () => Promise<result>): Promise<result> {
  try {
    return await question()
  } catch (error) {
    if (error instanceof Problem) throw error
    if (isEscrowError(error) && error.code === "InvalidInput") throw problemOf(422, error)
    if (isEscrowError(error) && isRefusal(error)) throw problemOf(422, error)
    throw notReady(reasonOf(error))
  }
}

export function notReady(reason: string): Problem {
  return new Problem(503, "RelayerNotReady", `The relayer cannot answer now. ${reason} Try again soon.`, {}, RETRY.node)
}
