import { type Account, type Address, type Client, domainSeparator, type Hex, parseAbi } from "viem"
import { getBlock, readContract, signTypedData } from "viem/actions"

import { assertAddress, assertInput } from "../codec.ts"
import { PermitUnsupportedError } from "../errors.ts"
import { encodePermit } from "../permit.ts"
import { requireAccount, requireChain } from "./internal/wallet.ts"

const tokenAbi = parseAbi([
  "function name() view returns (string)",
  "function version() view returns (string)",
  "function nonces(address owner) view returns (uint256)",
  "function DOMAIN_SEPARATOR() view returns (bytes32)",
])
const types = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const
const LIFETIME = 20n * 60n

/**
 * Signs an EIP-2612 permit that lets the escrow take an amount of a token, so that a deposit or an extension needs no
 * approval before it. The token's own domain separator is recomputed first: some tokens use another domain.
 *
 * @example
 * import { signPermit } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const permit = await signPermit(client, { escrow: "0x…", token: "0x…", value: 1_500_000n })
 *
 * @param client A viem client with the payer's account
 * @param parameters.escrow The escrow's address
 * @param parameters.token The token's address
 * @param parameters.value Base units that the escrow may take
 * @param parameters.deadline Timestamp until which the permit works; without it, 20 minutes after the latest block
 * @param parameters.account The payer; without it, the client's account
 * @returns The permit that `deposit` and `extend` take
 * @throws {PermitUnsupportedError} if the token has no permits of the usual kind
 * @throws {InvalidInputError} for what does not fit
 * @throws {WrongChainError} if the wallet is on another chain than its client
 */
export async function signPermit(
  client: Client,
  { escrow, token, value, ...options }: signPermit.Parameters,
): Promise<signPermit.ReturnType> {
  assertAddress("escrow", escrow)
  assertAddress("token", token)
  assertInput({ name: "value", type: "uint256" }, value)
  if (options.deadline !== undefined) assertInput({ name: "deadline", type: "uint256" }, options.deadline)
  const account = requireAccount(client, options.account)
  const chainId = await requireChain(client)
  const { name, version, nonce } = await readToken(client, { token, chainId, owner: account.address })
  const deadline = options.deadline ?? (await getBlock(client)).timestamp + LIFETIME
  const signature = await signTypedData(client, {
    account,
    domain: { name, version, chainId, verifyingContract: token },
    types,
    primaryType: "Permit",
    message: { owner: account.address, spender: escrow, value, nonce, deadline },
  })
  return encodePermit({ value, deadline, signature })
}

export declare namespace signPermit {
  type Parameters = {
    readonly escrow: Address
    readonly token: Address
    /** Base units that the escrow may take. */
    readonly value: bigint
    /** Timestamp; without it, 20 minutes after the latest block. */
    readonly deadline?: bigint | undefined
    /** The payer; without it, the client's account. */
    readonly account?: Account | Address | undefined
  }
  type ReturnType = Hex
}

type Query = { readonly token: Address; readonly chainId: number; readonly owner: Address }

async function readToken(client: Client, { token, chainId, owner }: Query) {
  const contract = { address: token, abi: tokenAbi } as const
  try {
    const [name, version, nonce, separator] = await Promise.all([
      readContract(client, { ...contract, functionName: "name" }),
      // Optional in the standard: tokens without it use the first.
      readContract(client, { ...contract, functionName: "version" }).catch(() => "1"),
      readContract(client, { ...contract, functionName: "nonces", args: [owner] }),
      readContract(client, { ...contract, functionName: "DOMAIN_SEPARATOR" }),
    ])
    const domain = { name, version, chainId, verifyingContract: token }
    if (domainSeparator({ domain }) === separator) return { name, version, nonce }
  } catch (cause) {
    throw new PermitUnsupportedError({ token }, { cause })
  }
  throw new PermitUnsupportedError({ token })
}
