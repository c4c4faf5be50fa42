// The commands that publish the source on an explorer and on Sourcify, with Hardhat's plugin.
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { timelock as timelockSource } from "../../hardhat.config.ts"
import { root } from "../support/root.ts"
import type { NetworkName } from "./networks.ts"
import type { DeploymentRecord } from "./record.ts"

/** Returns the commands. Writes the timelock's constructor arguments into a module, which the plugin needs for lists. */
export async function explorerCommands(name: NetworkName, record: DeploymentRecord): Promise<string> {
  const { arguments: its, timelock, address, router, mandate } = record
  const { minDelay, proposers, executors, admin } = timelock.arguments
  const file = `cache/deploy/timelock-${record.chainId}.mjs`
  await mkdir(join(root, "cache/deploy"), { recursive: true })
  await writeFile(join(root, file), `export default ${JSON.stringify([minDelay, proposers, executors, admin])}\n`)
  const verify = ["etherscan", "sourcify"].map((site) => `npx hardhat verify ${site} --network ${name}`)
  return [
    "npx hardhat build",
    ...verify.flatMap((command) => [
      `${command} --contract contracts/RentalEscrow.sol:RentalEscrow ${address} ${its.owner} ${its.guardian} ${its.treasury}`,
      `${command} --contract ${timelockSource}:TimelockController --constructor-args-path ${file} ${timelock.address}`,
      ...(router ? [`${command} ${periphery("RentalRouter", router)}`] : []),
      ...(mandate ? [`${command} ${periphery("RentalMandate", mandate)}`] : []),
    ]),
  ].join("\n")
}

function periphery(
  name: string,
  made: { readonly address: string; readonly arguments: Readonly<Record<string, string>> },
) {
  const words = [made.address, ...Object.values(made.arguments)].join(" ")
  return `--contract contracts/periphery/${name}.sol:${name} ${words}`
}
