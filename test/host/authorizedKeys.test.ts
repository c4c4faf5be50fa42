import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { InvalidSshKeyError } from "@gpuflow/escrow/access"
import { expect } from "chai"
import { admitKey, KeysOfAnotherRentalError, removeKeys, TooManyKeysError } from "../../host/keys/authorizedKeys.ts"
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
    await admitKey(path(), { rental: RENTAL, publicKey: `${first} me@home` })
    await admitKey(path(), { rental: RENTAL, publicKey: second })
    await admitKey(path(), { rental: RENTAL, publicKey: first })
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
    await admitKey(path(), { rental: RENTAL, publicKey: testSshKey("first") })
    const before = readFileSync(path(), "utf8")
    const refused = await failureOf(admitKey(path(), { rental: OTHER, publicKey: testSshKey("second") }))
    expect(refused).to.be.instanceOf(KeysOfAnotherRentalError).with.property("found", RENTAL)
    expect(readFileSync(path(), "utf8"), "as it was").to.equal(before)
    writeFileSync(path(), `${testSshKey("owner")} owner\n`)
    const own = await failureOf(admitKey(path(), { rental: OTHER, publicKey: testSshKey("second") }))
    expect(own, "a file of the owner").to.be.instanceOf(KeysOfAnotherRentalError)
  })

  it("error: what is not a key, and more keys than a renter needs", async () => {
    const evil = `${testSshKey("a")}\n${testSshKey("b")}`
    expect(await failureOf(admitKey(path(), { rental: RENTAL, publicKey: evil }))).to.be.instanceOf(InvalidSshKeyError)
    expect(existsSync(path()), "nothing written").to.equal(false)
    for (let key = 0; key < 32; ++key) await admitKey(path(), { rental: RENTAL, publicKey: testSshKey(`key ${key}`) })
    const more = admitKey(path(), { rental: RENTAL, publicKey: testSshKey("one more") })
    expect(await failureOf(more)).to.be.instanceOf(TooManyKeysError)
  })
})
