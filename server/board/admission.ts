// What a signed offer goes through before it is listed. The checks that cost least come first, and what costs more is
// limited, so that a flood of forged offers costs little and leaves room for hosts that are known.
import { bondOf, isEscrowError } from "@gpuflow/escrow"
import {
  hashOffer,
  type Offer,
  parseOffer,
  type SignedOffer,
  serializeOffer,
  termProblems,
} from "@gpuflow/escrow/offer"
import { createRateLimit, reasonOf } from "@gpuflow/keeper/service"
import type { Address, Hex } from "viem"
import { getCode } from "viem/actions"
import { apply, type BoardContext, earliestOf, keyOf } from "./boardContext.ts"
import { isAcceptedInDeposit, readSigner, type SignedTerms } from "./chainReads.ts"
import { digestOf, recoveredFrom } from "./digests.ts"
import { keepDocument, readDocument } from "./documents.ts"
import type { BoardFigures } from "./figures.ts"
import {
  type HostFacts,
  hardwareOf,
  isReserved,
  isSigned,
  type Listing,
  listingOf,
  type Standing,
  standingsOf,
} from "./listing.ts"
import { createLane } from "./queue.ts"
import { createRecentKeys } from "./recentKeys.ts"
import { factsOf, noteFreed, recheck } from "./recheck.ts"
import { Refusal } from "./refusals.ts"
import { type Entrant, makeRoom, needsRoom } from "./room.ts"
import type { KeptDocument } from "./store.ts"

/** Seconds for which an offer may be valid at most. */
export const LONGEST_VALIDITY = 86_400
/**
 * The highest nonce of a machine. At 2^32 − 1, no call that adds to it succeeds, so a no-show could not be settled. A host
 * that wanted to get there while a rental is open would have as many steps to go as it takes to come here.
 */
const HIGHEST_NONCE = 2 ** 31 - 1
/** Offers of one host from one network address within a minute, and offers that a host may send in all. */
const PER_MINUTE = { pair: 1_200, host: 6_000 }
/** Signatures of senders of whom none was right before, within a minute: for hosts on the board, and for all others. */
const NEWCOMERS_PER_MINUTE = { listed: 12_000, unlisted: 3_000 }
/** Signers without code that are remembered for a block. */
const MOST_CODELESS = 10_000
/** Senders that are remembered because an offer of theirs was right. */
const MOST_KNOWN = 50_000
/** Offers that wait for reads of the chain. */
const LINE = { capacity: 2_000, batch: 200 }
/** Offers whose host or signer has to be asked for first. Their number is small, so that they cannot hold up the others. */
const QUESTIONS = { capacity: 128, batch: 16 }

interface Candidate {
  readonly listing: Omit<Listing, "sequence">
  readonly signed: string
  readonly document: KeptDocument | undefined
}

/** An offer that can be taken, and what sent it: the latest first. */
interface Accepted {
  readonly candidates: readonly Candidate[]
  readonly listing: Listing
}

/** Where an offer comes from. The network address is used for limits alone, and kept nowhere. */
export interface Sender {
  readonly host: string
  readonly machine: string
  readonly address: string
}

export type Admission = ReturnType<typeof createAdmission>

export function createAdmission(context: BoardContext, figures: Pick<BoardFigures, "require" | "knows">) {
  const { place, shelf, removals, limits } = context
  const takePair = createRateLimit(PER_MINUTE.pair)
  const takeHost = createRateLimit(PER_MINUTE.host)
  const takeListed = createRateLimit(NEWCOMERS_PER_MINUTE.listed)
  const takeUnlisted = createRateLimit(NEWCOMERS_PER_MINUTE.unlisted)
  const known = createRecentKeys(MOST_KNOWN)
  const line = createLane<Candidate, Listing>({ ...LINE, run: admit })
  const codeless = createRecentKeys(MOST_CODELESS)
  // Senders that were right before have a line of their own.
  const questions = createLane<Question, SignedBy>({ ...QUESTIONS, run: askSigners })
  const knownQuestions = createLane<Question, SignedBy>({ ...QUESTIONS, run: askSigners })

  /** Checks an offer and lists it. Throws a `Refusal`. */
  async function put(text: string, sender: Sender): Promise<Listing> {
    const head = requireHead(context)
    const signed = readSigned(text)
    requirePlace(signed, sender)
    const { offer, hostSignature } = signed
    const hash = hashOffer(offer)
    const { host, machine } = sender
    const before = shelf.get(host, machine)
    // A heartbeat may send the same offer twice. It was checked, and is followed.
    if (before?.hash === hash && before.state !== "hidden") return describe(before, signed)
    requireTerms(signed, head.timestamp)
    requireNotRemoved(sender, Number(offer.expiry))
    requireNewer(before, hash, Number(offer.expiry))
    requireWorth(sender, offer, before)
    const read = signed.document === undefined ? undefined : readDocument(signed.document, offer)

    const pair = keyOf(sender.address, host)
    requireAllowance(takePair(pair), "TooManyOffers")
    // Recovering a key costs a millisecond.
    const isKnown = known.has(pair)
    const takeNewcomer = before || shelf.ofHost(host).length > 0 ? takeListed : takeUnlisted
    if (!isKnown) requireAllowance(takeNewcomer(""), "BoardBusy")
    const digest = digestOf(signed)
    const recovered = await recoveredFrom(digest, hostSignature)
    const isByKey = recovered !== undefined && recovered === (context.signers.get(host) ?? host)
    const question = { host, recovered, offer, hostSignature }
    const signedBy = isByKey ? "key" : await requireSigner(question, isKnown ? knownQuestions : questions)
    known.add(pair)
    requireAllowance(takeHost(host), "TooManyOffers")
    const document = read?.document ?? (await storedDocument(offer))
    const hardware = document && hardwareOf(document)

    const listing = listingOf(offer, {
      ...UNKNOWN,
      hash,
      sequence: 0,
      receivedAt: head.timestamp,
      claim: 0,
      recovered,
      contract: signedBy === "contract" ? { offer, hostSignature } : undefined,
      hardware,
    })
    // A renewal keeps its claim to the host's bond, unless it claims more.
    const isRenewal = before !== undefined && before.state !== "hidden" && listing.bond <= before.bond
    const candidate: Candidate = {
      listing: isRenewal ? { ...listing, receivedAt: before.receivedAt, claim: before.claim } : listing,
      signed: serializeOffer({ ...signed, document: undefined }),
      document: read?.kept,
    }
    const result = line.push(candidate)
    if (!result) throw new Refusal("BoardBusy")
    return result
  }

  /** Takes what an offer that is listed says of its machine, if nothing is known of it yet. */
  async function describe(listing: Listing, { document, offer }: SignedOffer): Promise<Listing> {
    if (document === undefined || listing.hardware) return listing
    const read = readDocument(document, offer)
    const pair = keyOf(listing.host, listing.machine)
    requireAllowance(takePair(pair), "TooManyOffers")
    return context.locked(async () => {
      context.requireWriting()
      await keepDocument(context, read)
      return shelf.get(listing.host, listing.machine) ?? listing
    })
  }

  /** Nothing is known of the host yet, or its own key has not signed: the chain has to be asked who signs. */
  async function requireSigner(question: Question, lane: typeof questions): Promise<"key" | "contract"> {
    const { host } = question
    const signer = context.signers.get(host)
    const isRuledOut = signer !== undefined && codeless.has(keyOf(signer, String(requireHead(context).block)))
    if (isRuledOut) throw new Refusal("InvalidSignature", { signer })
    const isAsked = lane.push(question)
    if (!isAsked) throw new Refusal("BoardBusy")
    const signedBy = await isAsked
    if (signedBy !== "none") return signedBy
    throw new Refusal("InvalidSignature", { signer: signer ?? host })
  }

  async function askSigners(asked: readonly Question[]): Promise<(SignedBy | Error)[]> {
    const { block } = requireHead(context)
    return Promise.all(
      asked.map(async ({ host, recovered, offer, hostSignature }) => {
        try {
          const signer = await readSigner(place, host, block)
          if (recovered === signer) return "key"
          return (await isAcceptedByContract(signer, { offer, hostSignature }, block)) ? "contract" : "none"
        } catch (error) {
          return nodeFailure(context, error)
        }
      }),
    )
  }

  /** An account without code accepts nothing, and needs no deposit to say so. */
  async function isAcceptedByContract(signer: string, signed: SignedTerms, block: bigint): Promise<boolean> {
    const code = await getCode(place.client, { address: signer as Address, blockNumber: block })
    if (code !== undefined && code !== "0x") return isAcceptedInDeposit(place, signed, block)
    codeless.add(keyOf(signer, String(block)))
    return false
  }

  /** One that names another machine is not this machine's, whoever sent it. */
  async function storedDocument({ spec, machine }: Offer) {
    const content = await context.store.document(spec.toLowerCase())
    if (content === undefined) return undefined
    const { document, kept } = readDocument(JSON.parse(content))
    return kept.machine === machine.toLowerCase() ? document : undefined
  }

  /** Reads what a batch of offers depends on, and lists those that can be taken, together. */
  function admit(candidates: readonly Candidate[]): Promise<(Listing | Error)[]> {
    return context.locked(async () => {
      context.requireWriting()
      const head = requireHead(context)
      const hosts = [...new Set(candidates.map(({ listing }) => listing.host))]
      const present = hosts.flatMap((host) => [...shelf.ofHost(host)])
      const asked = [...present, ...candidates.map(({ listing }) => ({ ...listing, sequence: 0 }))]
      let facts: Map<string, HostFacts>
      try {
        facts = await factsOf(context, asked, head.block)
      } catch (error) {
        const failure = nodeFailure(context, error)
        return candidates.map(() => failure)
      }
      const results = new Map<Candidate, Listing | Error>()
      // One host's offers are judged one after the other, because they share a bond.
      const accepted = new Map<string, Accepted>()
      const now = new Map(hosts.map((host) => [host, new Map(shelf.ofHost(host).map((one) => [one.machine, one]))]))
      for (const candidate of candidates) {
        const { host, machine, token } = candidate.listing
        const known = facts.get(host)
        const machines = now.get(host)
        if (!known || !machines) continue
        noteFreed(context, [candidate.listing], known, head)
        const listing: Listing = { ...candidate.listing, sequence: 0 }
        const others = [...machines.values()].filter((one) => one.machine !== machine)
        const [standing, ...standings] = standingsOf([listing, ...others], known, earliestOf(head))
        // A token without an open market is asked for nothing.
        if (known.markets.get(token)?.open) await figures.require(token)
        const refusal =
          standing &&
          (refusalOf(listing, standing, known, head.timestamp) ??
            bondRefusal(listing, standing, others, standings) ??
            leastBondRefusal(listing) ??
            orderRefusal(machines.get(machine), listing) ??
            hostRefusal(machines.has(machine) ? 0 : machines.size))
        if (!standing || refusal) {
          results.set(candidate, refusal ?? new Refusal("NodeFailed"))
          continue
        }
        const standingListing = { ...listing, ...standing }
        machines.set(machine, standingListing)
        const key = keyOf(host, machine)
        // Of two offers of one machine in a batch, the later one is listed.
        const candidates = [candidate, ...(accepted.get(key)?.candidates ?? [])]
        accepted.set(key, { candidates, listing: standingListing })
      }
      const listed = await listAll([...accepted.values()], results)
      for (const host of new Set(listed.map(({ listing }) => listing.host))) {
        context.signers.set(host, facts.get(host)?.signer ?? host)
        // A new offer may take the bond that another one drew on.
        const known = facts.get(host)
        const listings = shelf.ofHost(host)
        const standings = known ? standingsOf(listings, known, earliestOf(head)) : []
        const moves = listings.flatMap((listing, index) => {
          const standing = standings[index]
          return standing ? [{ listing, standing }] : []
        })
        await apply(context, { standings: moves })
      }
      return candidates.map((candidate) => results.get(candidate) ?? new Refusal("NodeFailed"))
    })
  }

  /** Lists offers: first those that have a place already, then those that one is left for, or made for. */
  async function listAll(accepted: readonly Accepted[], results: Map<Candidate, Listing | Error>): Promise<Accepted[]> {
    const isComing = ({ listing }: Accepted) => needsRoom(listing, shelf.get(listing.host, listing.machine))
    const present = accepted.filter((one) => !isComing(one))
    await list(present, [], results)
    const coming = new Map(accepted.filter(isComing).map((one) => [one.listing, one]))
    if (coming.size === 0) return present
    for (const token of shelf.columns.tokens.inUse()) await figures.require(token)
    const { taken, evicted, refused } = makeRoom(shelf, limits, [...coming.keys()])
    for (const [listing, refusal] of refused) {
      for (const candidate of coming.get(listing)?.candidates ?? []) results.set(candidate, refusal)
    }
    const housed = taken.flatMap((listing) => coming.get(listing) ?? [])
    await list(housed, evicted, results)
    // What else drew on the bonds of those that left may be covered now.
    const isWaiting = ({ reason }: Listing) => reason === "InsufficientBond"
    const hosts = new Set(evicted.map(({ host }) => host).filter((host) => shelf.ofHost(host).some(isWaiting)))
    await recheck(context, hosts, requireHead(context))
    return [...present, ...housed]
  }

  async function list(
    accepted: readonly Accepted[],
    evictions: readonly Listing[],
    results: Map<Candidate, Listing | Error>,
  ): Promise<void> {
    if (accepted.length === 0) return
    const puts = accepted.map(({ candidates: [last], listing }) => ({ listing, signed: last?.signed ?? "" }))
    const documents = accepted.flatMap(({ candidates: [last] }) => (last?.document ? [last.document] : []))
    const stored = await apply(context, { puts, documents, evictions })
    for (const [index, { candidates }] of accepted.entries()) {
      const listing = stored[index]
      if (listing) for (const candidate of candidates) results.set(candidate, listing)
    }
  }

  function requirePlace({ chainId, escrow, offer }: SignedOffer, { host, machine }: Sender): void {
    if (chainId !== place.chainId) throw new Refusal("WrongChain", { chainId, expected: place.chainId })
    if (escrow.toLowerCase() !== place.escrow.toLowerCase()) {
      throw new Refusal("WrongEscrow", { escrow, expected: place.escrow })
    }
    const isSame = offer.host.toLowerCase() === host && offer.machine.toLowerCase() === machine
    if (!isSame) throw new Refusal("WrongPath", { host: offer.host, machine: offer.machine })
  }

  function requireTerms({ escrow, offer }: SignedOffer, timestamp: number): void {
    const [problem] = termProblems({ escrow, offer })
    if (problem) {
      const { field, error } = problem
      throw new Refusal("InvalidOffer", { field, error: error.code, message: error.message, ...error.args })
    }
    const nonce = Number(offer.nonce)
    if (nonce > HIGHEST_NONCE) throw new Refusal("NonceTooHigh", { nonce, maximum: HIGHEST_NONCE })
    const expiry = Number(offer.expiry)
    if (expiry <= timestamp + 1) throw new Refusal("OfferExpired", { expiry, now: timestamp })
    const maximum = timestamp + LONGEST_VALIDITY
    if (expiry > maximum) throw new Refusal("ExpiryTooFar", { expiry, maximum })
  }

  function requireNotRemoved({ host, machine }: Pick<Sender, "host" | "machine">, expiry: number): void {
    const removal = removals.get(keyOf(host, machine))
    if (removal && expiry <= removal.expiry) throw new Refusal("OfferRemoved", { expiry, after: removal.expiry })
  }

  /** The board may have changed while the signature was checked. */
  function orderRefusal(before: Listing | undefined, listing: Listing): Refusal | undefined {
    const { hash, expiry } = listing
    try {
      requireNewer(before, hash, expiry)
      requireNotRemoved(listing, expiry)
      return undefined
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
  }

  /** What is refused anyway is refused before its signature is checked, as far as prices are known. */
  function requireWorth({ host, machine }: Sender, offer: Offer, before: Listing | undefined): void {
    const token = offer.token.toLowerCase()
    const bond = bondOf(offer, offer.maxDuration)
    const entrant: Entrant = { host, machine, token, bond, state: "free", contract: undefined }
    const isJudged = bond === 0n || figures.knows(token)
    const refusal =
      (isJudged ? leastBondRefusal(entrant) : undefined) ??
      (isJudged && !before ? makeRoom(shelf, limits, [entrant]).refused.get(entrant) : undefined) ??
      (before ? undefined : hostRefusal(shelf.ofHost(host).length))
    if (refusal) throw refusal
  }

  function leastBondRefusal({ bond, token }: Pick<Listing, "bond" | "token">): Refusal | undefined {
    const { leastBond: leastDollars = 0 } = limits
    const dollars = shelf.worthOf({ state: "free", bond, token })
    return dollars < leastDollars ? new Refusal("BondTooLow", { dollars, leastDollars }) : undefined
  }

  /** Why a host that has so many offers cannot add another one. */
  function hostRefusal(count: number): Refusal | undefined {
    const { maxOffersPerHost: maximum } = limits
    return count >= maximum ? new Refusal("TooManyMachines", { maximum }) : undefined
  }

  return { put }
}

/** How the host's signer has signed, if it has. */
type SignedBy = "key" | "contract" | "none"

interface Question {
  readonly host: string
  readonly recovered: string | undefined
  readonly offer: Offer
  readonly hostSignature: Hex
}

const UNKNOWN: Standing = { state: "hidden", reason: null, freeAt: 0, freeBond: 0n }

export function requireHead({ head }: BoardContext): NonNullable<BoardContext["head"]> {
  if (!head) throw new Refusal("BoardNotReady")
  return head
}

export function nodeFailure({ log }: BoardContext, error: unknown): Refusal {
  log.warn("the board could not read the chain", { reason: reasonOf(error) })
  return new Refusal("NodeFailed")
}

function requireAllowance(secondsToWait: number, name: "TooManyOffers" | "BoardBusy"): void {
  if (secondsToWait > 0) throw new Refusal(name, {}, { retryAfter: secondsToWait })
}

function readSigned(text: string): SignedOffer {
  try {
    return parseOffer(text)
  } catch (error) {
    if (!isEscrowError(error) || error.code !== "OfferUnreadable") throw error
    throw new Refusal("OfferUnreadable", { message: error.message, faults: error.args.faults })
  }
}

function requireNewer(before: Listing | undefined, hash: string, expiry: number): void {
  // Of two that expire together the first one stays, or two boards that copy from each other would swap them for ever.
  const isOlder = before !== undefined && before.hash !== hash && expiry <= before.expiry
  // One that can never be taken again keeps nothing out.
  if (isOlder && !DEAD.some((reason) => reason === before.reason)) {
    throw new Refusal("OfferOutdated", { expiry: before.expiry })
  }
}

const DEAD = ["OfferExpired", "WrongEpoch", "WrongNonce"]

/** Why an offer is not taken, in the words of the contract's errors, with what the host can do. */
function refusalOf(listing: Listing, { reason }: Standing, facts: HostFacts, now: number): Refusal | undefined {
  const { token, arbiter, nonce, epoch, expiry, machine, maxFeeBps } = listing
  const market = facts.markets.get(token)
  const slot = facts.machines.get(machine)
  switch (reason) {
    case "OfferExpired":
      return new Refusal(reason, { expiry, now })
    case "WrongEpoch":
      return new Refusal(reason, { epoch, current: facts.epoch })
    case "MarketNotOpen":
      return new Refusal(reason, { token })
    case "WrongArbiter":
      return new Refusal(reason, { arbiter, marketArbiter: market?.arbiter })
    case "FeeAboveMaximum":
      return new Refusal(reason, { feeBps: facts.feeBps || market?.feeBps, maxFeeBps })
    case "WrongNonce":
      return new Refusal(reason, { nonce, current: slot?.nonce })
    case "InvalidSignature":
      return isSigned(listing, facts) ? undefined : new Refusal(reason, { signer: facts.signer })
    case "MachineBusy":
      if (!isReserved(listing, facts)) return new Refusal(reason, { busyUntil: slot?.busyUntil, expiry })
      // Signed for the time after a reservation that ends without a start: listed when it has ended.
      return nonce === (slot?.nonce ?? 0) + 1 ? undefined : new Refusal(reason)
    default:
      return undefined
  }
}

/** The host's other offers that draw on the bond are named, because alone this one might be covered. */
function bondRefusal(
  { bond, token }: Listing,
  { reason, freeBond }: Standing,
  others: readonly Listing[],
  standings: readonly Standing[],
): Refusal | undefined {
  if (reason !== "InsufficientBond") return undefined
  const drawing = others.filter((other, index) => other.token === token && standings[index]?.state !== "hidden")
  const drawn = drawing.reduce((sum, other) => sum + other.bond, 0n)
  const free = freeBond > drawn ? freeBond - drawn : 0n
  return new Refusal(reason, { required: bond, free, freeBond, others: drawn })
}
