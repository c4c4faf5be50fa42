// What this device is doing on the chain. Whatever has a hash is kept, so that every tab and a page that is loaded again
// find it, and follow it to its end.
import type { Progress, StepKind, WalletMethod } from "@gpuflow/escrow"
import { useSyncExternalStore } from "react"
import { type Address, type Hash, type Hex, toHex } from "viem"

import type { Failure } from "./failure.ts"
import { isTransactionKind, type TransactionKind } from "./transactionKinds.ts"

/** An amount that the words of a transaction name. */
export type Figure = {
  /** Base units. */
  readonly amount: bigint
  readonly decimals: number
  readonly symbol: string
}

/** What a transaction is about. */
export type TransactionSubject = {
  readonly kind: TransactionKind
  readonly chainId: number
  readonly escrow: Address
  readonly account: Address
  /** The rental that it changes, to link to. */
  readonly rental?: Hex | undefined
  readonly figure?: Figure | undefined
  /** What it is about, in a word: a machine's name. */
  readonly label?: string | undefined
}

export type Transaction = TransactionSubject & {
  readonly key: string
  /**
   * `checking`: it is simulated. `wallet`: its owner is asked. `sent`: it has a hash. `included`: it is in a block.
   * `final`: the block stays. `failed`: it did not work, or is not known to have worked.
   */
  readonly phase: "checking" | "wallet" | "sent" | "included" | "final" | "failed"
  /** What the wallet is asked for. */
  readonly method?: WalletMethod | undefined
  /** The step of a plan, from 1, and how many there are. */
  readonly step?: { readonly index: number; readonly count: number; readonly kind: StepKind } | undefined
  /** Whose turn it is, if it is `sent` without a hash: the wallet's, which makes a transaction of a batch, or a relayer's. */
  readonly isWith?: "wallet" | "relayer" | undefined
  readonly hash?: Hash | undefined
  readonly blockNumber?: bigint | undefined
  /** The chain has taken its block back, and includes it again. */
  readonly isReorganised?: boolean | undefined
  readonly failure?: Failure | undefined
  /** A dialog shows it, so no toast does. */
  readonly isInDialog?: boolean | undefined
}

const KEY = "gpuflow.transactions"

let transactions: readonly Transaction[] = stored()
const listeners = new Set<() => void>()
/** Those that a function of this tab is carrying out. */
const running = new Set<string>()

addEventListener("storage", ({ key }) => {
  if (key !== KEY && key !== null) return
  // What this tab carries out, it knows best. What another tab has finished, is gone.
  const others = stored().filter((one) => !running.has(one.key))
  show([...transactions.filter((one) => running.has(one.key) || !isKept(one)), ...others])
})

export function useTransactions(): readonly Transaction[] {
  return useSyncExternalStore(subscribe, () => transactions)
}

export function findTransaction(key: string): Transaction | undefined {
  return transactions.find((one) => one.key === key)
}

export function isRunningHere(key: string): boolean {
  return running.has(key)
}

/** Begins a transaction that this tab carries out. Returns its key. */
export function beginTransaction(subject: TransactionSubject, options: { readonly isInDialog: boolean }): string {
  // Browsers have `randomUUID` for pages alone that come with TLS.
  const key = toHex(crypto.getRandomValues(new Uint8Array(16)))
  running.add(key)
  put([...transactions, { ...subject, ...options, key, phase: "checking" }])
  return key
}

export function changeTransaction(key: string, change: Partial<Transaction>): void {
  put(transactions.map((one) => (one.key === key ? { ...one, ...change } : one)))
}

/** This tab's function has ended. What is not final yet is followed on. */
export function endTransaction(key: string, change: Partial<Transaction>): void {
  running.delete(key)
  changeTransaction(key, change)
}

export function forgetTransaction(key: string): void {
  running.delete(key)
  put(transactions.filter((one) => one.key !== key))
}

/** What a report of the SDK changes. */
export function noteProgress(key: string, progress: Progress): void {
  const before = findTransaction(key)
  if (!before) return
  changeTransaction(key, changeBy(progress, before))
}

function changeBy(progress: Progress, before: Transaction): Partial<Transaction> {
  switch (progress.phase) {
    case "checking":
      return before.hash ? {} : { phase: "checking" }
    case "step": {
      const step = { index: progress.index, count: progress.count, kind: progress.kind }
      return { step, hash: undefined, ...(progress.kind === "relay" && { phase: "sent", isWith: "relayer" }) }
    }
    case "wallet":
      return { phase: "wallet", method: progress.method, hash: undefined }
    case "sent": {
      const isReorganised = before.hash === progress.hash && before.phase === "included"
      return { phase: "sent", hash: progress.hash, isReorganised, isWith: undefined }
    }
    case "included":
    case "confirmed": {
      const { hash, blockNumber } = progress
      return { phase: "included", hash, blockNumber, isReorganised: false }
    }
    case "final":
      return { phase: "final", hash: progress.hash }
    case "batched":
      return { phase: "sent", isWith: "wallet" }
  }
}

/** Whether its present step only makes way for the one that pays. */
export function isPreparing({ step }: Transaction): boolean {
  return step?.kind === "approve" || step?.kind === "settle"
}

/** Without a hash nothing was sent, and what is final needs no one to follow it. */
function isKept(transaction: Transaction): boolean {
  const { hash, phase } = transaction
  return !isPreparing(transaction) && hash !== undefined && (phase === "sent" || phase === "included")
}

function put(next: readonly Transaction[]): void {
  show(next)
  try {
    // Another tab may have added its own.
    const known = new Set(next.map(({ key }) => key))
    const others = stored().filter(({ key }) => !known.has(key) && !gone.has(key))
    localStorage.setItem(KEY, JSON.stringify([...others, ...next.filter(isKept)], asText))
  } catch {
    // A browser may refuse to keep anything. Then this tab alone knows of it.
  }
}

/** Those that this tab has seen and shows no more. */
const gone = new Set<string>()

function show(next: readonly Transaction[]): void {
  for (const { key } of transactions) if (!next.some((one) => one.key === key)) gone.add(key)
  transactions = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const asText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value)

/** Anything may be in storage, also what another version of the page wrote. */
function stored(): readonly Transaction[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]")
    return Array.isArray(list) ? list.flatMap(readTransaction) : []
  } catch {
    return []
  }
}

function readTransaction(value: unknown): readonly Transaction[] {
  const given = Object(value) as Record<keyof Transaction, unknown>
  const { key, kind, chainId, phase, blockNumber } = given
  const [escrow, account, rental, hash] = [given.escrow, given.account, given.rental, given.hash].map((one) =>
    typeof one === "string" && /^0x[\da-f]+$/i.test(one) ? (one as Hex) : undefined,
  )
  const isKnown = typeof key === "string" && isTransactionKind(kind) && typeof chainId === "number"
  if (!isKnown || !escrow || !account || !hash || (phase !== "sent" && phase !== "included")) return []
  const { amount, decimals, symbol } = Object(given.figure) as Record<string, unknown>
  const isFigure = typeof amount === "string" && /^\d+$/.test(amount) && typeof decimals === "number"
  const figure = isFigure && typeof symbol === "string" ? { amount: BigInt(amount), decimals, symbol } : undefined
  const block = typeof blockNumber === "string" && /^\d+$/.test(blockNumber) ? BigInt(blockNumber) : undefined
  const label = typeof given.label === "string" ? given.label : undefined
  return [{ key, kind, chainId, escrow, account, rental, figure, label, phase, hash, blockNumber: block }]
}
