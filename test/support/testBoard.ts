// A board on the tests' chain, and offers to put on it.
import { hashMachineDocument, type MachineDocument, type Offer, serializeOffer } from "@gpuflow/escrow/offer"
import { type Address, createClient, type Hex, type Transport, zeroAddress } from "viem"
import type { PrivateKeyAccount } from "viem/accounts"
import { getBlockNumber } from "viem/actions"
import { polygon } from "viem/chains"
import { type Board, type BoardOptions, openBoard } from "../../server/board/board.ts"
import type { Listing } from "../../server/board/listing.ts"
import { Refusal } from "../../server/board/refusals.ts"
import type { Database } from "../../server/database/openDatabase.ts"
import { artifactOf } from "./chain.ts"
import { type DatabaseKind, openEmptyDatabase } from "./databases.ts"
import { callOf, FEE_BPS } from "./escrow.ts"
import { HOUR, typedOffer } from "./offer.ts"
import { accountOf, addressOf, type Role } from "./parties.ts"
import { chain, transport } from "./sharedChain.ts"
import { until } from "./until.ts"

export interface TestBoard {
  readonly board: Board
  readonly database: Database
  /** Resolves when the board has followed the chain to its latest block. */
  readonly caughtUp: () => Promise<void>
  readonly close: () => Promise<void>
}

type Options = Partial<BoardOptions> & { readonly escrow: Address; readonly kind?: DatabaseKind }

const SILENT = { info() {}, warn() {} }
/** Milliseconds. */
const POLLING = 25

export async function openTestBoard({ escrow, kind = "pglite", ...options }: Options): Promise<TestBoard> {
  const database = options.database ?? (await openEmptyDatabase(kind))
  // As the server's own client, which repeats no request.
  const once: Transport = (options) => transport()({ ...options, retryCount: 0 })
  const client = createClient({ chain: polygon, transport: once, cacheTime: 0, pollingInterval: POLLING })
  const board = await openBoard({
    place: { client, chainId: polygon.id, escrow },
    limits: { maxOffers: 20_000, maxOffersPerHost: 100 },
    log: SILENT,
    role: "writer",
    pollInterval: POLLING,
    maxReorgDepth: 256,
    boards: [],
    readRate: async (token) => (token === zeroAddress ? 5e-19 : 1e-6),
    ...options,
    database,
  })
  const caughtUp = async () => {
    const latest = await getBlockNumber(client, { cacheTime: 0 })
    await until(() => (board.head()?.block ?? -1n) >= latest)
  }
  await caughtUp()
  return {
    board,
    database,
    caughtUp,
    async close() {
      await board.stop()
      if (!options.database) await database.close()
    },
  }
}

export function documentNamed(name: string, parts: Partial<MachineDocument> = {}): MachineDocument {
  return {
    version: 1,
    name,
    gpu: { model: "H100", count: 8, memoryMiB: 81_559 },
    network: { downMbps: 2_000, upMbps: 1_000 },
    location: "Gera",
    ...parts,
  }
}

interface Place {
  readonly escrow: Address
  readonly token: Address
}

export type OfferParts = Partial<Offer> & {
  /** Whose offer it is, and with which key it is signed. By default the host's. */
  readonly by?: PrivateKeyAccount
  readonly signer?: PrivateKeyAccount
  readonly document?: MachineDocument
  readonly chainId?: number
  readonly hostSignature?: Hex
}

export interface SentOffer {
  readonly text: string
  readonly offer: Offer
  readonly host: string
  readonly machine: string
}

/** A signed offer of the host, valid for an hour of the chain. */
export async function makeOffer({ escrow, token }: Place, parts: OfferParts = {}): Promise<SentOffer> {
  const { by = accountOf("host"), signer = by, document, chainId = polygon.id, hostSignature, ...terms } = parts
  const hashes = document ? hashMachineDocument(document) : undefined
  const offer: Offer = {
    host: by.address,
    payee: by.address,
    operator: zeroAddress,
    renter: zeroAddress,
    token,
    arbiter: addressOf("arbiter"),
    pricePerHour: 1_500_000n,
    bond: 0n,
    minDuration: 1n,
    maxDuration: 24n * HOUR,
    startWindow: 0n,
    challengeWindow: 6n * HOUR,
    nonce: 0n,
    epoch: 0n,
    expiry: (await chain.now()) + HOUR,
    maxFeeBps: FEE_BPS,
    rolling: false,
    machine: hashes?.machine ?? `0x${"01".repeat(32)}`,
    spec: hashes?.spec ?? `0x${"02".repeat(32)}`,
    ...terms,
  }
  const domain = { name: "RentalEscrow", version: "1", chainId, verifyingContract: escrow }
  const signature = hostSignature ?? (await signer.signTypedData(typedOffer(offer, domain)))
  const text = serializeOffer({ chainId, escrow, offer, hostSignature: signature, document })
  return { text, offer, host: offer.host.toLowerCase(), machine: offer.machine.toLowerCase() }
}

let senders = 0

export function send(board: Board, { text, host, machine }: SentOffer, address?: string): Promise<Listing> {
  senders += 1
  return board.put(text, { host, machine, address: address ?? `10.0.${senders >> 8}.${senders & 255}` })
}

/** The name of the refusal; "none" if there is none. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
    return "none"
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** Waits until a board writes that began with the offers of another process: it has a head before it is the writer. */
export async function untilWriting(board: Board): Promise<void> {
  const nobody = { host: "", machine: "", address: "10.255.255.255" }
  await until(async () => !["NotWriting", "BoardNotReady"].includes(await refusalOf(board.put("", nobody))))
}

/** Sends a transaction of the escrow. */
export async function escrowCall(
  escrow: Address,
  from: Role | Address,
  name: string,
  args: readonly unknown[],
  value = 0n,
): Promise<void> {
  const { abi } = await artifactOf("RentalEscrow")
  const sender = from.startsWith("0x") ? (from as Address) : addressOf(from as Role)
  await chain.transact(callOf({ address: escrow, abi }, sender, name, args, value))
}
