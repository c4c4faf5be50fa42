import { type Hex, type PrivateKeyAccount, parseEventLogs } from "viem"
import { entryPoint08Abi, getUserOperationHash, toPackedUserOperation } from "viem/account-abstraction"

import { openBundler } from "../support/bundler.ts"
import type { Contract } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import { accountOf, addressOf } from "../support/parties.ts"
import type { World } from "../support/world.ts"

/** More than any operation needs; nobody pays for it. */
const GAS = 4_000_000n

/** What is unusual about an operation. */
interface Unusual {
  /** Of the account's nonce: some accounts choose by it who has to sign. */
  readonly key?: bigint
  readonly nonce?: bigint
  /** The chain and the EntryPoint that the owner signs for. */
  readonly chainId?: number
  readonly signedEntryPoint?: Hex
}

/** The real EntryPoint 0.8, to which the keeper brings operations. */
export async function openEntryPoint({ chain }: World) {
  const { entryPoint, simpleAccount } = await openBundler(chain, accountOf("keeper"))
  const contract: Contract = { address: entryPoint, abi: entryPoint08Abi }

  const nonceOf = (sender: Hex, key = 0n) =>
    chain.client.readContract({
      address: entryPoint,
      abi: entryPoint08Abi,
      functionName: "getNonce",
      args: [sender, key],
    })

  /** Brings one operation of an account, which its owner has signed, and returns whether it did what it should. */
  async function bring(
    sender: Hex,
    callData: Hex,
    owner: PrivateKeyAccount,
    { key, nonce, chainId = chain.id, signedEntryPoint = entryPoint }: Unusual = {},
  ): Promise<boolean> {
    const operation = {
      sender,
      nonce: nonce ?? (await nonceOf(sender, key)),
      callData,
      signature: "0x" as const,
      callGasLimit: GAS,
      verificationGasLimit: GAS / 4n,
      preVerificationGas: 0n,
      maxFeePerGas: 0n,
      maxPriorityFeePerGas: 0n,
    }
    const hash = getUserOperationHash({
      chainId,
      entryPointAddress: signedEntryPoint,
      entryPointVersion: "0.8",
      userOperation: operation,
    })
    const packed = toPackedUserOperation({ ...operation, signature: await owner.sign({ hash }) })
    const call = callOf(contract, addressOf("keeper"), "handleOps", [[packed], addressOf("keeper")])
    const { logs } = await chain.client.waitForTransactionReceipt({ hash: await chain.send(call) })
    const [event] = parseEventLogs({ abi: entryPoint08Abi, eventName: "UserOperationEvent", logs })
    return event?.args.success === true
  }

  return {
    contract,
    simpleAccount,
    nonceOf,
    bring,
    async operate(...operation: Parameters<typeof bring>): Promise<void> {
      if (!(await bring(...operation))) throw new Error("The operation failed.")
    },
  }
}
