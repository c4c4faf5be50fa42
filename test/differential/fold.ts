// What the contract stores, rebuilt from its events and nothing else: each state change has its event, or this goes wrong.
import { decodeEventLog } from "viem"
import { reasons } from "../../sdk/generated/constants.ts"
import { escrowAbi } from "../../sdk/generated/escrowAbi.ts"
import type { ChainLog } from "./contracts.ts"
import type { Model, State } from "./model.ts"
import { type Address, ZERO } from "./words.ts"

const RESERVED = 2n ** 40n - 1n
const DAY = 86_400n

interface Rental extends State {
  readonly terms: Terms
  /** Bond that went to the renter while it was closed. */
  bondToRenter: bigint
}

interface Terms {
  readonly host: Address
  readonly machine: string
  readonly token: Address
  readonly pricePerHour: bigint
  readonly bond: bigint
  readonly minDuration: bigint
  readonly startWindow: bigint
}

type Event = ReturnType<typeof decodeEventLog<typeof escrowAbi, undefined, `0x${string}`[], `0x${string}`, true>>

export class Fold {
  readonly #rentals = new Map<string, Rental>()
  readonly #machines = new Map<string, { busyUntil: bigint; nonce: bigint; depositBlock: bigint }>()
  readonly #hosts = new Map<string, { signer: Address; epoch: bigint; feeBps: bigint }>()
  readonly #markets = new Map<string, { arbiter: Address; feeBps: bigint; open: boolean }>()
  /** Credits, bonds and fees by kind, token and account. */
  readonly #sums = new Map<string, bigint>()
  #treasury: Address
  #guardian: Address

  /** Starts with what the deployment's own events say. */
  constructor({ treasury, guardian }: { treasury: Address; guardian: Address }) {
    this.#treasury = treasury
    this.#guardian = guardian
  }

  /** Takes in the logs of one call. */
  see(logs: readonly ChainLog[], at: bigint): void {
    for (const { topics, data, blockNumber } of logs) {
      const event = decodeEventLog({ abi: escrowAbi, topics: topics as [], data: data as `0x${string}` })
      this.#apply(event as Event, at, BigInt(blockNumber))
    }
  }

  /** Everything in which the model, which equals the contract, says something else. */
  differences(model: Model): string[] {
    const found: string[] = []
    const compare = (what: string, folded: unknown, stored: unknown) => {
      if (folded !== stored) found.push(`${what}: ${folded} by the events, ${stored} in storage`)
    }
    for (const [id, { terms, bondToRenter, ...rental }] of this.#rentals) {
      const stored = model.stateOf(id)
      for (const [name, value] of Object.entries(rental))
        compare(`${name} of ${id}`, value, stored[name as keyof State])
      const machine = model.machine(terms.host, terms.machine)
      for (const [name, value] of Object.entries(this.#machine(terms))) {
        compare(`${name} of ${terms.machine}`, value, machine[name as keyof typeof machine])
      }
    }
    for (const [account, host] of this.#hosts) {
      const stored = model.host(account as Address)
      for (const [name, value] of Object.entries(host))
        compare(`${name} of ${account}`, value, stored[name as "signer"])
    }
    for (const [token, market] of this.#markets) {
      const stored = model.market(token as Address)
      for (const [name, value] of Object.entries(market))
        compare(`${name} of ${token}`, value, stored[name as "arbiter"])
    }
    for (const [key, sum] of this.#sums) {
      const [kind, token, account] = key.split(" ") as [string, Address, Address]
      const stored = { credit: model.credit, bond: model.bond, fee: model.fee }[kind as "credit"]
      compare(key, sum, stored.call(model, token, account))
    }
    compare("treasury", this.#treasury, model.treasury)
    compare("guardian", this.#guardian, model.guardian)
    return found
  }

  #apply({ eventName, args }: Event, at: bigint, block: bigint): void {
    switch (eventName) {
      case "Deposited":
        this.#deposited(args, at, block)
        break
      case "Started": {
        const rental = this.#rental(args.id)
        Object.assign(rental, { status: "Active", since: at })
        this.#machine(rental.terms).busyUntil = at + rental.duration
        break
      }
      case "Extended": {
        const rental = this.#rental(args.id)
        const { terms } = rental
        const bondBefore = bondOf(rental)
        rental.duration = BigInt(args.duration)
        this.#machine(terms).busyUntil = rental.since + rental.duration
        this.#add("bond", terms.token, terms.host, bondBefore - bondOf(rental))
        break
      }
      case "Interrupted": {
        const rental = this.#rental(args.id)
        const billedSeconds = BigInt(args.billedSeconds)
        Object.assign(rental, { status: "Interrupted", since: at, billedSeconds, interrupted: true })
        this.#vacate(rental, at, true)
        break
      }
      case "Disputed": {
        const rental = this.#rental(args.id)
        const isRunning = rental.status === "Active" && at < rental.since + rental.duration
        if (isRunning) this.#vacate(rental, at, true)
        Object.assign(rental, { status: "Disputed", since: at, billedSeconds: BigInt(args.billedSeconds) })
        break
      }
      case "Refunded": {
        const rental = this.#rental(args.id)
        rental.refundedSeconds = BigInt(args.refundedSeconds)
        if (rental.status === "Disputed") rental.settlingUntil = settlingUntil(rental, at)
        break
      }
      case "Paid": {
        const rental = this.#rental(args.id)
        rental.paidSeconds = BigInt(args.paidSeconds)
        this.#add("fee", rental.terms.token, ZERO, args.fee)
        break
      }
      case "Compensated": {
        const rental = this.#rental(args.id)
        // An interruption's compensation is no longer locked when it closes.
        if (rental.status === "Funded") rental.bondToRenter = args.amount
        break
      }
      case "Resolved":
        this.#rental(args.id).bondToRenter = args.bondToRenter
        break
      case "Closed":
        this.#closed(args, at)
        break
      case "Credited":
        this.#add("credit", args.token, args.account, args.amount)
        break
      case "Withdrawn":
        this.#add("credit", args.token, args.account, -args.amount)
        break
      case "BondFunded":
        this.#add("bond", args.token, args.host, args.amount)
        break
      case "BondWithdrawn":
        this.#add("bond", args.token, args.host, -args.amount)
        break
      case "FeesCollected":
        this.#add("fee", args.token, ZERO, -args.amount)
        break
      case "OffersRevoked":
        this.#machine({ host: lower(args.host), machine: args.machine }).nonce = BigInt(args.nonce)
        break
      case "SignerSet":
        Object.assign(this.#host(args.host), { signer: lower(args.signer), epoch: BigInt(args.epoch) })
        break
      case "HostFeeSet":
        this.#host(args.host).feeBps = BigInt(args.feeBps)
        break
      case "MarketSet": {
        const { arbiter, feeBps, open } = args
        this.#markets.set(lower(args.token), { arbiter: lower(arbiter), feeBps: BigInt(feeBps), open })
        break
      }
      case "TreasurySet":
        this.#treasury = lower(args.treasury)
        break
      case "GuardianSet":
        this.#guardian = lower(args.guardian)
        break
      default:
        break
    }
  }

  #deposited(args: Extract<Event, { eventName: "Deposited" }>["args"], at: bigint, block: bigint): void {
    const { offer } = args.rental
    const terms = {
      host: lower(offer.host),
      machine: offer.machine,
      token: lower(offer.token),
      pricePerHour: offer.pricePerHour,
      bond: offer.bond,
      minDuration: BigInt(offer.minDuration),
      startWindow: BigInt(offer.startWindow),
    }
    // Without its own event a market would be closed, and not take this deposit.
    entry(this.#markets, terms.token, { arbiter: ZERO, feeBps: 0n, open: false })
    const startsNow = terms.startWindow === 0n
    const rental: Rental = {
      terms,
      bondToRenter: 0n,
      status: startsNow ? "Active" : "Funded",
      feeBps: BigInt(args.feeBps),
      depositBlock: block,
      since: at,
      duration: BigInt(args.duration),
      billedSeconds: 0n,
      paidSeconds: 0n,
      refundedSeconds: 0n,
      interrupted: false,
      settlingUntil: 0n,
    }
    this.#rentals.set(args.id.slice(2), rental)
    const busyUntil = startsNow ? at + BigInt(args.duration) : RESERVED
    Object.assign(this.#machine(terms), { busyUntil, depositBlock: block })
    this.#add("bond", terms.token, terms.host, -bondOf(rental))
  }

  #closed(args: Extract<Event, { eventName: "Closed" }>["args"], at: bigint): void {
    const rental = this.#rental(args.id)
    const { terms, duration, billedSeconds, interrupted } = rental
    const reason = reasons[args.reason]
    const end = rental.since + duration
    const isOff = reason === "Declined" || reason === "NoShow"
    if (isOff || reason === "Cancelled" || (reason === "Released" && at < end)) this.#vacate(rental, at, isOff)
    const bond = bondOf(rental)
    const lost = interrupted ? (bond * (duration - billedSeconds)) / duration : 0n
    this.#add("bond", terms.token, terms.host, bond - lost - rental.bondToRenter)
    this.#add("fee", terms.token, ZERO, args.fee)
    rental.billedSeconds = billedAt(rental, reason, at)
    Object.assign(rental, { status: "Closed", since: at })
  }

  #vacate({ terms }: Rental, at: bigint, revokes: boolean): void {
    const machine = this.#machine(terms)
    machine.busyUntil = at
    if (revokes) machine.nonce += 1n
  }

  #rental(id: string): Rental {
    const rental = this.#rentals.get(id.slice(2))
    if (!rental) throw new Error(`${id} has an event before it was deposited.`)
    return rental
  }

  #machine({ host, machine }: Pick<Terms, "host" | "machine">) {
    return entry(this.#machines, `${host} ${machine}`, { busyUntil: 0n, nonce: 0n, depositBlock: 0n })
  }

  #host(account: string) {
    return entry(this.#hosts, lower(account), { signer: ZERO, epoch: 0n, feeBps: 0n })
  }

  #add(kind: string, token: string, account: string, amount: bigint): void {
    const key = `${kind} ${lower(token)} ${lower(account)}`
    this.#sums.set(key, (this.#sums.get(key) ?? 0n) + amount)
  }
}

function billedAt(rental: Rental, reason: string | undefined, at: bigint): bigint {
  const { status, billedSeconds, since, duration, terms } = rental
  if (status === "Funded") return 0n
  if (reason !== "Released") return status === "Active" ? duration : billedSeconds
  const elapsed = at - since
  const billed = elapsed > terms.minDuration ? elapsed : terms.minDuration
  return billed < duration ? billed : duration
}

/** Minutes of the dispute after which a refund at this moment leaves nothing to concede free; the largest if all is refunded. */
function settlingUntil({ terms, since, billedSeconds, paidSeconds, refundedSeconds }: Rental, at: bigint): bigint {
  const contested = cost(terms, billedSeconds - refundedSeconds) - cost(terms, paidSeconds)
  return contested === 0n ? 2n ** 16n - 1n : (at - since + DAY + 59n) / 60n
}

function bondOf({ terms, duration }: Rental): bigint {
  const most = 20n * cost(terms, duration)
  return terms.bond < most ? terms.bond : most
}

function cost({ pricePerHour }: Terms, seconds: bigint): bigint {
  return (pricePerHour * seconds) / 3600n
}

function entry<Value>(map: Map<string, Value>, key: string, fresh: Value): Value {
  const value = map.get(key) ?? fresh
  map.set(key, value)
  return value
}

function lower(address: string): Address {
  return address.toLowerCase() as Address
}
