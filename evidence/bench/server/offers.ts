// Many live offers in the database of a board, as their hosts would have sent them: each for a machine of its own, with a
// document of its own. Signatures are left out, because the board checks them when an offer comes in, and not again.
import { hashMachineDocument, hashOffer, type MachineDocument, type Offer, serializeOffer } from "@gpuflow/escrow/offer"
import { zeroAddress } from "viem"
import { readDocument } from "../../../server/board/documents.ts"
import { hardwareOf, listingOf } from "../../../server/board/listing.ts"
import { createStore } from "../../../server/board/store.ts"
import { type DatabasePlace, openDatabase } from "../../../server/database/openDatabase.ts"
import { crowd } from "../../../test/support/manyRentals.ts"
import { CHAIN_ID, ESCROW, paidIn } from "./scene.ts"

const AT_ONCE = 1_000
const DAY = 86_400n

export const models = ["H100", "H200", "A100", "L40S", "RTX 4090", "RTX 5090", "B200", "MI300X"]
export const regions = ["Germany", "Finland", "Texas", "Oregon", "Japan", "Iceland"]
const MEMORY = [81_559, 143_771, 81_920, 46_068, 24_564, 32_607, 183_359, 196_592]

/** Puts so many offers into a database that no server uses. `time`: that of the chain. */
export async function fillBoard(place: DatabasePlace, count: number, time: bigint): Promise<void> {
  const database = await openDatabase(place)
  const store = createStore(database.kysely)
  for (let first = 0; first < count; first += AT_ONCE) {
    const made = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) =>
      offerNumber(first + index, time),
    )
    const puts = made.map(({ listing, signed }) => ({ listing, signed }))
    await store.commit({ puts, documents: made.map(({ document }) => document), now: Math.floor(Date.now() / 1_000) })
  }
  await database.close()
}

function documentNumber(place: number): MachineDocument {
  const kind = place % models.length
  return {
    version: 1,
    name: `machine ${place}`,
    gpu: {
      model: models[kind] ?? "",
      count: 2 ** (Math.floor(place / models.length) % 4),
      memoryMiB: MEMORY[kind] ?? 0,
      driver: "570.86.15",
    },
    cpu: { model: "AMD EPYC 9554", cores: 64 },
    memoryMiB: 1_547_000,
    disk: { kind: "nvme", GiB: 7_000 },
    network: { downMbps: 1_000 * (1 + (place % 10)), upMbps: 500 * (1 + (place % 10)) },
    location: regions[place % regions.length] ?? "",
  }
}

/** The offers' machines, for requests. */
export function machineNumber(place: number): {
  readonly host: string
  readonly machine: string
  readonly spec: string
} {
  return { host: crowd.host(place), ...hashMachineDocument(documentNumber(place)) }
}

function offerNumber(place: number, time: bigint) {
  const json = documentNumber(place)
  const { machine, spec } = hashMachineDocument(json)
  const host = crowd.host(place)
  const offer: Offer = {
    host,
    payee: host,
    operator: zeroAddress,
    renter: zeroAddress,
    token: paidIn[place % paidIn.length] ?? zeroAddress,
    arbiter: crowd.arbiter,
    pricePerHour: 500_000n + BigInt((place * 7_919) % 9_000) * 1_000n,
    bond: BigInt(place % 20) * 1_000_000n,
    minDuration: 3_600n * BigInt(place % 5),
    maxDuration: 86_400n * BigInt(1 + (place % 30)),
    startWindow: BigInt(place % 4) * 900n,
    challengeWindow: 21_600n,
    nonce: 0n,
    epoch: 0n,
    expiry: time + DAY - BigInt(place % 3_600),
    maxFeeBps: 1_500n,
    rolling: place % 3 === 0,
    machine,
    spec,
  }
  const hostSignature = `0x${"11".repeat(64)}1b` as const
  const signed = serializeOffer({ chainId: CHAIN_ID, escrow: ESCROW, offer, hostSignature })
  const { document, kept } = readDocument(json, offer)
  const listing = listingOf(offer, {
    hash: hashOffer(offer),
    sequence: place + 1,
    receivedAt: Number(time),
    claim: place + 1,
    state: "free",
    reason: null,
    freeAt: 0,
    freeBond: 10n ** 30n,
    recovered: host,
    contract: undefined,
    hardware: hardwareOf(document),
  })
  return { listing, signed, document: kept }
}
