import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

import type { TestEscrow } from "@gpuflow/escrow/testing"
import { type Abi, type Address, encodeFunctionData, type Hex, parseAbi, zeroAddress } from "viem"

/** A Safe of the renter, the payer and the stranger, two of whom sign. */
export async function deploySafe({ client, wallets, accounts }: TestEscrow): Promise<Address> {
  const deploy = async (contract: string, args: readonly unknown[]) => {
    const { resolve } = createRequire(import.meta.url)
    const file = resolve(`@safe-global/safe-smart-account/build/artifacts/contracts/${contract}.json`)
    const { abi, bytecode } = JSON.parse(readFileSync(file, "utf8")) as { abi: Abi; bytecode: Hex }
    const hash = await wallets.owner.deployContract({ abi, bytecode, args })
    const { contractAddress } = await client.waitForTransactionReceipt({ hash })
    return contractAddress as Address
  }
  const singleton = await deploy("Safe.sol/Safe", [])
  const proxy = await deploy("proxies/SafeProxy.sol/SafeProxy", [singleton])
  const abi = parseAbi([
    "function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)",
  ])
  const owners = [accounts.renter, accounts.payer, accounts.stranger].map(({ address }) => address)
  const args = [owners, 2n, zeroAddress, "0x", zeroAddress, zeroAddress, 0n, zeroAddress] as const
  const data = encodeFunctionData({ abi, functionName: "setup", args })
  const hash = await wallets.owner.sendTransaction({ to: proxy, data })
  await client.waitForTransactionReceipt({ hash })
  return proxy
}
