// Plays real rentals into the states that a program has to handle.
import type { PublicClient, WalletClient } from "viem"
import { encodeFunctionData, keccak256, toHex } from "viem"

import { InvalidInputError } from "../core/codec.ts"
import type { BuildOfferParameters } from "../core/offer/buildOffer.ts"
import { EVIDENCE_WINDOW, NATIVE } from "../generated/constants.ts"
import { buildOffer } from "../generated/viem/buildOffer.ts"
import { deposit } from "../generated/viem/deposit.ts"
import { dispute } from "../generated/viem/dispute.ts"
import { fundBond } from "../generated/viem/fundBond.ts"
import { getStake } from "../generated/viem/getStake.ts"
import { interrupt } from "../generated/viem/interrupt.ts"
import { resolve } from "../generated/viem/resolve.ts"
import { settle } from "../generated/viem/settle.ts"
import { signOffer } from "../generated/viem/signOffer.ts"
import { start } from "../generated/viem/start.ts"
import { stop } from "../generated/viem/stop.ts"
import { bondOf, cost } from "../math.ts"
import type { Address, Hex, Offer, Rental } from "../types.ts"
import { idOf } from "../viem/viemRentalId.ts"
import type { TestRole } from "./accounts.ts"
import { testTokenAbi } from "./setUp.ts"

/**
 * How far a rental is played. `offered`: signed, and not taken. `funded`: paid, and not started. `active`: running.
 * `ended`: its time is over, and the renter may still dispute. `due`: anyone can settle it. `noShow`: the host has not
 * started in time. `interrupted`: the host has ended it early. `disputed`: the arbiter has not ruled. The others are
 * closed: `settled`, `stopped` early by the renter, `cancelled` by the renter before the start, `declined` by the host,
 * `resolved` by the arbiter.
 */
export type TestRentalState = (typeof testRentalStates)[number]

/** Every state that a rental can be played into. */
export const testRentalStates = [
  "offered",
  "funded",
  "active",
  "ended",
  "due",
  "noShow",
  "interrupted",
  "disputed",
  "settled",
  "stopped",
  "cancelled",
  "declined",
  "resolved",
] as const

/** How a rental differs from an hour of a machine at 1.50 dollars, paid in USDC, with a bond of 3 dollars. */
export type TestRentalOptions = Partial<Omit<BuildOfferParameters, "escrow">> & {
  /** Seconds that are paid for. Default: an hour. */
  readonly duration?: bigint
  /** Makes the rental's id unique. Default: another one each time. */
  readonly salt?: Hex
  /** The host's share of a `resolved` rental, basis points. Default: 5000. */
  readonly hostBps?: bigint
}

/** A rental that was played, and what a program needs to go on with it. */
export type TestRental = {
  readonly state: TestRentalState
  readonly id: Hex
  readonly rental: Rental
  readonly offer: Offer
  /** The host's signature of the offer. */
  readonly signature: Hex
  /** Seconds that are paid for. */
  readonly duration: bigint
  /** Base units that are paid for them. */
  readonly price: bigint
}

type Stage = {
  readonly client: PublicClient
  readonly wallet: (role: TestRole) => WalletClient
  readonly escrow: Address
  readonly usdc: Address
  readonly roles: Readonly<Record<TestRole, { readonly address: Address }>>
  readonly warp: (seconds: bigint) => Promise<void>
}

const HOUR = 3_600n
const DOLLAR = 1_000_000n

export function rentalPlayer({ client, wallet, escrow, usdc, roles, warp }: Stage) {
  let played = 0

  async function allow(role: TestRole, token: Address, amount: bigint): Promise<void> {
    if (token === NATIVE || amount === 0n) return
    const data = encodeFunctionData({ abi: testTokenAbi, functionName: "approve", args: [escrow, amount] })
    const sender = wallet(role)
    const account = sender.account
    if (!account) throw new Error("The wallet has no account.")
    const hash = await sender.sendTransaction({ account, chain: sender.chain ?? null, to: token, data })
    await client.waitForTransactionReceipt({ hash })
  }

  async function offerOf(terms: Partial<Omit<BuildOfferParameters, "escrow">>): Promise<Offer> {
    return buildOffer(client, {
      escrow,
      host: roles.host.address,
      payee: roles.payee.address,
      operator: roles.operator.address,
      token: usdc,
      machine: keccak256(toHex(`machine ${played}`)),
      spec: keccak256(toHex("A100 80 GB")),
      pricePerHour: (3n * DOLLAR) / 2n,
      bond: 3n * DOLLAR,
      maxDuration: 24n * HOUR,
      ...terms,
    })
  }

  return async function play(
    state: TestRentalState,
    { duration = HOUR, salt, hostBps = 5_000n, ...terms }: TestRentalOptions = {},
  ): Promise<TestRental> {
    if (!testRentalStates.includes(state)) {
      throw new InvalidInputError({ field: "state", value: state, expected: testRentalStates.join(", ") })
    }
    played += 1
    const offer = await offerOf(terms)
    const { token, startWindow, challengeWindow } = offer
    const renter = roles.renter.address
    const rental: Rental = { offer, renter, salt: salt ?? keccak256(toHex(`order ${played}`)) }
    const signature = await signOffer(wallet("host"), { escrow, offer })
    const price = cost(offer.pricePerHour, duration)
    const result = { state, id: idOf(rental), rental, offer, signature, duration, price }

    const bond = bondOf(offer, duration)
    if (bond > 0n) {
      await allow("host", token, bond)
      await fundBond(wallet("host"), { escrow, token, amount: bond })
    }
    if (state === "offered") return result

    await allow("renter", token, price)
    await deposit(wallet("renter"), { escrow, rental, duration, hostSignature: signature })
    if (state === "funded") return result
    if (state === "noShow") await warp(startWindow)
    else if (state === "cancelled") await stop(wallet("renter"), { escrow, rental })
    else if (state === "declined") await interrupt(wallet("host"), { escrow, rental })
    if (state === "noShow" || state === "cancelled" || state === "declined") return result

    if (startWindow > 0n) await start(wallet("operator"), { escrow, rental })
    if (state === "active") return result
    const isOver = state === "ended" || state === "due" || state === "settled"
    await warp(isOver ? duration : duration / 2n)
    if (state === "due" || state === "settled") await warp(challengeWindow)
    if (state === "settled") await settle(wallet("keeper"), { escrow, rental })
    if (state === "stopped") await stop(wallet("renter"), { escrow, rental })
    if (state === "interrupted") await interrupt(wallet("host"), { escrow, rental })
    if (state === "disputed" || state === "resolved") {
      await allow("renter", token, await getStake(client, { escrow, rental }))
      await dispute(wallet("renter"), { escrow, rental, evidenceURI: "ipfs://evidence" })
    }
    if (state === "resolved") {
      await warp(EVIDENCE_WINDOW)
      await resolve(wallet("arbiter"), { escrow, rental, hostBps })
    }
    return result
  }
}
