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

import type { Artifact, Contract } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import { addressOf } from "../support/parties.ts"
import type { World } from "../support/world.ts"

/** The real contracts of Safe 1.5.0, as its authors built them. */
const BUILT = "@safe-global/safe-smart-account/build/artifacts/contracts"
const resolve = createRequire(import.meta.url).resolve

/** Opens Safes of one singleton. */
export interface SafeFactory {
  /** The same owners, threshold and salt give the same address. */
  open(owners: readonly PrivateKeyAccount[], threshold: bigint, salt?: bigint): Promise<Contract>
}

export async function deploySafes(world: World): Promise<SafeFactory> {
  const singleton = await world.deploy(built("Safe.sol/Safe"), [])
  const factory = await world.deploy(built("proxies/SafeProxyFactory.sol/SafeProxyFactory"), [])
  const handler = await world.deploy(built("handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler"), [])
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
      const call = callOf(factory, addressOf("keeper"), "createProxyWithNonce", [singleton.address, data, salt])
      const { logs } = await world.must(call)
      const proxy = logs.find(({ name }) => name === "ProxyCreation")?.args.get("proxy")
      if (typeof proxy !== "string" || !isAddress(proxy)) throw new Error("no Safe was created")
      return { address: proxy, abi: singleton.abi }
    },
  }
}

/** What owners of a Safe sign so that the Safe stands behind a digest: a message of that Safe, on that chain. */
export async function signAsSafe(
  { chain }: World,
  safe: Address,
  digest: Hex,
  owners: readonly PrivateKeyAccount[],
): Promise<Hex> {
  const ascending = owners.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
  const signatures = await Promise.all(
    ascending.map((owner) =>
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

function built(path: string): Artifact {
  const artifact: { abi: Abi; bytecode: unknown } = JSON.parse(readFileSync(resolve(`${BUILT}/${path}.json`), "utf8"))
  if (!isHex(artifact.bytecode)) throw new Error(`no bytecode in ${path}`)
  return { abi: artifact.abi, bytecode: artifact.bytecode }
}
