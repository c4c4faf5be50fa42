import type { reasons, statuses } from "./generated/constants.ts"

/** Bytes in hexadecimal, two digits each, after `0x`. */
export type Hex = `0x${string}`

/** An account or a contract: 20 bytes. */
export type Address = `0x${string}`

/** What names a transaction or a block: 32 bytes. */
export type Hash = `0x${string}`

/** Where a rental stands in its life, in the words and order of the contract's enum. */
export type Status = (typeof statuses)[number]

/** Why a rental was closed, in the words and order of the contract's enum. */
export type Reason = (typeof reasons)[number]

/** What a host promises and signs. */
export type Offer = {
  /** Owns the bond and the record. */
  readonly host: Address
  /** Receives payouts. */
  readonly payee: Address
  /** May start and interrupt for the host; zero: none. */
  readonly operator: Address
  /** The only renter it is for; zero: any. */
  readonly renter: Address
  /** ERC-20 token of price and bond; zero: the native coin. */
  readonly token: Address
  /** Must be the market's arbiter when the offer is taken. */
  readonly arbiter: Address
  /** Base units per hour. */
  readonly pricePerHour: bigint
  /** Host collateral locked per rental, base units of the same token. */
  readonly bond: bigint
  /** Seconds that a renter who ends earlier is billed; 1: pure per-second billing. */
  readonly minDuration: bigint
  /** Seconds, extensions included. */
  readonly maxDuration: bigint
  /** Seconds the host has to start; 0: the rental starts with the deposit. */
  readonly startWindow: bigint
  /** Seconds after the end in which the renter may dispute. */
  readonly challengeWindow: bigint
  /** Must equal the machine's current nonce. */
  readonly nonce: bigint
  /** Must equal the host's current epoch. */
  readonly epoch: bigint
  /** Timestamp until which it can be taken. */
  readonly expiry: bigint
  /** Highest platform fee that the host accepts, basis points. */
  readonly maxFeeBps: bigint
  /** The host may collect before the end what is older than `challengeWindow`. */
  readonly rolling: boolean
  /** The host's stable id of the unit on offer. */
  readonly machine: Hex
  /** Hash of the description that is promised now. */
  readonly spec: Hex
}

/** One taking of an offer. */
export type Rental = {
  readonly offer: Offer
  /** Uses the machine and receives every refund. */
  readonly renter: Address
  /** Chosen by the payer; makes the id unique. The hash of an order number makes a retry pay once at most. */
  readonly salt: Hex
}

/** A rental's whole state. */
export type RentalState = {
  readonly status: Status
  /** Platform fee, snapshot at deposit, basis points. */
  readonly feeBps: bigint
  /** Block of the `Deposited` event, which holds the terms. */
  readonly depositBlock: bigint
  /** When the current status began: deposited, started, ended by the host, disputed, closed. */
  readonly since: bigint
  /** Seconds promised, extensions included. */
  readonly duration: bigint
  /** Seconds billed, once ended. */
  readonly served: bigint
  /** Seconds paid out by rolling settlements. */
  readonly paid: bigint
  /** Seconds that the host gave back. */
  readonly refunded: bigint
  /** The host ended it. */
  readonly interrupted: boolean
}

/** A host's machine. */
export type Machine = {
  /** Timestamp from which it can be rented; `RESERVED` while reserved for a start. */
  readonly busyUntil: bigint
  /** The nonce that a live offer for it must carry. */
  readonly nonce: bigint
  /** Block of its latest deposit; 0: none. */
  readonly depositBlock: bigint
}

/** A host. */
export type Host = {
  /** Key that signs its offers; zero: the host itself. */
  readonly signer: Address
  /** The epoch that its live offers must carry. */
  readonly epoch: bigint
  /** Its own platform fee, basis points; 0: the market's. */
  readonly feeBps: bigint
}

/** A token that rentals may be paid in. */
export type Market = {
  readonly arbiter: Address
  /** Platform fee for new deposits, basis points. */
  readonly feeBps: bigint
  /** New deposits, extensions and bonds are accepted. */
  readonly open: boolean
}

/** An escrow on one chain. */
export type Deployment = {
  readonly address: Address
  /** Block of the deployment, to read events from. */
  readonly blockNumber: bigint
  /** Keccak-256 of the runtime code. */
  readonly codeHash: Hash
}

/** A term of a deposit that the protocol's page warns of, and that is refused unless it is accepted. */
export type RiskyTerm = "bond" | "challengeWindow" | "commitment" | "payer" | "startWindow" | "token"

/** What speaks against a deposit. */
export type Risk<term extends string = RiskyTerm> = {
  readonly term: term
  readonly sentence: string
  readonly value: unknown
  /** What would raise no doubt. */
  readonly expected: unknown
}

/** How far an escrow's events have been told: plain JSON, for the caller to keep. */
export type EventCursor = {
  readonly version: 1
  readonly chainId: number
  readonly escrow: Address
  /** Block from which events are told. */
  readonly fromBlock: string
  /** Last block that is done with. */
  readonly block: string
  /** The blocks up to that one which the chain may yet replace, the oldest first, with what was told of them. */
  readonly recent: readonly { readonly hash: Hash; readonly logs: readonly EventLog[] }[]
}

/** A log that was told, so that its removal can be. */
export type EventLog = {
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly logIndex: number
  readonly transactionHash: Hash
}

/** How far a list of rentals has been read: plain JSON, for the caller to keep. */
export type RentalsCursor = {
  readonly version: 1
  readonly chainId: number
  readonly escrow: Address
  /** Whose rentals they are, if they are one's. */
  readonly host?: Address
  readonly renter?: Address
  readonly nextBlock: string
  readonly toBlock: string
  /** Blocks that the node answers at once. */
  readonly size: string
}
