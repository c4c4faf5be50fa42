// The commands that show the source on an explorer, by Hardhat's plugin.
import { mkdir, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"

import { timelock as timelockSource } from "../../hardhat.config.ts"
import type { NetworkName } from "./networks.ts"
import type { DeploymentRecord } from "./record.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** Writes the timelock's constructor arguments, which hold lists, into a module, as the plugin wants them. */
export async function explorerCommands(name: NetworkName, record: DeploymentRecord): Promise<string> {
  const { arguments: its, timelock, address } = record
  const { minDelay, proposers, executors, admin } = timelock.arguments
  const file = `cache/deploy/timelock-${record.chainId}.mjs`
  await mkdir(`${root}cache/deploy`, { recursive: true })
  await writeFile(root + file, `export default ${JSON.stringify([minDelay, proposers, executors, admin])}\n`)
  const verify = `npx hardhat verify etherscan --network ${name}`
  return [
    "npx hardhat build",
    `${verify} --contract contracts/RentalEscrow.sol:RentalEscrow ${address} ${its.owner} ${its.guardian} ${its.treasury}`,
    `${verify} --contract ${timelockSource}:TimelockController --constructor-args-path ${file} ${timelock.address}`,
  ].join("\n")
}
