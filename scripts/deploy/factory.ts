// The deterministic deployment proxy (github.com/Arachnid/deterministic-deployment-proxy). The address of a contract
// depends only on its code, its arguments and a salt.
import { type Address, type Client, concat, getContractAddress, type Hex, keccak256, parseEther } from "viem"
import { getCode, waitForTransactionReceipt } from "viem/actions"

import { FactoryMissingError } from "./errors.ts"

export const FACTORY: Address = "0x4e59b44847b379578588920cA78FbF26c0B4956C"
/** Its 69 bytes: CREATE2 with the first word as the salt and the rest as the code. */
export const FACTORY_CODE: Hex =
  "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3"
/** Nobody has a key for this signature: it was chosen, and the sender, which can deploy only this contract, follows from it. */
export const FACTORY_TRANSACTION: Hex =
  "0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222"
export const FACTORY_SENDER: Address = "0x3fAB184622Dc19b6109349B94811493BF2a45362"

/** The address at which the proxy deploys a contract. */
export function addressOf(salt: Hex, creation: Hex): Address {
  return getContractAddress({ opcode: "CREATE2", from: FACTORY, salt, bytecode: creation })
}

/** The calldata for the proxy. */
export function factoryCall(salt: Hex, creation: Hex): Hex {
  return concat([salt, creation])
}

export async function requireFactory(client: Client, { optional }: { optional: boolean }): Promise<void> {
  const code = await getCode(client, { address: FACTORY })
  if (code !== FACTORY_CODE && (code || !optional)) {
    throw new FactoryMissingError({ address: FACTORY, codeHash: code === undefined ? undefined : keccak256(code) })
  }
}

/** Deploys the proxy on a local chain by its published transaction, which the payer funds. Live chains have it. */
export async function installFactory(client: Client, payer: Address): Promise<void> {
  if (await getCode(client, { address: FACTORY })) return
  const value = parseEther("0.01")
  for (const send of [
    () =>
      client.request({
        method: "eth_sendTransaction",
        params: [{ from: payer, to: FACTORY_SENDER, value: `0x${value.toString(16)}` }],
      }),
    () => client.request({ method: "eth_sendRawTransaction", params: [FACTORY_TRANSACTION] }),
  ]) {
    await waitForTransactionReceipt(client, { hash: await send() })
  }
}
