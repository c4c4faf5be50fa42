// Why the board does not take what it is sent: a name for each reason, and a sentence that says what to do. Reasons that a
// deposit would fail for have the name of the contract's error.
import { Problem } from "../http/problem.ts"

/** A name, the status of the answer, and the sentence. */
const refusals = {
  NotJson: [415, () => "The body is not JSON. Send it as application/json."],
  BodyTooLarge: [413, ({ maximum }) => `The body is too long. Send at most ${maximum} bytes.`],
  TooManyRequests: [429, () => "Too many requests came from this network address. Wait, then send it again."],
  TooManyOffers: [429, () => "The host sends offers too often. Wait, then send the latest one."],
  BoardBusy: [503, () => "The board has too much to check at the moment. Wait, then send it again."],
  BoardNotReady: [503, () => "The board has not read the chain yet. Wait, then send it again."],
  ReadOnly: [503, () => "This server only reads the board. Send it to the server that writes."],
  NotWriting: [503, () => "Another server of this database writes the board now. Send it to that one, or wait."],
  NodeFailed: [503, () => "The board could not read the chain. Wait, then send it again."],
  BoardFull: [
    503,
    ({ leastDollars, dollars }) =>
      `The board is full, and takes an offer with a bond of more than ${leastDollars} dollars in place of another one. This one has ${dollars}. Sign one with a higher bond in a token that has a price, or publish it on another board.`,
  ],
  BondTooLow: [
    422,
    ({ leastDollars, dollars }) =>
      `An offer on this board locks a bond of at least ${leastDollars} dollars, and this one locks ${dollars}. Sign one with a higher bond in a token that has a price.`,
  ],
  TooManyMachines: [
    409,
    ({ maximum }) => `The host has ${maximum} offers on this board, the most that it takes. Remove one first.`,
  ],
  OfferUnreadable: [400, ({ message }) => String(message)],
  WrongChain: [422, ({ expected }) => `The offer is for another chain. Sign it for chain ${expected}.`],
  WrongEscrow: [422, ({ expected }) => `The offer is for another escrow. Sign it for ${expected}.`],
  WrongPath: [422, () => "The path names another host or machine than the offer. Send it to the offer's own path."],
  InvalidOffer: [422, ({ field, message }) => `No deposit on the offer can succeed, because of ${field}. ${message}`],
  ExpiryTooFar: [
    422,
    ({ maximum }) => `The offer expires too late. Sign one that expires at ${maximum} at the latest, and renew it.`,
  ],
  OfferExpired: [
    422,
    ({ expiry, now }) => `The offer expired at ${expiry}, and it is ${now}. Sign one with a later expiry.`,
  ],
  OfferRemoved: [409, () => "The host has removed this offer. Sign another one with a later expiry."],
  OfferOutdated: [
    409,
    ({ expiry }) => `The board has an offer of this machine that expires at ${expiry}. Sign one that expires later.`,
  ],
  InvalidSignature: [
    422,
    ({ signer }) => `The signature is not by ${signer}, which signs for the host. Sign the offer with that account.`,
  ],
  WrongEpoch: [
    422,
    ({ epoch, current }) => `The host's epoch is ${current}, and the offer has ${epoch}. Sign it again.`,
  ],
  WrongNonce: [
    422,
    ({ nonce, current }) => `The machine's nonce is ${current}, and the offer has ${nonce}. Sign it again.`,
  ],
  NonceTooHigh: [
    422,
    ({ maximum }) =>
      `The machine's nonce is above ${maximum}, so near its end that a host could keep a rental from ending. Offer the machine under another name.`,
  ],
  MarketNotOpen: [422, ({ token }) => `The market of token ${token} is not open. Offer the machine in another token.`],
  WrongArbiter: [
    422,
    ({ arbiter, marketArbiter }) =>
      `The market's arbiter is ${marketArbiter}, and the offer names ${arbiter}. Sign it for the market's arbiter.`,
  ],
  FeeAboveMaximum: [
    422,
    ({ feeBps, maxFeeBps }) =>
      `The platform fee is ${feeBps} basis points, and the offer accepts ${maxFeeBps}. Sign it for that fee.`,
  ],
  InsufficientBond: [
    422,
    ({ free, required, others }) =>
      `The rental locks a bond of ${required}, and of the free bond ${free} is left: the host's other offers on this board draw on ${others}. Fund the bond, or remove an offer.`,
  ],
  MachineBusy: [
    422,
    ({ busyUntil }) =>
      busyUntil === undefined
        ? "The machine is reserved by a rental that was not started. Start or settle it, then send the offer again."
        : `The machine is rented until ${busyUntil}, and the offer expires before. Sign one that expires later.`,
  ],
  InvalidDocument: [422, ({ message }) => String(message)],
  DocumentMismatch: [
    422,
    ({ spec }) => `The document is not the one that the offer promises. Send the document whose hash is ${spec}.`,
  ],
  WrongMachineName: [
    422,
    ({ machine }) => `The document names another machine. Send the document whose name hashes to ${machine}.`,
  ],
  DocumentNotFound: [404, () => "The board does not have this document. Ask the host, and compare its hash."],
  TooManyDocuments: [503, () => "The board keeps no more documents without an offer. Send it inside the offer."],
  InvalidCursor: [
    400,
    () => "The cursor belongs to another search. Pass `next` of a page with the same filters and order.",
  ],
  OfferNotFound: [404, () => "The board has no offer of this machine that can be taken. Ask the host for one."],
  RemovalExpired: [422, ({ now }) => `The request has expired: it is ${now}. Sign one with a later expiry.`],
  RemovalTooLong: [
    422,
    ({ maximum }) => `The request is valid for too long. Sign one that expires at ${maximum} at the latest.`,
  ],
  RemovalOutdated: [
    409,
    ({ expiry }) => `The offer expires at ${expiry}, after the request. Sign a request that expires no earlier.`,
  ],
} as const satisfies Readonly<Record<string, readonly [number, (args: Arguments) => string]>>

type Arguments = Readonly<Record<string, unknown>>
export type RefusalName = keyof typeof refusals

export const refusalNames = Object.keys(refusals)

/** Names that another attempt may avoid without a change of what is sent. */
const PATIENCE: Readonly<Partial<Record<RefusalName, number>>> = {
  TooManyRequests: 10,
  TooManyOffers: 10,
  BoardBusy: 2,
  BoardNotReady: 5,
  NodeFailed: 5,
  BoardFull: 300,
}

export class Refusal extends Problem {
  declare readonly code: RefusalName

  constructor(code: RefusalName, args: Arguments = {}, options?: { readonly retryAfter?: number }) {
    const [status, describe]: readonly [number, (args: Arguments) => string] = refusals[code]
    const { message: _, ...facts } = args
    super(status, code, describe(args), facts, options?.retryAfter ?? PATIENCE[code])
  }
}
