// `npm run attestation`: reads the record and the report, and prints what the auditor signs.
import { readFile } from "node:fs/promises"

import { attestationsOf } from "./attestation.ts"
import { ReportUnreadableError } from "./errors.ts"
import { CHAIN_IDS, type NetworkName, recordFile } from "./networks.ts"
import { readRecord } from "./record.ts"
import { runCommand } from "./runCommand.ts"

interface CommandOptions {
  readonly report: string
  readonly reportUri: string
  readonly auditor: string
  readonly auditorUri: string
  readonly author: readonly string[]
  /** Unix time. */
  readonly issuedAt?: bigint | undefined
  /** The record of the deployment. Default: the network's. */
  readonly record?: string | undefined
}

export function runAttestation(network: NetworkName, options: CommandOptions): Promise<void> {
  return runCommand(async () => {
    const record = await readRecord(options.record ?? recordFile(network, CHAIN_IDS[network]))
    const report = await readFile(options.report).catch((cause: unknown) => {
      throw new ReportUnreadableError({ file: options.report }, { cause })
    })
    const attestations = attestationsOf(record, {
      auditor: { name: options.auditor, uri: options.auditorUri, authors: options.author },
      issuedAt: options.issuedAt ?? BigInt(Math.floor(Date.now() / 1_000)),
      report,
      reportUri: options.reportUri,
    })
    console.log(JSON.stringify(attestations, null, 2))
  })
}
