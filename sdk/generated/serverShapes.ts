// Written by `npm run generate`. Do not edit.

import type { Shape } from "../core/server/readShape.ts"
import type { ServerOperations } from "./serverTypes.ts"

const metaShape: Shape = {
  fields: {
    version: "text",
    rooms: { list: "enum index|board" },
    database: "enum pglite|postgres",
    chainId: "count",
    escrow: "address",
    router: "address?",
    mandate: "address?",
    fromBlock: "integer",
    block: "integer",
    hash: "bytes32?",
    timestamp: "integer",
    latest: "integer",
    finalized: "integer",
    lag: { fields: { blocks: "count", seconds: "integer" } },
    booksBalance: "flag",
  },
}

const rentalShape: Shape = {
  fields: {
    id: "bytes32",
    host: "address",
    renter: "address",
    machine: "bytes32",
    token: "address",
    arbiter: "address",
    operator: "address",
    payee: "address",
    payer: "address",
    spec: "bytes32",
    terms: "rental",
    pricePerHour: "amount",
    status: "status",
    reason: "reason?",
    feeBps: "integer",
    duration: "integer",
    since: "integer",
    billedSeconds: "integer",
    paidSeconds: "integer",
    refundedSeconds: "integer",
    interrupted: "flag",
    settlingUntil: "integer",
    depositBlock: "integer",
    depositTransaction: "bytes32",
    depositedAt: "integer",
    startedAt: "integer?",
    closedAt: "integer?",
    disputedAt: "integer?",
    dueAt: "integer?",
    endsAt: "integer?",
    disputeUntil: "integer?",
    evidenceUntil: "integer?",
    rulingUntil: "integer?",
    exitAt: "integer?",
    deposited: "amount",
    toHost: "amount",
    fee: "amount",
    toRenter: "amount",
    held: "amount",
    bondLocked: "amount",
    bondToRenter: "amount",
    stake: "amount",
    stakeToHost: "amount",
    stakeToRenter: "amount",
    contested: "amount",
    hostBps: "integer?",
    changedBlock: "integer",
  },
}

const rentalsShape: Shape = { fields: { items: { list: { rental: rentalShape } }, next: "text?" } }

const historyEventShape: Shape = {
  fields: {
    name: "text",
    contract: "enum escrow|router|mandate",
    block: "integer",
    logIndex: "count",
    timestamp: "integer",
    transaction: "bytes32",
    rental: "bytes32?",
    host: "address?",
    renter: "address?",
    machine: "bytes32?",
    token: "address?",
    account: "address?",
    args: "object",
  },
}

const historyEventsShape: Shape = { fields: { items: { list: historyEventShape }, next: "text?" } }

const tokenAmountShape: Shape = { fields: { token: "address", amount: "amount", dollars: "text?" } }

const hostRecordShape: Shape = {
  fields: {
    rentals: "count",
    open: "count",
    completed: "count",
    cancelled: "count",
    declined: "count",
    noShows: "count",
    interruptions: "count",
    disputes: "count",
    rulings: "count",
    lost: "count",
    promisedSeconds: "integer",
    servedSeconds: "integer",
    servedBps: "integer?",
    feesPaid: { list: tokenAmountShape },
    feesPaidDollars: "text?",
  },
}

const rankedHostShape: Shape = { fields: { host: "address", rank: "count?", record: hostRecordShape } }

const rankedHostsShape: Shape = { fields: { items: { list: rankedHostShape }, next: "text?" } }

const hostDetailsShape: Shape = {
  fields: {
    host: "address",
    rank: "count?",
    record: hostRecordShape,
    signer: "address?",
    epoch: "count",
    feeBps: "integer",
    machines: "count",
    bonds: { list: { fields: { token: "address", free: "amount", locked: "amount" } } },
    locked: { list: { fields: { token: "address", held: "amount", nextDueAt: "integer?" } } },
  },
}

const earningShape: Shape = {
  fields: {
    day: "text?",
    machine: "bytes32?",
    token: "address",
    gross: "amount",
    fee: "amount",
    net: "amount",
    payouts: "count",
    dollars: { maybe: { fields: { gross: "text?", fee: "text?", net: "text?" } } },
  },
}

const earningsShape: Shape = { fields: { items: { list: earningShape }, next: "text?" } }

const machineShape: Shape = {
  fields: {
    host: "address",
    machine: "bytes32",
    nonce: "count",
    busyUntil: "integer",
    reserved: "flag",
    depositBlock: "integer",
    rentals: "count",
    lastRental: "bytes32?",
    lastStatus: { maybe: { allOf: ["status"] } },
    spec: "bytes32?",
  },
}

const machinesShape: Shape = { fields: { items: { list: machineShape }, next: "text?" } }

const machineDetailsShape: Shape = {
  allOf: [
    machineShape,
    {
      fields: {
        calendar: {
          list: {
            fields: {
              rental: "bytes32",
              renter: "address",
              status: "status",
              reason: "reason?",
              from: "integer",
              to: "integer?",
            },
          },
        },
      },
    },
  ],
}

const disputeShape: Shape = {
  fields: {
    rental: { rental: rentalShape },
    open: "flag",
    disputedAt: "integer",
    rulingFrom: "integer",
    rulingUntil: "integer",
    atStake: "amount",
    evidence: {
      list: {
        fields: {
          party: "address",
          role: "enum renter|host|operator",
          uri: "text",
          timestamp: "integer",
          block: "integer",
          transaction: "bytes32",
        },
      },
    },
  },
}

const disputesShape: Shape = { fields: { items: { list: disputeShape }, next: "text?" } }

const accountShape: Shape = {
  fields: {
    account: "address",
    credits: { list: tokenAmountShape },
    bonds: { list: { fields: { token: "address", free: "amount", locked: "amount" } } },
    roles: { list: "text" },
    asRenter: { fields: { rentals: "count", open: "count" } },
    asHost: { fields: { rentals: "count", open: "count", machines: "count" } },
    asArbiter: { fields: { disputes: "count", open: "count" } },
    mandates: "count",
  },
}

const spendingShape: Shape = {
  fields: { day: "text", token: "address", billed: "amount", payouts: "count", dollars: "text?" },
}

const spendingsShape: Shape = { fields: { items: { list: spendingShape }, next: "text?" } }

const marketShape: Shape = {
  fields: { token: "address", arbiter: "address", feeBps: "integer", open: "flag", dollarPrice: "text?" },
}

const marketsShape: Shape = { fields: { items: { list: marketShape }, next: "text?" } }

const bookShape: Shape = {
  fields: {
    token: "address",
    rentals: "amount",
    stakes: "amount",
    bondsLocked: "amount",
    bondsFree: "amount",
    credits: "amount",
    fees: "amount",
    owed: "amount",
    proof: { maybe: { fields: { block: "integer", owed: "amount", balance: "amount", difference: "amount" } } },
  },
}

const booksShape: Shape = { fields: { items: { list: bookShape }, next: "text?" } }

const roleShape: Shape = { fields: { role: "text", account: "address" } }

const rolesShape: Shape = { fields: { items: { list: roleShape }, next: "text?" } }

const mandateUseShape: Shape = {
  fields: {
    mandate: "bytes32",
    rental: "bytes32",
    renter: "address",
    executions: "count",
    spent: "amount",
    tips: "amount",
    lastAt: "integer",
  },
}

const mandateUsesShape: Shape = { fields: { items: { list: mandateUseShape }, next: "text?" } }

const findingShape: Shape = {
  oneOf: [
    { fields: { kind: "enum rental", id: "bytes32", host: "address", renter: "address", status: "status" } },
    { fields: { kind: "enum machine", host: "address", machine: "bytes32" } },
    { fields: { kind: "enum transaction", transaction: "bytes32", block: "integer", events: "count" } },
    { fields: { kind: "enum account", account: "address", is: { list: "text" } } },
  ],
}

const findingsShape: Shape = { fields: { items: { list: findingShape }, next: "text?" } }

const historyTransactionShape: Shape = {
  fields: { transaction: "bytes32", block: "integer", events: { list: historyEventShape } },
}

/** The path of each operation, and the shape of its answer. */
export const serverOperations: {
  readonly [operation in keyof ServerOperations]: { readonly path: string; readonly shape: Shape }
} = {
  getMeta: { path: "/meta", shape: metaShape },
  listRentals: { path: "/rentals", shape: rentalsShape },
  getRental: { path: "/rentals/{id}", shape: { rental: rentalShape } },
  listRentalEvents: { path: "/rentals/{id}/events", shape: historyEventsShape },
  listHosts: { path: "/hosts", shape: rankedHostsShape },
  getHost: { path: "/hosts/{host}", shape: hostDetailsShape },
  listEarnings: { path: "/hosts/{host}/earnings", shape: earningsShape },
  listMachines: { path: "/hosts/{host}/machines", shape: machinesShape },
  getMachine: { path: "/machines/{host}/{machine}", shape: machineDetailsShape },
  listDisputes: { path: "/disputes", shape: disputesShape },
  getAccount: { path: "/accounts/{account}", shape: accountShape },
  listSpending: { path: "/accounts/{account}/spending", shape: spendingsShape },
  listMarkets: { path: "/markets", shape: marketsShape },
  listBooks: { path: "/books", shape: booksShape },
  listRoles: { path: "/roles", shape: rolesShape },
  listMandates: { path: "/mandates", shape: mandateUsesShape },
  search: { path: "/search", shape: findingsShape },
  getTransaction: { path: "/transactions/{hash}", shape: historyTransactionShape },
}
