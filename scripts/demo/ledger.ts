import {
  bondLocked,
  getBond,
  getCredit,
  getFees,
  getStake,
  getState,
  held,
  idOf,
  NATIVE,
  type Rental,
  type TransactionReceipt,
} from "@gpuflow/escrow"
import { type Address, erc20Abi, type Hash } from "viem"
import type { Chain, Role } from "./chain.ts"

/** A transaction of a rental: its sender, its purpose and its gas. */
export interface Entry {
  readonly verb: string
  readonly by: Role
  readonly hash: Hash
  readonly gas: bigint
}

/** The escrow's balance of one coin, and what it owes. */
export interface Books {
  readonly balance: bigint
  /** Principal and the stakes of disputes. */
  readonly held: bigint
  /** Free and locked. */
  readonly bonds: bigint
  readonly credits: bigint
  readonly fees: bigint
}

export type Ledger = ReturnType<typeof openLedger>

/** Reads balances, and checks after each transaction that the escrow has exactly what it owes. */
export function openLedger({ reader, parties }: Chain, escrow: Address) {
  const rentals: Rental[] = []
  const gasPaid = new Map<Address, bigint>()
  const accounts = Object.values(parties).map(({ account }) => account.address)
  let audits = 0
  let meterReadings = 0

  async function balance(token: Address, account: Address): Promise<bigint> {
    if (token === NATIVE) return reader.getBalance({ address: account })
    return reader.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] })
  }

  async function books(token: Address): Promise<Books> {
    const open = rentals.filter(({ offer }) => offer.token === token)
    const positions = open.map(async (rental) => {
      const state = await getState(reader, { escrow, id: idOf(rental) })
      const stake = state.status === "Disputed" ? await getStake(reader, { escrow, rental }) : 0n
      return { principal: held(rental.offer, state) + stake, bond: bondLocked(rental.offer, state) }
    })
    const locked = await Promise.all(positions)
    const free = accounts.map((host) => getBond(reader, { escrow, token, host }))
    const credits = accounts.map((account) => getCredit(reader, { escrow, token, account }))
    return {
      balance: await balance(token, escrow),
      held: sum(locked.map(({ principal }) => principal)),
      bonds: sum(locked.map(({ bond }) => bond)) + sum(await Promise.all(free)),
      credits: sum(await Promise.all(credits)),
      fees: await getFees(reader, { escrow, token }),
    }
  }

  return {
    books,
    balance,
    counts: () => ({ audits, meterReadings }),
    countReading: () => {
      meterReadings += 1
    },
    track: (rental: Rental) => rentals.push(rental),
    /** A balance without the gas that the account has paid, so that only rentals change it. */
    async balanceBeforeGas(token: Address, account: Address): Promise<bigint> {
      return (await balance(token, account)) + (token === NATIVE ? (gasPaid.get(account) ?? 0n) : 0n)
    },
    /** Records a transaction that moved this coin, and checks the books. */
    async record(token: Address, { from, gasUsed, effectiveGasPrice }: TransactionReceipt): Promise<void> {
      const sender = accounts.find((account) => account.toLowerCase() === from.toLowerCase()) ?? from
      gasPaid.set(sender, (gasPaid.get(sender) ?? 0n) + gasUsed * effectiveGasPrice)
      const { balance, held, bonds, credits, fees } = await books(token)
      const owed = held + bonds + credits + fees
      if (balance !== owed) throw new Error(`The escrow has ${balance} of ${token}, but owes ${owed}.`)
      audits += 1
    },
  }
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
