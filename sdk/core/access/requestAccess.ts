import type { Address, Hash } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { InvalidInputError } from "../codec.ts"
import type { MachineDocument } from "../machine/machineDocument.ts"
import { hashMachineDocument } from "../offer/hashDocument.ts"
import type { Wallet } from "../port.ts"
import { CancelledError, cancellable, type Progress, requireGoing } from "../progress.ts"
import { getRental } from "../rental/getRental.ts"
import { sleep } from "../retry.ts"
import {
  AccessNotOfferedError,
  type AccessRefusal,
  AccessRefusedError,
  ForeignDocumentError,
  ForeignHostKeyError,
} from "./accessErrors.ts"
import type { AccessRequest } from "./accessRequest.ts"
import { askDoor, type DoorFetch, type MachineAccess } from "./askDoor.ts"
import { signAccess } from "./signAccess.ts"
import { parseSshKey } from "./sshKey.ts"

/**
 * How far a request for access has come. `checking`: the rental is read. `wallet`: the renter is asked to sign. `asking`:
 * the door is asked. `waiting`: the door asked to come back, as it does while the machine is being prepared.
 */
export type AccessProgress =
  | { readonly phase: "checking" }
  | Extract<Progress, { readonly phase: "wallet" }>
  | { readonly phase: "asking" }
  | { readonly phase: "waiting"; readonly reason: AccessRefusal; readonly seconds: number }

/** Parameters of `requestAccess`. */
export type RequestAccessParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The rental's id. */
  readonly rental: Hash
  /** The document that the rental's offer names, from the board or from the host. */
  readonly document: MachineDocument
  /** The public SSH key to let in, as one line of OpenSSH. */
  readonly publicKey: string
  /** Milliseconds to wait for a machine that is not ready. Default: 600 000. Pass 0 to ask once. */
  readonly patience?: number | undefined
  /** Milliseconds for each answer of the door. Default: 15 000. */
  readonly timeout?: number | undefined
  /** Sends the request, for a door whose certificate you check yourself. Default: the global `fetch`. */
  readonly fetch?: DoorFetch | undefined
  /** Called with each phase. What it throws is ignored. */
  readonly onProgress?: ((progress: AccessProgress) => unknown) | undefined
  /** Name of the wallet, as EIP-6963 announces it, for `onProgress`. */
  readonly walletName?: string | undefined
  /** Ends the request, and the wait for the machine. */
  readonly signal?: AbortSignal | undefined
}

const PATIENCE = 600_000
const TIMEOUT = 15_000
/** Seconds between two questions, whatever a door asks for. */
const PAUSE = { default: 2, shortest: 1, longest: 30 }
/** Milliseconds for which a request cannot have expired by a clock that is right. */
const SIGN_AGAIN_AFTER = 240_000
/** What passes by itself. */
const PASSING: readonly AccessRefusal[] = ["NotReady", "TooManyRequests", "ChainUnavailable", "MachineFailed"]

/**
 * Asks the door of a rented machine to let an SSH key in, and returns how to connect. The document must be the one that
 * the rental's offer was signed with; the door's address and the machine's host key are taken from it. The renter signs
 * once. While the machine is being prepared, the same request is sent again; it is signed again if it expires meanwhile.
 *
 * Compare nothing by hand: the answer's host key was checked. Write it into a `known_hosts` file, and connect with
 * `StrictHostKeyChecking=yes`.
 *
 * @example
 * import { requestAccess } from "@gpuflow/escrow/access"
 * import { type MachineDocument } from "@gpuflow/escrow/machine"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const document: MachineDocument // from the board, with the offer
 * declare const publicKey: string // the line in ~/.ssh/id_ed25519.pub
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { user, host, port } = await requestAccess(client, { escrow: "0x…", rental: "0x…", document, publicKey })
 * console.log(`ssh -p ${port} ${user}@${host}`)
 *
 * @param client A viem client with the renter's account
 * @returns Where the machine is, its user, its host key, and when the rental ends
 * @throws {AccessNotOfferedError} if the document does not say how to get into the machine
 * @throws {ForeignDocumentError} if it is not the document of the rental's offer
 * @throws {AccessRefusedError} if the door refuses; before anything is signed, for another renter or an ended rental
 * @throws {DoorUnavailableError} if the door does not answer
 * @throws {DoorAnswerInvalidError} for an answer of another form, or for another rental
 * @throws {ForeignHostKeyError} if the host key is not the document's
 * @throws {InvalidSshKeyError} for what is not a public SSH key
 * @throws {RentalNotFoundError} if there is no such rental
 * @throws {UnusableSignatureError} if the signature is not the account's
 * @throws {CancelledError} if the signal was aborted
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 */
export async function requestAccess(wallet: Wallet, parameters: RequestAccessParameters): Promise<MachineAccess> {
  const { escrow, rental, document, publicKey, signal, onProgress, walletName } = parameters
  const { patience = PATIENCE, timeout = TIMEOUT, fetch = (url, init) => globalThis.fetch(url, init) } = parameters
  requirePositive("patience", patience, 0)
  requirePositive("timeout", timeout, 1)
  parseSshKey(publicKey)
  const { access } = document
  if (!access) throw new AccessNotOfferedError({ machine: document.name })
  const { endpoint, hostKey: expected } = access
  const until = performance.now() + patience
  requireGoing({ signal })
  show(onProgress, { phase: "checking" })
  await cancellable(requireRenter(wallet, parameters), { signal })

  const sign = () =>
    signAccess(wallet, {
      ...{ escrow, rental, publicKey, signal, walletName },
      onProgress: (progress) => progress.phase === "wallet" && show(onProgress, progress),
    })
  let request: AccessRequest | undefined
  let signedAt = 0
  let signed = 0
  for (;;) {
    if (!request) {
      request = await sign()
      signedAt = performance.now()
      signed += 1
    }
    show(onProgress, { phase: "asking" })
    try {
      const { fingerprint, ...answer } = await askDoor(wallet.codec, { endpoint, request, fetch, timeout, signal })
      if (fingerprint !== expected) throw new ForeignHostKeyError({ endpoint, expected, actual: fingerprint })
      return answer
    } catch (error) {
      if (signal?.aborted) throw new CancelledError({}, { cause: signal.reason })
      if (!(error instanceof AccessRefusedError)) throw error
      const { reason, retryAfter = PAUSE.default } = error.args
      const seconds = Math.min(Math.max(retryAfter, PAUSE.shortest), PAUSE.longest)
      if (performance.now() + seconds * 1_000 > until) throw error
      // Another program of the renter may have signed the very same request in the same second.
      if (reason === "RequestReplayed" && signed === 1) {
        request = undefined
        continue
      }
      // A door that calls each request expired must not make the renter sign without end.
      if (reason === "RequestExpired" && performance.now() - signedAt > SIGN_AGAIN_AFTER) {
        request = undefined
        continue
      }
      if (!PASSING.includes(reason)) throw error
      show(onProgress, { phase: "waiting", reason, seconds })
      await sleep(seconds * 1_000, signal)
      requireGoing({ signal })
    }
  }
}

/** Refuses before anything is signed what a door could only refuse. */
async function requireRenter(wallet: Wallet, { escrow, rental: id, document }: RequestAccessParameters): Promise<void> {
  const { rental, state } = await getRental(wallet, { escrow, id })
  const { spec } = hashMachineDocument(wallet.codec, document)
  const refuse = (reason: AccessRefusal) => new AccessRefusedError({ rental: id, reason })
  if (spec !== rental.offer.spec.toLowerCase()) {
    throw new ForeignDocumentError({ rental: id, spec: rental.offer.spec, actual: spec })
  }
  if (!isSameAddress(wallet.account, rental.renter)) throw refuse("NotTheRenter")
  if (state.status !== "Funded" && state.status !== "Active") throw refuse("RentalNotLive")
}

/** Reports without delay. Whatever a listener does, the request goes on. */
function show(onProgress: RequestAccessParameters["onProgress"], progress: AccessProgress): void {
  try {
    Promise.resolve(onProgress?.(progress)).catch(() => undefined)
  } catch {}
}

function requirePositive(field: string, value: number, least: number): void {
  if (Number.isFinite(value) && value >= least) return
  throw new InvalidInputError({ field, value, expected: `milliseconds, at least ${least}` })
}
