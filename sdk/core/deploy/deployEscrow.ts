import { constructorParameters } from "../../generated/abiItems.ts"
import type { Address, Hash, Hex } from "../../types.ts"
import { assertAddress } from "../codec.ts"
import type { Wallet } from "../port.ts"
import { EventNotFoundError, transact } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"

/** Parameters of `deployEscrow`. */
export type DeployEscrowParameters = {
  /** Account that sets fees, markets, treasury and guardian. In production a timelock. */
  readonly owner: Address
  /** Account that may close markets. Zero: there is no guardian. */
  readonly guardian: Address
  /** Account that receives the fees. */
  readonly treasury: Address
}

/** Result of `deployEscrow`. */
export type DeployResult = {
  readonly address: Address
  readonly hash: Hash
  /** Block of the deployment, to read events from. */
  readonly blockNumber: bigint
}

export async function deployEscrow(
  wallet: Wallet,
  {
    bytecode,
    owner,
    guardian,
    treasury,
    ...waitOptions
  }: DeployEscrowParameters & WaitOptions & { readonly bytecode: Hex },
): Promise<DeployResult> {
  const { codec } = wallet
  for (const [name, address] of Object.entries({ owner, guardian, treasury })) assertAddress(codec, name, address)

  const words = codec.encode(constructorParameters, [owner, guardian, treasury])
  const data: Hex = `${bytecode}${words.slice(2)}`
  const {
    contractAddress,
    transactionHash: hash,
    blockNumber,
  } = await transact(wallet, { data, value: 0n }, waitOptions)
  if (!contractAddress) throw new EventNotFoundError({ hash, eventName: "contract creation" })
  return { address: contractAddress, hash, blockNumber }
}
