// What a page stores of a deposit before the wallet is asked, so that it is found again after a reload.
import type { QueryClient } from "@tanstack/react-query"
import type { Config } from "wagmi"

import type { Address, Hash, Hex } from "../types.ts"
import { readAgain } from "./invalidate.ts"
import { type ReadKey, readKey } from "./keys.ts"

/** A deposit that was begun: what `resumeDeposit` takes, and where the rental is. */
export type StoredDeposit = {
  readonly chainId: number
  readonly escrow: Address
  readonly id: Hex
  /** The plan, from `serializePlan`. */
  readonly plan: string
  /** The last hash that was reported as `sent`. */
  readonly hash?: Hash | undefined
  /** The wallet's id of a batch, that was reported as `batched`. */
  readonly batch?: string | undefined
}

/** Where deposits are stored. wagmi's storage is one, and so is `localStorage` behind wagmi's `createStorage`. */
export type DepositStorage = {
  getItem(key: string): unknown
  setItem(key: string, value: unknown): unknown
}

const ITEM = "rentalEscrow.deposits"

/** wagmi's storage, which the page shares with its other tabs. */
export function storageOf({ storage }: Config): DepositStorage | undefined {
  return storage ? (storage as DepositStorage) : undefined
}

export function storedDepositsKey(chainId: number, escrow: Address | undefined): ReadKey<readonly StoredDeposit[]> {
  return readKey("storedDeposits", chainId, { escrow })
}

/** All deposits that are stored. What something else has written there is not one. */
export async function readDeposits(storage: DepositStorage | undefined): Promise<readonly StoredDeposit[]> {
  const found: unknown = await storage?.getItem(ITEM)
  return Array.isArray(found) ? found.filter(isStoredDeposit) : []
}

/** Stores a deposit, or what is known of it since. */
export async function keepDeposit(storage: DepositStorage | undefined, deposit: StoredDeposit): Promise<void> {
  const others = (await readDeposits(storage)).filter(({ id }) => id !== deposit.id)
  await storage?.setItem(ITEM, [...others, deposit])
}

export async function forgetDeposit(storage: DepositStorage | undefined, id: Hex): Promise<void> {
  const others = (await readDeposits(storage)).filter((deposit) => deposit.id !== id)
  await storage?.setItem(ITEM, others)
}

/** Shows what the storage holds now. */
export function showDeposits(
  queries: QueryClient,
  { chainId, escrow }: Pick<StoredDeposit, "chainId" | "escrow">,
): void {
  void readAgain(queries, { queryKey: storedDepositsKey(chainId, escrow) })
}

function isStoredDeposit(value: unknown): value is StoredDeposit {
  const { chainId, escrow, id, plan, hash = id, batch = id }: Partial<StoredDeposit> = Object(value)
  return typeof chainId === "number" && [escrow, id, plan, hash, batch].every((text) => typeof text === "string")
}
