import type { reasons, statuses } from "./generated/constants.ts"

/** Bytes in hexadecimal, two digits each, after `0x`. */
export type Hex = `0x${string}`

/** An account or a contract: 20 bytes. */
export type Address = `0x${string}`

/** The hash of a transaction or a block: 32 bytes. */
export type Hash = `0x${string}`

/** The accounts and slots that a transaction touches (EIP-2930). */
export type AccessList = readonly { readonly address: Address; readonly storageKeys: readonly Hex[] }[]

/** The status of a rental, in the words and order of the contract's enum. */
export type Status = (typeof statuses)[number]

/** Why a rental was closed, in the words and order of the contract's enum. */
export type Reason = (typeof reasons)[number]

/** What a host promises and signs. */
export type Offer = {
  /** Owns the bond and the record. */
  readonly host: Address
  /** Receives payouts. */
  readonly payee: Address
  /** May start and interrupt for the host. Zero: no one. */
  readonly operator: Address
  /** The only renter that may take the offer. Zero: any renter. */
  readonly renter: Address
  /** ERC-20 token of price and bond. Zero: the native coin. */
  readonly token: Address
  /** Must be the market's arbiter when the offer is taken. */
  readonly arbiter: Address
  /** Base units per hour. */
  readonly pricePerHour: bigint
  /** Host collateral per rental, base units of the same token. At most 20 times the price is locked. */
  readonly bond: bigint
  /** Seconds billed to a renter who ends earlier. 1: pure per-second billing. */
  readonly minDuration: bigint
  /** Seconds, extensions included. */
  readonly maxDuration: bigint
  /** Seconds the host has to start. 0: the rental starts with the deposit. */
  readonly startWindow: bigint
  /** Seconds after the end in which the renter may dispute. */
  readonly challengeWindow: bigint
  /** Must equal the machine's current nonce. */
  readonly nonce: bigint
  /** Must equal the host's current epoch. */
  readonly epoch: bigint
  /** Timestamp until which the offer can be taken. */
  readonly expiry: bigint
  /** Highest platform fee that the host accepts, basis points. */
  readonly maxFeeBps: bigint
  /** Whether the host may collect before the end what is older than `challengeWindow`. */
  readonly rolling: boolean
  /** The host's stable id of the machine. */
  readonly machine: Hex
  /** Hash of the description that is promised now. */
  readonly spec: Hex
}

/** One taking of an offer. */
export type Rental = {
  readonly offer: Offer
  /** Uses the machine and receives every refund. */
  readonly renter: Address
  /** Chosen by the payer to make the id unique. With the hash of an order number, a retry pays at most once. */
  readonly salt: Hex
}

/** A rental's whole state. */
export type RentalState = {
  readonly status: Status
  /** Platform fee, snapshot at deposit, basis points. */
  readonly feeBps: bigint
  /** Block of the `Deposited` event, which holds the terms. */
  readonly depositBlock: bigint
  /** Timestamp at which the current status began. */
  readonly since: bigint
  /** Seconds promised, extensions included. */
  readonly duration: bigint
  /** Seconds billed, once ended. */
  readonly billedSeconds: bigint
  /** Seconds paid out by rolling settlements. */
  readonly paidSeconds: bigint
  /** Seconds that the host gave back. */
  readonly refundedSeconds: bigint
  /** Whether the host ended the rental. */
  readonly interrupted: boolean
  /** Minutes from the start of the dispute until which conceding is free. 0: it is not free. */
  readonly settlingUntil: bigint
}

/** A host's machine. */
export type Machine = {
  /** Timestamp from which the machine can be rented. `RESERVED` while it is reserved for a start. */
  readonly busyUntil: bigint
  /** The nonce that an offer for the machine must have. */
  readonly nonce: bigint
  /** Block of the latest deposit. 0: there is none. */
  readonly depositBlock: bigint
}

/** A host. */
export type Host = {
  /** Key that signs the host's offers. Zero: the host itself. */
  readonly signer: Address
  /** The epoch that the host's offers must have. */
  readonly epoch: bigint
  /** The host's own platform fee, basis points. 0: the market's fee. */
  readonly feeBps: bigint
}

/** A token that rentals may be paid in. */
export type Market = {
  readonly arbiter: Address
  /** Platform fee for new deposits, basis points. */
  readonly feeBps: bigint
  /** Whether new deposits, extensions and bonds are accepted. */
  readonly open: boolean
}

/** An escrow on one chain. */
export type Deployment = {
  readonly address: Address
  /** Block of the deployment, to read events from. */
  readonly blockNumber: bigint
  /** Keccak-256 of the runtime code. */
  readonly codeHash: Hash
  /** Address of the escrow's router, where it is deployed. */
  readonly router?: Address
  /** Address of the escrow's mandate contract, where it is deployed. */
  readonly mandate?: Address
}

/** A term of a deposit that the protocol warns of. `planDeposit` refuses it unless you accept it. */
export type RiskyTerm = "challengeWindow" | "commitment" | "payer" | "startWindow" | "token"

/** A risk of a deposit. */
export type Risk<term extends string = RiskyTerm> = {
  readonly term: term
  readonly sentence: string
  readonly value: unknown
  /** The value that would not be a risk. */
  readonly expected: unknown
}

/** How far an escrow's events have been reported. It is plain JSON for you to store. */
export type EventCursor = {
  readonly version: 1
  readonly chainId: number
  readonly escrow: Address
  /** First block whose events are reported. */
  readonly fromBlock: string
  /** Last block that was processed. */
  readonly block: string
  /** The blocks up to that one that the chain may still replace, the oldest first, with the logs reported of them. */
  readonly recent: readonly { readonly hash: Hash; readonly logs: readonly EventLog[] }[]
}

/** A log that was reported, kept so that its removal can be reported too. */
export type EventLog = {
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly logIndex: number
  readonly transactionHash: Hash
}

/** How far a list of rentals has been read. It is plain JSON for you to store. */
export type RentalsCursor = {
  readonly version: 1
  readonly chainId: number
  readonly escrow: Address
  /** The parties of the list, if they were given. */
  readonly host?: Address
  readonly renter?: Address
  /** First block of the whole list. */
  readonly fromBlock: string
  readonly nextBlock: string
  /** Last block of the list. A cursor to resume from has none: it reads up to the latest block. */
  readonly toBlock?: string
  /** Hash of the block before `nextBlock`, in a cursor to resume from: it shows whether the chain is still the same. */
  readonly hash?: Hash
  /** Number of blocks that the node answers at once. */
  readonly size: string
}

/** How far a host's record has been counted. It is plain JSON for you to store. */
export type HostRecordCursor = {
  readonly version: 1
  /** Where the list of the host's rentals goes on. */
  readonly rentals: RentalsCursor
  /** The rentals that are open, with what was paid up to there. */
  readonly open: readonly OpenRental[]
  /** The sums over the closed rentals, by the names of the record. */
  readonly closed: { readonly [figure: string]: string }
  /** Fees paid on closed rentals, base units by token. */
  readonly feesPaid: { readonly [token: Address]: string }
}

/** An open rental in the cursor of a host's record. */
export type OpenRental = {
  readonly id: Hex
  readonly token: Address
  readonly pricePerHour: string
  /** Paid so far, with the fee, base units. */
  readonly paid: string
  /** Fees taken so far, base units. */
  readonly fees: string
}
