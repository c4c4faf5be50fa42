// A real Safe for local chains: a local deployment has the arbiter that a live one should have. Its address follows from
// the code of its contracts and from its owners, so that the config can name it before it exists.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import {
  type Address,
  type Client,
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  getContractAddress,
  type Hex,
  isHex,
  keccak256,
  parseAbi,
  zeroAddress,
  zeroHash,
} from "viem"
import { getCode, waitForTransactionReceipt } from "viem/actions"

import { addressOf, FACTORY, factoryCall } from "./factory.ts"

/** Hardhat's accounts 4 to 6. Their keys are public. */
export const LOCAL_OWNERS: readonly Address[] = [
  "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
  "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc",
  "0x976EA74026E726554dB657fA54763abd0C3a0aa9",
]
const THRESHOLD = 2n

const safeAbi = parseAbi([
  "function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)",
  "function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address)",
])

/** Two of three owners. */
export const LOCAL_SAFE: Address = safeOf().address

/** Makes the Safe on a local chain, unless it is there or the config names no market's arbiter by its address. */
export async function installLocalSafe(client: Client, payer: Address, arbiters: readonly Address[]): Promise<void> {
  if (!arbiters.includes(LOCAL_SAFE)) return
  const { contracts, creation } = safeOf()
  for (const { address, code } of contracts) {
    await send(client, payer, { at: address, to: FACTORY, data: factoryCall(zeroHash, code) })
  }
  await send(client, payer, { at: LOCAL_SAFE, ...creation })
}

function safeOf() {
  const [singleton, factory, handler] = [
    "Safe.sol/Safe",
    "proxies/SafeProxyFactory.sol/SafeProxyFactory",
    "handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler",
  ].map((path) => {
    const code = codeOf(path)
    return { code, address: addressOf(zeroHash, code) }
  })
  if (!singleton || !factory || !handler) throw new Error("There are three contracts.")
  const initializer = encodeFunctionData({
    abi: safeAbi,
    functionName: "setup",
    args: [LOCAL_OWNERS, THRESHOLD, zeroAddress, "0x", handler.address, zeroAddress, 0n, zeroAddress],
  })
  const args = [singleton.address, initializer, 0n] as const
  const address = getContractAddress({
    opcode: "CREATE2",
    from: factory.address,
    salt: keccak256(encodePacked(["bytes32", "uint256"], [keccak256(initializer), 0n])),
    bytecode: concat([
      codeOf("proxies/SafeProxy.sol/SafeProxy"),
      encodeAbiParameters([{ type: "address" }], [singleton.address]),
    ]),
  })
  return {
    address,
    contracts: [singleton, factory, handler],
    creation: {
      to: factory.address,
      data: encodeFunctionData({ abi: safeAbi, functionName: "createProxyWithNonce", args }),
    },
  }
}

async function send(client: Client, from: Address, { at, ...call }: { at: Address; to: Address; data: Hex }) {
  if (await getCode(client, { address: at })) return
  // A node's own estimate is for its latest block, and creating a Safe's code takes several millions.
  const gas = "0x7a1200"
  const hash = await client.request({ method: "eth_sendTransaction", params: [{ from, gas, ...call }] })
  await waitForTransactionReceipt(client, { hash })
}

/** Safe 1.5.0, as its authors built it. */
function codeOf(path: string): Hex {
  const { resolve } = createRequire(import.meta.url)
  const file = resolve(`@safe-global/safe-smart-account/build/artifacts/contracts/${path}.json`)
  const { bytecode }: { bytecode: unknown } = JSON.parse(readFileSync(file, "utf8"))
  if (!isHex(bytecode)) throw new Error(`no bytecode in ${path}`)
  return bytecode
}
