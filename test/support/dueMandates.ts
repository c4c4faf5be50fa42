// Rentals that only a mandate keeps running, and what each party must have once a keeper has extended them.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cost, decodeEvents, getState, idOf, type Offer, type Rental } from "@gpuflow/escrow"
import {
  buildMandate,
  decodeMandateEvents,
  type SignedMandate,
  serializeMandate,
  signMandate,
} from "@gpuflow/escrow/mandate"
import { offerTypedData } from "@gpuflow/escrow/offer"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { getStates } from "@gpuflow/escrow/watch"
import {
  type Address,
  createWalletClient,
  custom,
  type Hex,
  keccak256,
  type LocalAccount,
  maxUint256,
  toHex,
} from "viem"

import type { Chain } from "./chain.ts"
import { callOf, FEE_BPS, NATIVE, openEscrow } from "./escrow.ts"
import { accountNamed, accountOf, addressOf } from "./parties.ts"

const HOUR = 3_600n
const DAY = 24n * HOUR
/** What the first payment buys, and what each extension adds. */
export const STEP = HOUR
export const EXTEND_BEFORE = HOUR / 2n
/** What is left of the time that is paid for when an extension is made due. */
const LEFT = 25n * 60n
const MAX_TIP = 1_234n
/** What a renter has. No mandate costs more. */
const PURSE = 10n ** 12n
/** Transactions that a keeper sends in a poll. */
const SENT_AT_ONCE = 16

const nameOf = (n: number) => `mandate ${n}`

export type DueMandates = Awaited<ReturnType<typeof openDueMandates>>

/** A rental, its mandate, and the file of it. */
export type DueMandate = {
  readonly id: Hex
  readonly rental: Rental
  readonly signed: SignedMandate
  readonly file: string
}

/** What differs from the others. */
type MandateTerms = {
  /** How many extensions the total pays for. */
  readonly extensions?: bigint
  /** What the total is short of that. */
  readonly missing?: bigint
  readonly step?: bigint
  readonly maxTip?: bigint
  readonly salt?: Hex
}

/** Deploys an escrow and a mandate contract of its own, and makes a folder of mandates. */
export async function openDueMandates(chain: Chain) {
  for (const role of ["owner", "payer", "arbiter", "host"] as const) await chain.fund(addressOf(role), 10n ** 24n)
  const deployed = await openEscrow(chain, { rich: ["payer", "host"], purse: 10n ** 18n })
  const { escrow, token, fromBlock } = deployed
  const contract = await chain.deploy("RentalMandate", [escrow.address])
  const [escrowAddress, mandateContract] = [escrow.address, contract.address]
  const bond = { escrow: escrowAddress, token: token.address, amount: 10n ** 15n }
  const funding = await prepareRequest(chain.client, "fundBond", { account: addressOf("host"), ...bond })
  await chain.transact({ from: addressOf("host"), ...funding })
  const folder = mkdtempSync(join(tmpdir(), "gpuflow-mandates-"))
  const mandates: DueMandate[] = []
  const names = new Map<Address, LocalAccount>()

  /** A renter's account, with coins and an allowance. */
  async function renterOf(name: string): Promise<Address> {
    const account = accountNamed(`renter ${name}`)
    const renter = account.address
    if (names.has(renter)) return renter
    names.set(renter, account)
    await chain.fund(renter, 10n ** 18n)
    await chain.transact(callOf(token, renter, "mint", [renter, PURSE]))
    await chain.transact(callOf(token, renter, "approve", [mandateContract, maxUint256]))
    return renter
  }

  async function rented(n: number): Promise<Rental> {
    const name = nameOf(n)
    const renter = await renterOf(name)
    const offer: Offer = {
      ...{ host: addressOf("host"), payee: addressOf("payee"), operator: NATIVE, renter: NATIVE },
      ...{ token: token.address, arbiter: addressOf("arbiter"), pricePerHour: 650_001n + BigInt(n), bond: 2_000_000n },
      ...{ minDuration: 1n, maxDuration: 60n * DAY, startWindow: 0n, challengeWindow: HOUR },
      ...{ nonce: 0n, epoch: 0n, expiry: (await chain.now()) + HOUR, maxFeeBps: FEE_BPS, rolling: false },
      ...{ machine: keccak256(toHex(name)), spec: keccak256(toHex("RTX 4090")) },
    }
    const rental = { offer, renter, salt: keccak256(toHex(name)) }
    const typed = offerTypedData({ chainId: chain.id, escrow: escrowAddress, offer })
    const hostSignature = await accountOf("host").signTypedData(typed)
    const paid = { escrow: escrowAddress, rental, duration: STEP, hostSignature, account: addressOf("payer") }
    const request = await prepareRequest(chain.client, "deposit", paid)
    await chain.transact({ from: addressOf("payer"), ...request })
    return rental
  }

  async function signFor(rental: Rental, terms: MandateTerms): Promise<SignedMandate> {
    const { extensions, missing = 0n, step = STEP, maxTip = MAX_TIP, ...others } = terms
    const until = extensions === undefined ? 50n * DAY : STEP + extensions * step
    const contracts = { escrow: escrowAddress, mandateContract, rental }
    const wanted = { ...contracts, ...others, until, step, extendBefore: EXTEND_BEFORE, maxTip }
    const mandate = await buildMandate(chain.client, wanted)
    const account = names.get(rental.renter)
    if (!account) throw new Error("This renter is not one of these.")
    const transport = custom({ request: ({ method, params = [] }) => chain.rpc(method, ...params) })
    const wallet = createWalletClient({ account, chain: chain.client.chain, transport })
    return signMandate(wallet, { ...contracts, mandate: { ...mandate, maxTotal: mandate.maxTotal - missing } })
  }

  return {
    chain,
    escrow: escrowAddress,
    token: token.address,
    mandateContract,
    fromBlock,
    folder,
    mandates,
    work: "extend" as const,
    environment: {
      GPUFLOW_KEEPER_WORK: "mandates,settle",
      GPUFLOW_KEEPER_MANDATES: folder,
      GPUFLOW_MANDATE_CONTRACT: mandateContract,
      // The token has no price.
      GPUFLOW_KEEPER_MANDATE_TIP_PERCENT: "0",
    },
    /** A poll sends sixteen transactions. */
    get allowed() {
      return Math.ceil(mandates.length / SENT_AT_ONCE) + 1
    },
    size: () => mandates.length,
    /** Prepares renters ahead, so that only the deposits of many rentals lie between the first and the last. */
    async prepare(count: number): Promise<void> {
      for (let n = 1; n <= count; ++n) await renterOf(nameOf(n))
    },
    /** Rents for a step, and puts the signed mandate into the folder. */
    async addNext(terms: MandateTerms = {}): Promise<DueMandate> {
      const rental = await rented(mandates.length + 1)
      const signed = await signFor(rental, terms)
      const id = idOf(rental)
      const file = join(folder, `${id}.json`)
      writeFileSync(file, serializeMandate(signed))
      const added = { id, rental, signed, file }
      mandates.push(added)
      return added
    },
    /** Another mandate for a rental, as a file holds it. */
    sign: async (rental: Rental, terms: MandateTerms) => serializeMandate(await signFor(rental, terms)),
    /** Lets time pass until the extension of the rental that ends last is due. */
    async makeDue(): Promise<void> {
      const ids = mandates.map(({ id }) => id)
      const [states, now] = await Promise.all([getStates(chain.client, { escrow: escrowAddress, ids }), chain.now()])
      const ends = states.flatMap(({ status, since, duration }) => (status === "Active" ? [since + duration] : []))
      const last = ends.reduce((latest, end) => (end > latest ? end : latest), now)
      if (last - now > LEFT) await chain.pass(last - now - LEFT)
    },
    /** Rentals that a mandate must extend now, and those that have run out. */
    async unpaid(): Promise<readonly DueMandate[]> {
      const ids = mandates.map(({ id }) => id)
      const [states, now] = await Promise.all([getStates(chain.client, { escrow: escrowAddress, ids }), chain.now()])
      return mandates.filter((_, index) => {
        const state = states[index]
        return state?.status !== "Active" || state.since + state.duration - now < EXTEND_BEFORE
      })
    },
    /** Extensions without a need, twice for one, or with another price or tip, and balances that differ. */
    async mispaid(): Promise<string[]> {
      const logs = await chain.client.getLogs({ fromBlock, toBlock: "latest" })
      const executions = decodeMandateEvents({ mandateContract, logs })
      const extended = decodeEvents({ escrow: escrowAddress, logs }).filter(({ eventName }) => eventName === "Extended")
      const found: string[] = []
      let count = 0
      for (const { id, rental, signed } of mandates) {
        const { since, duration } = await getState(chain.client, { escrow: escrowAddress, id })
        let [end, spent] = [since + STEP, 0n]
        for (const { eventName, args, blockNumber } of executions) {
          if (eventName !== "MandateExecuted" || args.id !== id) continue
          count += 1
          const { timestamp } = await chain.client.getBlock({ blockNumber: blockNumber ?? 0n })
          if (timestamp >= end || end - timestamp >= EXTEND_BEFORE) found.push(`${id}: extended without a need`)
          end += STEP
          spent += args.amount + args.tip
          if (since + args.duration !== end) found.push(`${id}: extended to ${args.duration}`)
          if (args.tip !== signed.mandate.maxTip) found.push(`${id}: a tip of ${args.tip}`)
        }
        const price = cost(rental.offer.pricePerHour, duration) - cost(rental.offer.pricePerHour, STEP)
        const tips = ((duration - STEP) / STEP) * signed.mandate.maxTip
        if (spent !== price + tips) found.push(`${id}: paid ${spent}, expected ${price + tips}`)
        const balance = await chain.read(token, "balanceOf", [rental.renter])
        if (balance !== PURSE - spent) found.push(`${id}: the renter has ${balance}`)
      }
      if (extended.length !== count) found.push(`${extended.length} extensions, ${count} by mandate`)
      return found
    },
    setPaused: (on: boolean) => chain.transact(callOf(token, addressOf("owner"), "setPaused", [on])),
    /** What the mandate contract may take from a renter. */
    setAllowance: ({ rental }: DueMandate, amount: bigint) =>
      chain.transact(callOf(token, rental.renter, "approve", [mandateContract, amount])),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
