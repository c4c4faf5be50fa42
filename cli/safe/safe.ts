// A Safe on the chain: its owners, and the hash of a transaction that they sign.
import { type Address, BaseError, type Client, ContractFunctionExecutionError, parseAbi, zeroAddress } from "viem"
import { getCode, readContract } from "viem/actions"

import type { ChainClient } from "../chain/client.ts"
import { CliError, UsageError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { type SafeCall, type SafeHashes, safeHashes } from "./safeHash.ts"

export type Safe = {
  readonly address: Address
  readonly version: string
  readonly owners: readonly Address[]
  readonly threshold: bigint
  /** The number of the Safe's next transaction, or of the one that was asked for. */
  readonly nonce: bigint
}

const safeAbi = parseAbi([
  "function VERSION() view returns (string)",
  "function getOwners() view returns (address[])",
  "function getThreshold() view returns (uint256)",
  "function nonce() view returns (uint256)",
  "function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 _nonce) view returns (bytes32)",
])

/** Reads a Safe. Refuses an account that is not one, and a nonce that it has used. */
export async function readSafe(client: Client, address: Address, wanted?: bigint): Promise<Safe> {
  if (!(await getCode(client, { address }))) {
    throw notASafe(address, "It has no contract on this chain.")
  }
  const contract = { address, abi: safeAbi } as const
  const [version, owners, threshold, nonce] = await Promise.all([
    readContract(client, { ...contract, functionName: "VERSION" }),
    readContract(client, { ...contract, functionName: "getOwners" }),
    readContract(client, { ...contract, functionName: "getThreshold" }),
    readContract(client, { ...contract, functionName: "nonce" }),
  ]).catch((error: unknown) => {
    throw isAnswer(error) ? notASafe(address, "Its contract does not answer as a Safe does.", error) : error
  })
  if (wanted !== undefined && wanted < nonce) {
    throw new UsageError(
      `The Safe ${address} has used the nonce ${wanted}. Pass ${nonce} or more, or leave --safe-nonce out.`,
      { safe: address, nonce },
    )
  }
  return { address, version, owners, threshold, nonce: wanted ?? nonce }
}

/**
 * The hashes of a transaction without a refund of gas, as the Safe's app proposes it. They are computed here and compared
 * with the Safe's own, so that a Safe of another kind is noticed before its owners sign.
 */
export async function hashSafeTransaction(
  client: ChainClient,
  { address, nonce }: Safe,
  call: SafeCall,
): Promise<SafeHashes> {
  const { to, value, data } = call
  const hashes = safeHashes({ chainId: client.chain.id, safe: address, nonce }, call)
  const its = await readContract(client, {
    address,
    abi: safeAbi,
    functionName: "getTransactionHash",
    args: [to, value, data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress, nonce],
  })
  const { safeTxHash } = hashes
  if (its === safeTxHash) return hashes
  throw notASafe(address, `It hashes the transaction to ${its}, and a Safe of version 1.3.0 or newer to ${safeTxHash}.`)
}

/** The node answered, but not as a Safe's contract does. */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof ContractFunctionExecutionError)) return false
  const names = ["ContractFunctionRevertedError", "ContractFunctionZeroDataError", "AbiDecodingDataSizeTooSmallError"]
  return error.walk((one) => one instanceof BaseError && names.includes(one.name)) !== null
}

function notASafe(address: Address, why: string, cause?: unknown): CliError {
  const message = `${address} is not a Safe that this program can write a transaction for. ${why} Pass the address of a Safe with --safe.`
  return new CliError(exitCodes.usage, "NotASafe", message, { safe: address }, { cause })
}
