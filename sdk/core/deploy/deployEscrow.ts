import { EventNotFoundError } from "../../errors.ts"
import { constructorParameters } from "../../generated/abiItems.ts"
import type { Address, Hash, Hex } from "../../types.ts"
import { assertAddress } from "../codec.ts"
import type { Wallet } from "../port.ts"
import { transact } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"

export type DeployEscrowParameters = {
  /** Who sets fees, markets, treasury and guardian. */
  readonly owner: Address
  /** Who may close markets; zero: nobody. */
  readonly guardian: Address
  /** Who receives the fees. */
  readonly treasury: Address
}

export type DeployResult = {
  readonly address: Address
  readonly hash: Hash
  /** Block that events are to be read from. */
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
