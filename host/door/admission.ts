// Whether a renter is let into its machine. Everything here follows from the request, the agent's own book, and the chain;
// HTTP is elsewhere. What costs nothing is checked first, so that a flood reaches neither the node nor the machine.
import {
  type AccessRefusal,
  AccessRefusedError,
  type AccessRequest,
  AccessRequestUnreadableError,
  accessTypedData,
  type MachineAccess,
  parseAccessRequest,
  parseSshKey,
  verifyAccess,
} from "@gpuflow/escrow/access"
import { createRateLimit, type Log, reasonOf } from "@gpuflow/keeper/service"
import { type Address, type Client, type Hash, hashTypedData, isAddressEqual, recoverAddress } from "viem"
import { getBlock } from "viem/actions"

import type { Phase } from "../machine/phase.ts"
import type { RentalAccess } from "../machine/rentalAccess.ts"
import type { UsedRequests } from "./usedRequests.ts"

export type AdmissionContext = {
  /** Reads the chain. */
  readonly client: Client
  readonly chainId: number
  readonly escrow: Address
  readonly access: RentalAccess
  readonly used: UsedRequests
  readonly log: Pick<Log, "info" | "warn">
}

/** Requests a minute for one rental: of its renter's own key, and of anyone else. */
const PER_RENTAL = { proven: 60, unproven: 20 }
/** Requests a minute for rentals that the agent does not know, all of them together. */
const UNKNOWN = 120
/** Requests that are checked on the chain at once. */
const AT_ONCE = 32
/** Seconds after which a machine that is not ready is worth another question: as often as an address may ask. */
const NOT_READY = 2

const WAITING: readonly Phase[] = ["paid", "preparing", "ready", "starting"]

export function createAdmission({ client, chainId, escrow, access, used, log }: AdmissionContext) {
  const takeProven = createRateLimit(PER_RENTAL.proven)
  const takeUnproven = createRateLimit(PER_RENTAL.unproven)
  const takeUnknown = createRateLimit(UNKNOWN)
  let checking = 0

  /** Lets the renter of a request into its machine, or throws why not. */
  return async function admit(text: string): Promise<MachineAccess> {
    const request = read(text)
    const { rental, expiry } = request
    const refuse = refusalFor(rental)
    const known = access.find(rental)
    if (!known) throw await refusalOfUnknown(request)

    const digest = digestOf(request)
    if (used.has(digest)) throw refuse("RequestReplayed")
    // A stranger who sends requests for a rental must not use up the renter's own.
    const seconds = ((await isOfKey(request, digest, known.renter)) ? takeProven : takeUnproven)(rental)
    if (seconds > 0) throw refuse("TooManyRequests", seconds)
    const { state, endsAt } = await check(request)
    const { phase } = access.find(rental) ?? known
    if (WAITING.includes(phase) || (phase === "running" && state.status === "Funded"))
      throw refuse("NotReady", NOT_READY)
    if (phase !== "running") throw refuse("RentalNotLive")

    if (!used.take(digest, expiry)) throw refuse("RequestReplayed")
    const point = await access.admit(rental, request.publicKey).then(
      ({ hostKey, ...place }) => ({ ...place, hostKey: parseSshKey(hostKey).text }),
      (error: unknown) => {
        used.release(digest)
        log.warn("machine did not take a key", { rental, reason: reasonOf(error) })
        throw refuse("MachineFailed", NOT_READY)
      },
    )
    // It may have ended meanwhile; then the agent has removed the key, or is about to.
    if (access.find(rental)?.phase !== "running") throw refuse("RentalNotLive")
    log.info("renter let in", { rental, endsAt })
    return { rental, ...point, endsAt }
  }

  /** Its deposit may be younger than the agent's last poll. */
  async function refusalOfUnknown(request: AccessRequest): Promise<AccessRefusedError> {
    const refuse = refusalFor(request.rental)
    const seconds = takeUnknown("all")
    if (seconds > 0) return refuse("TooManyRequests", seconds)
    const { rental } = await check(request)
    return access.serves(rental.offer) ? refuse("NotReady", NOT_READY) : refuse("RentalUnknown")
  }

  function digestOf(request: AccessRequest): Hash {
    return hashTypedData(accessTypedData({ escrow, chainId, access: request }))
  }

  async function check(request: AccessRequest) {
    if (checking >= AT_ONCE) throw refusalFor(request.rental)("TooManyRequests", 1)
    checking += 1
    try {
      const { timestamp } = await getBlock(client)
      used.forget(timestamp)
      return await verifyAccess(client, { escrow, request })
    } catch (error) {
      if (error instanceof AccessRefusedError) throw error
      log.warn("chain could not be read", { rental: request.rental, reason: reasonOf(error) })
      throw refusalFor(request.rental)("ChainUnavailable", NOT_READY)
    } finally {
      checking -= 1
    }
  }
}

function read(text: string): AccessRequest {
  try {
    return parseAccessRequest(text)
  } catch (error) {
    if (!(error instanceof AccessRequestUnreadableError)) throw error
    const isKey = error.args.faults.every(({ field }) => field === "publicKey")
    const reason = isKey ? "InvalidKey" : "RequestInvalid"
    throw new AccessRefusedError({ rental: undefined, reason }, { cause: error })
  }
}

function refusalFor(rental: Hash) {
  return (reason: AccessRefusal, retryAfter?: number) =>
    new AccessRefusedError({ rental, reason, ...(retryAfter === undefined ? {} : { retryAfter }) })
}

/** Whether the renter's key signed. A renter that is a contract is asked on the chain. */
async function isOfKey({ signature }: AccessRequest, hash: Hash, renter: Address): Promise<boolean> {
  try {
    return isAddressEqual(await recoverAddress({ hash, signature }), renter)
  } catch {
    return false
  }
}
