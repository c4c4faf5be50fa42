// Accounts with code, as their authors wrote it: each can hold coins, sign offers, and send calls.
import {
  concat,
  createWalletClient,
  custom,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  type PrivateKeyAccount,
  parseAbi,
} from "viem"
import { signTypedData } from "viem/experimental/erc7739"

import { delegate } from "../support/delegation.ts"
import { type Offer, typedOffer } from "../support/offer.ts"
import { accountNamed } from "../support/parties.ts"
import { deploySafes, sendAsSafe, signAsSafe } from "../support/safe.ts"
import { domainOf, type World } from "../support/world.ts"
import { openEntryPoint } from "./entryPoint.ts"

interface AccountCall {
  readonly to: Hex
  readonly data: Hex
  readonly value?: bigint
}

export interface CodeAccount {
  readonly address: Hex
  /** Signs an offer in the way that its code asks for. */
  signOffer(offer: Offer): Promise<Hex>
  /** Sends calls, one after the other. Throws if one of them reverts. */
  execute(...calls: readonly AccountCall[]): Promise<void>
}

/** Opens an account that belongs to the key of this name. */
export type OpenAccount = (owner: string) => Promise<CodeAccount>

const executionTypes = [
  {
    type: "tuple[]",
    components: [
      { name: "target", type: "address" },
      { name: "value", type: "uint256" },
      { name: "callData", type: "bytes" },
    ],
  },
] as const
/** ERC-7579's and ERC-7821's mode of a batch that reverts as one. */
const BATCH: Hex = `0x01${"00".repeat(31)}`
const executeAbi = parseAbi(["function execute(bytes32 mode, bytes executionData) payable"])
const executeBatchAbi = parseAbi(["function executeBatch((address target, uint256 value, bytes data)[] calls)"])

/** Every kind of account, by its authors' name for it. */
export async function openAccounts(world: World): Promise<Readonly<Record<string, OpenAccount>>> {
  const { chain } = world
  const safes = await deploySafes(chain)
  const { simpleAccount, operate } = await openEntryPoint(world)
  const delegateCode = await world.deploy("DelegateAccount", [])
  const validator = await world.deploy("KeyValidator", [])

  const executions = (calls: readonly AccountCall[]) =>
    [calls.map(({ to, data, value = 0n }) => ({ target: to, value, callData: data }))] as const
  const executeCall = (calls: readonly AccountCall[]): Hex =>
    encodeFunctionData({
      abi: executeAbi,
      functionName: "execute",
      args: [BATCH, encodeAbiParameters(executionTypes, executions(calls))],
    })
  const digestOf = (offer: Offer) => hashTypedData(typedOffer(offer, domainOf(world)))
  /** The owner signs the offer inside of a structure that names the account (ERC-7739). */
  async function signNested(owner: PrivateKeyAccount, verifier: Hex, offer: Offer): Promise<Hex> {
    const client = createWalletClient({ account: owner, chain: chain.client.chain, transport: custom(chain.provider) })
    return signTypedData(client, { ...typedOffer(offer, domainOf(world)), verifier })
  }

  return {
    "Safe 1.5, two of three owners": async (name) => {
      const owners = [accountNamed(name), accountNamed(`${name}, second`), accountNamed(`${name}, third`)]
      const safe = await safes.open(owners, 2n)
      const [first, second] = owners as [PrivateKeyAccount, PrivateKeyAccount]
      return {
        address: safe.address,
        signOffer: (offer) => signAsSafe(chain, safe.address, digestOf(offer), [first, second]),
        async execute(...calls) {
          for (const { to, data, value = 0n } of calls)
            await sendAsSafe(chain, safe, { to, data, value }, [first, second])
        },
      }
    },
    "OpenZeppelin's Account, with ERC-7739 and ERC-7821": async (name) => {
      const owner = accountNamed(name)
      const { address } = await world.deploy("SignerAccount", [owner.address])
      return {
        address,
        signOffer: (offer) => signNested(owner, address, offer),
        execute: (...calls) => operate(address, executeCall(calls), owner),
      }
    },
    "OpenZeppelin's AccountERC7579, with a validator": async (name) => {
      const owner = accountNamed(name)
      const initData = encodeAbiParameters([{ type: "address" }], [owner.address])
      const { address } = await world.deploy("ModularAccount", [validator.address, initData])
      return {
        address,
        signOffer: async (offer) => concat([validator.address, await owner.sign({ hash: digestOf(offer) })]),
        execute: (...calls) => operate(address, executeCall(calls), owner, { key: BigInt(validator.address) << 32n }),
      }
    },
    "a key that delegates to Simple7702Account": async (name) => {
      const owner = accountNamed(name)
      await delegate(chain, owner, simpleAccount)
      return {
        address: owner.address,
        signOffer: (offer) => owner.signTypedData(typedOffer(offer, domainOf(world))),
        execute: (...calls) =>
          operate(
            owner.address,
            encodeFunctionData({
              abi: executeBatchAbi,
              functionName: "executeBatch",
              args: [calls.map(({ to, data, value = 0n }) => ({ target: to, value, data }))],
            }),
            owner,
          ),
      }
    },
    "a key that delegates to OpenZeppelin's Account": async (name) => {
      const owner = accountNamed(name)
      await delegate(chain, owner, delegateCode.address)
      return {
        address: owner.address,
        signOffer: (offer) => owner.signTypedData(typedOffer(offer, domainOf(world))),
        execute: (...calls) => operate(owner.address, executeCall(calls), owner),
      }
    },
  }
}
