// The rental protocol as a plain state machine over bigint, written from docs/protocol.md alone. It shares no code with
// the contracts nor the SDK, and is as naive as the page allows: every amount is derived from the page's formula at the
// moment it is needed.
import type { Call } from "./calls.ts"
import type { Offer, Terms } from "./terms.ts"
import { type Address, selector, tail, topic, utf8, type Word, words, ZERO } from "./words.ts"

const DAY = 86_400n
const MINUTE = 60n
const EVIDENCE_WINDOW = DAY
const ARBITRATION_WINDOW = 14n * DAY
const CONCESSION_FLOOR = EVIDENCE_WINDOW / 10n
const MAX_BOND_MULTIPLE = 20n
/** `settlingUntil` of a dispute in which a refund left nothing contested. */
const FREE_THROUGHOUT = 2n ** 16n - 1n
const RESERVED = 2n ** 40n - 1n

export const STATUS = { None: 0n, Funded: 1n, Active: 2n, Interrupted: 3n, Disputed: 4n, Closed: 5n } as const
const REASON = {
  Completed: 0n,
  Released: 1n,
  Interrupted: 2n,
  Cancelled: 3n,
  Declined: 4n,
  NoShow: 5n,
  Conceded: 6n,
  Resolved: 7n,
  ArbitrationTimeout: 8n,
} as const
type Reason = keyof typeof REASON

export type State = {
  status: keyof typeof STATUS
  feeBps: bigint
  depositBlock: bigint
  since: bigint
  duration: bigint
  billedSeconds: bigint
  paidSeconds: bigint
  refundedSeconds: bigint
  interrupted: boolean
  settlingUntil: bigint
}

type Market = { arbiter: Address; feeBps: bigint; open: boolean }
type Host = { signer: Address; epoch: bigint; feeBps: bigint }
type Machine = { busyUntil: bigint; nonce: bigint; depositBlock: bigint }

/** An event as it must appear: `signature` for people, `wire` for the comparison. */
export type Log = { readonly signature: string; readonly wire: string }

/** What a call must do: fail with one of these errors, or succeed with exactly this. `rules` are the rules it tried. */
export type Outcome =
  | { readonly ok: false; readonly errors: ReadonlyMap<string, string>; readonly rules: readonly Rule[] }
  | {
      readonly ok: true
      readonly returned: string
      readonly logs: readonly Log[]
      readonly credited: readonly string[]
      readonly rules: readonly Rule[]
    }

/**
 * Cases that the page distinguishes and no event tells apart, each with the end of a call to which it applies. They are
 * counted to show that lives reach each of them.
 */
export const RULES = {
  "deposit: the offer's whole bond is locked": "success",
  "deposit: 20 prices are less than the offer's bond": "success",
  "deposit: the renter is the token": "InvalidRenter",
  "extend: the bond grows to the offer's": "success",
  "extend: the bond grows to 20 prices": "success",
  "extend: the free bond is too small for what is added": "InsufficientBond",
  "extend: the same total again": "DurationOutOfBounds",
  "extend: a smaller total": "DurationOutOfBounds",
  "refund: the same total again": "RefundOutOfBounds",
  "refund: a smaller total": "RefundOutOfBounds",
  "refund: more than can be refunded": "RefundOutOfBounds",
  "refund: a day to concede free begins in a dispute": "success",
  "refund: nothing is contested any more in a dispute": "success",
  "stop: exactly the maximum goes to the payee": "success",
  "stop: one unit more than the maximum would go to the payee": "TooMuch",
  "interrupt: exactly the maximum leaves the bond": "success",
  "interrupt: one unit more than the maximum would leave the bond": "TooMuch",
  "concede: charged for the time so far": "success",
  "concede: charged the whole stake": "success",
  "concede: free within a day of a refund": "success",
  "concede: free since nothing is contested": "success",
  "concede: charged again after the free day": "success",
  "concede: the charge rounds down to nothing": "success",
  "concede: both sides get a part of the stake": "success",
  "time-out: a tenth of the stake is lost": "success",
  "time-out: free within a day of a refund": "success",
  "time-out: free since nothing is contested": "success",
  "rolling: nothing is paid, since it would be worth nothing": "success",
} as const
type Rule = keyof typeof RULES

export type Moment = { readonly now: bigint; readonly block: bigint }

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)

const cost = (offer: Offer, seconds: bigint): bigint => (offer.pricePerHour * seconds) / 3600n
const bondOf = (offer: Offer, duration: bigint): bigint => min(offer.bond, MAX_BOND_MULTIPLE * cost(offer, duration))
const feeOn = (gross: bigint, feeBps: bigint): bigint => (gross * feeBps) / 10_000n

/** Thrown inside a verb once all its broken requirements are collected. */
class Refused extends Error {
  readonly errors: ReadonlyMap<string, string>
  constructor(errors: ReadonlyMap<string, string>) {
    super("refused")
    this.errors = errors
  }
}

/** Which requirements a call breaks. The page does not say which is looked at first: any of them may be reported. */
class Requirements {
  readonly #broken = new Map<string, string>()

  require(truth: boolean, signature: string, ...given: readonly Word[]): void {
    if (!truth) this.#broken.set(selector(signature) + words(...given), `${signature}: ${given.join(", ")}`)
  }

  check(): void {
    if (this.#broken.size > 0) throw new Refused(this.#broken)
  }
}

export class Model {
  readonly escrow: Address
  readonly owner: Address
  guardian: Address
  treasury: Address
  readonly rentals = new Map<string, State>()
  /** Token and account that cannot receive (native) or neither send nor receive (ERC-20). */
  readonly refusing = new Set<string>()
  /** Accounts with code, which answer ERC-1271. */
  readonly contracts: ReadonlySet<Address>
  /** Accounts that let the escrow pull. */
  readonly approving: ReadonlySet<Address>
  readonly #markets = new Map<Address, Market>()
  readonly #hosts = new Map<Address, Host>()
  readonly #machines = new Map<string, Machine>()
  readonly #credits = new Map<string, bigint>()
  readonly #bonds = new Map<string, bigint>()
  readonly #fees = new Map<Address, bigint>()
  readonly #balances = new Map<string, bigint>()

  #now = 0n
  #block = 0n
  #logs: Log[] = []
  #credited = new Map<string, bigint>()
  #rules: Rule[] = []

  constructor(parameters: {
    escrow: Address
    owner: Address
    guardian: Address
    treasury: Address
    contracts: ReadonlySet<Address>
    approving: ReadonlySet<Address>
  }) {
    this.escrow = parameters.escrow
    this.owner = parameters.owner
    this.guardian = parameters.guardian
    this.treasury = parameters.treasury
    this.contracts = parameters.contracts
    this.approving = parameters.approving
  }

  /** Plays one call. A refused call changes nothing. */
  play(caller: Address, value: bigint, call: Call, moment: Moment): Outcome {
    this.#now = moment.now
    this.#block = moment.block
    this.#logs = []
    this.#credited = new Map()
    this.#rules = []
    try {
      const returned = this.#run(caller, value, call)
      const credited = [...this.#credited].map(([key, amount]) => {
        const [token = "", account = ""] = key.split(":")
        return words(token, account, amount)
      })
      return { ok: true, returned, logs: this.#logs, credited: credited.sort(), rules: this.#rules }
    } catch (error) {
      if (error instanceof Refused) return { ok: false, errors: error.errors, rules: this.#rules }
      throw error
    }
  }

  #run(caller: Address, value: bigint, call: Call): string {
    switch (call.verb) {
      case "deposit":
        return this.#deposit(caller, value, call)
      case "start":
        return this.#start(caller, call.rental)
      case "extend":
        return this.#extend(caller, value, call.rental, call.duration)
      case "stop":
        return this.#stop(caller, call.rental, call.maxToHost)
      case "interrupt":
        return this.#interrupt(caller, call.rental, call.maxFromBond)
      case "refund":
        return this.#refund(caller, call.rental, call.refundedSeconds)
      case "settle":
        return this.#settle(call.rental)
      case "settleMany": {
        const settled = call.rentals.filter((rental) => this.#settleDue(rental)).length
        return words(BigInt(settled))
      }
      case "dispute":
        return this.#dispute(caller, value, call.rental, call.evidenceURI)
      case "submitEvidence":
        return this.#submitEvidence(caller, call.rental, call.evidenceURI)
      case "resolve":
        return this.#resolve(caller, call.rental, call.hostBps)
      case "fundBond":
        return this.#fundBond(caller, value, call.token, call.amount)
      case "withdrawBond":
        return this.#withdrawBond(caller, call.token, call.amount, call.to)
      case "revokeOffers": {
        const machine = this.machine(caller, call.machine)
        machine.nonce += 1n
        this.#log("OffersRevoked(address,bytes32,uint32)", [caller, call.machine], words(machine.nonce))
        return ""
      }
      case "setSigner": {
        const host = this.host(caller)
        host.signer = call.signer
        host.epoch += 1n
        this.#log("SignerSet(address,address,uint32)", [caller], words(host.signer, host.epoch))
        return ""
      }
      case "withdraw":
        return this.#withdraw(caller, call.token, call.account, call.to)
      case "collectFees":
        return this.#collectFees(call.token)
      case "setMarket":
        return this.#setMarket(caller, call)
      case "closeMarket": {
        const market = this.market(call.token)
        this.#demand((r) => r.require(caller === this.guardian, "NotGuardian(address,address)", caller, this.guardian))
        market.open = false
        this.#logMarket(call.token)
        return ""
      }
      case "setHostFee":
        this.#demand((r) => {
          this.#requireOwner(r, caller)
          if (call.feeBps !== 0n) requireFee(r, call.feeBps)
        })
        this.host(call.host).feeBps = call.feeBps
        this.#log("HostFeeSet(address,uint16)", [call.host], words(call.feeBps))
        return ""
      case "setTreasury":
        this.#demand((r) => {
          this.#requireOwner(r, caller)
          const usable = call.account !== ZERO && call.account !== this.escrow
          r.require(usable, "InvalidTreasury(address)", call.account)
        })
        this.treasury = call.account
        this.#log("TreasurySet(address)", [], words(call.account))
        return ""
      case "setGuardian":
        this.#demand((r) => this.#requireOwner(r, caller))
        this.guardian = call.account
        this.#log("GuardianSet(address)", [], words(call.account))
        return ""
      case "refuse": {
        const key = `${call.token}:${call.account}`
        if (call.on) this.refusing.add(key)
        else this.refusing.delete(key)
        return ""
      }
      case "look":
        return ""
    }
  }

  // The life of a rental

  #deposit(caller: Address, value: bigint, call: Extract<Call, { verb: "deposit" }>): string {
    const { rental, duration, signature } = call
    const { offer, renter, id } = rental
    const market = this.market(offer.token)
    const host = this.host(offer.host)
    const machine = this.machine(offer.host, offer.machine)
    const amount = cost(offer, duration)
    const bond = bondOf(offer, duration)
    const feeBps = host.feeBps === 0n ? market.feeBps : host.feeBps
    const signer = host.signer === ZERO ? offer.host : host.signer
    const genuine = signature.by === signer.toLowerCase() || (signature.by === "contract" && this.contracts.has(signer))
    const arbiter = offer.arbiter
    const zeroHost = offer.host === ZERO

    if (offer.bond > 0n) {
      this.#tries(
        bond === offer.bond
          ? "deposit: the offer's whole bond is locked"
          : "deposit: 20 prices are less than the offer's bond",
      )
    }
    if (renter === offer.token && renter !== ZERO) this.#tries("deposit: the renter is the token")
    this.#demand((r) => {
      r.require(this.#state(id).status === "None", "RentalExists(bytes32)", `0x${id}`)
      r.require(market.open, "MarketNotOpen(address)", offer.token)
      r.require(market.arbiter === arbiter, "WrongArbiter(address,address)", arbiter, market.arbiter)
      r.require(this.#now < offer.expiry, "OfferExpired(uint256)", offer.expiry)
      r.require(offer.epoch === host.epoch, "WrongEpoch(uint32,uint32)", offer.epoch, host.epoch)
      r.require(offer.nonce === machine.nonce, "WrongNonce(uint32,uint32)", offer.nonce, machine.nonce)
      r.require(this.#now >= machine.busyUntil, "MachineBusy(uint256)", machine.busyUntil)
      const welcome = offer.renter === ZERO || offer.renter === renter
      r.require(welcome, "WrongRenter(address,address)", renter, offer.renter)
      r.require(!zeroHost, "InvalidHost(address)", offer.host)
      const somebody = renter !== ZERO && renter !== this.escrow && renter !== offer.token
      r.require(somebody && renter !== offer.host, "InvalidRenter(address)", renter)
      const properArbiter = arbiter !== ZERO && arbiter !== offer.host && arbiter !== renter
      r.require(properArbiter, "InvalidArbiter(address)", arbiter)
      const properOperator = offer.operator === ZERO || (offer.operator !== renter && offer.operator !== arbiter)
      r.require(properOperator, "InvalidOperator(address)", offer.operator)
      const { payee } = offer
      const properPayee = payee !== ZERO && payee !== this.escrow && payee !== arbiter && payee !== offer.token
      r.require(properPayee, "InvalidPayee(address)", payee)
      r.require(feeBps <= offer.maxFeeBps, "FeeAboveMaximum(uint16,uint16)", feeBps, offer.maxFeeBps)
      r.require(offer.startWindow <= DAY, "StartWindowTooLong(uint256,uint256)", offer.startWindow, DAY)
      const challenge = offer.challengeWindow
      const signature_ = "ChallengeWindowOutOfBounds(uint256,uint256,uint256)"
      r.require(challenge >= 900n && challenge <= 7n * DAY, signature_, challenge, 900n, 7n * DAY)
      r.require(offer.minDuration >= 1n, "MinDurationZero()")
      const longest = 400n * DAY
      r.require(offer.maxDuration <= longest, "MaxDurationTooLong(uint256,uint256)", offer.maxDuration, longest)
      requireDuration(r, duration, offer.minDuration, offer.maxDuration)
      r.require(genuine, "InvalidSignature(address)", signer)
      r.require(amount > 0n, "ZeroAmount()")
      const free = this.bond(offer.token, offer.host)
      r.require(free >= bond, "InsufficientBond(uint256,uint256)", free, bond)
      this.#requirePull(r, offer.token, caller, amount, value)
    })

    this.#addBond(offer.token, offer.host, -bond)
    const instant = offer.startWindow === 0n
    this.rentals.set(id, {
      status: instant ? "Active" : "Funded",
      feeBps,
      depositBlock: this.#block,
      since: this.#now,
      duration,
      billedSeconds: 0n,
      paidSeconds: 0n,
      refundedSeconds: 0n,
      interrupted: false,
      settlingUntil: 0n,
    })
    const previous = machine.depositBlock
    machine.busyUntil = instant ? this.#now + duration : RESERVED
    machine.depositBlock = this.#block
    const data = rental.encoded + words(duration, amount, feeBps, caller, previous)
    const parties = [`0x${id}`, offer.host, renter]
    this.#log(`Deposited(bytes32,address,address,${RENTAL},uint32,uint256,uint16,address,uint40)`, parties, data)
    this.#move(offer.token, caller, this.escrow, amount)
    return id
  }

  #start(caller: Address, rental: Terms): string {
    const who = (r: Requirements) => requireHostSide(r, caller, rental)
    const state = this.#in(rental, ["Funded"], who)
    const deadline = state.since + rental.offer.startWindow
    this.#demand((r) => {
      who(r)
      r.require(this.#now < deadline, "StartWindowOver(uint256)", deadline)
    })
    state.status = "Active"
    state.since = this.#now
    this.#machineOf(rental).busyUntil = this.#now + state.duration
    this.#log("Started(bytes32)", [`0x${rental.id}`], "")
    return ""
  }

  #extend(caller: Address, value: bigint, rental: Terms, duration: bigint): string {
    const { offer } = rental
    const state = this.#in(rental, ["Active"])
    const market = this.market(offer.token)
    const amount = cost(offer, duration - state.refundedSeconds) - cost(offer, state.duration - state.refundedSeconds)
    const raise = bondOf(offer, duration) - bondOf(offer, state.duration)
    const free = this.bond(offer.token, offer.host)
    const end = state.since + state.duration
    if (duration === state.duration) this.#tries("extend: the same total again")
    if (duration < state.duration) this.#tries("extend: a smaller total")
    if (raise > free) this.#tries("extend: the free bond is too small for what is added")
    else if (raise > 0n) {
      const whole = bondOf(offer, duration) === offer.bond
      this.#tries(whole ? "extend: the bond grows to the offer's" : "extend: the bond grows to 20 prices")
    }
    this.#demand((r) => {
      r.require(this.#now < end, "RentalOver(uint256)", end)
      r.require(market.open, "MarketNotOpen(address)", offer.token)
      r.require(market.arbiter === offer.arbiter, "WrongArbiter(address,address)", offer.arbiter, market.arbiter)
      requireDuration(r, duration, state.duration + 1n, offer.maxDuration)
      if (duration <= state.duration) return
      r.require(amount > 0n, "ZeroAmount()")
      r.require(free >= raise, "InsufficientBond(uint256,uint256)", free, raise)
      this.#requirePull(r, offer.token, caller, amount, value)
    })
    this.#machineOf(rental).busyUntil += duration - state.duration
    state.duration = duration
    this.#addBond(offer.token, offer.host, -raise)
    this.#log("Extended(bytes32,address,uint32,uint256)", [`0x${rental.id}`], words(caller, duration, amount))
    this.#move(offer.token, caller, this.escrow, amount)
    return ""
  }

  #stop(caller: Address, rental: Terms, maxToHost: bigint): string {
    const who = (r: Requirements) => requireRenter(r, caller, rental)
    const state = this.#in(rental, ["Funded", "Active", "Interrupted", "Disputed"], who)
    const startBy = state.since + rental.offer.startWindow
    const arbitrationEnd = state.since + ARBITRATION_WINDOW
    const { reason, billed, forfeited, toPayee } = this.#ifStopped(rental, state)
    if (toPayee === maxToHost) this.#tries("stop: exactly the maximum goes to the payee")
    if (toPayee === maxToHost + 1n) this.#tries("stop: one unit more than the maximum would go to the payee")
    this.#demand((r) => {
      who(r)
      if (state.status === "Funded") r.require(this.#now < startBy, "StartWindowOver(uint256)", startBy)
      if (state.status === "Disputed") {
        r.require(this.#now < arbitrationEnd, "ArbitrationOver(uint256)", arbitrationEnd)
      }
      r.require(toPayee <= maxToHost, "TooMuch(uint256,uint256)", toPayee, maxToHost)
    })
    if (state.status === "Disputed") this.#tellConcession(rental, state, forfeited)
    this.#freeMachine(rental, state)
    this.#releaseStake(rental, state, forfeited)
    this.#close(rental, state, reason, billed)
    return ""
  }

  #interrupt(caller: Address, rental: Terms, maxFromBond: bigint): string {
    const { offer } = rental
    const who = (r: Requirements) => requireHostSide(r, caller, rental)
    const state = this.#in(rental, ["Funded", "Active"], who)
    const startBy = state.since + offer.startWindow
    const end = state.since + state.duration
    const fromBond = this.#ifInterrupted(rental, state)
    if (fromBond === maxFromBond) this.#tries("interrupt: exactly the maximum leaves the bond")
    if (fromBond === maxFromBond + 1n) this.#tries("interrupt: one unit more than the maximum would leave the bond")
    this.#demand((r) => {
      who(r)
      if (state.status === "Funded") r.require(this.#now < startBy, "StartWindowOver(uint256)", startBy)
      else r.require(this.#now < end, "RentalOver(uint256)", end)
      r.require(fromBond <= maxFromBond, "TooMuch(uint256,uint256)", fromBond, maxFromBond)
    })
    if (state.status === "Funded") {
      this.#breakPromise(rental, state, "Declined")
      return ""
    }
    const elapsed = this.#elapsed(state)
    const { refundedSeconds } = state
    const refund = cost(offer, state.duration - refundedSeconds) - cost(offer, elapsed - refundedSeconds)
    this.#freeMachine(rental, state)
    this.#machineOf(rental).nonce += 1n
    state.status = "Interrupted"
    state.since = this.#now
    state.billedSeconds = elapsed
    state.interrupted = true
    this.#log("Interrupted(bytes32,uint32,uint256)", [`0x${rental.id}`], words(elapsed, refund))
    this.#compensate(rental, fromBond)
    this.#pay(offer.token, rental.renter, refund)
    if (this.#atRisk(rental, state) === 0n) this.#close(rental, state, "Interrupted", elapsed)
    return ""
  }

  #refund(caller: Address, rental: Terms, refundedSeconds: bigint): string {
    const { host } = rental.offer
    const who = (r: Requirements) => r.require(caller === host, "NotHost(address,address)", caller, host)
    const state = this.#in(rental, ["Active", "Interrupted", "Disputed"], who)
    const dueAt = this.#closingDueAt(rental, state)
    this.#demand((r) => {
      who(r)
      r.require(this.#now < dueAt, "SettlementDue(uint256)", dueAt)
      if (this.#now >= dueAt) return
      const billed = state.status === "Active" ? this.#elapsed(state) : state.billedSeconds
      const maximum = billed - this.#paidAfterRoll(rental, state)
      const fits = refundedSeconds > state.refundedSeconds && refundedSeconds <= maximum
      if (refundedSeconds > maximum) this.#tries("refund: more than can be refunded")
      else if (refundedSeconds === state.refundedSeconds) this.#tries("refund: the same total again")
      else if (!fits) this.#tries("refund: a smaller total")
      r.require(fits, "RefundOutOfBounds(uint256,uint256)", refundedSeconds, maximum)
    })
    this.#roll(rental, state)
    const held = this.#held(rental, state)
    const stake = this.#stake(rental, state)
    state.refundedSeconds = refundedSeconds
    const contested = this.#held(rental, state)
    const stakeBack = stake - this.#stake(rental, state)
    if (state.status === "Disputed") this.#offerToSettle(state, contested)
    const data = words(refundedSeconds, held - contested, stakeBack)
    this.#log("Refunded(bytes32,uint32,uint256,uint256)", [`0x${rental.id}`], data)
    this.#pay(rental.offer.token, rental.renter, held - contested + stakeBack)
    return ""
  }

  /** A refund in a dispute: conceding is free for a day from now on, or throughout if nothing is contested any more. */
  #offerToSettle(state: State, contested: bigint): void {
    if (contested === 0n) {
      state.settlingUntil = FREE_THROUGHOUT
      this.#tries("refund: nothing is contested any more in a dispute")
      return
    }
    state.settlingUntil = ceilDiv(this.#now - state.since + EVIDENCE_WINDOW, MINUTE)
    this.#tries("refund: a day to concede free begins in a dispute")
  }

  #settle(rental: Terms): string {
    const state = this.#in(rental, ["Funded", "Active", "Interrupted", "Disputed"])
    const dueAt = this.#dueAt(rental, state)
    const settled = this.#settleDue(rental)
    this.#demand((r) => r.require(settled, "NotDue(uint256)", dueAt))
    return ""
  }

  /** Settles if anything is due; says whether it was. */
  #settleDue(rental: Terms): boolean {
    const state = this.#state(rental.id)
    if (state.status === "None" || state.status === "Closed") return false
    if (this.#now < this.#closingDueAt(rental, state)) return this.#roll(rental, state)
    if (state.status === "Funded") {
      this.#breakPromise(rental, state, "NoShow")
    } else if (state.status === "Disputed") {
      this.#releaseStake(rental, state, this.#forfeitedByTimeout(rental, state))
      this.#close(rental, state, "ArbitrationTimeout", state.billedSeconds)
    } else {
      const completed = state.status === "Active"
      this.#close(
        rental,
        state,
        completed ? "Completed" : "Interrupted",
        completed ? state.duration : state.billedSeconds,
      )
    }
    return true
  }

  #dispute(caller: Address, value: bigint, rental: Terms, evidenceURI: string): string {
    const { offer, renter } = rental
    const who = (r: Requirements) => requireRenter(r, caller, rental)
    const state = this.#in(rental, ["Active", "Interrupted"], who)
    const deadline = this.#closingDueAt(rental, state)
    const { after, stake, back } = this.#ifDisputed(rental, state)
    const shortfall = max(stake - back, 0n)
    this.#demand((r) => {
      who(r)
      r.require(this.#now < deadline, "ChallengeWindowOver(uint256)", deadline)
      r.require(this.#atRisk(rental, after) > 0n, "NothingAtRisk()")
      if (offer.token === ZERO) r.require(value >= shortfall, "WrongValue(uint256,uint256)", value, shortfall)
      else this.#requirePull(r, offer.token, caller, shortfall, value)
    })
    const running = state.status === "Active" && this.#now < state.since + state.duration
    this.#roll(rental, state)
    this.#freeMachine(rental, state)
    if (running) this.#machineOf(rental).nonce += 1n
    Object.assign(state, after)
    const contested = this.#held(rental, state)
    const text = words(128n) + tail(utf8(evidenceURI))
    const data = words(state.billedSeconds, contested, stake) + text
    const parties = [`0x${rental.id}`, offer.arbiter]
    this.#log("Disputed(bytes32,address,uint32,uint256,uint256,string)", parties, data)
    const paidIn = offer.token === ZERO ? value : shortfall
    this.#move(offer.token, caller, this.escrow, paidIn)
    this.#pay(offer.token, renter, back + paidIn - stake)
    return ""
  }

  #submitEvidence(caller: Address, rental: Terms, evidenceURI: string): string {
    const { host, operator } = rental.offer
    const party = caller === rental.renter || caller === host || caller === operator
    const who = (r: Requirements) => r.require(party, "NotParty(address)", caller)
    this.#in(rental, ["Disputed"], who)
    this.#demand(who)
    const data = words(32n) + tail(utf8(evidenceURI))
    this.#log("EvidenceSubmitted(bytes32,address,string)", [`0x${rental.id}`, caller], data)
    return ""
  }

  #resolve(caller: Address, rental: Terms, hostBps: bigint): string {
    const { offer, renter } = rental
    const who = (r: Requirements) => {
      r.require(caller === offer.arbiter, "NotArbiter(address,address)", caller, offer.arbiter)
    }
    const state = this.#in(rental, ["Disputed"], who)
    const from = state.since + EVIDENCE_WINDOW
    const until = state.since + ARBITRATION_WINDOW
    this.#demand((r) => {
      who(r)
      r.require(this.#now >= from, "EvidenceWindowOpen(uint256)", from)
      r.require(this.#now < until, "ArbitrationOver(uint256)", until)
      r.require(hostBps <= 10_000n, "ShareOutOfBounds(uint256,uint256)", hostBps, 10_000n)
    })
    const contested = this.#held(rental, state)
    const stake = this.#stake(rental, state)
    const locked = this.#lockedBond(rental, state)
    const stakeToHost = (stake * hostBps) / 10_000n
    const bondToRenter = (locked * (10_000n - hostBps)) / 10_000n
    const shares = words(hostBps, stakeToHost, stake - stakeToHost, bondToRenter, locked - bondToRenter)
    this.#log("Resolved(bytes32,uint16,uint256,uint256,uint256,uint256)", [`0x${rental.id}`], shares)

    const gross = (contested * hostBps) / 10_000n
    const before = cost(offer, state.paidSeconds)
    const fee = feeOn(before + gross, state.feeBps) - feeOn(before, state.feeBps)
    this.#closed(rental, state, "Resolved", gross - fee, fee, contested - gross)
    this.#addBond(offer.token, offer.host, locked - bondToRenter)
    this.#pay(offer.token, offer.payee, gross - fee + stakeToHost)
    this.#pay(offer.token, renter, contested - gross + stake - stakeToHost + bondToRenter)
    return ""
  }

  // What every exit shares

  /** Declined and no-show: everything comes back, with the price of the wait out of the bond. */
  #breakPromise(rental: Terms, state: State, reason: Reason): void {
    const { offer } = rental
    const wait = this.#priceOfTheWait(rental, state)
    this.#freeMachine(rental, state)
    this.#machineOf(rental).nonce += 1n
    this.#compensate(rental, wait)
    this.#closed(rental, state, reason, 0n, 0n, cost(offer, state.duration))
    this.#addBond(offer.token, offer.host, bondOf(offer, state.duration) - wait)
    this.#pay(offer.token, rental.renter, cost(offer, state.duration))
  }

  /** Ends with `billed` seconds: the host's part, the fee, the rest to the renter, the bond back. */
  #close(rental: Terms, state: State, reason: Reason, billed: bigint): void {
    const { offer } = rental
    const { toHost, fee, toRenter } = this.#shares(rental, state, billed)
    this.#addBond(offer.token, offer.host, this.#lockedBond(rental, state))
    state.billedSeconds = billed
    this.#closed(rental, state, reason, toHost, fee, toRenter)
    this.#pay(offer.token, offer.payee, toHost)
    this.#pay(offer.token, rental.renter, toRenter)
  }

  #closed(rental: Terms, state: State, reason: Reason, toHost: bigint, fee: bigint, toRenter: bigint): void {
    state.status = "Closed"
    state.since = this.#now
    this.#addFee(rental.offer.token, fee)
    const data = words(REASON[reason], toHost, fee, toRenter)
    this.#log("Closed(bytes32,uint8,uint256,uint256,uint256)", [`0x${rental.id}`], data)
  }

  /** Of the stake the payee gets what is forfeited, the renter the rest. */
  #releaseStake(rental: Terms, state: State, forfeited: bigint): void {
    const shares = [
      { to: rental.offer.payee, amount: forfeited },
      { to: rental.renter, amount: this.#stake(rental, state) - forfeited },
    ]
    for (const { to, amount } of shares) {
      if (amount === 0n) continue
      this.#log("StakeReleased(bytes32,address,uint256)", [`0x${rental.id}`, to], words(amount))
      this.#pay(rental.offer.token, to, amount)
    }
  }

  #compensate(rental: Terms, amount: bigint): void {
    if (amount === 0n) return
    this.#log("Compensated(bytes32,uint256)", [`0x${rental.id}`], words(amount))
    this.#pay(rental.offer.token, rental.renter, amount)
  }

  /** A rolling settlement, if one would pay; says whether it did. */
  #roll(rental: Terms, state: State): boolean {
    const { offer } = rental
    const target = this.#rollingTarget(rental, state)
    const gross = cost(offer, target) - cost(offer, state.paidSeconds)
    if (gross === 0n) {
      if (target > state.paidSeconds) this.#tries("rolling: nothing is paid, since it would be worth nothing")
      return false
    }
    const fee = feeOn(cost(offer, target), state.feeBps) - feeOn(cost(offer, state.paidSeconds), state.feeBps)
    state.paidSeconds = target
    this.#addFee(offer.token, fee)
    this.#log("Paid(bytes32,uint32,uint256,uint256)", [`0x${rental.id}`], words(target, gross - fee, fee))
    this.#pay(offer.token, offer.payee, gross - fee)
    return true
  }

  /** Whatever ends a rental early frees its machine, if the rental still holds it. */
  #freeMachine(rental: Terms, state: State): void {
    const holds = state.status === "Funded" || (state.status === "Active" && this.#now < state.since + state.duration)
    if (holds) this.#machineOf(rental).busyUntil = this.#now
  }

  // What follows from the clock

  #elapsed(state: State): bigint {
    return min(this.#now - state.since, state.duration)
  }

  #billedIfEndedByRenter(rental: Terms, state: State): bigint {
    return min(max(this.#elapsed(state), rental.offer.minDuration), state.duration)
  }

  #held(rental: Terms, state: State): bigint {
    const { offer } = rental
    if (state.status === "None" || state.status === "Closed") return 0n
    const whole = state.status === "Funded" || state.status === "Active" ? state.duration : state.billedSeconds
    return cost(offer, whole - state.refundedSeconds) - cost(offer, state.paidSeconds)
  }

  #lockedBond(rental: Terms, state: State): bigint {
    const bond = bondOf(rental.offer, state.duration)
    if (!state.interrupted) return bond
    return bond - (bond * (state.duration - state.billedSeconds)) / state.duration
  }

  #atRisk(rental: Terms, state: State): bigint {
    return this.#held(rental, state) + this.#lockedBond(rental, state)
  }

  /** Held while disputed, else 0. */
  #stake(rental: Terms, state: State): bigint {
    return state.status === "Disputed" ? (this.#atRisk(rental, state) * 500n) / 10_000n : 0n
  }

  /** How an end with `billed` seconds divides what is held. */
  #shares(rental: Terms, state: State, billed: bigint): { toHost: bigint; fee: bigint; toRenter: bigint } {
    const { offer } = rental
    const earned = cost(offer, billed - state.refundedSeconds)
    const before = cost(offer, state.paidSeconds)
    const fee = feeOn(earned, state.feeBps) - feeOn(before, state.feeBps)
    return { toHost: earned - before - fee, fee, toRenter: this.#held(rental, state) - (earned - before) }
  }

  /** What a stop of this moment leads to; `toPayee` is all that it would send the payee. */
  #ifStopped(rental: Terms, state: State): { reason: Reason; billed: bigint; forfeited: bigint; toPayee: bigint } {
    const end = (reason: Reason, billed: bigint, forfeited = 0n) => {
      const toPayee = this.#shares(rental, state, billed).toHost + forfeited
      return { reason, billed, forfeited, toPayee }
    }
    switch (state.status) {
      case "Funded":
        return end("Cancelled", 0n)
      case "Active": {
        const due = this.#now >= this.#closingDueAt(rental, state)
        return end(due ? "Completed" : "Released", this.#billedIfEndedByRenter(rental, state))
      }
      case "Interrupted":
        return end("Interrupted", state.billedSeconds)
      default:
        return end("Conceded", state.billedSeconds, this.#forfeitedByConceding(rental, state))
    }
  }

  /** What an interruption of this moment takes from the bond for the renter. */
  #ifInterrupted(rental: Terms, state: State): bigint {
    if (state.status === "Funded") return this.#priceOfTheWait(rental, state)
    return (bondOf(rental.offer, state.duration) * (state.duration - this.#elapsed(state))) / state.duration
  }

  #priceOfTheWait(rental: Terms, state: State): bigint {
    const { offer } = rental
    return min(bondOf(offer, state.duration), cost(offer, min(offer.startWindow, state.duration)))
  }

  #forfeitedByConceding(rental: Terms, state: State): bigint {
    const waited = this.#now - state.since
    if (waited < state.settlingUntil * MINUTE) return 0n
    return (this.#stake(rental, state) * min(waited + CONCESSION_FLOOR, EVIDENCE_WINDOW)) / EVIDENCE_WINDOW
  }

  #forfeitedByTimeout(rental: Terms, state: State): bigint {
    if (state.settlingUntil === FREE_THROUGHOUT) this.#tries("time-out: free since nothing is contested")
    else if (state.settlingUntil * MINUTE > ARBITRATION_WINDOW) this.#tries("time-out: free within a day of a refund")
    else this.#tries("time-out: a tenth of the stake is lost")
    if (state.settlingUntil * MINUTE > ARBITRATION_WINDOW) return 0n
    return (this.#stake(rental, state) * CONCESSION_FLOOR) / EVIDENCE_WINDOW
  }

  /** What a dispute of this moment leads to: the state, the stake, and what goes back as not billed. */
  #ifDisputed(rental: Terms, state: State): { after: State; stake: bigint; back: bigint } {
    const billedSeconds = state.status === "Active" ? this.#billedIfEndedByRenter(rental, state) : state.billedSeconds
    const paidSeconds = this.#paidAfterRoll(rental, state)
    const after: State = { ...state, paidSeconds, status: "Disputed", since: this.#now, billedSeconds }
    const back = this.#held(rental, { ...state, paidSeconds }) - this.#held(rental, after)
    return { after, stake: this.#stake(rental, after), back }
  }

  #closingDueAt(rental: Terms, state: State): bigint {
    const { offer } = rental
    if (state.status === "Funded") return state.since + offer.startWindow
    if (state.status === "Active") return state.since + state.duration + offer.challengeWindow
    if (state.status === "Interrupted") return state.since + offer.challengeWindow
    return state.since + ARBITRATION_WINDOW
  }

  /** When the rental was started and when it ended, for the rolling payouts. */
  #span(state: State): { startedAt: bigint; end: bigint } {
    return state.status === "Active"
      ? { startedAt: state.since, end: state.since + state.duration }
      : { startedAt: state.since - state.billedSeconds, end: state.since }
  }

  #rollingTarget(rental: Terms, state: State): bigint {
    const { offer } = rental
    if (!offer.rolling || (state.status !== "Active" && state.status !== "Interrupted")) return state.paidSeconds
    const { startedAt, end } = this.#span(state)
    const target = min(this.#now - offer.challengeWindow, end) - startedAt - state.refundedSeconds
    return max(target, state.paidSeconds)
  }

  #paidAfterRoll(rental: Terms, state: State): bigint {
    const target = this.#rollingTarget(rental, state)
    return cost(rental.offer, target) > cost(rental.offer, state.paidSeconds) ? target : state.paidSeconds
  }

  /** The earliest second at which a settlement would pay something if nobody acts. */
  #dueAt(rental: Terms, state: State): bigint {
    const { offer } = rental
    const closing = this.#closingDueAt(rental, state)
    if (!offer.rolling || (state.status !== "Active" && state.status !== "Interrupted")) return closing
    const payable = ceilDiv((cost(offer, state.paidSeconds) + 1n) * 3600n, offer.pricePerHour)
    const { startedAt, end } = this.#span(state)
    if (startedAt + state.refundedSeconds + payable > end) return closing
    return startedAt + state.refundedSeconds + payable + offer.challengeWindow
  }

  // Views

  stateOf(id: string): State {
    return this.#state(id)
  }

  accrued(rental: Terms, now: bigint): bigint {
    this.#now = now
    const state = this.#state(rental.id)
    if (state.status === "None" || state.status === "Funded") return 0n
    const billed = state.status === "Active" ? this.#elapsed(state) : state.billedSeconds
    return cost(rental.offer, billed - state.refundedSeconds)
  }

  due(rental: Terms, now: bigint): { toHost: bigint; fee: bigint; toRenter: bigint } {
    this.#now = now
    const { offer } = rental
    const state = this.#state(rental.id)
    const nothing = { toHost: 0n, fee: 0n, toRenter: 0n }
    if (state.status === "None" || state.status === "Closed") return nothing
    const closing = now >= this.#closingDueAt(rental, state)
    if (closing && state.status === "Funded") return { ...nothing, toRenter: cost(offer, state.duration) }
    if (!closing && (state.status === "Funded" || state.status === "Disputed")) return nothing
    const billed = state.status === "Active" ? state.duration : state.billedSeconds
    const earned = cost(offer, closing ? billed - state.refundedSeconds : this.#rollingTarget(rental, state))
    const before = cost(offer, state.paidSeconds)
    const fee = feeOn(earned, state.feeBps) - feeOn(before, state.feeBps)
    return { toHost: earned - before - fee, fee, toRenter: 0n }
  }

  stakeOf(rental: Terms, now: bigint): bigint {
    this.#now = now
    const state = this.#state(rental.id)
    if (state.status === "Disputed") return this.#stake(rental, state)
    if (state.status !== "Active" && state.status !== "Interrupted") return 0n
    if (now >= this.#closingDueAt(rental, state)) return 0n
    return this.#ifDisputed(rental, state).stake
  }

  /** Whether a settlement would move anything now. */
  isDue(rental: Terms, now: bigint): boolean {
    this.#now = now
    const state = this.#state(rental.id)
    if (state.status === "None" || state.status === "Closed") return false
    return now >= this.#closingDueAt(rental, state) || this.#paidAfterRoll(rental, state) > state.paidSeconds
  }

  /** What a renter who disputes now has to bring along. */
  shortfallOf(rental: Terms, now: bigint): bigint {
    this.#now = now
    const state = this.#state(rental.id)
    if (state.status !== "Active" && state.status !== "Interrupted") return 0n
    const { stake, back } = this.#ifDisputed(rental, state)
    return max(stake - back, 0n)
  }

  /** What a renter who stops now would send the payee. */
  toPayeeIfStopped(rental: Terms, now: bigint): bigint {
    this.#now = now
    const state = this.#state(rental.id)
    return state.status === "None" || state.status === "Closed" ? 0n : this.#ifStopped(rental, state).toPayee
  }

  /** What a host that declines or interrupts now would lose of its bond. */
  fromBondIfInterrupted(rental: Terms, now: bigint): bigint {
    this.#now = now
    const state = this.#state(rental.id)
    return state.status === "Funded" || state.status === "Active" ? this.#ifInterrupted(rental, state) : 0n
  }

  exitAt(rental: Terms): bigint {
    const { offer } = rental
    const state = this.#state(rental.id)
    switch (state.status) {
      case "Funded":
        return state.since + offer.startWindow + state.duration + offer.challengeWindow + ARBITRATION_WINDOW
      case "Active":
        return state.since + state.duration + offer.challengeWindow + ARBITRATION_WINDOW
      case "Interrupted":
        return state.since + offer.challengeWindow + ARBITRATION_WINDOW
      case "Disputed":
        return state.since + ARBITRATION_WINDOW
      default:
        return 0n
    }
  }

  /** Every second at which the rental's rights change, earliest first. */
  deadlines(rental: Terms, now: bigint): bigint[] {
    this.#now = now
    const { offer } = rental
    const state = this.#state(rental.id)
    switch (state.status) {
      case "Funded":
        return [state.since + offer.startWindow]
      case "Active":
        return [
          state.since + offer.minDuration,
          this.#dueAt(rental, state),
          state.since + state.duration,
          this.#closingDueAt(rental, state),
        ]
      case "Interrupted":
        return [this.#dueAt(rental, state), state.since + offer.challengeWindow]
      case "Disputed":
        return [
          state.since + EVIDENCE_WINDOW - CONCESSION_FLOOR,
          state.since + EVIDENCE_WINDOW,
          state.since + min(state.settlingUntil * MINUTE, ARBITRATION_WINDOW),
          state.since + ARBITRATION_WINDOW - EVIDENCE_WINDOW,
          state.since + ARBITRATION_WINDOW,
        ]
      default:
        return []
    }
  }

  // Hosts, bonds, credits, fees, administration

  #fundBond(caller: Address, value: bigint, token: Address, amount: bigint): string {
    this.#demand((r) => {
      r.require(this.market(token).open, "MarketNotOpen(address)", token)
      r.require(amount > 0n, "ZeroAmount()")
      this.#requirePull(r, token, caller, amount, value)
    })
    this.#addBond(token, caller, amount)
    this.#log("BondFunded(address,address,uint256)", [token, caller], words(amount))
    this.#move(token, caller, this.escrow, amount)
    return ""
  }

  #withdrawBond(caller: Address, token: Address, amount: bigint, to: Address): string {
    const free = this.bond(token, caller)
    this.#demand((r) => {
      r.require(amount > 0n, "ZeroAmount()")
      r.require(to !== ZERO && to !== this.escrow, "InvalidReceiver(address)", to)
      r.require(free >= amount, "InsufficientBond(uint256,uint256)", free, amount)
      this.#requirePush(r, token, to)
    })
    this.#addBond(token, caller, -amount)
    this.#log("BondWithdrawn(address,address,address,uint256)", [token, caller], words(to, amount))
    this.#move(token, this.escrow, to, amount)
    return ""
  }

  #withdraw(caller: Address, token: Address, account: Address, to: Address): string {
    const amount = this.credit(token, account)
    this.#demand((r) => {
      r.require(caller === account || to === account, "NotAccount(address,address)", caller, account)
      r.require(to !== ZERO && to !== this.escrow, "InvalidReceiver(address)", to)
      r.require(amount > 0n, "NothingCredited(address,address)", token, account)
      this.#requirePush(r, token, to)
    })
    this.#credits.delete(`${token}:${account}`)
    this.#log("Withdrawn(address,address,address,uint256)", [token, account], words(to, amount))
    this.#move(token, this.escrow, to, amount)
    return ""
  }

  #collectFees(token: Address): string {
    const amount = this.fee(token)
    this.#demand((r) => {
      r.require(amount > 0n, "NoFees(address)", token)
      this.#requirePush(r, token, this.treasury)
    })
    this.#fees.delete(token)
    this.#log("FeesCollected(address,address,uint256)", [token], words(this.treasury, amount))
    this.#move(token, this.escrow, this.treasury, amount)
    return ""
  }

  #setMarket(caller: Address, call: Extract<Call, { verb: "setMarket" }>): string {
    this.#demand((r) => {
      this.#requireOwner(r, caller)
      requireFee(r, call.feeBps)
      if (!call.open) return
      r.require(call.arbiter !== ZERO, "InvalidArbiter(address)", call.arbiter)
      r.require(this.isToken(call.token), "InvalidToken(address)", call.token)
    })
    this.#markets.set(call.token, { arbiter: call.arbiter, feeBps: call.feeBps, open: call.open })
    this.#logMarket(call.token)
    return ""
  }

  #logMarket(token: Address): void {
    const { arbiter, feeBps, open } = this.market(token)
    this.#log("MarketSet(address,address,uint16,bool)", [token], words(arbiter, feeBps, open))
  }

  // Books

  /** Native coins, or an address with code that is not the escrow. */
  isToken(token: Address): boolean {
    return token === ZERO || (token !== this.escrow && this.contracts.has(token))
  }

  market(token: Address): Market {
    return entry(this.#markets, token, () => ({ arbiter: ZERO, feeBps: 0n, open: false }))
  }

  host(host: Address): Host {
    return entry(this.#hosts, host, () => ({ signer: ZERO, epoch: 0n, feeBps: 0n }))
  }

  machine(host: Address, machine: string): Machine {
    return entry(this.#machines, `${host}:${machine}`, () => ({ busyUntil: 0n, nonce: 0n, depositBlock: 0n }))
  }

  credit(token: Address, account: Address): bigint {
    return this.#credits.get(`${token}:${account}`) ?? 0n
  }

  bond(token: Address, host: Address): bigint {
    return this.#bonds.get(`${token}:${host}`) ?? 0n
  }

  fee(token: Address): bigint {
    return this.#fees.get(token) ?? 0n
  }

  balance(token: Address, account: Address): bigint {
    return this.#balances.get(`${token}:${account}`) ?? 0n
  }

  /** What an account owned before the first call. */
  endow(token: Address, account: Address, amount: bigint): void {
    this.#balances.set(`${token}:${account}`, amount)
  }

  #machineOf(rental: Terms): Machine {
    return this.machine(rental.offer.host, rental.offer.machine)
  }

  #state(id: string): State {
    return (
      this.rentals.get(id) ?? {
        status: "None",
        feeBps: 0n,
        depositBlock: 0n,
        since: 0n,
        duration: 0n,
        billedSeconds: 0n,
        paidSeconds: 0n,
        refundedSeconds: 0n,
        interrupted: false,
        settlingUntil: 0n,
      }
    )
  }

  /** The rental's state, which must be one of these; if it is not, the caller may be found wrong first. */
  #in(rental: Terms, allowed: readonly State["status"][], who?: (r: Requirements) => void): State {
    const state = this.#state(rental.id)
    if (allowed.includes(state.status)) return state
    this.#demand((r) => {
      r.require(false, "WrongStatus(bytes32,uint8)", `0x${rental.id}`, STATUS[state.status])
      who?.(r)
    })
    return state
  }

  #addBond(token: Address, host: Address, amount: bigint): void {
    this.#bonds.set(`${token}:${host}`, this.bond(token, host) + amount)
  }

  #addFee(token: Address, amount: bigint): void {
    this.#fees.set(token, this.fee(token) + amount)
  }

  /** A payout: delivered, or credited to whoever cannot receive it. */
  #pay(token: Address, to: Address, amount: bigint): void {
    if (amount === 0n) return
    if (this.#receives(token, to)) {
      this.#move(token, this.escrow, to, amount)
      return
    }
    const key = `${token}:${to}`
    this.#credits.set(key, this.credit(token, to) + amount)
    this.#credited.set(key, (this.#credited.get(key) ?? 0n) + amount)
  }

  #move(token: Address, from: Address, to: Address, amount: bigint): void {
    this.endow(token, from, this.balance(token, from) - amount)
    this.endow(token, to, this.balance(token, to) + amount)
  }

  #receives(token: Address, to: Address): boolean {
    if (this.refusing.has(`${token}:${to}`)) return false
    return token === ZERO || !this.refusing.has(`${token}:${this.escrow}`)
  }

  #requirePull(r: Requirements, token: Address, from: Address, amount: bigint, value: bigint): void {
    const expected = token === ZERO ? amount : 0n
    r.require(value === expected, "WrongValue(uint256,uint256)", value, expected)
    if (token === ZERO || amount === 0n) return
    const allowance = this.approving.has(from) ? 2n ** 256n - 1n : 0n
    const balance = this.balance(token, from)
    r.require(allowance >= amount, "InsufficientAllowance(uint256,uint256)", allowance, amount)
    r.require(balance >= amount, "InsufficientBalance(uint256,uint256)", balance, amount)
    const moves = !this.refusing.has(`${token}:${from}`) && !this.refusing.has(`${token}:${this.escrow}`)
    r.require(moves, "TransferRefused(address)", token)
  }

  /** A withdrawal that cannot be delivered fails with the receiver's or the token's own words. */
  #requirePush(r: Requirements, token: Address, to: Address): void {
    const refuses = (account: Address) => this.refusing.has(`${token}:${account}`)
    if (token === ZERO) r.require(!refuses(to), "Refused()")
    else if (refuses(this.escrow)) r.require(false, "Blocked(address)", this.escrow)
    else r.require(!refuses(to), "Blocked(address)", to)
  }

  #requireOwner(r: Requirements, caller: Address): void {
    r.require(caller === this.owner, "OwnableUnauthorizedAccount(address)", caller)
  }

  #demand(list: (r: Requirements) => void): void {
    const requirements = new Requirements()
    list(requirements)
    requirements.check()
  }

  #tries(rule: Rule): void {
    this.#rules.push(rule)
  }

  #tellConcession(rental: Terms, state: State, forfeited: bigint): void {
    const stake = this.#stake(rental, state)
    const waited = this.#now - state.since
    if (forfeited > 0n && forfeited < stake) this.#tries("concede: both sides get a part of the stake")
    if (state.settlingUntil === FREE_THROUGHOUT) this.#tries("concede: free since nothing is contested")
    else if (waited < state.settlingUntil * MINUTE) this.#tries("concede: free within a day of a refund")
    else if (stake > 0n && forfeited === 0n) this.#tries("concede: the charge rounds down to nothing")
    else if (waited + CONCESSION_FLOOR >= EVIDENCE_WINDOW) this.#tries("concede: charged the whole stake")
    else this.#tries("concede: charged for the time so far")
    if (state.settlingUntil > 0n && waited >= state.settlingUntil * MINUTE) {
      this.#tries("concede: charged again after the free day")
    }
  }

  #log(signature: string, indexed: readonly Word[], data: string): void {
    this.#logs.push({ signature, wire: [topic(signature), ...indexed.map((value) => words(value)), data].join(":") })
  }
}

const RENTAL =
  "((address,address,address,address,address,address,uint96,uint96,uint32,uint32,uint32,uint32,uint32,uint32,uint40," +
  "uint16,bool,bytes32,bytes32),address,bytes32)"

function requireRenter(r: Requirements, caller: Address, rental: Terms): void {
  r.require(caller === rental.renter, "NotRenter(address,address)", caller, rental.renter)
}

function requireHostSide(r: Requirements, caller: Address, rental: Terms): void {
  const { host, operator } = rental.offer
  r.require(caller === host || (caller === operator && operator !== ZERO), "NotHostOrOperator(address)", caller)
}

function requireDuration(r: Requirements, duration: bigint, least: bigint, most: bigint): void {
  const fits = duration >= least && duration <= most
  r.require(fits, "DurationOutOfBounds(uint256,uint256,uint256)", duration, least, most)
}

function requireFee(r: Requirements, feeBps: bigint): void {
  const fits = feeBps >= 1000n && feeBps <= 1500n
  r.require(fits, "FeeOutOfBounds(uint256,uint256,uint256)", feeBps, 1000n, 1500n)
}

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

function entry<K, V>(map: Map<K, V>, key: K, initial: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = initial()
    map.set(key, value)
  }
  return value
}
