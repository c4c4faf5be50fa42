"use client"

import type { Client } from "viem"

import { hasEscrowBrand } from "../core/revert.ts"
import type { PreparePurchaseParameters } from "../core/router/preparePurchase.ts"
import type { PurchaseWay, SignedPurchase } from "../core/router/purchase.ts"
import { getPurchaseWays } from "../generated/viem/getPurchaseWays.ts"
import { preparePurchase } from "../generated/viem/preparePurchase.ts"
import { signPurchase } from "../generated/viem/signPurchase.ts"
import type { ActionOptions, ActionResult } from "./useEscrowMutation.ts"
import { useRentalAction } from "./useRentalAction.ts"

/** What to buy: the parameters of `preparePurchase`, and how to sign and relay it. */
export type PurchaseVariables<relayed = unknown> = PreparePurchaseParameters & {
  /** How to sign. Default: the first way that token and account allow. */
  readonly way?: PurchaseWay | undefined
  /** Passes the signed purchase to a relayer, such as by `fetch`. Its answer is the result's `relayed`. */
  readonly relay: (signed: SignedPurchase) => relayed | Promise<relayed>
}

/** A purchase that was signed and passed to a relayer. */
export type Purchased<relayed = unknown> = {
  readonly signed: SignedPurchase
  /** What the relayer has answered. */
  readonly relayed: relayed
}

/**
 * Prepares a purchase of one or several rentals, or of an extension (`verb`), signs it with the connected wallet, and
 * passes it to a relayer. The wallet needs no native coin. `useRent` and `usePayment` take a relayer as one of their ways.
 *
 * @example
 * import { usePurchase } from "@gpuflow/escrow/react"
 * import { type PreparePurchaseParameters, serializePurchase } from "@gpuflow/escrow/router"
 *
 * export function useBuyButton(wanted: PreparePurchaseParameters) {
 *   const { mutate, phase, error } = usePurchase<Response>()
 *   const relay = (signed: Parameters<typeof serializePurchase>[0]) =>
 *     fetch("/relay", { method: "POST", body: serializePurchase(signed) })
 *   return { onClick: () => mutate({ ...wanted, relay }), label: error?.message ?? phase }
 * }
 *
 * @param options The chain, and options of TanStack Query
 * @returns TanStack Query's mutation with `phase`, `progress`, `cancel` and `switchChain`
 */
export function usePurchase<relayed = unknown>(
  options: ActionOptions<Purchased<relayed>, PurchaseVariables<relayed>> = {},
): ActionResult<Purchased<relayed>, PurchaseVariables<relayed>> {
  return useRentalAction<PurchaseVariables<relayed>, Purchased<relayed>>(buy, options)
}

async function buy<relayed>(
  client: Client,
  { way: chosen, relay, ...parameters }: PurchaseVariables<relayed>,
): Promise<Purchased<relayed>> {
  // What the hook adds: the account, the client that reads, and how far it has come.
  const given: PreparePurchaseParameters & Omit<signPurchase.Parameters, "purchase" | "way"> = parameters
  const purchase = await preparePurchase(given.reader ?? client, given)
  const ways = chosen ? [] : await getPurchaseWays(given.reader ?? client, { purchase })
  const way = chosen ?? ways.find(({ available }) => available)?.way
  if (!way) throw ways.map(({ error }) => error).find(hasEscrowBrand)
  const signed = await signPurchase(client, { ...given, purchase, way })
  return { signed, relayed: await relay(signed) }
}
