import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import {
  type Abi,
  type Address,
  concat,
  encodeFunctionData,
  type Hex,
  isAddress,
  isHex,
  type PrivateKeyAccount,
  zeroAddress,
} from "viem"

import type { Artifact, Call, Chain, Contract } from "./chain.ts"
import { callOf } from "./escrow.ts"
import { addressOf } from "./parties.ts"

/** The real contracts of Safe 1.5.0, as its authors built them. */
const BUILT = "@safe-global/safe-smart-account/build/artifacts/contracts"
const resolve = createRequire(import.meta.url).resolve

/** Opens Safes of one singleton. */
export interface SafeFactory {
  /** The same owners, threshold and salt give the same address. */
  open(owners: readonly PrivateKeyAccount[], threshold: bigint, salt?: bigint): Promise<Contract>
}

export async function deploySafes(chain: Chain): Promise<SafeFactory> {
  const singleton = await chain.deploy(built("Safe.sol/Safe"), [])
  const factory = await chain.deploy(built("proxies/SafeProxyFactory.sol/SafeProxyFactory"), [])
  const handler = await chain.deploy(built("handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler"), [])
  let opened = 0n
  return {
    async open(owners, threshold, salt = opened) {
      opened += 1n
      const addresses = owners.map(({ address }) => address)
      const data = encodeFunctionData({
        abi: singleton.abi,
        functionName: "setup",
        args: [addresses, threshold, zeroAddress, "0x", handler.address, zeroAddress, 0n, zeroAddress],
      })
      const args = [singleton.address, data, salt]
      const proxy = await chain.read(factory, "createProxyWithNonce", args)
      if (typeof proxy !== "string" || !isAddress(proxy)) throw new Error("no Safe can be created")
      await chain.transact(callOf(factory, addressOf("keeper"), "createProxyWithNonce", args))
      return { address: proxy, abi: singleton.abi }
    },
  }
}

/** What owners of a Safe sign so that the Safe stands behind a digest: a message of that Safe, on that chain. */
export async function signAsSafe(
  chain: Chain,
  safe: Address,
  digest: Hex,
  owners: readonly PrivateKeyAccount[],
): Promise<Hex> {
  const signatures = await Promise.all(
    ascending(owners).map((owner) =>
      owner.signTypedData({
        domain: { chainId: chain.id, verifyingContract: safe },
        types: { SafeMessage: [{ name: "message", type: "bytes" }] },
        primaryType: "SafeMessage",
        message: { message: digest },
      }),
    ),
  )
  return concat(signatures)
}

/** What a Safe is to send. */
export interface SafeCall {
  readonly to: Address
  readonly value: bigint
  readonly data: Hex
}

/** A Safe sends a transaction that its owners signed. Anyone may bring it; it reverts if the call reverts. */
export async function sendAsSafe(
  chain: Chain,
  safe: Contract,
  call: SafeCall,
  owners: readonly PrivateKeyAccount[],
): Promise<void> {
  await chain.transact(await signSafeTransaction(chain, safe, call, owners))
}

/**
 * A transaction of a Safe that its owners have signed, for the keeper to bring, now or later. It fits one nonce of the
 * Safe: the next one, unless `nonce` names another.
 */
export async function signSafeTransaction(
  chain: Chain,
  safe: Contract,
  { to, value, data }: SafeCall,
  owners: readonly PrivateKeyAccount[],
  nonce?: bigint,
): Promise<Call> {
  const call = [to, value, data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress] as const
  const hash = await chain.read(safe, "getTransactionHash", [...call, nonce ?? (await chain.read(safe, "nonce"))])
  if (!isHex(hash)) throw new Error("the Safe gives no hash")
  const signatures = await Promise.all(ascending(owners).map((owner) => owner.sign({ hash })))
  return callOf(safe, addressOf("keeper"), "execTransaction", [...call, concat(signatures)])
}

/** A Safe checks its owners' signatures in the order of their addresses. */
function ascending(owners: readonly PrivateKeyAccount[]): readonly PrivateKeyAccount[] {
  return owners.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
}

function built(path: string): Artifact {
  const artifact: { abi: Abi; bytecode: unknown } = JSON.parse(readFileSync(resolve(`${BUILT}/${path}.json`), "utf8"))
  if (!isHex(artifact.bytecode)) throw new Error(`no bytecode in ${path}`)
  return { abi: artifact.abi, bytecode: artifact.bytecode }
}
