// Written by `npm run generate`. Do not edit.

import {
  type AccessRequest,
  type AccessTypedDataParameters,
  accessTypedData as coreAccessTypedData,
  parseAccessRequest as coreParseAccessRequest,
  serializeAccessRequest as coreSerializeAccessRequest,
} from "../../core/access/accessRequest.ts"
import { parseSshKey as coreParseSshKey, fingerprintOf, type SshKey } from "../../core/access/sshKey.ts"
import type { TypedData } from "../../core/port.ts"
import { codec } from "../../ethers/ethersCodec.ts"

/**
 * Returns what a renter signs to be let into its machine: the rental, the hash of the SSH key, and an expiry, as EIP-712
 * typed data for the escrow on one chain.
 *
 * @example
 * import { type Access, accessTypedData } from "@gpuflow/escrow/ethers/access"
 *
 * const toSign = (access: Access) => accessTypedData({ escrow: "0x…", chainId: 137, access })
 *
 * @returns The domain, types and message, as wallets take them
 * @throws {InvalidSshKeyError} for what is not a public SSH key
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function accessTypedData(parameters: accessTypedData.Parameters): TypedData {
  return coreAccessTypedData(codec, parameters)
}

export declare namespace accessTypedData {
  type Parameters = AccessTypedDataParameters
}

/**
 * Returns a signed request for access as JSON, as the door of a machine takes it. Only the key itself is sent, without
 * its comment.
 *
 * @example
 * import { type AccessRequest, serializeAccessRequest } from "@gpuflow/escrow/ethers/access"
 *
 * const send = (request: AccessRequest) =>
 *   fetch("https://host.example/access", { method: "POST", body: serializeAccessRequest(request) })
 *
 * @param request The request, from `signAccess`
 * @returns JSON
 * @throws {InvalidSshKeyError} for what is not a public SSH key
 */
export function serializeAccessRequest(request: AccessRequest): string {
  return coreSerializeAccessRequest(request)
}

/**
 * Reads a request for access. Every field must be there in its one form, and no other field may be. The key must be one
 * public SSH key that a machine accepts; its comment is left out, so that only what is signed reaches the machine. The
 * signature is not checked: pass the request to `verifyAccess`.
 *
 * @example
 * import { parseAccessRequest } from "@gpuflow/escrow/ethers/access"
 *
 * const read = async (request: Request) => parseAccessRequest(await request.text())
 *
 * @param text The JSON
 * @returns The request
 * @throws {AccessRequestUnreadableError} for anything else. `args.faults` has every field that is wrong
 */
export function parseAccessRequest(text: string): AccessRequest {
  return coreParseAccessRequest(codec, text)
}

/**
 * Reads a public SSH key from its line, such as that of `id_ed25519.pub`. Ed25519 keys, ECDSA keys, security keys, and RSA
 * keys of at least 2048 bits are accepted. Options before the key are refused.
 *
 * @example
 * import { parseSshKey } from "@gpuflow/escrow/ethers/access"
 *
 * const withoutComment = (line: string) => parseSshKey(line).text
 *
 * @param line The line
 * @returns The algorithm, the key without its comment, and its bytes
 * @throws {InvalidSshKeyError} for anything else
 */
export function parseSshKey(line: string): SshKey {
  return coreParseSshKey(line)
}

/**
 * Computes the fingerprint of a public SSH key, as `ssh-keygen -l` prints it and as a machine's document names the host
 * key.
 *
 * @example
 * import { sshFingerprint } from "@gpuflow/escrow/ethers/access"
 *
 * const hostKey = (line: string) => sshFingerprint(line)
 *
 * @param line The line of the key, such as that of `ssh_host_ed25519_key.pub`
 * @returns `SHA256:` and 43 characters
 * @throws {InvalidSshKeyError} for what is not a public SSH key
 */
export function sshFingerprint(line: string): string {
  return fingerprintOf(codec, coreParseSshKey(line))
}
