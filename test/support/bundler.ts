// ERC-4337 on the chain inside this process: the real EntryPoint 0.8 at its own address, and a bundler that answers as a
// bundler's endpoint does.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import {
  type Address,
  createWalletClient,
  custom,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  hexToNumber,
  numberToHex,
  type PrivateKeyAccount,
  parseEventLogs,
  parseGwei,
  type RpcTransactionReceipt,
  type SignedAuthorization,
  zeroHash,
} from "viem"
import {
  createBundlerClient,
  entryPoint08Abi,
  type RpcUserOperation,
  toPackedUserOperation,
  toSimple7702SmartAccount,
} from "viem/account-abstraction"

import { addressOf, FACTORY, factoryCall, installFactory } from "../../scripts/deploy/factory.ts"
import type { InProcessChain } from "./chain.ts"

/** The contracts as their authors built them. Their addresses follow from their code and the salt. */
const BUILT = "@account-abstraction/contracts/artifacts"
const ENTRY_POINT_SALT: Hex = "0x0a59dbff790c23c976a548690c27297883cc66b4c67024f9117b0238995e35e9"
const resolve = createRequire(import.meta.url).resolve

/** As an endpoint would estimate them, with room. */
const GAS = {
  callGasLimit: 600_000n,
  preVerificationGas: 60_000n,
  verificationGasLimit: 100_000n,
  paymasterVerificationGasLimit: 120_000n,
  paymasterPostOpGasLimit: 40_000n,
}
const FEES = { maxFeePerGas: parseGwei("60"), maxPriorityFeePerGas: parseGwei("30") }

/** Deploys the EntryPoint and the code of simple accounts, and opens a bundler whose transactions `operator` pays for. */
export async function openBundler(chain: InProcessChain, operator: PrivateKeyAccount) {
  const { client } = chain
  await installFactory(client, operator.address)
  const [entryPoint, simpleAccount] = [
    await place(chain, operator.address, "EntryPoint", ENTRY_POINT_SALT),
    await place(chain, operator.address, "Simple7702Account", zeroHash),
  ]
  const wallet = createWalletClient({ account: operator, chain: client.chain, transport: custom(chain.provider) })
  const receipts = new Map<Hex, object>()

  async function send(operation: RpcUserOperation): Promise<Hex> {
    const { authorization, packed } = read(operation)
    const hash = await wallet.writeContract({
      address: entryPoint,
      abi: entryPoint08Abi,
      functionName: "handleOps",
      args: [[packed], operator.address],
      ...(authorization ? { authorizationList: [authorization] } : {}),
    })
    const { logs } = await client.waitForTransactionReceipt({ hash })
    const [event] = parseEventLogs({ abi: entryPoint08Abi, eventName: "UserOperationEvent", logs })
    if (!event) throw new Error("The bundle carried no operation out.")
    const { userOpHash, actualGasCost, actualGasUsed, nonce, success, sender } = event.args
    const receipt = (await chain.rpc("eth_getTransactionReceipt", hash)) as RpcTransactionReceipt
    const figures = { actualGasCost, actualGasUsed, nonce }
    const shown = Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, numberToHex(figure)]))
    receipts.set(userOpHash, { userOpHash, entryPoint, sender, success, ...shown, logs: receipt.logs, receipt })
    return userOpHash
  }

  const endpoint = custom({
    async request({ method, params = [] }: { method: string; params?: readonly unknown[] }): Promise<unknown> {
      if (method === "eth_sendUserOperation") return send(params[0] as RpcUserOperation)
      if (method === "eth_getUserOperationReceipt") return receipts.get(params[0] as Hex) ?? null
      if (method === "eth_estimateUserOperationGas")
        return Object.fromEntries(Object.entries(GAS).map(([name, gas]) => [name, numberToHex(gas)]))
      return chain.rpc(method, ...params)
    },
  })

  return {
    entryPoint,
    simpleAccount,
    operator,
    /** The bundler's endpoint, as a page has it. */
    endpoint,
    /** The client of a page: its account delegates to the code of simple accounts, and a paymaster pays for gas. */
    async clientOf(owner: PrivateKeyAccount, paymaster: Address) {
      return createBundlerClient({
        account: await toSimple7702SmartAccount({ client, owner }),
        client,
        transport: endpoint,
        pollingInterval: client.pollingInterval,
        paymaster: { getPaymasterData: async () => ({ paymaster, paymasterData: "0x" as const }) },
        userOperation: { estimateFeesPerGas: async () => FEES },
      })
    },
    /** Coins with which a paymaster pays bundlers. */
    async fundPaymaster(paymaster: Address, value: bigint): Promise<void> {
      const data = encodeFunctionData({ abi: entryPoint08Abi, functionName: "depositTo", args: [paymaster] })
      await chain.transact({ from: operator.address, to: entryPoint, data, value })
    },
    /** What is left of them. */
    fundsOf(paymaster: Address): Promise<bigint> {
      return client.readContract({
        address: entryPoint,
        abi: entryPoint08Abi,
        functionName: "balanceOf",
        args: [paymaster],
      })
    },
  }
}

/** Deploys a contract at the address that it has on every chain. */
async function place(chain: InProcessChain, from: Address, name: string, salt: Hex): Promise<Address> {
  const { bytecode }: { readonly bytecode: Hex } = JSON.parse(readFileSync(resolve(`${BUILT}/${name}.json`), "utf8"))
  const address = addressOf(salt, bytecode)
  // Another file may have placed it.
  if (!(await chain.client.getCode({ address })))
    await chain.transact({ from, to: FACTORY, data: factoryCall(salt, bytecode) })
  return address
}

/** An operation as the EntryPoint takes it, and the delegation that travels with it. */
function read({ eip7702Auth, ...operation }: RpcUserOperation) {
  const { sender, callData, signature, factory, factoryData, paymaster, paymasterData } = operation
  const big = (value: Hex | undefined) => hexToBigInt(value ?? "0x0")
  const packed = toPackedUserOperation({
    sender,
    callData,
    signature,
    ...(factory && factoryData ? { factory, factoryData } : {}),
    ...(paymaster ? { paymaster, paymasterData } : {}),
    nonce: big(operation.nonce),
    callGasLimit: big(operation.callGasLimit),
    preVerificationGas: big(operation.preVerificationGas),
    verificationGasLimit: big(operation.verificationGasLimit),
    paymasterVerificationGasLimit: big(operation.paymasterVerificationGasLimit),
    paymasterPostOpGasLimit: big(operation.paymasterPostOpGasLimit),
    maxFeePerGas: big(operation.maxFeePerGas),
    maxPriorityFeePerGas: big(operation.maxPriorityFeePerGas),
  })
  if (!eip7702Auth) return { packed }
  const { address, r, s } = eip7702Auth
  const authorization: SignedAuthorization = {
    address,
    chainId: hexToNumber(eip7702Auth.chainId),
    nonce: hexToNumber(eip7702Auth.nonce),
    r,
    s,
    yParity: hexToNumber(eip7702Auth.yParity),
  }
  return { packed, authorization }
}
