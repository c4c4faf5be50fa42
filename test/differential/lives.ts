// Invents whole lives. A season gives all worlds one palette of windows, so that deadlines of independent lives fall on
// the same seconds; the clock moves to the second before, at and after them, and each world does there what it likes:
// mostly what its rentals' states allow, sometimes what must fail. A season ends when everything is closed.
import type { Call, Signature, Step } from "./calls.ts"
import { look, type Prediction } from "./compare.ts"
import type { Contracts, Key, World } from "./contracts.ts"
import type { State } from "./model.ts"
import { Random } from "./random.ts"
import { signQuickly } from "./signQuickly.ts"
import { digest, type Offer, type Terms, terms } from "./terms.ts"
import { type Address, hash, utf8, ZERO } from "./words.ts"

const DAY = 86_400n
const MAX_UINT32 = 2n ** 32n - 1n
const MAX_UINT96 = 2n ** 96n - 1n
const MAX_UINT256 = 2n ** 256n - 1n
const BLOCKS_PER_SEASON = 30
/** After so many of the calls, the views are asked as well; and whenever nothing but time has passed. */
const VIEWS = 0.25

type Palette = {
  readonly startWindow: bigint
  readonly challengeWindow: bigint
  readonly duration: bigint
  readonly minDuration: bigint
  readonly maxDuration: bigint
}

export type Scene = { readonly world: World; readonly step: Step; readonly prediction: Prediction }

/** One world's present: the rentals of this season, and some that never were or are long over. */
type Present = { open: Terms[]; past: Terms[]; readonly machines: readonly string[] }

export class Lives {
  readonly #random: Random
  readonly #contracts: Contracts
  readonly #presents: Present[]
  #palette: Palette
  #now: bigint
  /** Scenes of this moment so far. */
  #blocksLeft = BLOCKS_PER_SEASON
  #born = 0

  constructor(contracts: Contracts, seed: bigint) {
    this.#contracts = contracts
    this.#random = new Random(seed)
    this.#now = contracts.now
    this.#presents = contracts.worlds.map(() => ({ open: [], past: [], machines: [name("gpu-0"), name("gpu-1")] }))
    this.#palette = this.#newPalette()
  }

  /** Rentals that were paid for so far. */
  get born(): number {
    return this.#born
  }

  /** Whether no rental is under way. */
  get allClosed(): boolean {
    return this.#presents.every(({ open }) => open.length === 0)
  }

  /** The first block: every world opens its markets and its hosts lock bonds. */
  open(): { at: bigint; scenes: Scene[] } {
    this.#now += 1n
    const scenes: Scene[] = []
    for (const world of this.#contracts.worlds) {
      const { owner, arbiters, hosts } = world.people
      for (const token of this.#contracts.tokens) {
        const arbiter = this.#random.pick(arbiters)
        const call: Call = { verb: "setMarket", token, arbiter, feeBps: this.#feeBps(), open: true }
        scenes.push(this.#act(world, owner, call))
        for (const host of hosts) scenes.push(this.#fundBond(world, host.address, token))
      }
    }
    return { at: this.#now, scenes }
  }

  /** The next block of all worlds. */
  next(): { at: bigint; scenes: Scene[] } {
    const over = --this.#blocksLeft <= 0
    if (over) return this.#endSeason()
    this.#now = this.#nextMoment()
    const scenes = this.#contracts.worlds.flatMap((world) => this.#doSomething(world))
    this.#bury()
    return { at: this.#now, scenes }
  }

  // Time

  #newPalette(): Palette {
    const r = this.#random
    const odd = r.pick([1n, 2n, 59n, 3599n, 3600n, 400n * DAY])
    const duration = r.chance(0.2) ? odd : r.magnitude(r.chance(0.3) ? 1n : 1000n, 400n * DAY)
    return {
      startWindow: r.pick([1n, 60n, 1800n, DAY, r.magnitude(1n, DAY)]),
      challengeWindow: r.pick([900n, 900n, 900n, 21_600n, 7n * DAY, r.magnitude(900n, 7n * DAY)]),
      duration,
      minDuration: r.pick([1n, 1n, r.magnitude(1n, duration), duration]),
      maxDuration: r.pick([duration, duration * 2n, duration + 1n, 400n * DAY]),
    }
  }

  /** Near a deadline that many rentals share, or anywhere. */
  #nextMoment(): bigint {
    const r = this.#random
    const crowd = new Map<bigint, number>()
    for (const [i, world] of this.#contracts.worlds.entries()) {
      for (const rental of this.#presents[i]?.open ?? []) {
        for (const deadline of world.model.deadlines(rental, this.#now)) {
          for (const at of [deadline - 1n, deadline, deadline + 1n]) {
            if (at > this.#now) crowd.set(at, (crowd.get(at) ?? 0) + 1)
          }
        }
      }
    }
    const moments = [...crowd.keys()].sort((a, b) => (a < b ? -1 : 1))
    const nearest = moments[0]
    if (nearest === undefined) return this.#now + r.magnitude(1n, 3600n)
    const way = r.unit()
    if (way < 0.15) return nearest
    if (way < 0.45) return this.#sharpMoment() ?? nearest
    if (way < 0.75) {
      const soon = moments.slice(0, 60)
      const most = Math.max(...soon.map((at) => crowd.get(at) ?? 0))
      return soon.find((at) => (crowd.get(at) ?? 0) > most / 2) ?? nearest
    }
    if (way < 0.85) return this.#now + r.magnitude(1n, nearest - this.#now)
    const far = moments[Math.floor(moments.length * r.unit() * r.unit())] ?? nearest
    return way < 0.95 ? far : r.between(this.#now + 1n, far)
  }

  /** Exactly a deadline of one of a few rentals, the soonest of them. */
  #sharpMoment(): bigint | undefined {
    const r = this.#random
    const coming: bigint[] = []
    for (let tries = 0; tries < 4; ++tries) {
      const world = r.pick(this.#contracts.worlds)
      const { open } = this.#presents[world.index] ?? { open: [] }
      if (open.length === 0) continue
      const ahead = world.model.deadlines(r.pick(open), this.#now).filter((deadline) => deadline > this.#now)
      if (ahead.length > 0) coming.push(r.pick(ahead))
    }
    return coming.sort((a, b) => (a < b ? -1 : 1))[0]
  }

  /** Nobody helps any more: from the last `exitAt` on, settlement alone closes everything. */
  #endSeason(): { at: bigint; scenes: Scene[] } {
    const r = this.#random
    const exits = this.#contracts.worlds.flatMap(({ model }, i) =>
      (this.#presents[i]?.open ?? []).map((rental) => model.exitAt(rental)),
    )
    const last = exits.reduce((latest, exit) => clamp(latest, exit, latest + exit), this.#now + 1n)
    this.#now = last + (r.chance(0.5) ? 0n : r.magnitude(1n, 400n * DAY))
    const scenes: Scene[] = []
    for (const [i, world] of this.#contracts.worlds.entries()) {
      const present = this.#presents[i]
      if (present === undefined) continue
      const keeper = world.people.stranger
      if (r.chance(0.5))
        scenes.push(this.#act(world, keeper, { verb: "settleMany", rentals: this.#batch(present, true) }))
      for (const rental of present.open) {
        if (world.model.stateOf(rental.id).status !== "Closed") {
          scenes.push(this.#act(world, keeper, { verb: "settle", rental }))
        }
        if (world.model.stateOf(rental.id).status !== "Closed") {
          throw new Error(`Rental 0x${rental.id} is still ${world.model.stateOf(rental.id).status} after its exitAt`)
        }
      }
      for (const token of this.#contracts.tokens) {
        scenes.push(this.#act(world, keeper, { verb: "look", token }, { accounts: world.people.all }))
      }
    }
    this.#bury()
    this.#palette = this.#newPalette()
    this.#blocksLeft = BLOCKS_PER_SEASON
    return { at: this.#now, scenes }
  }

  #bury(): void {
    for (const [i, world] of this.#contracts.worlds.entries()) {
      const present = this.#presents[i]
      if (present === undefined) continue
      const closed = (rental: Terms) => world.model.stateOf(rental.id).status === "Closed"
      present.past = [...present.past, ...present.open.filter(closed)].slice(-6)
      present.open = present.open.filter((rental) => !closed(rental))
    }
  }

  // What a world does at one moment

  #doSomething(world: World): Scene[] {
    const r = this.#random
    const present = this.#presents[world.index]
    if (present === undefined) return []
    const scenes: Scene[] = []
    const born = present.open.length
    for (let attempts = born < 2 ? 2 : 1; attempts > 0; --attempts) {
      if (this.#blocksLeft > 6 && born < 4 && r.chance(born === 0 ? 0.9 : 0.15)) {
        scenes.push(...this.#deposit(world, present))
      }
    }
    const alive = (rental: Terms) => world.model.stateOf(rental.id).status !== "Closed"
    for (const rental of [...present.open]) {
      const near = world.model
        .deadlines(rental, this.#now)
        .some((deadline) => this.#now >= deadline - 1n && this.#now <= deadline + 1n)
      const calm = world.model.stateOf(rental.id).status === "Funded" ? 0.4 : 0.15
      while (r.chance(near ? 0.65 : calm) && (alive(rental) || r.chance(0.2))) {
        const scene = this.#touch(world, present, rental, near)
        scenes.push(scene)
        // Sent again by somebody who does not know that it arrived.
        const { call, caller, value } = scene.step
        const relays = scene.prediction.outcome.ok && (call.verb === "extend" || call.verb === "refund")
        if (relays && r.chance(0.1)) scenes.push(this.#act(world, caller, call, { value }))
      }
    }
    if (r.chance(0.1)) scenes.push(this.#elsewhere(world, present))
    return scenes
  }

  #deposit(world: World, present: Present): Scene[] {
    const r = this.#random
    const { people, model } = world
    const scenes: Scene[] = []
    const free = people.hosts.flatMap((host) =>
      present.machines
        .filter((machine) => r.chance(0.05) || model.machine(host.address, machine).busyUntil <= this.#now)
        .map((machine) => ({ host, machine })),
    )
    if (free.length === 0) return []
    const { host, machine } = r.pick(free)
    const token = r.pick(this.#contracts.tokens)
    if (!model.market(token).open && r.chance(0.8)) {
      const call: Call = {
        verb: "setMarket",
        token,
        arbiter: r.pick(people.arbiters),
        feeBps: this.#feeBps(),
        open: true,
      }
      scenes.push(this.#act(world, people.owner, call))
    }
    const spoiled = r.chance(0.12)
    const odd = spoiled && r.chance(0.3)
    const offer = this.#offer(world, host.address, machine, token)
    const renter = odd ? r.pick([host.address, world.escrow, token, token, ZERO]) : r.pick(people.renters)
    const rental = terms(spoiled && !odd ? this.#spoil(world, offer) : offer, renter, r.bytes32())
    const { minDuration, maxDuration } = rental.offer
    const duration = r.chance(0.7)
      ? clamp(this.#palette.duration, minDuration, maxDuration)
      : r.pick([
          minDuration,
          maxDuration,
          r.between(minDuration, maxDuration),
          spoiled ? minDuration - 1n : maxDuration,
        ])
    const wanted = clamp(duration + (spoiled && r.chance(0.2) ? maxDuration : 0n), 0n, MAX_UINT32)
    const signature = this.#sign(world, rental, host, spoiled)
    const payer = r.chance(0.95) ? r.pick([...people.payers, renter]) : people.stranger
    const caller = people.all.includes(payer) ? payer : people.stranger
    const price = (rental.offer.pricePerHour * wanted) / 3600n
    const call: Call = { verb: "deposit", rental, duration: wanted, signature }
    // Once more is a duplicate, unless the first was refused for its value.
    for (let times = r.chance(0.03) ? 2 : 1; times > 0; --times) {
      const scene = this.#act(world, caller, call, { value: this.#value(token, price) })
      scenes.push(scene)
      if (!scene.prediction.outcome.ok) continue
      present.open.push(rental)
      this.#born += 1
    }
    return scenes
  }

  #offer(world: World, host: Address, machine: string, token: Address): Offer {
    const r = this.#random
    const { people, model } = world
    const palette = this.#palette
    const pricePerHour = r.chance(0.15)
      ? r.pick([1n, 3599n, 3600n, 3601n, MAX_UINT96])
      : r.magnitude(1n, r.chance(0.7) ? 10n ** 12n : MAX_UINT96)
    // Worth at least one unit, but for a few; sometimes hardly more, where rounding is everything.
    const least = r.chance(0.95) ? 3600n / palette.duration + 1n : 0n
    const free = model.bond(token, host)
    // So dear that hardly a bond is left for an extension.
    const scarce = r.chance(0.05) && free > 0n
    const usual = r.chance(0.08) ? r.between(least, 40n * least) : pricePerHour
    const price = clamp(scarce ? (free * 180n) / palette.duration : usual, least, MAX_UINT96)
    const bond = r.chance(0.3) ? 0n : r.pick([1n, r.magnitude(1n, free), pricePerHour, free, this.#steepBond(price)])
    return {
      host,
      payee: r.pick([host, ...people.payees, ...people.payees]),
      operator: r.pick([ZERO, ...people.operators]),
      renter: ZERO,
      token,
      arbiter: model.market(token).arbiter,
      pricePerHour: price,
      bond: scarce ? MAX_UINT96 : clamp(bond, 0n, r.chance(0.6) ? clamp(free, 0n, MAX_UINT96) : MAX_UINT96),
      minDuration: palette.minDuration,
      maxDuration: clamp(palette.maxDuration, palette.duration, 400n * DAY),
      startWindow: r.chance(0.5) ? 0n : palette.startWindow,
      challengeWindow: palette.challengeWindow,
      nonce: model.machine(host, machine).nonce,
      epoch: model.host(host).epoch,
      expiry: this.#now + r.pick([1n, 600n, DAY]),
      maxFeeBps: r.chance(0.9) ? 1500n : this.#feeBps(),
      rolling: r.chance(price < 3600n ? 0.8 : 0.4),
      machine,
      spec: name("spec"),
    }
  }

  /** Around 20 prices of what the season's renters buy at first, or of what an extension may bring them to. */
  #steepBond(pricePerHour: bigint): bigint {
    const { duration, maxDuration } = this.#palette
    const most = (seconds: bigint) => 20n * ((pricePerHour * seconds) / 3600n)
    const first = most(duration)
    return this.#random.pick([first, first + 1n, 2n * first, most(maxDuration), MAX_UINT96])
  }

  /** Breaks one promise of the offer, or keeps to the edge of what is allowed. */
  #spoil(world: World, offer: Offer): Offer {
    const r = this.#random
    const { people, escrow } = world
    const spoilers: readonly (() => Partial<Offer>)[] = [
      () => ({ payee: r.pick([ZERO, escrow, offer.token, offer.arbiter]) }),
      () => ({ operator: r.pick([...people.renters, offer.arbiter, offer.host]) }),
      () => ({ renter: r.pick(people.renters) }),
      () => ({ arbiter: r.pick([ZERO, offer.host, ...people.arbiters, ...people.renters]) }),
      () => ({ pricePerHour: r.pick([0n, 1n]) }),
      () => ({ bond: r.bits(96) }),
      () => ({ minDuration: r.pick([0n, offer.maxDuration + 1n]) }),
      () => ({ maxDuration: r.pick([400n * DAY, 400n * DAY + 1n]) }),
      () => ({ startWindow: r.pick([DAY, DAY + 1n]) }),
      () => ({ challengeWindow: r.pick([899n, 900n, 7n * DAY, 7n * DAY + 1n]) }),
      () => ({ nonce: offer.nonce + 1n }),
      () => ({ epoch: offer.epoch + 1n }),
      () => ({ expiry: r.pick([0n, this.#now - 1n, this.#now]) }),
      () => ({ maxFeeBps: r.pick([0n, 999n, 1000n, 1250n]) }),
      () => ({}),
    ]
    return { ...offer, ...r.pick(spoilers)() }
  }

  #sign(world: World, rental: Terms, host: Key, spoiled: boolean): Signature {
    const r = this.#random
    const digest_ = digest(rental.offerHash, world.escrow)
    if (spoiled && r.chance(0.15)) {
      const garbage = r.bytes32().slice(2) + r.bytes32().slice(2)
      return { by: "nobody", bytes: r.pick(["", garbage, `${garbage}1b`, `${garbage}00`]) }
    }
    if (r.chance(0.05)) return { by: "contract", bytes: digest_ + utf8("contract") }
    const named = world.model.host(host.address).signer
    const signer = world.people.signers.find((key) => key.address === named) ?? host
    const key = spoiled && r.chance(0.15) ? r.pick([host, ...world.people.hosts, ...world.people.signers]) : signer
    return { by: key.address, bytes: signQuickly(key.key, digest_) }
  }

  /** One verb on one rental, mostly one that its state allows. */
  #touch(world: World, present: Present, rental: Terms, near: boolean): Scene {
    const r = this.#random
    const { people, model } = world
    const state = model.stateOf(rental.id)
    const verb = this.#verb(world, rental, state, near)
    const { host, operator, arbiter, token } = rental.offer
    const hostSide = operator === ZERO ? host : r.pick([host, operator])
    const by = (right: Address) => (r.chance(0.95) ? right : r.pick(people.all))
    switch (verb) {
      case "start":
        return this.#act(world, by(hostSide), { verb, rental })
      case "interrupt": {
        const maxFromBond = this.#bound(model.fromBondIfInterrupted(rental, this.#now))
        return this.#act(world, by(hostSide), { verb, rental, maxFromBond })
      }
      case "stop": {
        const maxToHost = this.#bound(model.toPayeeIfStopped(rental, this.#now))
        return this.#act(world, by(rental.renter), { verb, rental, maxToHost })
      }
      case "settle":
        return this.#act(world, r.pick(people.all), { verb, rental })
      case "settleMany":
        return this.#act(
          world,
          r.pick(people.all),
          { verb, rentals: this.#batch(present, false) },
          { rentals: [rental] },
        )
      case "extend": {
        const room = rental.offer.maxDuration - state.duration
        const wrong = r.pick([room + 1n, 0n, -1n, -state.duration])
        const extra = r.chance(0.7) ? r.pick([1n, room, r.magnitude(1n, room), r.magnitude(1n, room)]) : wrong
        const duration = clamp(state.duration + extra, 0n, MAX_UINT32)
        const price = (seconds: bigint) => (rental.offer.pricePerHour * (seconds - state.refundedSeconds)) / 3600n
        const value = this.#value(token, clamp(price(duration) - price(state.duration), 0n, MAX_UINT256))
        const payer = r.chance(0.9) ? r.pick([...people.payers, rental.renter]) : people.stranger
        return this.#act(world, payer, { verb, rental, duration }, { value })
      }
      case "refund": {
        const { refundedSeconds: before } = state
        const most = this.#billed(state) - state.paidSeconds - before
        const part = r.magnitude(1n, most)
        const more = r.chance(0.7)
          ? r.pick([1n, most, part, part, r.between(1n, most / 2n)])
          : r.pick([most + 1n, 0n, -1n, -before])
        return this.#act(world, by(host), { verb, rental, refundedSeconds: clamp(before + more, 0n, MAX_UINT32) })
      }
      case "dispute": {
        const shortfall = model.shortfallOf(rental, this.#now)
        const more = shortfall + r.magnitude(1n, 10n ** 18n)
        const value = token === ZERO ? r.pick([shortfall, shortfall, more, shortfall / 2n]) : this.#value(token, 0n)
        return this.#act(world, by(rental.renter), { verb, rental, evidenceURI: r.pick(EVIDENCE) }, { value })
      }
      case "submitEvidence":
        return this.#act(world, by(r.pick([hostSide, rental.renter])), { verb, rental, evidenceURI: r.pick(EVIDENCE) })
      case "resolve": {
        const hostBps = r.pick([0n, 1n, 5000n, 9999n, 10_000n, r.between(0n, 10_000n), r.between(0n, 10_100n)])
        return this.#act(world, by(arbiter), { verb, rental, hostBps })
      }
    }
  }

  #verb(world: World, rental: Terms, state: State, near: boolean): Verb {
    const r = this.#random
    if (near && r.chance(0.4)) return r.pick(AT_DEADLINE[state.status])
    if (r.chance(0.05)) return r.weighted(ANY_VERB)
    const due = world.model.isDue(rental, this.#now)
    const late = state.status === "Funded" && due
    const ruling = state.status === "Disputed" && this.#now >= state.since + DAY
    const settling = state.status === "Disputed" && state.settlingUntil > 0n
    const lastDay = state.status === "Disputed" && this.#now > state.since + 13n * DAY
    return r.weighted({
      ...VERBS[state.status],
      settle: due ? 3 : 0.3,
      settleMany: due ? 2 : 0.2,
      ...(late ? { start: 0.3, stop: 0.3, interrupt: 0.3 } : {}),
      ...(ruling ? { resolve: settling ? 1 : 8 } : {}),
      ...(settling ? { stop: this.#now < state.since + state.settlingUntil * 60n ? 1 : 6 } : {}),
      ...(lastDay ? { refund: 8, stop: 0.2, resolve: 0.5 } : {}),
      ...(this.#billed(state) > state.paidSeconds + state.refundedSeconds ? {} : { refund: 0.2 }),
    })
  }

  #billed(state: State): bigint {
    if (state.status !== "Active") return state.billedSeconds
    const elapsed = this.#now - state.since
    return clamp(elapsed, 0n, state.duration)
  }

  /** Rentals for a batch: open ones, perhaps twice, with some that are over or were never paid. */
  #batch(present: Present, all: boolean): Terms[] {
    const r = this.#random
    const known = [...present.open, ...present.past]
    const chosen = all ? [...present.open] : []
    for (let more = r.index(5); more > 0 && known.length > 0; --more) chosen.push(r.pick(known))
    const example = known[0]
    if (example !== undefined && r.chance(0.1)) chosen.push(terms(example.offer, example.renter, r.bytes32()))
    return shuffled(chosen, r)
  }

  /** What concerns no single rental: bonds, credits, fees, keys, parameters, and who refuses coins. */
  #elsewhere(world: World, present: Present): Scene {
    const r = this.#random
    const { people, model, escrow } = world
    const token = r.pick(this.#contracts.tokens)
    const host = r.pick(people.hosts).address
    const anyone = r.pick(people.all)
    const verb = r.weighted(ELSEWHERE)
    switch (verb) {
      case "fundBond":
        return this.#fundBond(world, r.chance(0.9) ? host : anyone, token)
      case "withdrawBond": {
        const free = model.bond(token, host)
        const amount = r.pick([r.magnitude(1n, free), free / 4n, free, free + 1n, 0n])
        const to = r.chance(0.9) ? r.pick([host, anyone]) : r.pick([ZERO, escrow])
        return this.#act(world, host, { verb, token, amount, to })
      }
      case "revokeOffers":
        return this.#act(world, host, { verb, machine: r.pick(present.machines) })
      case "setSigner":
        return this.#act(world, host, { verb, signer: r.pick([ZERO, ...people.signers.map((key) => key.address)]) })
      case "withdraw": {
        const owed = this.#contracts.tokens.flatMap((owedToken) =>
          people.all
            .filter((account) => model.credit(owedToken, account) > 0n)
            .map((account) => ({ owedToken, account })),
        )
        const credit = owed.length > 0 && r.chance(0.9) ? r.pick(owed) : { owedToken: token, account: anyone }
        const caller = r.chance(0.7) ? credit.account : anyone
        const to = r.chance(0.5) ? credit.account : r.pick([anyone, anyone, anyone, ZERO, escrow])
        return this.#act(world, caller, { verb, token: credit.owedToken, account: credit.account, to })
      }
      case "collectFees":
        return this.#act(world, anyone, { verb, token })
      case "closeMarket":
        return this.#act(world, r.chance(0.8) ? people.guardian : anyone, { verb, token })
      case "setMarket": {
        const caller = r.chance(0.9) ? people.owner : anyone
        const usual = r.pick(people.arbiters)
        const arbiter = r.chance(0.9) ? usual : ZERO
        const feeBps = r.chance(0.9) ? this.#feeBps() : r.pick([0n, 999n, 1501n])
        const market = r.chance(0.9) ? token : r.pick([escrow, people.signers[0]?.address ?? ZERO])
        return this.#act(world, caller, { verb, token: market, arbiter, feeBps, open: r.chance(0.85) })
      }
      case "setHostFee": {
        const feeBps = r.chance(0.9) ? r.pick([0n, this.#feeBps()]) : r.pick([1n, 999n, 1501n])
        return this.#act(world, r.chance(0.9) ? people.owner : anyone, { verb, host, feeBps })
      }
      case "setTreasury": {
        const account = r.chance(0.8) ? r.pick([people.treasury, anyone]) : r.pick([ZERO, escrow])
        return this.#act(world, r.chance(0.9) ? people.owner : anyone, { verb, account })
      }
      case "setGuardian": {
        const account = r.pick([people.guardian, people.guardian, anyone, ZERO])
        return this.#act(world, r.chance(0.9) ? people.owner : anyone, { verb, account })
      }
      case "refuse": {
        const blocked = [...model.refusing]
        if (blocked.length > 0 && r.chance(0.35)) {
          const [where = "", account = ""] = r.pick(blocked).split(":")
          return this.#act(world, anyone, { verb, token: where as Address, account: account as Address, on: false })
        }
        const receivers = [
          ...people.renters,
          ...people.payees,
          ...people.hosts.map((key) => key.address),
          model.treasury,
        ]
        const account = token !== ZERO && r.chance(0.05) ? escrow : r.pick(receivers)
        return this.#act(world, anyone, { verb, token, account, on: true })
      }
    }
  }

  #fundBond(world: World, host: Address, token: Address): Scene {
    const r = this.#random
    const amount = r.chance(0.97) ? r.magnitude(10n ** 6n, 2n ** 100n) : 0n
    return this.#act(world, host, { verb: "fundBond", token, amount }, { value: this.#value(token, amount) })
  }

  #feeBps(): bigint {
    return this.#random.pick([1000n, 1500n, this.#random.between(1000n, 1500n)])
  }

  /** The most that a caller wants to pay: mostly enough, often to the unit, sometimes too little. */
  #bound(amount: bigint): bigint {
    const r = this.#random
    if (r.chance(0.3)) return MAX_UINT256
    const less = clamp(amount - 1n, 0n, MAX_UINT256)
    return r.pick([amount, amount, amount + 1n, amount + r.magnitude(1n, MAX_UINT96), less, r.magnitude(0n, less)])
  }

  /** What a payer sends along: for native coins the price, for tokens nothing, sometimes wrong. */
  #value(token: Address, price: bigint): bigint {
    const right = token === ZERO ? price : 0n
    return this.#random.chance(0.98) ? right : this.#random.pick([0n, 1n, right + 1n, right / 2n])
  }

  #act(
    world: World,
    caller: Address,
    call: Call,
    extra?: { value?: bigint; accounts?: readonly Address[]; rentals?: readonly Terms[] },
  ): Scene {
    const { model, people } = world
    const rentals = [...new Set([...concerned(call), ...(extra?.rentals ?? [])])]
    const token = "token" in call ? call.token : (rentals[0]?.offer.token ?? ZERO)
    const accounts = new Set<Address>(extra?.accounts ?? [caller])
    if ("to" in call) accounts.add(call.to)
    if ("account" in call) accounts.add(call.account)
    if (call.verb === "collectFees") accounts.add(model.treasury)
    for (const { offer, renter } of rentals) accounts.add(offer.payee).add(renter)
    for (const account of accounts) if (!people.all.includes(account)) accounts.delete(account)
    const hosts = new Set<Address>(rentals.map(({ offer }) => offer.host))
    if (rentals.length === 0) for (const host of people.hosts) hosts.add(host.address)
    const value = extra?.value ?? 0n
    const step: Step = {
      at: this.#now,
      caller,
      value,
      call,
      token,
      accounts: [...accounts],
      hosts: [...hosts],
      rentals,
      views: call.verb === "look" || this.#random.chance(VIEWS),
    }
    return { world, step, prediction: predict(world, step, this.#contracts.nextBlock) }
  }
}

/** Plays a step in the model, and says what must be seen on chain. */
export function predict(world: World, step: Step, block: bigint): Prediction {
  const outcome = world.model.play(step.caller, step.value, step.call, { now: step.at, block })
  return { outcome, seen: look(world.model, step) }
}

function concerned(call: Call): readonly Terms[] {
  if ("rental" in call) return [call.rental]
  return "rentals" in call ? call.rentals : []
}

const name = (text: string): string => `0x${hash(utf8(text))}`

const clamp = (value: bigint, low: bigint, high: bigint): bigint => (value < low ? low : value > high ? high : value)

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const keyed = items.map((item) => ({ item, key: random.unit() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}

const EVIDENCE = ["", "ipfs://bafy", "https://example.org/a-report-longer-than-one-word-of-thirty-two-bytes"]

type Verb =
  | "start"
  | "stop"
  | "interrupt"
  | "settle"
  | "settleMany"
  | "extend"
  | "refund"
  | "dispute"
  | "submitEvidence"
  | "resolve"

const ANY_VERB: Record<Verb, number> = {
  start: 1,
  stop: 1,
  interrupt: 1,
  settle: 1,
  settleMany: 1,
  extend: 1,
  refund: 1,
  dispute: 1,
  submitEvidence: 1,
  resolve: 1,
}

const VERBS: Record<State["status"], Partial<Record<Verb, number>>> = {
  None: ANY_VERB,
  Funded: { start: 8, stop: 1, interrupt: 1 },
  Active: { extend: 2, stop: 1, interrupt: 1.2, dispute: 1.5, refund: 2 },
  Interrupted: { stop: 0.7, refund: 1, dispute: 2 },
  Disputed: { submitEvidence: 0.7, resolve: 0.4, stop: 0.7, refund: 1 },
  Closed: ANY_VERB,
}

/** What a deadline of the status allows or forbids, each equally likely. */
const AT_DEADLINE: Record<State["status"], readonly Verb[]> = {
  None: ["settle"],
  Funded: ["start", "stop", "interrupt", "settle", "settleMany"],
  Active: ["extend", "stop", "interrupt", "dispute", "refund", "settle", "settleMany"],
  Interrupted: ["stop", "dispute", "refund", "settle", "settleMany"],
  Disputed: ["resolve", "stop", "stop", "refund", "refund", "settle", "settleMany"],
  Closed: ["settle"],
}

const ELSEWHERE = {
  fundBond: 2,
  withdrawBond: 1,
  revokeOffers: 0.5,
  setSigner: 0.5,
  withdraw: 3,
  collectFees: 1,
  closeMarket: 0.3,
  setMarket: 1,
  setHostFee: 0.5,
  setTreasury: 0.2,
  setGuardian: 0.2,
  refuse: 4,
} as const
