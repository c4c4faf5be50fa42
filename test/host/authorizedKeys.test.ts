import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { InvalidSshKeyError } from "@gpuflow/escrow/access"
import { expect } from "chai"
import { KeysOfAnotherRentalError, removeKeys, TooManyKeysError, writeKeys } from "../../host/keys/authorizedKeys.ts"
import { failureOf } from "../support/failureOf.ts"
import { testSshKey } from "../support/machineDoor.ts"

const RENTAL = `0x${"11".repeat(32)}` as const
const OTHER = `0x${"22".repeat(32)}` as const

describe("keys of a machine's sshd", () => {
  let folder = ""
  const path = () => join(folder, "machine", "authorized_keys")
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "keys-"))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it("default: keys of one rental, each once and restricted, in a file that is removed at the end", async () => {
    const [first, second] = [testSshKey("first"), testSshKey("second")]
    await writeKeys(path(), { rental: RENTAL, keys: [`${first} me@home`] })
    await writeKeys(path(), { rental: RENTAL, keys: [first, second, `${first} me@work`] })
    expect(readFileSync(path(), "utf8")).to.equal(
      `# rental ${RENTAL}\nrestrict,pty,port-forwarding ${first}\nrestrict,pty,port-forwarding ${second}\n`,
    )
    expect(statSync(path()).mode & 0o022, "only its owner writes").to.equal(0)
    expect(readdirSync(join(folder, "machine")), "no drafts").to.deep.equal(["authorized_keys"])
    await removeKeys(path())
    await removeKeys(path())
    expect(existsSync(path())).to.equal(false)
  })

  it("error: a key of another rental, whatever wrote the file before", async () => {
    await writeKeys(path(), { rental: RENTAL, keys: [testSshKey("first")] })
    const before = readFileSync(path(), "utf8")
    const refused = await failureOf(writeKeys(path(), { rental: OTHER, keys: [testSshKey("second")] }))
    expect(refused).to.be.instanceOf(KeysOfAnotherRentalError).with.property("found", RENTAL)
    expect(readFileSync(path(), "utf8"), "as it was").to.equal(before)
    writeFileSync(path(), `${testSshKey("owner")} owner\n`)
    const own = await failureOf(writeKeys(path(), { rental: OTHER, keys: [testSshKey("second")] }))
    expect(own, "a file of the owner").to.be.instanceOf(KeysOfAnotherRentalError)
  })

  it("error: what is not a key, and more keys than a renter needs", async () => {
    const evil = `${testSshKey("a")}\n${testSshKey("b")}`
    expect(await failureOf(writeKeys(path(), { rental: RENTAL, keys: [evil] }))).to.be.instanceOf(InvalidSshKeyError)
    expect(existsSync(path()), "nothing written").to.equal(false)
    const many = (count: number) => Array.from({ length: count }, (_, key) => testSshKey(`key ${key}`))
    await writeKeys(path(), { rental: RENTAL, keys: many(32) })
    const more = writeKeys(path(), { rental: RENTAL, keys: many(33) })
    expect(await failureOf(more)).to.be.instanceOf(TooManyKeysError)
  })
})
