// An auditor's attestation by ERC-7512: an `AuditSummary` for each contract of a deployment, under the standard's domain.
import { type Address, type Hash, type Hex, hashTypedData, keccak256, numberToHex } from "viem"

import { CodeHashNotReportedError } from "./errors.ts"
import type { DeploymentRecord } from "./record.ts"

/** The domain as the ERC spells it, with the number of its first draft. It names no chain: the message does. */
const DOMAIN = { name: "ERC-7652: Onchain Audit Representation", version: "1.0" } as const

const TYPES = {
  EIP712Domain: [
    { name: "name", type: "string" },
    { name: "version", type: "string" },
  ],
  AuditSummary: [
    { name: "auditor", type: "Auditor" },
    { name: "issuedAt", type: "uint256" },
    { name: "ercs", type: "uint256[]" },
    { name: "auditedContract", type: "Contract" },
    { name: "auditHash", type: "bytes32" },
    { name: "auditUri", type: "string" },
  ],
  Auditor: [
    { name: "name", type: "string" },
    { name: "uri", type: "string" },
    { name: "authors", type: "string[]" },
  ],
  Contract: [
    { name: "chainId", type: "bytes32" },
    { name: "deployment", type: "address" },
  ],
} as const

/** What each of the three contracts implements in full: typed data, and the view of its domain. They ask ERC-1271 and implement none of it. */
const ERCS = [712n, 5_267n]

export interface Audit {
  readonly auditor: { readonly name: string; readonly uri: string; readonly authors: readonly string[] }
  /** Unix time. */
  readonly issuedAt: bigint
  readonly report: Uint8Array
  readonly reportUri: string
}

export interface Attestation {
  readonly contract: string
  readonly codeHash: Hash
  /** What the auditor's key signs. */
  readonly digest: Hash
  /** The parameter of `eth_signTypedData_v4`. */
  readonly typedData: object
}

/** Throws a `CodeHashNotReportedError` unless the report contains the code hash of each contract: a message names an address alone. */
export function attestationsOf(
  record: DeploymentRecord,
  { auditor, issuedAt, report, reportUri }: Audit,
): Attestation[] {
  const text = Buffer.from(report).toString("latin1").toLowerCase()
  return contractsOf(record).map(({ contract, address, codeHash }) => {
    if (!text.includes(codeHash.toLowerCase())) throw new CodeHashNotReportedError({ contract, codeHash })
    const message = {
      auditor: { ...auditor, authors: [...auditor.authors] },
      issuedAt,
      ercs: ERCS,
      auditedContract: { chainId: numberToHex(record.chainId, { size: 32 }), deployment: address },
      auditHash: keccak256(report),
      auditUri: reportUri,
    }
    const typedData = { domain: DOMAIN, types: TYPES, primaryType: "AuditSummary" as const, message }
    return { contract, codeHash, digest: hashTypedData(typedData), typedData: inJson(typedData) }
  })
}

/** Numbers as decimal strings. */
function inJson(typedData: object): object {
  return JSON.parse(
    JSON.stringify(typedData, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)),
  )
}

function contractsOf({ address, codeHash, router, mandate }: DeploymentRecord): Deployed[] {
  return [
    { contract: "RentalEscrow", address, codeHash },
    ...(router ? [{ contract: "RentalRouter", address: router.address, codeHash: router.codeHash }] : []),
    ...(mandate ? [{ contract: "RentalMandate", address: mandate.address, codeHash: mandate.codeHash }] : []),
  ]
}

interface Deployed {
  readonly contract: string
  readonly address: Address
  readonly codeHash: Hex
}
