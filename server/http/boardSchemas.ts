// What the board takes and answers.
import { z } from "@hono/zod-openapi"
import { answered, given, listOf, page } from "./primitives.ts"

/** A signed offer, as `serializeOffer` of the SDK writes it. The SDK reads it, and names each field that is wrong. */
export const signedOffer = z
  .object({
    version: z.literal(1),
    chainId: z.int(),
    escrow: answered.address,
    offer: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
    hostSignature: answered.bytes,
    document: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi("SignedOffer")

/** What the board knows of an offer beside what its host signed. Clients check all of it again. */
export const boardOffer = z
  .object({
    signed: signedOffer,
    hash: answered.hash.openapi({ description: "Struct hash of the offer" }),
    /** Grows with each change of the board; the place from which another board goes on. */
    sequence: z.int(),
    receivedAt: answered.time,
    dollarsPerHour: answered.dollars,
    freeAt: answered.time.openapi({ description: "When the machine is free; 0: now" }),
    freeBond: answered.amount.openapi({ description: "The host's free bond, which its offers in this token share" }),
    record: z
      .object({
        rank: z.int().nullable(),
        feesPaidDollars: answered.dollars,
        rentals: answered.count,
        servedBps: answered.bps.nullable(),
      })
      .nullable()
      .openapi({ description: "The host's record; null without an index" }),
  })
  .openapi("BoardOffer")

const offerSorts = ["price", "record", "bond", "memory", "start", "newest"] as const

/** Filters of offers. Texts are compared without regard to case. */
const filters = {
  host: given.address.optional(),
  machine: given.hash.optional(),
  token: given.address.optional(),
  gpu: given.parts(200).optional().openapi({ description: "Parts of GPU models, separated by commas" }),
  region: given.parts(200).optional().openapi({ description: "Parts of locations, separated by commas" }),
  minGpus: given.integer(1, 1_024).optional(),
  maxGpus: given.integer(1, 1_024).optional(),
  minMemory: given
    .integer(1, 1_048_576)
    .optional()
    .openapi({ type: "integer", description: "Least memory of each GPU, in GB" }),
  maxMemory: given
    .integer(1, 1_048_576)
    .optional()
    .openapi({ type: "integer", description: "Most memory of each GPU, in GB" }),
  minDownload: given.integer(0, 10_000_000).optional().openapi({ type: "integer", description: "Mbit a second" }),
  minUpload: given.integer(0, 10_000_000).optional().openapi({ type: "integer", description: "Mbit a second" }),
  maxPricePerHour: given.amount.optional().openapi({ description: "Base units of `token`" }),
  maxDollarsPerHour: given.dollars.optional(),
  duration: given
    .integer(1, 34_560_000)
    .optional()
    .openapi({ type: "integer", description: "Seconds to rent: within the offer's least and longest duration" }),
  maxCommitment: given
    .integer(1, 34_560_000)
    .optional()
    .openapi({ type: "integer", description: "Most seconds that are billed in any case" }),
  minBond: given.amount
    .optional()
    .openapi({ description: "What a rental of `duration`, or else of the longest, locks, base units of `token`" }),
  minBondDollars: given.dollars.optional(),
  maxStartWindow: given.integer(0, 86_400).optional().openapi({ type: "integer", description: "Seconds; 0: instant" }),
  minServedBps: given.integer(0, 10_000).optional(),
  minFeesPaidDollars: given.dollars.optional(),
  maxRank: given.integer(1, 1_000_000_000).optional(),
  freeBy: given.time.optional().openapi({ type: "integer", description: "Free at this time at the latest" }),
  renter: given.address
    .optional()
    .openapi({ description: "Also offers that are for this renter alone; by default only those for any renter" }),
}

export const offersQuery = z.object({
  ...filters,
  sort: z.enum(offerSorts).optional().openapi({ description: "By default `price`" }),
  ...page(),
})

export const offerFiltersQuery = z.object(filters)

export const offerList = listOf(boardOffer).openapi("BoardOffers")

/** What the page writes beside its filters, and the range of each model's prices. */
export const offerSummary = z
  .object({
    offers: answered.count,
    hosts: answered.count,
    gpus: z.array(
      z.object({
        gpu: z.string(),
        offers: answered.count,
        lowestDollarsPerHour: answered.dollars,
        highestDollarsPerHour: answered.dollars,
      }),
    ),
    regions: z.array(z.object({ region: z.string(), offers: answered.count })),
    tokens: z.array(z.object({ token: answered.address, offers: answered.count })),
  })
  .openapi("OfferSummary")

/** A host's signed request to take its offer down. */
export const removal = z
  .object({
    expiry: answered.time.openapi({ description: "Until when the request is valid: the expiry of the offer" }),
    signature: answered.bytes.openapi({ description: "By the host or its signer, of `offerRemovalTypedData`" }),
  })
  .openapi("OfferRemoval")

/** What happened to offers since a sequence number, for boards that copy from one another. */
export const offerLog = z
  .object({
    items: z.array(
      z.discriminatedUnion("change", [
        z.object({ change: z.literal("put"), sequence: z.int(), offer: boardOffer }),
        z.object({
          change: z.literal("removed"),
          sequence: z.int(),
          host: answered.address,
          machine: answered.hash,
          reason: z.string(),
          removal: removal.nullable().openapi({ description: "What the host signed, if it removed the offer" }),
        }),
      ]),
    ),
    /** Pass it as `since` next. */
    sequence: z.int(),
  })
  .openapi("OfferLog")

export const document = z
  .record(z.string(), z.unknown())
  .openapi("Document", { description: "What a host says of its machine. Its hash is the offer's `spec`." })

/** What x402 clients parse. The scheme is the escrow's own. */
export const paymentRequired = z
  .object({
    x402Version: z.literal(2),
    error: z.string(),
    resource: z.object({ url: z.string(), description: z.string(), mimeType: z.string() }),
    accepts: z.array(
      z.object({
        scheme: z.literal("rental-escrow"),
        network: z.string().openapi({ description: "CAIP-2", example: "eip155:137" }),
        amount: answered.amount,
        asset: z.string().openapi({ description: "Address of the token" }),
        payTo: z.string().openapi({ description: "The zero address: a transfer pays for nothing" }),
        maxTimeoutSeconds: z.int(),
        extra: z.object({
          escrow: z.string(),
          duration: answered.seconds,
          offerHash: answered.hash,
          offer: signedOffer,
          pay: z.array(z.object({ way: z.string(), contract: z.string(), verb: z.string() })),
          next: z.string(),
        }),
      }),
    ),
  })
  .openapi("PaymentRequired")

/** A rental that was paid, and the door of its machine. */
export const openedRental = z
  .object({
    rental: answered.hash,
    renter: z.string(),
    status: z.string(),
    endsAt: answered.time.nullable().openapi({ description: "When the paid time ends; null before the start" }),
    spec: answered.hash.openapi({ description: "Hash of the document, against which `access` is to be checked" }),
    access: z
      .object({
        endpoint: z.string(),
        hostKey: z.string(),
        certificate: z.string().optional(),
        request: z.string().openapi({ description: "URL for the signed request for access" }),
      })
      .nullable()
      .openapi({ description: "Null if the board does not have the document, or the document names no door" }),
  })
  .openapi("OpenedRental")
