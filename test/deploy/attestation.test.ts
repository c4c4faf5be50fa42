import { execFile } from "node:child_process"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"

import { expect } from "chai"
import { TypedDataEncoder } from "ethers"
import {
  type Address,
  concat,
  encodeAbiParameters,
  type Hex,
  isHex,
  keccak256,
  numberToHex,
  recoverAddress,
  stringToHex,
  zeroAddress,
  zeroHash,
} from "viem"

import { type Attestation, attestationsOf } from "../../scripts/deploy/attestation.ts"
import { CodeHashNotReportedError } from "../../scripts/deploy/errors.ts"
import type { DeploymentRecord } from "../../scripts/deploy/record.ts"
import { root } from "../../scripts/support/root.ts"
import { temporaryFolder } from "../support/deployment.ts"
import { expectError } from "../support/expectError.ts"
import { accountNamed } from "../support/parties.ts"

const addressNumber = (number: number): Address => numberToHex(number, { size: 20 })
const hash = (name: string): Hex => keccak256(stringToHex(name))
const made = { blockNumber: 1, transactionHash: zeroHash }
const record: DeploymentRecord = {
  chainId: 137,
  ...made,
  address: addressNumber(1),
  codeHash: hash("escrow"),
  deployer: addressNumber(9),
  salt: zeroHash,
  arguments: { owner: addressNumber(2), guardian: zeroAddress, treasury: addressNumber(3) },
  timelock: {
    ...made,
    address: addressNumber(2),
    codeHash: hash("timelock"),
    arguments: { minDelay: 0, proposers: [], executors: [], admin: zeroAddress },
    delay: 172_800,
    proposers: [],
    executors: [],
    cancellers: [],
  },
  handover: { operation: zeroHash, ...made },
  markets: [],
  hostFees: [],
  router: {
    address: addressNumber(4),
    codeHash: hash("router"),
    arguments: { escrow: addressNumber(1), permit2: addressNumber(5) },
    commit: "abc",
  },
  mandate: {
    address: addressNumber(6),
    codeHash: hash("mandate"),
    arguments: { escrow: addressNumber(1) },
    commit: "abc",
  },
  compiler: "0.8.37",
  commit: "abc",
}
const report = Buffer.from(
  `RentalEscrow ${hash("escrow")}\nRentalRouter ${hash("router").toUpperCase()}\n${hash("mandate")}\n`,
)
const audit = {
  auditor: { name: "Auditor", uri: "https://auditor.example", authors: ["Ada", "Grace"] },
  issuedAt: 1_800_000_000n,
  report,
  reportUri: "ipfs://report",
}

/** The digest of an `AuditSummary`, encoded a second time, as EIP-712 says. */
function digestOf(deployment: Address): Hex {
  const text = (value: string) => keccak256(stringToHex(value))
  const auditorType = "Auditor(string name,string uri,string[] authors)"
  const contractType = "Contract(bytes32 chainId,address deployment)"
  const summaryType =
    "AuditSummary(Auditor auditor,uint256 issuedAt,uint256[] ercs,Contract auditedContract,bytes32 auditHash,string auditUri)"
  const words = (...values: (Hex | bigint)[]) =>
    encodeAbiParameters(
      values.map(() => ({ type: "bytes32" })),
      values.map((value) => (isHex(value) ? value : numberToHex(value, { size: 32 }))),
    )
  const auditor = keccak256(
    words(
      text(auditorType),
      text(audit.auditor.name),
      text(audit.auditor.uri),
      keccak256(concat(audit.auditor.authors.map(text))),
    ),
  )
  const contract = keccak256(
    words(text(contractType), numberToHex(137, { size: 32 }), concat([numberToHex(0, { size: 12 }), deployment])),
  )
  const summary = keccak256(
    words(
      text(summaryType + auditorType + contractType),
      auditor,
      audit.issuedAt,
      keccak256(words(712n, 5_267n)),
      contract,
      keccak256(report),
      text(audit.reportUri),
    ),
  )
  const domain = keccak256(
    words(
      text("EIP712Domain(string name,string version)"),
      text("ERC-7652: Onchain Audit Representation"),
      text("1.0"),
    ),
  )
  return keccak256(concat(["0x1901", domain, summary]))
}

/** What a wallet is given. */
type Signable = {
  readonly domain: { readonly name: string; readonly version: string }
  readonly types: Record<string, { name: string; type: string }[]>
  readonly primaryType: string
  readonly message: Record<string, unknown>
}
const signable = ({ typedData }: Attestation) => typedData as Signable

describe("An auditor's attestation (ERC-7512)", () => {
  it("default: one summary for each contract, whose digest is as the EIPs say", () => {
    const attestations = attestationsOf(record, audit)

    expect(attestations.map(({ contract, codeHash }) => [contract, codeHash])).to.deep.equal([
      ["RentalEscrow", hash("escrow")],
      ["RentalRouter", hash("router")],
      ["RentalMandate", hash("mandate")],
    ])
    const deployments = [record.address, addressNumber(4), addressNumber(6)]
    expect(attestations.map(({ digest }) => digest)).to.deep.equal(deployments.map(digestOf))
  })

  it("behavior: what is printed is what a wallet signs", async () => {
    const auditor = accountNamed("auditor")
    for (const attestation of attestationsOf(record, audit)) {
      const { domain, types, message } = signable(attestation)
      const { EIP712Domain: _, ...own } = types
      expect(TypedDataEncoder.hash(domain, own, message), "by ethers").to.equal(attestation.digest)
      const signature = await auditor.sign({ hash: attestation.digest })
      expect(await recoverAddress({ hash: attestation.digest, signature })).to.equal(auditor.address)
    }
  })

  it("behavior: any other report, contract, chain, author or date is another digest", () => {
    const [{ digest } = { digest: zeroHash }] = attestationsOf(record, audit)
    const others = [
      attestationsOf(record, { ...audit, report: Buffer.concat([report, Buffer.from(" ")]) }),
      attestationsOf(record, { ...audit, reportUri: "ipfs://other" }),
      attestationsOf(record, { ...audit, issuedAt: audit.issuedAt + 1n }),
      attestationsOf(record, { ...audit, auditor: { ...audit.auditor, authors: ["Ada"] } }),
      attestationsOf({ ...record, chainId: 80_002 }, audit),
      attestationsOf({ ...record, address: addressNumber(7) }, audit),
    ].map(([first]) => first?.digest)
    expect(new Set([digest, ...others]).size).to.equal(7)
  })

  it("error: a report that does not contain the code hash of each contract", async () => {
    const withoutRouter = Buffer.from(report.toString().replace(hash("router").toUpperCase(), ""))
    await expectError(
      Promise.resolve().then(() => attestationsOf(record, { ...audit, report: withoutRouter })),
      CodeHashNotReportedError,
      { contract: "RentalRouter", codeHash: hash("router") },
    )
  })

  it("behavior: the command reads record and report, and says what is missing", async () => {
    const folder = await temporaryFolder()
    const [recordFile, reportFile] = [join(folder, "137.json"), join(folder, "report.txt")]
    await writeFile(recordFile, JSON.stringify(record))
    await writeFile(reportFile, report)
    const run = (file: string) =>
      new Promise<{ readonly code: unknown; readonly output: string }>((resolve) => {
        const who = ["--auditor", "Auditor", "--auditor-uri", "https://auditor.example", "--author", "Ada", "Grace"]
        const what = ["--report", file, "--report-uri", "ipfs://report", "--issued-at", "2027-01-15T08:00:00Z"]
        const args = ["scripts/attestation.ts", "polygon", "--record", recordFile, ...what, ...who]
        execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) => {
          resolve({ code: error ? error.code : 0, output: stdout + stderr })
        })
      })

    const { code, output } = await run(reportFile)
    expect(code, output).to.equal(0)
    const printed: Attestation[] = JSON.parse(output)
    expect(printed.map(({ digest }) => digest)).to.deep.equal(
      [record.address, addressNumber(4), addressNumber(6)].map(digestOf),
    )
    expect(await run(join(folder, "none.txt"))).to.deep.include({ code: 1 })
  })
})
