// The networks that the escrow can be deployed to, and their files.
import { join } from "node:path"

import { Command, InvalidArgumentError } from "@commander-js/extra-typings"

import { root } from "../support/root.ts"

export const NETWORKS = ["polygon", "amoy", "local"] as const
export type NetworkName = (typeof NETWORKS)[number]

/** The ids under which their deployments are recorded. A local chain has Polygon's. */
export const CHAIN_IDS: Readonly<Record<NetworkName, number>> = { polygon: 137, amoy: 80002, local: 137 }

/** A command whose argument is a network. Ends with exit code 2 if the command line is wrong. */
export function networkCommand(name: string, description: string) {
  return new Command(name)
    .description(description)
    .argument(`<${NETWORKS.join("|")}>`, "the network", toNetwork)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
}

export function toNetwork(text: string): NetworkName {
  const network = NETWORKS.find((name) => name === text)
  if (!network) throw new InvalidArgumentError(`Expected one of ${NETWORKS.join(", ")}.`)
  return network
}

export function configFile(name: NetworkName): string {
  return join(root, "deployments/config", `${name}.json`)
}

/** The record of a deployment. Git ignores those of local chains: the SDK's table holds only live ones. */
export function recordFile(name: NetworkName, chainId: number): string {
  return join(root, "deployments", name === "local" ? "local" : "", `${chainId}.json`)
}
