import { escrowAbi } from "@gpuflow/escrow/abi"
import { expect } from "chai"
import { type Address, encodeFunctionData, erc20Abi, getAbiItem, zeroAddress } from "viem"

import { batchText, escrowBatch, rulingNote } from "../../cli/safe/escrowBatch.ts"
import { checksumOf, safeBatch, safeTransaction } from "../../cli/safe/safeBatch.ts"

const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"

/** A file that the app itself wrote, in its version 1.18.2. */
const WRITTEN_BY_THE_APP = {
  version: "1.0",
  chainId: "1",
  createdAt: 1761326849944,
  meta: {
    name: "Transactions Batch",
    description: "",
    txBuilderVersion: "1.18.2",
    createdFromSafeAddress: "0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6",
    createdFromOwnerAddress: "",
    checksum: "0x8b5032f716845c8b08bab3d63dbd9ba92e056f3557793cd041e59b84e16aa989",
  },
  transactions: [
    {
      to: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
      value: "0",
      data: null,
      contractMethod: {
        inputs: [
          { internalType: "address", name: "spender", type: "address" },
          { internalType: "uint256", name: "value", type: "uint256" },
        ],
        name: "approve",
        payable: false,
      },
      contractInputsValues: { spender: "0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8", value: "100000000000" },
    },
  ],
}

const batch = () => {
  const item = getAbiItem({ abi: escrowAbi, name: "closeMarket" })
  const transactions = [safeTransaction(zeroAddress, item, [zeroAddress])]
  const safe = "0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6"
  return safeBatch({ chainId: 137, createdAt: 1_700_000_000_000, name: "Close", description: "", safe, transactions })
}

describe("The file for a Safe's Transaction Builder", () => {
  it("default: the checksum of a file that the app wrote is the app's", () => {
    expect(checksumOf(WRITTEN_BY_THE_APP), "checksum").to.equal(WRITTEN_BY_THE_APP.meta.checksum)
  })

  it("behavior: a file keeps its checksum when it is written, read, and renamed, as in the app", () => {
    const read: ReturnType<typeof batch> = JSON.parse(JSON.stringify(batch()))
    const renamed = { ...read, meta: { ...read.meta, name: "Another name" } }

    expect(checksumOf(read), "read").to.equal(read.meta.checksum)
    expect(checksumOf(renamed), "renamed").to.equal(read.meta.checksum)
  })

  it("behavior: addresses in lower case make the same file", () => {
    const [to, safe] = [USDC, "0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6"] as const
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [safe, 1n] })
    const file = (receiver: Address, sender: Address) =>
      batchText(
        escrowBatch({
          ...{ chainId: 137, safe: sender, note: { description: "Allow one unit.", timestamp: 1_700_000_000n } },
          calls: [{ to: receiver, value: 0n, data }],
        }),
      )
    const lower = (address: Address) => address.toLowerCase() as Address

    expect(file(lower(to), lower(safe))).to.equal(file(to, safe))
    expect(JSON.parse(file(to, safe)).transactions[0].contractInputsValues).to.deep.equal({
      spender: safe,
      amount: "1",
    })
  })

  it("behavior: a ruling has one description and one time, wherever and whenever it is written", () => {
    const id = `0x${"ab".repeat(32)}` as const
    expect(rulingNote({ id, hostBps: 6_250n, since: 1_799_999_999n })).to.deep.equal({
      description: `Rule that 62.5 % of the promise was kept, in the rental ${id}. It must be in the chain before 2027-01-29 07:59:59 UTC.`,
      timestamp: 1_800_086_399n,
    })
  })

  it("behavior: any other change changes the checksum", () => {
    const { meta, ...rest } = batch()
    const [transaction] = rest.transactions
    const changed = [
      { ...rest, meta, chainId: "1" },
      { ...rest, meta, createdAt: 1 },
      { ...rest, meta: { ...meta, createdFromSafeAddress: zeroAddress } },
      { ...rest, meta, transactions: [{ ...transaction, value: "1" }] },
      { ...rest, meta, transactions: [{ ...transaction, data: "0x" }] },
    ]
    for (const one of changed) expect(checksumOf(one), JSON.stringify(one)).not.to.equal(meta.checksum)
  })

  it("behavior: every value is a text, as the app requires", () => {
    for (const { value, contractInputsValues, data } of batch().transactions) {
      expect([value, data, ...Object.values(contractInputsValues)].map((one) => typeof one)).to.deep.equal(
        ["string", "string", "string"],
        "types",
      )
    }
  })
})
