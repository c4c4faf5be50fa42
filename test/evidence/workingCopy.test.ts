// The copy in which mutants, planted bugs and probes are tested.
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect } from "chai"

import { WorkingCopy } from "../../evidence/solidity/workingCopy.ts"

const ESCROW = "artifacts/contracts/RentalEscrow.sol/RentalEscrow.json"
const ROUTER = "artifacts/contracts/periphery/RentalRouter.sol/RentalRouter.json"

describe("evidence: the copy with planted code", () => {
  it("behavior: a contract that is not named has the code of its build again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "working-copy-"))
    const copy = await WorkingCopy.open(join(folder, "copy"))
    const codeOf = async (file: string) => JSON.parse(await readFile(copy.path(file), "utf8")).bytecode
    const built = await codeOf(ESCROW)

    await copy.plant({ RentalEscrow: "0x00" })
    expect(await codeOf(ESCROW)).to.equal("0x00")
    await copy.plant({ RentalRouter: "0x01" })

    expect(await codeOf(ROUTER)).to.equal("0x01")
    expect(await codeOf(ESCROW)).to.equal(built)
    await rm(folder, { recursive: true })
  })
})
