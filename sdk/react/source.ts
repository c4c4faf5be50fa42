// Where the queries read: a client of viem, or wagmi's configuration, which has one for each chain.
import type { Client } from "viem"
import type { Config } from "wagmi"

import { isSameAddress } from "../core/address.ts"
import { deployments } from "../generated/deploymentTable.ts"
import type { Address } from "../types.ts"
import { ChainNotConfiguredError } from "./errors.ts"

/** A client of viem, or wagmi's configuration. */
export type QuerySource = Client | Config

const POLYGON = 137

type Located = { readonly chainId?: number; readonly escrow?: Address }

/**
 * The chain of an escrow, whatever chain the wallet is on: the one that was passed, or else the one of the deployment
 * with this address, or else Polygon, or else the first of the configuration.
 */
export function chainIdOf(source: QuerySource, given: object): number {
  const { chainId, parameters, escrow = parameters?.escrow }: Located & { readonly parameters?: Located } = given
  if (chainId !== undefined) return chainId
  if (!isConfig(source)) return source.chain?.id ?? POLYGON
  const deployed = Object.entries(deployments).find(([, { address }]) => {
    return typeof escrow === "string" && isSameAddress(address, escrow)
  })
  if (deployed) return Number(deployed[0])
  const [first = POLYGON, ...others] = idsOf(source)
  return others.includes(POLYGON) ? POLYGON : first
}

/** The client that reads a chain. */
export function clientOf(source: QuerySource, chainId: number): Client {
  const configured = isConfig(source) ? idsOf(source) : [source.chain?.id ?? chainId]
  if (!configured.includes(chainId)) throw new ChainNotConfiguredError({ chainId, configured })
  return isConfig(source) ? source.getClient({ chainId }) : source
}

function idsOf({ chains }: Config): number[] {
  return chains.map(({ id }) => id)
}

export function isConfig(source: QuerySource): source is Config {
  return "getClient" in source
}
