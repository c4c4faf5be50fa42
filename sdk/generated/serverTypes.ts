// Written by `npm run generate`. Do not edit.

import type { Address, Hex, Reason, Rental, Status } from "../types.ts"

/** `Meta` of a server. */
export type ServerMeta = {
  readonly version: string
  readonly rooms: readonly ("index" | "board")[]
  readonly database: "pglite" | "postgres"
  readonly chainId: number
  /** Address with its checksum. */
  readonly escrow: Address
  /** Address with its checksum. */
  readonly router: Address | undefined
  /** Address with its checksum. */
  readonly mandate: Address | undefined
  /** Block number. */
  readonly fromBlock: bigint
  /** The index holds everything up to this block. */
  readonly block: bigint
  readonly hash: Hex | undefined
  /** Seconds since 1970. */
  readonly timestamp: bigint
  /** Latest block of the node. */
  readonly latest: bigint
  /** Latest block that cannot be replaced. */
  readonly finalized: bigint
  readonly lag: {
    readonly blocks: number
    /** Seconds. */
    readonly seconds: bigint
  }
  /** Whether what is owed in every token is there. */
  readonly booksBalance: boolean
}

/** `Rental` of a server. */
export type IndexedRental = {
  readonly id: Hex
  /** Address with its checksum. */
  readonly host: Address
  /** Address with its checksum. */
  readonly renter: Address
  readonly machine: Hex
  /** Address with its checksum. */
  readonly token: Address
  /** Address with its checksum. */
  readonly arbiter: Address
  /** Address with its checksum. */
  readonly operator: Address
  /** Address with its checksum. */
  readonly payee: Address
  /** Who paid for the deposit. */
  readonly payer: Address
  readonly spec: Hex
  readonly terms: Rental
  /** Base units of the token. */
  readonly pricePerHour: bigint
  readonly status: Status
  readonly reason: Reason | undefined
  /** Basis points. */
  readonly feeBps: bigint
  /** Seconds. */
  readonly duration: bigint
  /** Seconds since 1970. */
  readonly since: bigint
  /** Seconds. */
  readonly billedSeconds: bigint
  /** Seconds. */
  readonly paidSeconds: bigint
  /** Seconds. */
  readonly refundedSeconds: bigint
  readonly interrupted: boolean
  /** Minutes of the dispute in which conceding is free. */
  readonly settlingUntil: bigint
  /** Block number. */
  readonly depositBlock: bigint
  readonly depositTransaction: Hex
  /** Seconds since 1970. */
  readonly depositedAt: bigint
  /** Seconds since 1970. */
  readonly startedAt: bigint | undefined
  /** Seconds since 1970. */
  readonly closedAt: bigint | undefined
  /** Seconds since 1970. */
  readonly disputedAt: bigint | undefined
  /** When the clock alone makes it possible to settle. */
  readonly dueAt: bigint | undefined
  /** When the rental ends, or has ended. */
  readonly endsAt: bigint | undefined
  /** Seconds since 1970. */
  readonly disputeUntil: bigint | undefined
  /** Seconds since 1970. */
  readonly evidenceUntil: bigint | undefined
  /** Seconds since 1970. */
  readonly rulingUntil: bigint | undefined
  /** When anyone can force the money out, in the worst case; undefined once it is closed. */
  readonly exitAt: bigint | undefined
  /** Base units of the token. */
  readonly deposited: bigint
  /** Base units of the token. */
  readonly toHost: bigint
  /** Base units of the token. */
  readonly fee: bigint
  /** Base units of the token. */
  readonly toRenter: bigint
  /** Base units of the token. */
  readonly held: bigint
  /** Base units of the token. */
  readonly bondLocked: bigint
  /** Base units of the token. */
  readonly bondToRenter: bigint
  /** Base units of the token. */
  readonly stake: bigint
  /** Base units of the token. */
  readonly stakeToHost: bigint
  /** Base units of the token. */
  readonly stakeToRenter: bigint
  /** Base units of the token. */
  readonly contested: bigint
  /** Basis points. */
  readonly hostBps: bigint | undefined
  /** Block number. */
  readonly changedBlock: bigint
}

/** `Rentals` of a server. */
export type IndexedRentals = {
  readonly items: readonly IndexedRental[]
  readonly next: string | undefined
}

/** `HistoryEvent` of a server. */
export type IndexedHistoryEvent = {
  readonly name: string
  readonly contract: "escrow" | "router" | "mandate"
  /** Block number. */
  readonly block: bigint
  readonly logIndex: number
  /** Seconds since 1970. */
  readonly timestamp: bigint
  readonly transaction: Hex
  readonly rental: Hex | undefined
  /** Address with its checksum. */
  readonly host: Address | undefined
  /** Address with its checksum. */
  readonly renter: Address | undefined
  readonly machine: Hex | undefined
  /** Address with its checksum. */
  readonly token: Address | undefined
  /** Address with its checksum. */
  readonly account: Address | undefined
  /** The event's arguments by their names. */
  readonly args: Readonly<Record<string, unknown>>
}

/** `HistoryEvents` of a server. */
export type IndexedHistoryEvents = {
  readonly items: readonly IndexedHistoryEvent[]
  readonly next: string | undefined
}

/** `TokenAmount` of a server. */
export type IndexedTokenAmount = {
  /** Address with its checksum. */
  readonly token: Address
  /** Base units of the token. */
  readonly amount: bigint
  /** Dollars; undefined if a price is not known. */
  readonly dollars: string | undefined
}

/** `HostRecord` of a server. */
export type IndexedHostRecord = {
  readonly rentals: number
  readonly open: number
  readonly completed: number
  readonly cancelled: number
  readonly declined: number
  readonly noShows: number
  readonly interruptions: number
  readonly disputes: number
  readonly rulings: number
  /** Rulings that gave the host less than everything. */
  readonly lost: number
  /** Seconds. */
  readonly promisedSeconds: bigint
  /** Seconds. */
  readonly servedSeconds: bigint
  /** Basis points. */
  readonly servedBps: bigint | undefined
  readonly feesPaid: readonly IndexedTokenAmount[]
  /** Fees in tokens whose price is known. */
  readonly feesPaidDollars: string | undefined
}

/** `RankedHost` of a server. */
export type IndexedRankedHost = {
  /** Address with its checksum. */
  readonly host: Address
  /** Place by fees paid, in dollars; undefined without a rental. */
  readonly rank: number | undefined
  readonly record: IndexedHostRecord
}

/** `RankedHosts` of a server. */
export type IndexedRankedHosts = {
  readonly items: readonly IndexedRankedHost[]
  readonly next: string | undefined
}

/** `HostDetails` of a server. */
export type IndexedHostDetails = {
  /** Address with its checksum. */
  readonly host: Address
  readonly rank: number | undefined
  readonly record: IndexedHostRecord
  /** Key that signs the host's offers; undefined: the host's own. */
  readonly signer: Address | undefined
  readonly epoch: number
  /** The host's own fee; 0: the market's. */
  readonly feeBps: bigint
  readonly machines: number
  readonly bonds: readonly {
    /** Address with its checksum. */
    readonly token: Address
    /** Base units of the token. */
    readonly free: bigint
    /** Base units of the token. */
    readonly locked: bigint
  }[]
  /** What open rentals hold, and when the next of it is due. */
  readonly locked: readonly {
    /** Address with its checksum. */
    readonly token: Address
    /** Base units of the token. */
    readonly held: bigint
    /** Seconds since 1970. */
    readonly nextDueAt: bigint | undefined
  }[]
}

/** `Earning` of a server. */
export type IndexedEarning = {
  /** Day of UTC, such as 2026-01-31; undefined if it is not by day. */
  readonly day: string | undefined
  readonly machine: Hex | undefined
  /** Address with its checksum. */
  readonly token: Address
  /** Base units of the token. */
  readonly gross: bigint
  /** Base units of the token. */
  readonly fee: bigint
  /** Base units of the token. */
  readonly net: bigint
  readonly payouts: number
  /** At each day's price; undefined if a day has none. */
  readonly dollars:
    | {
        /** Dollars; undefined if a price is not known. */
        readonly gross: string | undefined
        /** Dollars; undefined if a price is not known. */
        readonly fee: string | undefined
        /** Dollars; undefined if a price is not known. */
        readonly net: string | undefined
      }
    | undefined
}

/** `Earnings` of a server. */
export type IndexedEarnings = {
  readonly items: readonly IndexedEarning[]
  readonly next: string | undefined
}

/** `Machine` of a server. */
export type IndexedMachine = {
  /** Address with its checksum. */
  readonly host: Address
  readonly machine: Hex
  readonly nonce: number
  /** Seconds since 1970. */
  readonly busyUntil: bigint
  /** Whether it waits for its host to start a rental. */
  readonly reserved: boolean
  /** Block number. */
  readonly depositBlock: bigint
  readonly rentals: number
  readonly lastRental: Hex | undefined
  readonly lastStatus: Status | undefined
  /** Hash of the description that its latest rental promised. */
  readonly spec: Hex | undefined
}

/** `Machines` of a server. */
export type IndexedMachines = {
  readonly items: readonly IndexedMachine[]
  readonly next: string | undefined
}

/** `MachineDetails` of a server. */
export type IndexedMachineDetails = IndexedMachine & {
  readonly calendar: readonly {
    readonly rental: Hex
    /** Address with its checksum. */
    readonly renter: Address
    readonly status: Status
    readonly reason: Reason | undefined
    /** Seconds since 1970. */
    readonly from: bigint
    /** Null while it waits for its host. */
    readonly to: bigint | undefined
  }[]
}

/** `Dispute` of a server. */
export type IndexedDispute = {
  readonly rental: IndexedRental
  readonly open: boolean
  /** Seconds since 1970. */
  readonly disputedAt: bigint
  /** Seconds since 1970. */
  readonly rulingFrom: bigint
  /** Seconds since 1970. */
  readonly rulingUntil: bigint
  /** Contested amount, locked bond, and stake. */
  readonly atStake: bigint
  readonly evidence: readonly {
    /** Address with its checksum. */
    readonly party: Address
    /** The operator speaks for the host. */
    readonly role: "renter" | "host" | "operator"
    readonly uri: string
    /** Seconds since 1970. */
    readonly timestamp: bigint
    /** Block number. */
    readonly block: bigint
    readonly transaction: Hex
  }[]
}

/** `Disputes` of a server. */
export type IndexedDisputes = {
  readonly items: readonly IndexedDispute[]
  readonly next: string | undefined
}

/** `Account` of a server. */
export type IndexedAccount = {
  /** Address with its checksum. */
  readonly account: Address
  readonly credits: readonly IndexedTokenAmount[]
  readonly bonds: readonly {
    /** Address with its checksum. */
    readonly token: Address
    /** Base units of the token. */
    readonly free: bigint
    /** Base units of the token. */
    readonly locked: bigint
  }[]
  /** Such as owner, guardian, treasury, arbiter. */
  readonly roles: readonly string[]
  readonly asRenter: {
    readonly rentals: number
    readonly open: number
  }
  readonly asHost: {
    readonly rentals: number
    readonly open: number
    readonly machines: number
  }
  readonly asArbiter: {
    readonly disputes: number
    readonly open: number
  }
  readonly mandates: number
}

/** `Spending` of a server. */
export type IndexedSpending = {
  readonly day: string
  /** Address with its checksum. */
  readonly token: Address
  /** Base units of the token. */
  readonly billed: bigint
  readonly payouts: number
  /** Dollars; undefined if a price is not known. */
  readonly dollars: string | undefined
}

/** `Spendings` of a server. */
export type IndexedSpendings = {
  readonly items: readonly IndexedSpending[]
  readonly next: string | undefined
}

/** `Market` of a server. */
export type IndexedMarket = {
  /** Address with its checksum. */
  readonly token: Address
  /** Address with its checksum. */
  readonly arbiter: Address
  /** Basis points. */
  readonly feeBps: bigint
  readonly open: boolean
  /** Latest price of one token that the index knows. */
  readonly dollarPrice: string | undefined
}

/** `Markets` of a server. */
export type IndexedMarkets = {
  readonly items: readonly IndexedMarket[]
  readonly next: string | undefined
}

/** `Book` of a server. */
export type IndexedBook = {
  /** Address with its checksum. */
  readonly token: Address
  /** Base units of the token. */
  readonly rentals: bigint
  /** Base units of the token. */
  readonly stakes: bigint
  /** Base units of the token. */
  readonly bondsLocked: bigint
  /** Base units of the token. */
  readonly bondsFree: bigint
  /** Base units of the token. */
  readonly credits: bigint
  /** Base units of the token. */
  readonly fees: bigint
  /** Sum of the amounts above. */
  readonly owed: bigint
  /** The latest comparison with what the escrow had; undefined until there is one. */
  readonly proof:
    | {
        /** Block number. */
        readonly block: bigint
        /** Base units of the token. */
        readonly owed: bigint
        /** Base units of the token. */
        readonly balance: bigint
        /** Balance less what was owed. More is a gift, less a fault. */
        readonly difference: bigint
      }
    | undefined
}

/** `Books` of a server. */
export type IndexedBooks = {
  readonly items: readonly IndexedBook[]
  readonly next: string | undefined
}

/** `Role` of a server. */
export type IndexedRole = {
  readonly role: string
  /** Address with its checksum. */
  readonly account: Address
}

/** `Roles` of a server. */
export type IndexedRoles = {
  readonly items: readonly IndexedRole[]
  readonly next: string | undefined
}

/** `MandateUse` of a server. */
export type IndexedMandateUse = {
  readonly mandate: Hex
  readonly rental: Hex
  /** Address with its checksum. */
  readonly renter: Address
  readonly executions: number
  /** Base units of the token. */
  readonly spent: bigint
  /** Base units of the token. */
  readonly tips: bigint
  /** Seconds since 1970. */
  readonly lastAt: bigint
}

/** `MandateUses` of a server. */
export type IndexedMandateUses = {
  readonly items: readonly IndexedMandateUse[]
  readonly next: string | undefined
}

/** `Finding` of a server. */
export type IndexedFinding =
  | {
      readonly kind: "rental"
      readonly id: Hex
      /** Address with its checksum. */
      readonly host: Address
      /** Address with its checksum. */
      readonly renter: Address
      readonly status: Status
    }
  | {
      readonly kind: "machine"
      /** Address with its checksum. */
      readonly host: Address
      readonly machine: Hex
    }
  | {
      readonly kind: "transaction"
      readonly transaction: Hex
      /** Block number. */
      readonly block: bigint
      readonly events: number
    }
  | {
      readonly kind: "account"
      /** Address with its checksum. */
      readonly account: Address
      readonly is: readonly string[]
    }

/** `Findings` of a server. */
export type IndexedFindings = {
  readonly items: readonly IndexedFinding[]
  readonly next: string | undefined
}

/** `HistoryTransaction` of a server. */
export type IndexedHistoryTransaction = {
  readonly transaction: Hex
  /** Block number. */
  readonly block: bigint
  /** Those of the escrow, the router, and the mandate contract. */
  readonly events: readonly IndexedHistoryEvent[]
}

/** What an operation takes and answers, by its name. */
export type ServerOperations = {
  /** The escrow, and how far the index is. */
  readonly getMeta: {
    readonly parameters: {
      /** Answer when the index holds this block, or when `wait` is over. */
      readonly block?: number | bigint | undefined
      /** Seconds to wait for `block`; by default 0. */
      readonly wait?: number | bigint | undefined
    }
    readonly answer: ServerMeta
  }
  /** Rentals of a host, renter, arbiter, machine, or token. */
  readonly listRentals: {
    readonly parameters: {
      readonly host?: Address | undefined
      readonly renter?: Address | undefined
      readonly arbiter?: Address | undefined
      readonly machine?: Hex | undefined
      readonly token?: Address | undefined
      /** Some of Funded, Active, Interrupted, Disputed, Closed, separated by commas. */
      readonly status?: string | undefined
      /** Some of Completed, Released, Interrupted, Cancelled, Declined, NoShow, Conceded, Resolved, ArbitrationTimeout, separated by commas. */
      readonly reason?: string | undefined
      /** Whether it is not closed. */
      readonly open?: boolean | undefined
      /** Whether it was ever disputed. */
      readonly disputed?: boolean | undefined
      /** Seconds since 1970. */
      readonly dueBefore?: number | bigint | undefined
      /** Seconds since 1970. */
      readonly depositedFrom?: number | bigint | undefined
      /** Seconds since 1970. */
      readonly depositedTo?: number | bigint | undefined
      /** `newest` (default), or `deadline`: open ones by what is due next, then closed ones. */
      readonly sort?: "deadline" | "newest" | undefined
      /** Items of one page; by default 50. */
      readonly limit?: number | bigint | undefined
      /** `next` of the page before. */
      readonly cursor?: string | undefined
    }
    readonly answer: IndexedRentals
  }
  /** A rental with its terms, its state, its deadlines, and its money by party. */
  readonly getRental: {
    readonly parameters: {
      readonly id: Hex
    }
    readonly answer: IndexedRental
  }
  /** Everything that happened to a rental, the oldest first. */
  readonly listRentalEvents: {
    readonly parameters: {
      readonly id: Hex
      /** Items of one page; by default 50. */
      readonly limit?: number | bigint | undefined
      /** `next` of the page before. */
      readonly cursor?: string | undefined
    }
    readonly answer: IndexedHistoryEvents
  }
  /** Hosts, by the fees that their rentals paid. */
  readonly listHosts: {
    readonly parameters: {
      /** Only hosts of which a rental was paid in this token; ranks stay those among all. */
      readonly token?: Address | undefined
      /** Items of one page; by default 50. */
      readonly limit?: number | bigint | undefined
      /** `next` of the page before. */
      readonly cursor?: string | undefined
    }
    readonly answer: IndexedRankedHosts
  }
  /** A host's record, bonds, and what its open rentals hold. */
  readonly getHost: {
    readonly parameters: {
      readonly host: Address
    }
    readonly answer: IndexedHostDetails
  }
  /** What a host earned, by day, machine, or token. */
  readonly listEarnings: {
    readonly parameters: {
      readonly host: Address
      /** From the day of UTC of this time on. */
      readonly from?: number | bigint | undefined
      /** Up to the day of UTC of this time. */
      readonly to?: number | bigint | undefined
      readonly token?: Address | undefined
      /** Items of one page; by default 50. */
      readonly limit?: number | bigint | undefined
      /** `next` of the page before. */
      readonly cursor?: string | undefined
      /** By default `day`. */
      readonly by?: "day" | "machine" | "token" | undefined
      readonly machine?: Hex | undefined
    }
    readonly answer: IndexedEarnings
  }
  /** A host's machines. */
  readonly listMachines: {
    readonly parameters: {
      readonly host: Address
      /** Items of one page; by default 50. */
      readonly limit?: number | bigint | undefined
      /** `next` of the page before. */
      readonly cursor?: string | undefined
    }
    readonly answer: IndexedMachines
  }
  /** A machine with the calendar of its rentals. */
  readonly getMachine: {
    readonly parameters: {
      readonly host: Address
      readonly machine: Hex
      /** By default 30 days ago. */
      readonly from?: number | bigint | undefined
      /** Seconds since 1970. */
      readonly to?: number | bigint | undefined
    }
    readonly answer: IndexedMachineDetails
  }
  /** Disputes with the evidence of both sides; open ones first, by deadline. */
  readonly listDisputes: {
    readonly parameters: {
      readonly arbiter?: Address | undefined
      readonly host?: Address | undefined
      readonly renter?: Address | undefined
      readonly open?: boolean | undefined
      /** Items of one page; by default 50. */
      readonly limit?: number | bigint | undefined
      /** `next` of the page before. */
      readonly cursor?: string | undefined
    }
    readonly answer: IndexedDisputes
  }
  /** Credits, bonds, roles, and counts of an account. */
  readonly getAccount: {
    readonly parameters: {
      readonly account: Address
    }
    readonly answer: IndexedAccount
  }
  /** What was billed to a renter, by day and token. */
  readonly listSpending: {
    readonly parameters: {
      readonly account: Address
      /** From the day of UTC of this time on. */
      readonly from?: number | bigint | undefined
      /** Up to the day of UTC of this time. */
      readonly to?: number | bigint | undefined
      readonly token?: Address | undefined
      /** Items of one page; by default 50. */
      readonly limit?: number | bigint | undefined
      /** `next` of the page before. */
      readonly cursor?: string | undefined
    }
    readonly answer: IndexedSpendings
  }
  /** Tokens that rentals are paid in. */
  readonly listMarkets: {
    readonly parameters: {}
    readonly answer: IndexedMarkets
  }
  /** What the escrow owes in each token, beside what it has. */
  readonly listBooks: {
    readonly parameters: {}
    readonly answer: IndexedBooks
  }
  /** Owner, guardian, and treasury. */
  readonly listRoles: {
    readonly parameters: {}
    readonly answer: IndexedRoles
  }
  /** Mandates that were executed, with what they spent. */
  readonly listMandates: {
    readonly parameters: {
      readonly renter?: Address | undefined
      readonly rental?: Hex | undefined
      /** Items of one page; by default 50. */
      readonly limit?: number | bigint | undefined
      /** `next` of the page before. */
      readonly cursor?: string | undefined
    }
    readonly answer: IndexedMandateUses
  }
  /** Finds accounts, rentals, machines, and transactions by their first digits. */
  readonly search: {
    readonly parameters: {
      readonly q: string
      readonly limit?: number | bigint | undefined
    }
    readonly answer: IndexedFindings
  }
  /** The events of a transaction, as soon as the index has them. */
  readonly getTransaction: {
    readonly parameters: {
      readonly hash: Hex
      /** Seconds to wait for it; by default 0. */
      readonly wait?: number | bigint | undefined
    }
    readonly answer: IndexedHistoryTransaction
  }
}
