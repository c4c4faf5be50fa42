// What each event changes. The rows that it touches must have been loaded.
import { bondLocked, cost, RESERVED, type Reason } from "@gpuflow/escrow"

import { contributionOf, depositedRental, type FoldedRental, heldBy } from "./foldedRental.ts"
import type { HistoryEvent, MachineState } from "./historyEvent.ts"
import { Sums } from "./sums.ts"

const ZERO = "0x0000000000000000000000000000000000000000"
const DAY = 86_400n
const ALL_REFUNDED = 2n ** 16n - 1n

export interface HostState {
  signer: string | null
  epoch: bigint
  fee_bps: bigint
}

export interface MandateState {
  readonly rental: string
  readonly renter: string
  executions: bigint
  spent: bigint
  tips: bigint
  last_at: bigint
}

/** Thrown for an event whose rental the tables lack: they are not what the chain's events make. Build them again. */
export class HistoryDamagedError extends Error {
  override readonly name = "HistoryDamagedError"
}

export const machineKey = (host: string, machine: string): string => `${host} ${machine}`

/** Rows by key, and the sums that the events change. A row that a removal takes away is null. */
export class Fold {
  readonly rentals = new Map<string, FoldedRental>()
  readonly machines = new Map<string, MachineState>()
  readonly hosts = new Map<string, HostState>()
  readonly mandates = new Map<string, MandateState>()
  readonly markets = new Map<string, { arbiter: string; fee_bps: bigint; open: boolean }>()
  /** Null: nobody holds the role. */
  readonly roles = new Map<string, string | null>()
  readonly revocations = new Map<string, { epoch: bigint; revoked_at: bigint }>()
  readonly sums = new Sums()

  apply(event: HistoryEvent): void {
    if (event.contract === "mandate") this.#applyMandate(event)
    else if (event.contract === "escrow") this.#applyEscrow(event)
  }

  /** Adds what the rentals contribute now and did not before. */
  closeSums(before: ReadonlyMap<string, FoldedRental>): void {
    for (const [id, rental] of this.rentals) {
      const earlier = before.get(id)
      const { host, token } = rental.offer
      const change = { before: earlier && contributionOf(earlier), after: contributionOf(rental) }
      this.sums.rental({ host, token }, change)
    }
  }

  /** Copies of the rentals as they are now. */
  snapshot(): Map<string, FoldedRental> {
    return new Map([...this.rentals].map(([id, rental]) => [id, { ...rental, state: { ...rental.state } }]))
  }

  #applyMandate({ name, args, rental, renter, timestamp }: HistoryEvent): void {
    const text = (field: string) => String(args[field])
    if (name === "MandateExecuted") {
      const key = text("mandate")
      const mandate = entry(this.mandates, key, () => ({
        rental: rental ?? "",
        renter: renter ?? "",
        executions: 0n,
        spent: 0n,
        tips: 0n,
        last_at: 0n,
      }))
      mandate.executions += 1n
      mandate.spent += BigInt(text("amount"))
      mandate.tips += BigInt(text("tip"))
      mandate.last_at = timestamp
    } else if (name === "MandateRevoked") {
      this.revocations.set(`${renter} ${text("salt")}`, { epoch: 0n, revoked_at: timestamp })
    } else if (name === "AllMandatesRevoked") {
      this.revocations.set(`${renter} `, { epoch: BigInt(text("epoch")), revoked_at: timestamp })
    }
  }

  #applyEscrow(event: HistoryEvent): void {
    const { name, args, timestamp: at } = event
    const text = (field: string) => String(args[field])
    const amount = (field: string) => BigInt(text(field))
    switch (name) {
      case "Deposited":
        this.#deposited(event)
        return
      case "Started": {
        const rental = this.#rental(event)
        Object.assign(rental.state, { status: "Active", since: at })
        rental.startedAt = at
        rental.endsAt = at + rental.state.duration
        this.#occupy(event, rental, { busy_until: rental.endsAt })
        return
      }
      case "Extended": {
        const rental = this.#rental(event)
        rental.deposited += amount("amount")
        rental.state.duration = amount("duration")
        rental.endsAt = rental.state.since + rental.state.duration
        this.#lockBond(rental)
        this.#occupy(event, rental, { busy_until: rental.endsAt })
        return
      }
      case "Interrupted": {
        const rental = this.#rental(event)
        rental.toRenter += amount("refund")
        const billedSeconds = amount("billedSeconds")
        Object.assign(rental.state, { status: "Interrupted", since: at, billedSeconds, interrupted: true })
        rental.endsAt = at
        // What it loses leaves the escrow, and is no free bond.
        rental.bondLocked = bondLocked(rental.offer, rental.state)
        this.#vacate(event, rental, true)
        return
      }
      case "Compensated": {
        const rental = this.#rental(event)
        rental.bondToRenter += amount("amount")
        // Before the start it is a part of the bond that the closing gives back.
        if (rental.state.status === "Funded") rental.bondLost = amount("amount")
        return
      }
      case "Refunded": {
        const rental = this.#rental(event)
        const { state } = rental
        rental.toRenter += amount("amount")
        rental.stake -= amount("stakeReturned")
        rental.stakeToRenter += amount("stakeReturned")
        state.refundedSeconds = amount("refundedSeconds")
        if (state.status === "Disputed") state.settlingUntil = settlingUntil(rental, at)
        return
      }
      case "Paid": {
        const rental = this.#rental(event)
        rental.state.paidSeconds = amount("paidSeconds")
        this.#pay(event, rental)
        return
      }
      case "Disputed":
        this.#disputed(event)
        return
      case "EvidenceSubmitted":
        this.#rental(event)
        return
      case "Resolved": {
        const rental = this.#rental(event)
        rental.hostBps = amount("hostBps")
        rental.stake = 0n
        rental.stakeToHost += amount("stakeToHost")
        rental.stakeToRenter += amount("stakeToRenter")
        rental.bondToRenter += amount("bondToRenter")
        rental.bondLost = amount("bondToRenter")
        return
      }
      case "StakeReleased": {
        const rental = this.#rental(event)
        rental.stake -= amount("amount")
        if (text("to") === rental.terms.renter) rental.stakeToRenter += amount("amount")
        else rental.stakeToHost += amount("amount")
        return
      }
      case "Closed":
        this.#closed(event)
        return
      case "Credited":
        this.sums.balance("credit", text("token"), text("account"), amount("amount"))
        return
      case "Withdrawn":
        this.sums.balance("credit", text("token"), text("account"), -amount("amount"))
        return
      case "BondFunded":
        this.sums.balance("bond", text("token"), text("host"), amount("amount"))
        return
      case "BondWithdrawn":
        this.sums.balance("bond", text("token"), text("host"), -amount("amount"))
        return
      case "FeesCollected":
        this.sums.balance("fee", text("token"), ZERO, -amount("amount"))
        return
      case "OffersRevoked": {
        const [host, machine] = [text("host"), text("machine")]
        this.#setMachine(event, { host, machine }, { nonce: amount("nonce") })
        return
      }
      default:
        this.#administer(event)
        return
    }
  }

  #administer({ name, args }: HistoryEvent): void {
    const text = (field: string) => String(args[field])
    const amount = (field: string) => BigInt(text(field))
    const held = (account: string) => (account === ZERO ? null : account)
    const host = () => entry(this.hosts, text("host"), () => ({ signer: null, epoch: 0n, fee_bps: 0n }))
    switch (name) {
      case "SignerSet":
        Object.assign(host(), { signer: held(text("signer")), epoch: amount("epoch") })
        break
      case "HostFeeSet":
        host().fee_bps = amount("feeBps")
        break
      case "MarketSet":
        this.markets.set(text("token"), {
          arbiter: text("arbiter"),
          fee_bps: amount("feeBps"),
          open: args["open"] === true,
        })
        break
      case "TreasurySet":
        this.roles.set("treasury", held(text("treasury")))
        break
      case "GuardianSet":
        this.roles.set("guardian", held(text("guardian")))
        break
      case "OwnershipTransferStarted":
        this.roles.set("pendingOwner", held(text("newOwner")))
        break
      case "OwnershipTransferred":
        this.roles.set("owner", held(text("newOwner")))
        this.roles.set("pendingOwner", null)
        break
      default:
        break
    }
  }

  #deposited(event: HistoryEvent): void {
    const rental = depositedRental(event)
    this.rentals.set(rental.id, rental)
    const { host, token, machine } = rental.offer
    this.sums.balance("bond", token, host, -rental.bondLocked)
    const busy_until = rental.endsAt ?? RESERVED
    this.#setMachine(event, { host, machine }, { busy_until, deposit_block: event.block })
  }

  #disputed(event: HistoryEvent): void {
    const rental = this.#rental(event)
    const { args, timestamp: at } = event
    const { state } = rental
    const isRunning = state.status === "Active" && at < state.since + state.duration
    if (isRunning) {
      rental.endsAt = at
      this.#vacate(event, rental, true)
    }
    const contested = BigInt(String(args["contested"]))
    rental.toRenter += heldBy(rental) - contested
    rental.contested = contested
    rental.stake = BigInt(String(args["stake"]))
    rental.disputedAt = at
    Object.assign(state, { status: "Disputed", since: at, billedSeconds: BigInt(String(args["billedSeconds"])) })
  }

  #closed(event: HistoryEvent): void {
    const rental = this.#rental(event)
    const { args, timestamp: at } = event
    const { state, offer } = rental
    const reason = args["reason"] as Reason
    const end = state.since + state.duration
    const isOff = reason === "Declined" || reason === "NoShow"
    const endsNow = reason === "Released" && state.status === "Active" && at < end
    if (endsNow) rental.endsAt = at
    if (isOff || reason === "Cancelled" || endsNow) this.#vacate(event, rental, isOff)
    this.sums.balance("bond", offer.token, offer.host, rental.bondLocked - rental.bondLost)
    rental.bondLocked = 0n
    rental.bondLost = 0n
    rental.toRenter += BigInt(String(args["toRenter"]))
    this.#pay(event, rental)
    state.billedSeconds = billedAt(rental, reason, at)
    Object.assign(state, { status: "Closed", since: at })
    rental.reason = reason
    rental.closedAt = at
  }

  #pay({ args, timestamp }: HistoryEvent, rental: FoldedRental): void {
    const { host, machine, token } = rental.offer
    const paid = { toHost: BigInt(String(args["toHost"])), fee: BigInt(String(args["fee"])) }
    rental.toHost += paid.toHost
    rental.fee += paid.fee
    this.sums.balance("fee", token, ZERO, paid.fee)
    this.sums.payout({ host, machine, token, timestamp }, paid)
  }

  #lockBond(rental: FoldedRental): void {
    const { offer, state } = rental
    const locked = bondLocked(offer, state)
    this.sums.balance("bond", offer.token, offer.host, rental.bondLocked - locked)
    rental.bondLocked = locked
  }

  #occupy(event: HistoryEvent, { offer }: FoldedRental, change: Partial<MachineState>): void {
    this.#setMachine(event, offer, change)
  }

  /** Ends the machine's reservation. What kills its offers raises its nonce. */
  #vacate(event: HistoryEvent, { offer }: FoldedRental, revokes: boolean): void {
    const { nonce } = this.#machine(offer)
    this.#setMachine(event, offer, { busy_until: event.timestamp, nonce: revokes ? nonce + 1n : nonce })
  }

  #machine({ host, machine }: { readonly host: string; readonly machine: string }): MachineState {
    return entry(this.machines, machineKey(host, machine), () => ({ nonce: 0n, busy_until: 0n, deposit_block: 0n }))
  }

  #setMachine(
    event: HistoryEvent,
    of: { readonly host: string; readonly machine: string },
    change: Partial<MachineState>,
  ): void {
    const state = Object.assign(this.#machine(of), change)
    event.host = of.host
    event.machine = of.machine
    event.machine_state = { ...state }
  }

  #rental({ rental: id, block, name }: HistoryEvent): FoldedRental {
    const rental = this.rentals.get(id ?? "")
    if (!rental)
      throw new HistoryDamagedError(`${name} in block ${block} is about the rental ${id}, which is not known.`)
    rental.changedBlock = block
    return rental
  }
}

function billedAt({ state, offer }: FoldedRental, reason: Reason, at: bigint): bigint {
  const { status, billedSeconds, since, duration } = state
  if (status === "Funded") return 0n
  if (reason !== "Released") return status === "Active" ? duration : billedSeconds
  if (status !== "Active") return billedSeconds
  const elapsed = at - since
  const billed = elapsed > offer.minDuration ? elapsed : offer.minDuration
  return billed < duration ? billed : duration
}

/** Minutes of the dispute from which conceding is charged again; the largest number if nothing is contested any more. */
function settlingUntil({ state, offer }: FoldedRental, at: bigint): bigint {
  const { billedSeconds, refundedSeconds, paidSeconds, since } = state
  const contested = cost(offer.pricePerHour, billedSeconds - refundedSeconds) - cost(offer.pricePerHour, paidSeconds)
  return contested === 0n ? ALL_REFUNDED : (at - since + DAY + 59n) / 60n
}

function entry<value>(map: Map<string, value>, key: string, fresh: () => value): value {
  let found = map.get(key)
  if (found === undefined) {
    found = fresh()
    map.set(key, found)
  }
  return found
}
